"""Working time of one city: spans a day, the working days, and the arithmetic on them. Instants in and out are aware UTC."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.rules.days import LAST_PUBLISHED, Day, known_day
from bot.rules.policy import Policy
from bot.rules.remembered import Remembered

ONE_DAY = timedelta(days=1)

Edges = tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True, eq=False)
class WorkCalendar:
    """Working spans (local, from inclusive, to exclusive) on working days of a zone.

    `keeper` holds the city's own days (True: worked) and beats every other source. ValueError if a span is empty or spans
    are out of order. Good for instants of the years 2 to 9998.
    """

    spans: tuple[tuple[time, time], ...]
    keeper: Mapping[date, bool] = field(default_factory=dict)
    zone: str = "Asia/Shanghai"
    _days: Remembered[date, Day] = field(init=False, repr=False)
    _edges: Remembered[date, Edges] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        marks = [mark for span in self.spans for mark in span]
        if not marks or any(later <= earlier for earlier, later in pairwise(marks)):
            raise ValueError("工作时段至少一段，须从早到晚、不重叠")
        ZoneInfo(self.zone)
        object.__setattr__(self, "_days", Remembered(lambda d: known_day(d, self.keeper.get(d))))
        object.__setattr__(self, "_edges", Remembered(self._opening))

    def day(self, d: date) -> Day:
        """What is known about a day. Never raises."""
        return self._days[d]

    def local_date(self, at: datetime) -> date:
        """The local date of an instant; ValueError for a naive one."""
        if at.tzinfo is None:
            raise ValueError("an instant must be aware")
        return at.astimezone(ZoneInfo(self.zone)).date()

    def day_start(self, at: datetime) -> datetime:
        """Local midnight at which the instant's day began."""
        return self._instant(self.local_date(at), time())

    def day_end(self, d: date) -> datetime:
        """24:00 of a local day."""
        return self._instant(d + ONE_DAY, time())

    def close_of(self, d: date) -> datetime:
        """End of business on a day, whether it is worked or not."""
        return self._instant(d, self.spans[-1][1])

    def working_day_from(self, d: date) -> date:
        """The day itself if it is worked, else the next one that is."""
        while not self.day(d).working:
            d += ONE_DAY
        return d

    def working_day_before(self, d: date, n: int) -> date:
        """The n-th working day before a day; the day itself for n = 0."""
        while n:
            d -= ONE_DAY
            n -= self.day(d).working
        return d

    def data_ends(self) -> date:
        """The last date with certain data; every day up to it is certain (from 2004 on)."""
        last = LAST_PUBLISHED
        while last + ONE_DAY in self.keeper:
            last += ONE_DAY
        return last

    def runs_out(self, at: datetime, within: timedelta = timedelta(days=60)) -> bool:
        """True from 60 days before the certain data end: the keeper is told, and every limit beyond is 暂定 (R38)."""
        return self.local_date(at) > self.data_ends() - within

    def provisional_within(self, first: date, last: date) -> bool:
        """True if any day from first to last may still change."""
        return any(self.day(first + timedelta(n)).provisional for n in range((last - first).days + 1))

    def moment_in_span(self, at: datetime) -> bool:
        """True inside a working span; its last instant is outside."""
        return any(begin <= at < end for begin, end in self.edges(self.local_date(at)))

    def next_open(self, at: datetime) -> datetime:
        """The instant itself if it is inside a span, else the beginning of the next one."""
        return next(max(at, begin) for begin, end in self._spans_from(self.local_date(at)) if at < end)

    def previous_close(self, at: datetime) -> datetime:
        """The latest end of a span at or before the instant."""
        d = self.local_date(at)
        while True:
            for _begin, end in reversed(self.edges(d)):
                if end <= at:
                    return end
            d -= ONE_DAY

    def next_slot(self, at: datetime, slots: tuple[time, ...]) -> datetime:
        """The first of these local times on a working day after the instant; one outside the spans waits for the next span."""
        d = self.working_day_from(self.local_date(at))
        while True:
            for slot in sorted(slots):
                moment = self.next_open(self._instant(d, slot))
                if moment > at:
                    return moment
            d = self.working_day_from(d + ONE_DAY)

    def next_digest(self, at: datetime, policy: Policy) -> datetime:
        """When messages collected now leave together: strictly after now."""
        return self.next_slot(at, policy.digest_slots)

    def add_minutes(self, at: datetime, n: int) -> datetime:
        """After n working minutes, from the next open moment on; a result on the end of a span stays there."""
        return self.add_working_time(at, timedelta(minutes=n))

    def add_working_time(self, at: datetime, left: timedelta) -> datetime:
        """Like `add_minutes`, exact to the microsecond; ValueError for a negative length."""
        if left < timedelta():
            raise ValueError("working time only runs forward")
        ahead = self._spans_from(self.local_date(at))
        begin, end = next((max(at, begin), end) for begin, end in ahead if at < end)
        while left > end - begin:
            left -= end - begin
            begin, end = next(ahead)
        return begin + left

    def add_working_days(self, at: datetime, n: int) -> datetime:
        """End of business of the n-th working day after the local day of `at`, which is not counted (民法典第二百零一条).

        So arrival after hours or on a holiday counts from the next working day. n = 0 is the same day's end of business,
        or the next working day's if that has passed.
        """
        d = self.working_day_from(self.local_date(at))
        if n == 0:
            return self.close_of(d if at < self.close_of(d) else self.working_day_from(d + ONE_DAY))
        d = self.local_date(at)
        for _ in range(n):
            d = self.working_day_from(d + ONE_DAY)
        return self.close_of(d)

    def add_calendar_days(self, at: datetime, n: int, statutory: bool = True) -> datetime:
        """The n-th day after the local day of `at`, which is not counted.

        A statutory one ends with business, and one on a holiday moves to the next working day (民法典第二百零三条);
        otherwise it ends at 24:00 of its own day. n = 0 is as in `add_working_days`.
        """
        if n == 0 and statutory:
            return self.add_working_days(at, 0)
        last = self.local_date(at) + timedelta(days=n)
        return self.close_of(self.working_day_from(last)) if statutory else self.day_end(last)

    def working_time(self, a: datetime, b: datetime) -> timedelta:
        """Working time from a to b; nothing if b is not later."""
        total, last = timedelta(), self.local_date(b)
        d = self.local_date(a)
        while d <= last:
            for begin, end in self.edges(d):
                total += max(min(end, b) - max(begin, a), timedelta())
            d += ONE_DAY
        return total

    def minutes_between(self, a: datetime, b: datetime) -> int:
        """Whole working minutes from a to b."""
        return self.working_time(a, b) // timedelta(minutes=1)

    def working_days_between(self, a: datetime, b: datetime) -> int:
        """Working days after a's local day up to b's, b's included; 0 if b is not on a later day."""
        first, last = self.local_date(a), self.local_date(b)
        return sum(self.day(first + timedelta(n)).working for n in range(1, (last - first).days + 1))

    def edges(self, d: date) -> Edges:
        """The working spans of a day as instants; none if it is not worked."""
        return self._edges[d]

    def _opening(self, d: date) -> Edges:
        worked = self.spans if self.day(d).working else ()
        return tuple((self._instant(d, a), self._instant(d, b)) for a, b in worked)

    def _spans_from(self, d: date) -> Iterator[tuple[datetime, datetime]]:
        while True:
            yield from self.edges(d)
            d += ONE_DAY

    def _instant(self, d: date, at: time) -> datetime:
        return datetime.combine(d, at, ZoneInfo(self.zone)).astimezone(UTC)
