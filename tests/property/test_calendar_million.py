"""Random limits with pauses against a minute-by-minute table of a whole office's time; a million of them in the soak run."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate

import chinese_calendar
import pytest

from bot.rules.calendar import WorkCalendar
from bot.rules.deadlines import deadline
from bot.rules.limits import Limit, Unit

FIRST = date(2024, 12, 1)
DAYS = 500
MIDNIGHT = datetime.combine(FIRST, time(), UTC) - timedelta(hours=8)  # the first local midnight


def office(rng: random.Random) -> tuple[WorkCalendar, list[int]]:
    """A random office, and for every minute the number of working minutes before it."""
    marks = sorted(rng.sample(range(0, 1440), rng.choice([2, 4, 6])))
    spans = list(zip(marks[::2], marks[1::2], strict=True))
    days = [FIRST + timedelta(n) for n in range(DAYS)]
    keeper = {d: rng.random() < 0.5 for d in rng.sample(days, rng.randrange(10))}
    minutes: list[int] = []
    for d in days:
        day = bytearray(1440)
        if keeper.get(d, chinese_calendar.is_workday(d)):
            for a, b in spans:
                day[a:b] = b"\x01" * (b - a)
        minutes += day
    clock = tuple((time(a // 60, a % 60), time(b // 60, b % 60)) for a, b in spans)
    return WorkCalendar(clock, keeper), list(accumulate(minutes, initial=0))


def end_of(before: list[int], start: int, n: int, pause: tuple[int, int]) -> int:
    """The end of the n-th unpaused working minute, found by halving over a table that grows minute by minute."""
    a, b = max(pause[0], start), max(pause[1], start)

    def done(minute: int) -> int:
        paused = before[min(max(minute, a), b)] - before[a]
        return before[minute] - before[start] - paused

    low, high = start, len(before) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if done(middle) >= n else (middle + 1, high)
    return low


def mismatches(seed: int, offices: int, limits: int) -> tuple[int, int]:
    """How many random limits were computed, and how many differ from the table."""
    rng, done, wrong = random.Random(seed), 0, 0
    for _ in range(offices):
        ours, before = office(rng)
        for _ in range(limits):
            start, begin = rng.randrange(1440 * 250), rng.randrange(-2000, 20000)
            pause = (start + begin, start + begin + rng.choice([0, rng.randrange(1, 6000)]))
            limit = Limit(rng.randrange(1, 3000), Unit.WM)
            if before[-1] - before[start] < limit.amount + 6000:
                continue  # the table is too short for this one
            moments = (MIDNIGHT + timedelta(minutes=pause[0]), MIDNIGHT + timedelta(minutes=pause[1]))
            found = deadline(MIDNIGHT + timedelta(minutes=start), limit, ours, [moments])
            done += 1
            wrong += found.at != MIDNIGHT + timedelta(minutes=end_of(before, start, limit.amount, pause))
    return done, wrong


def test_a_hundred_thousand_random_limits_end_where_the_minute_table_says() -> None:
    done, wrong = mismatches(1, offices=28, limits=4000)
    assert done >= 100_000
    assert wrong == 0


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_a_million_random_limits_end_where_the_minute_table_says(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("-m") != "soak":
        pytest.skip("long: only with -m soak")
    done, wrong = mismatches(20260309, offices=600, limits=2000)
    assert done >= 1_000_000
    assert wrong == 0
