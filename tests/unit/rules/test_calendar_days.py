"""Which days are worked, and what is said about days that nobody has published yet."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import chinese_calendar
import pytest

from bot.rules.calendar import WorkCalendar
from bot.rules.days import FIRST_PUBLISHED, LAST_PUBLISHED, Day, Source, known_day, year_days
from bot.rules.remembered import Remembered

SPANS = ((time(8, 30), time(12)), (time(14, 30), time(17, 30)))
CITY = WorkCalendar(SPANS)

# 国务院办公厅关于2026年部分节假日安排的通知 (2025-11-04), typed in by hand
OFF_2026 = (
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
)
MAKEUP_2026 = ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def test_every_day_from_2004_to_2026_is_what_the_published_notices_say() -> None:
    days = every_day(date(2004, 1, 1), date(2026, 12, 31))
    wrong = [d for d in days if CITY.day(d).working != chinese_calendar.is_workday(d)]
    assert wrong == []
    assert not any(CITY.day(d).provisional for d in days)
    assert len(days) == 8401


def test_2026_is_what_the_notice_says_word_by_word() -> None:
    off = {d for a, b in OFF_2026 for d in every_day(date.fromisoformat(a), date.fromisoformat(b))}
    makeup = {date.fromisoformat(d) for d in MAKEUP_2026}
    for d in every_day(date(2026, 1, 1), date(2026, 12, 31)):
        expected = d in makeup or (d.weekday() < 5 and d not in off)
        assert CITY.day(d).working is expected, d


@pytest.mark.parametrize("day", MAKEUP_2026)
def test_a_make_up_weekend_is_a_working_day(day: str) -> None:
    found = CITY.day(date.fromisoformat(day))
    assert (found.working, found.source, date.fromisoformat(day).weekday() >= 5) == (True, Source.PUBLISHED, True)


def test_the_day_after_the_last_notice_is_provisional() -> None:
    assert CITY.data_ends() == date(2026, 12, 31)
    assert not CITY.day(date(2026, 12, 31)).provisional
    assert CITY.day(date(2027, 1, 4)).provisional


def test_a_known_holiday_beyond_the_notices_is_free_and_provisional() -> None:
    found = CITY.day(date(2027, 10, 1))
    assert (found.working, found.provisional, found.source) == (False, True, Source.EXPECTED)


def test_spring_festival_beyond_the_notices_follows_the_lunar_year() -> None:
    assert not CITY.day(date(2028, 1, 26)).working  # 初一
    assert CITY.day(date(2028, 1, 20)).working


def test_the_keepers_table_beats_every_source_and_is_certain() -> None:
    table = {date(2026, 3, 9): False, date(2026, 3, 14): True, date(2027, 1, 2): True}
    city = WorkCalendar(SPANS, table)
    for d, working in table.items():
        found = city.day(d)
        assert (found.working, found.provisional, found.source) == (working, False, Source.KEEPER)


def test_a_year_typed_in_whole_moves_the_end_of_certainty() -> None:
    table = {d: d.weekday() < 5 for d in every_day(date(2027, 1, 1), date(2027, 12, 31))}
    assert WorkCalendar(SPANS, table).data_ends() == date(2027, 12, 31)


def test_a_single_day_far_ahead_does_not_pretend_that_the_year_is_known() -> None:
    city = WorkCalendar(SPANS, {date(2027, 5, 1): False})
    assert city.data_ends() == date(2026, 12, 31)
    assert city.day(date(2027, 5, 6)).provisional


@pytest.mark.parametrize("year", [1, 2, 1900, 1949, 1950, 2003, 2027, 2099, 2100, 2200, 5000, 9998, 9999])
def test_no_year_ever_raises(year: int) -> None:
    for month in range(1, 13):
        for day in (1, 9, 17, 28):
            found = CITY.day(date(year, month, day))
            assert found.provisional is not (2004 <= year <= 2026)


def test_the_first_and_the_last_day_there_is_answer_too() -> None:
    assert CITY.day(date.min).provisional
    assert CITY.day(date.max).provisional


def test_the_keeper_is_warned_from_sixty_days_before_the_data_ends() -> None:
    assert not CITY.runs_out(datetime(2026, 11, 1, 12, tzinfo=UTC))
    assert CITY.runs_out(datetime(2026, 11, 2, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    "spans",
    [
        (),
        ((time(12), time(8)),),
        ((time(8), time(8)),),
        ((time(8), time(12)), (time(11), time(17))),
        ((time(14), time(17)), (time(8), time(12))),
        ((time(8), time(12)), (time(12), time(17))),
    ],
)
def test_spans_that_make_no_sense_are_refused(spans: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="工作时段"):
        WorkCalendar(spans)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        CITY.next_open(datetime(2026, 3, 9, 9))  # noqa: DTZ001
    with pytest.raises(ValueError, match="aware"):
        CITY.add_working_days(datetime(2026, 3, 9, 9), 1)  # noqa: DTZ001


def test_the_memory_of_days_does_not_grow_without_end() -> None:
    computed: list[int] = []
    squares: Remembered[int, int] = Remembered(lambda n: computed.append(n) or n * n, most=3)  # type: ignore[func-returns-value]
    assert [squares[n] for n in (1, 2, 3, 1, 4, 4)] == [1, 4, 9, 1, 16, 16]
    assert computed == [1, 2, 3, 4]
    assert len(squares) == 1


def test_a_year_before_its_notice_is_its_weekdays_from_first_to_last() -> None:
    days = year_days(2028)
    assert (len(days), min(days), max(days)) == (366, date(2028, 1, 1), date(2028, 12, 31))
    assert len(year_days(2027)) == 365
    assert [days[date(2028, 1, n)] for n in range(1, 9)] == [False, False, True, True, True, True, True, False]
    assert sum(days.values()) == 260


def test_each_source_says_whether_it_may_still_change() -> None:
    assert known_day(date(2030, 3, 9), None) == Day(False, True, Source.WEEKEND)
    assert known_day(date(2030, 3, 11), None) == Day(True, True, Source.WEEKEND)
    assert known_day(date(2030, 10, 1), None) == Day(False, True, Source.EXPECTED)
    assert known_day(date(2026, 10, 1), None) == Day(False, False, Source.PUBLISHED)
    assert known_day(date(2026, 10, 1), True) == Day(True, False, Source.KEEPER)
    assert (date(2004, 1, 1), date(2026, 12, 31)) == (FIRST_PUBLISHED, LAST_PUBLISHED)
    assert known_day(FIRST_PUBLISHED, None).source is Source.PUBLISHED
    assert known_day(LAST_PUBLISHED, None).source is Source.PUBLISHED


@pytest.mark.parametrize(
    ("year", "source"),
    [(1949, Source.WEEKEND), (1950, Source.EXPECTED), (2099, Source.EXPECTED), (2100, Source.WEEKEND)],
)
def test_lunar_holidays_are_known_from_1950_to_2099(year: int, source: Source) -> None:
    weekdays = (date(year, 10, n) for n in (1, 2, 3) if date(year, 10, n).weekday() < 5)
    assert known_day(next(weekdays), None).source is source
