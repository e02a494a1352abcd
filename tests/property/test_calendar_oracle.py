"""Working-time arithmetic against an oracle that counts minute by minute and knows nothing of our code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise

import chinese_calendar
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.calendar import WorkCalendar
from bot.rules.deadlines import deadline
from bot.rules.limits import Limit, Unit, scaled

SHANGHAI = timezone(timedelta(hours=8))  # the oracle's own: no zone database
MINUTE = timedelta(minutes=1)


class Oracle:
    """Looks at one minute after another."""

    def __init__(self, spans: tuple[tuple[int, int], ...], keeper: dict[date, bool]) -> None:
        self.spans, self.known = spans, keeper

    def worked(self, d: date) -> bool:
        if d not in self.known and not isinstance(self.known, defaultdict):
            self.known[d] = chinese_calendar.is_workday(d)
        return self.known[d]

    def open(self, at: datetime) -> bool:
        there = at + timedelta(hours=8)
        minute = there.hour * 60 + there.minute
        return any(a <= minute < b for a, b in self.spans) and self.worked(there.date())

    def minutes(self, start: datetime) -> Iterator[datetime]:
        while True:
            yield start
            start += MINUTE

    def after(self, start: datetime, n: int, pauses: list[tuple[datetime, datetime]]) -> datetime:
        """The end of the n-th minute that is worked and not paused."""
        for minute in self.minutes(start):
            if self.open(minute) and not any(a <= minute < b for a, b in pauses):
                n -= 1
            if n == 0:
                return minute + MINUTE
        raise AssertionError

    def count(self, a: datetime, b: datetime) -> int:
        return sum(self.open(minute) for minute in (a + MINUTE * n for n in range((b - a) // MINUTE)))

    def close(self, d: date) -> datetime:
        return datetime.combine(d, time(), SHANGHAI) + MINUTE * self.spans[-1][1]


@st.composite
def offices(draw: st.DrawFn) -> tuple[WorkCalendar, Oracle]:
    marks = sorted(draw(st.sets(st.integers(0, 95), min_size=4, max_size=6)))
    marks = marks if len(marks) % 2 == 0 else marks[:-1]
    spans = tuple((a * 15, b * 15) for a, b in zip(marks[::2], marks[1::2], strict=True))
    days = st.dates(date(2025, 12, 1), date(2026, 11, 30))
    keeper = draw(st.dictionaries(days, st.booleans(), max_size=8))
    clock = tuple((time(a // 60, a % 60), time(b // 60, b % 60)) for a, b in spans)
    return WorkCalendar(clock, dict(keeper)), Oracle(spans, keeper)


def instants(first: date = date(2025, 12, 20), last: date = date(2026, 10, 15)) -> st.SearchStrategy[datetime]:
    length = (last - first).days * 24 * 60
    return st.integers(0, length).map(lambda n: datetime.combine(first, time(), UTC) + MINUTE * n)


@settings(max_examples=150, deadline=None)
@given(offices(), instants(), st.integers(1, 900))
def test_adding_working_minutes_counts_every_minute_once(
    office: tuple[WorkCalendar, Oracle], at: datetime, n: int
) -> None:
    ours, oracle = office
    assert ours.add_minutes(at, n) == oracle.after(at, n, [])


@settings(max_examples=100, deadline=None)
@given(offices(), instants(), st.integers(0, 6000))
def test_working_minutes_between_two_instants(office: tuple[WorkCalendar, Oracle], at: datetime, length: int) -> None:
    ours, oracle = office
    assert ours.minutes_between(at, at + MINUTE * length) == oracle.count(at, at + MINUTE * length)


@settings(max_examples=150, deadline=None)
@given(
    offices(),
    instants(),
    st.integers(1, 900),
    st.lists(st.tuples(st.integers(-600, 4000), st.integers(0, 1500)), max_size=3),
)
def test_a_limit_in_working_time_skips_its_pauses(
    office: tuple[WorkCalendar, Oracle], at: datetime, n: int, lengths: list[tuple[int, int]]
) -> None:
    ours, oracle = office
    pauses = [(at + MINUTE * begin, at + MINUTE * (begin + length)) for begin, length in lengths]
    assert deadline(at, Limit(n, Unit.WM), ours, pauses).at == oracle.after(at, n, pauses)


@settings(max_examples=150, deadline=None)
@given(
    instants(),
    st.integers(1, 3000),
    st.lists(st.tuples(st.integers(-600, 4000), st.integers(0, 1500)), max_size=3),
)
def test_a_limit_by_the_clock_skips_its_pauses(at: datetime, n: int, lengths: list[tuple[int, int]]) -> None:
    ours = WorkCalendar(((time(8, 30), time(12)), (time(14, 30), time(17, 30))))
    always = Oracle(((0, 24 * 60),), defaultdict(lambda: True))
    pauses = [(at + MINUTE * begin, at + MINUTE * (begin + length)) for begin, length in lengths]
    assert deadline(at, Limit(n, Unit.MIN), ours, pauses).at == always.after(at, n, pauses)


@settings(max_examples=200, deadline=None)
@given(offices(), instants(), st.integers(1, 20))
def test_the_nth_working_day_is_found_by_walking(office: tuple[WorkCalendar, Oracle], at: datetime, n: int) -> None:
    ours, oracle = office
    d = at.astimezone(SHANGHAI).date()
    left = n
    while left:
        d += timedelta(days=1)
        left -= oracle.worked(d)
    assert ours.add_working_days(at, n) == oracle.close(d)
    assert ours.working_days_between(at, ours.add_working_days(at, n)) == n


@settings(max_examples=100, deadline=None)
@given(
    offices(),
    instants(last=date(2026, 8, 1)),
    st.integers(1, 4),
    st.lists(st.tuples(st.integers(-600, 5000), st.integers(0, 3000)), max_size=2),
)
def test_a_limit_in_working_days_gives_paused_working_time_back(
    office: tuple[WorkCalendar, Oracle], at: datetime, n: int, lengths: list[tuple[int, int]]
) -> None:
    ours, oracle = office
    pauses = [(at + MINUTE * begin, at + MINUTE * (begin + length)) for begin, length in lengths]
    worked = oracle.count(at, ours.add_working_days(at, n))
    assert deadline(at, Limit(n, Unit.WD), ours, pauses).at == oracle.after(at, worked, pauses)


@settings(max_examples=200, deadline=None)
@given(offices(), instants(last=date(2026, 8, 1)), st.integers(1, 90))
def test_a_statutory_last_day_never_falls_on_a_free_day(
    office: tuple[WorkCalendar, Oracle], at: datetime, n: int
) -> None:
    ours, oracle = office
    d = at.astimezone(SHANGHAI).date() + timedelta(days=n)
    while not oracle.worked(d):
        d += timedelta(days=1)
    assert ours.add_calendar_days(at, n) == oracle.close(d)


@settings(max_examples=150, deadline=None)
@given(offices(), instants())
def test_open_and_close_bracket_the_instant(office: tuple[WorkCalendar, Oracle], at: datetime) -> None:
    ours, oracle = office
    opens, closed = ours.next_open(at), ours.previous_close(at)
    assert ours.moment_in_span(at) is oracle.open(at)
    assert oracle.open(opens)
    assert not oracle.open(closed)
    assert oracle.open(closed - MINUTE)
    assert oracle.count(closed, at) == ours.minutes_between(closed, at)
    assert oracle.count(at, opens) == 0
    assert (opens == at) is oracle.open(at)


@settings(max_examples=200, deadline=None)
@given(instants(), st.lists(st.integers(0, 30), min_size=2, max_size=5), st.sampled_from(list(Unit)))
def test_a_longer_limit_never_ends_earlier(at: datetime, amounts: list[int], unit: Unit) -> None:
    ours = WorkCalendar(((time(8, 30), time(12)), (time(14, 30), time(17, 30))))
    ends = [deadline(at, Limit(amount, unit), ours).at for amount in sorted(amounts)]
    assert all(earlier <= later for earlier, later in pairwise(ends))
    assert ends[0] >= at


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 500), st.sampled_from(list(Unit)), st.sampled_from([0.1, 0.25, 0.5, 0.6, 0.75, 0.9, 1.0]))
def test_a_shortened_limit_is_shorter_but_never_nothing(amount: int, unit: Unit, factor: float) -> None:
    limit = Limit(amount, unit)
    short = scaled(limit, factor)
    minutes = {Unit.MIN: 1, Unit.WM: 1, Unit.CH: 60, Unit.WH: 60, Unit.WD: 1, Unit.CD: 1}
    share = short.amount * minutes[short.unit] / (amount * minutes[unit])
    assert factor - 1e-9 <= share <= 1 or short.amount == 1
    assert (short.unit in {Unit.WD, Unit.CD}) is (unit in {Unit.WD, Unit.CD})


@settings(max_examples=300, deadline=None)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1)), st.sampled_from(list(Unit)), st.integers(0, 60))  # noqa: DTZ001
def test_no_filing_fails_for_want_of_a_calendar(at: datetime, unit: Unit, amount: int) -> None:
    ours = WorkCalendar(((time(8, 30), time(12)), (time(14, 30), time(17, 30))))
    found = deadline(at.replace(tzinfo=UTC), Limit(amount, unit), ours)
    assert found.at >= at.replace(tzinfo=UTC)
    needs_calendar = unit not in {Unit.MIN, Unit.CH}
    if at.year > 2026 and needs_calendar:
        assert found.provisional
