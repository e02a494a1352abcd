"""Lengths of time as an office writes them: `30 min`, `2 ch`, `4 wh`, `3 wd`, `30 cd`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

_WRITTEN = re.compile(r"(\d{1,5})\s*(min|ch|wh|wm|wd|cd)")
_UNIT_MINUTES = {"min": 1, "ch": 60, "wm": 1, "wh": 60}


class Unit(StrEnum):
    """What a limit counts."""

    MIN = "min"  # minutes by the clock, day and night
    CH = "ch"  # hours by the clock, day and night
    WM = "wm"  # minutes inside working spans; what a shortened `wh` becomes
    WH = "wh"  # hours inside working spans
    WD = "wd"  # working days, the first one not counted (民法典第二百零一条)
    CD = "cd"  # calendar days, a last day on a holiday moves on (民法典第二百零三条)

    @property
    def in_days(self) -> bool:
        """True if the limit ends with a day, not after a number of minutes."""
        return self in {Unit.WD, Unit.CD}

    @property
    def in_working_minutes(self) -> bool:
        """True if only minutes inside working spans count."""
        return self in {Unit.WH, Unit.WM}


_CHINESE = {
    Unit.MIN: "分钟",
    Unit.CH: "小时",
    Unit.WM: "工作分钟",
    Unit.WH: "个工作小时",
    Unit.WD: "个工作日",
    Unit.CD: "天",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount (0 or more) of a unit. `str()` gives the written form that `parse` reads."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError(f"时限不能为负：{self.amount} {self.unit}")

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"

    @property
    def minutes(self) -> int:
        """Minutes of the clock, or of working time for `wh` and `wm`; ValueError for limits in days."""
        if self.unit.in_days:
            raise ValueError(f"{self} counts days, not minutes")
        return self.amount * _UNIT_MINUTES[self.unit]

    @property
    def in_words(self) -> str:
        """For people: 4个工作小时, 3个工作日, 30天."""
        return f"{self.amount}{_CHINESE[self.unit]}"

    @classmethod
    def parse(cls, text: str) -> Limit:
        """Read `4 wh`. ValueError, in Chinese and with the right form, if it is anything else."""
        match = _WRITTEN.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"时限写法不对：{text!r}；应写作“数字 单位”，如 4 wh（单位：min ch wh wd cd）")
        return cls(int(match[1]), Unit(match[2]))


def parse(text: str) -> Limit:
    """Read `4 wh`; see `Limit.parse`."""
    return Limit.parse(text)


def scaled(limit: Limit, factor: float) -> Limit:
    """Shorten a limit for a reopened case (R06): days rounded up to whole days, the rest counted in minutes.

    Never less than one day or one minute; a factor of 1 changes nothing. ValueError if the factor is not above 0.
    """
    if factor <= 0:
        raise ValueError("a factor is above 0")
    if factor == 1 or limit.amount == 0:
        return limit
    share = Fraction(str(factor))
    if limit.unit.in_days:
        return Limit(max(1, ceil(limit.amount * share)), limit.unit)
    unit = Unit.WM if limit.unit.in_working_minutes else Unit.MIN
    return Limit(max(1, ceil(limit.minutes * share)), unit)
