"""The calendar of the simulated year as plain data, and the arithmetic of an office day. Imports nothing of ours.

Dates are the State Council's notice for 2026; the days of 2027 that a run may touch are the weekend and New Year's Day.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
SPANS = ((time(8, 30), time(12, 0)), (time(14, 30), time(17, 30)))
SLOTS = (time(9, 0), time(15, 0))
DAY = timedelta(days=1)
_OFF = (
    ("2026-01-01", 3), ("2026-02-15", 9), ("2026-04-04", 3), ("2026-05-01", 5), ("2026-06-19", 3),
    ("2026-09-25", 3), ("2026-10-01", 7), ("2027-01-01", 1),
)  # fmt: skip
OFF = {date.fromisoformat(first) + n * DAY for first, length in _OFF for n in range(length)}
MAKE_UP = {
    date.fromisoformat(day)
    for day in ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")
}


def works(day: date) -> bool:
    """Whether offices are open on a day."""
    return day in MAKE_UP or (day.weekday() < 5 and day not in OFF)


def on(day: date, at: time) -> datetime:
    """A time of a day in the city."""
    return datetime.combine(day, at, ZONE)


def spans(day: date) -> list[tuple[datetime, datetime]]:
    """The open spans of a day."""
    return [(on(day, begin), on(day, end)) for begin, end in SPANS] if works(day) else []


def is_open(at: datetime) -> bool:
    """Whether offices are open at an instant; the last instant of a span is outside."""
    return any(begin <= at < end for begin, end in spans(local(at)))


def local(at: datetime) -> date:
    """The city's date."""
    return at.astimezone(ZONE).date()


def next_open(at: datetime) -> datetime:
    """The instant if offices are open, else when they open next."""
    day = local(at)
    while True:
        for begin, end in spans(day):
            if at < end:
                return max(at, begin).astimezone(ZONE)
        day += DAY


def last_close(at: datetime) -> datetime:
    """The newest end of a span not after the instant."""
    day = local(at)
    while True:
        for _begin, end in reversed(spans(day)):
            if end <= at:
                return end
        day -= DAY


def plus_minutes(at: datetime, minutes: float) -> datetime:
    """After so many minutes of office time."""
    left = timedelta(minutes=minutes)
    while True:
        at = next_open(at)
        end = next(end for begin, end in spans(local(at)) if begin <= at < end)
        if at + left <= end:
            return at + left
        left, at = left - (end - at), end


def minutes_between(a: datetime, b: datetime) -> float:
    """Office minutes from a to b."""
    total, day = timedelta(), local(a)
    while day <= local(b):
        total += sum((max(min(end, b) - max(begin, a), timedelta()) for begin, end in spans(day)), timedelta())
        day += DAY
    return total.total_seconds() / 60


def working_day_after(day: date, n: int) -> date:
    """The n-th working day after a day, which is not counted."""
    while n:
        day += DAY
        n -= works(day)
    return day


def plus_days(at: datetime, n: int) -> datetime:
    """The end of business of the n-th working day after the day of `at` (民法典第二百零一条)."""
    return on(working_day_after(local(at), n), SPANS[-1][1])


def next_slot(at: datetime) -> datetime:
    """When a digest leaves next, strictly after."""
    day = local(at)
    while True:
        for slot in SLOTS if works(day) else ():
            if on(day, slot) > at:
                return on(day, slot)
        day += DAY
