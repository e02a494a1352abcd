"""How well cases found their unit, week by week: pure counting over first dispatches (R22)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto


class Way(Enum):
    """Who named the first unit."""

    ITSELF = auto()  # the reader, nobody looked before
    CHOSEN = auto()  # the enterprise, on its draft
    DESK = auto()  # a clerk or another person of the desk


@dataclass(frozen=True, slots=True)
class Placing:
    """One case: the city's day of its first dispatch, who named the unit, and whether another unit had it later."""

    day: date
    way: Way
    moved: bool


@dataclass(frozen=True, slots=True)
class Week:
    """One week's counts; `kept` are those dispatched by itself that no other unit had afterwards."""

    monday: date
    itself: int
    kept: int
    chosen: int
    desk: int

    @property
    def total(self) -> int:
        """All that were dispatched for the first time in this week."""
        return self.itself + self.chosen + self.desk


def monday_of(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks(placings: Iterable[Placing]) -> list[Week]:
    """A line for each week that has any, the newest first."""
    found: dict[date, list[Placing]] = {}
    for placing in placings:
        found.setdefault(monday_of(placing.day), []).append(placing)
    return [_week(monday, found[monday]) for monday in sorted(found, reverse=True)]


def _week(monday: date, placings: list[Placing]) -> Week:
    itself = [placing for placing in placings if placing.way is Way.ITSELF]
    kept = sum(not placing.moved for placing in itself)
    ways = [placing.way for placing in placings]
    return Week(monday, len(itself), kept, ways.count(Way.CHOSEN), ways.count(Way.DESK))
