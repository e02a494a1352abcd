"""Deadlines computed by hand with the notices for 2025 and 2026, each with the rule that decides it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.rules.calendar import WorkCalendar
from bot.rules.deadlines import Due, deadline
from bot.rules.limits import parse

CITY = WorkCalendar(((time(8, 30), time(12)), (time(14, 30), time(17, 30))))
ZONE = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def due(start: str, limit: str, *pauses: tuple[str, str]) -> Due:
    return deadline(at(start), parse(limit), CITY, tuple((at(a), at(b)) for a, b in pauses))


def local(moment: datetime) -> str:
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


PINNED = [
    # 民法典第二百零一条: the first day is not counted; days end with business
    ("2026-03-09 09:00", "1 wd", "2026-03-10 17:30"),
    ("2026-03-09 17:29", "1 wd", "2026-03-10 17:30"),
    ("2026-03-09 09:00", "5 wd", "2026-03-16 17:30"),
    ("2026-03-09 06:00", "1 wd", "2026-03-10 17:30"),
    # after hours or on a free day: counted from the next working day
    ("2026-03-13 20:00", "1 wd", "2026-03-16 17:30"),
    ("2026-03-14 10:00", "1 wd", "2026-03-16 17:30"),
    ("2026-01-02 10:00", "1 wd", "2026-01-04 17:30"),  # 元旦; Sunday the 4th is worked
    # make-up weekends are working days
    ("2025-01-24 10:00", "1 wd", "2025-01-26 17:30"),
    ("2025-12-31 10:00", "1 wd", "2026-01-04 17:30"),
    ("2026-02-13 10:00", "1 wd", "2026-02-14 17:30"),
    ("2026-02-26 09:00", "3 wd", "2026-03-02 17:30"),
    ("2026-04-30 09:00", "5 wd", "2026-05-11 17:30"),
    ("2026-09-16 10:00", "3 wd", "2026-09-20 17:30"),
    ("2026-09-30 10:00", "3 wd", "2026-10-10 17:30"),
    # over the long holidays
    ("2026-02-14 10:00", "1 wd", "2026-02-24 17:30"),
    ("2026-02-13 16:00", "5 wd", "2026-02-27 17:30"),
    ("2026-04-03 17:00", "1 wd", "2026-04-07 17:30"),
    ("2026-06-18 10:00", "1 wd", "2026-06-22 17:30"),
    ("2026-09-24 10:00", "1 wd", "2026-09-28 17:30"),
    ("2026-09-01 10:00", "20 wd", "2026-09-29 17:30"),
    # the same day: while business lasts, else the next working day
    ("2026-03-09 10:00", "0 wd", "2026-03-09 17:30"),
    ("2026-03-09 18:00", "0 wd", "2026-03-10 17:30"),
    ("2026-02-17 10:00", "0 wd", "2026-02-24 17:30"),
    ("2026-03-09 17:30", "0 wd", "2026-03-10 17:30"),
    ("2026-03-09 10:00", "0 cd", "2026-03-09 17:30"),
    ("2026-03-09 18:00", "0 cd", "2026-03-10 17:30"),
    ("2026-03-09 17:30", "0 wh", "2026-03-10 08:30"),
    # 民法典第二百零三条: a last day on a holiday moves to the day after it, and ends with business
    ("2026-03-09 09:00", "3 cd", "2026-03-12 17:30"),
    ("2026-02-02 09:00", "15 cd", "2026-02-24 17:30"),
    ("2026-01-16 09:00", "30 cd", "2026-02-24 17:30"),
    ("2026-04-25 09:00", "10 cd", "2026-05-06 17:30"),
    ("2026-08-02 09:00", "60 cd", "2026-10-08 17:30"),
    ("2026-05-03 09:00", "7 cd", "2026-05-11 17:30"),  # an ordinary Sunday
    ("2026-05-04 09:00", "5 cd", "2026-05-09 17:30"),  # a make-up Saturday is no holiday
    # working hours run inside the spans only, from the next open moment
    ("2026-03-09 11:30", "1 wh", "2026-03-09 15:00"),
    ("2026-03-09 08:30", "4 wh", "2026-03-09 15:00"),
    ("2026-03-09 06:00", "4 wh", "2026-03-09 15:00"),
    ("2026-03-08 12:00", "4 wh", "2026-03-09 15:00"),
    ("2026-03-09 08:30", "210 wm", "2026-03-09 12:00"),
    ("2026-03-13 16:30", "4 wh", "2026-03-16 11:30"),
    ("2026-02-14 16:30", "4 wh", "2026-02-24 11:30"),
    ("2025-12-31 16:30", "4 wh", "2026-01-04 11:30"),
    ("2026-04-30 17:30", "1 wh", "2026-05-06 09:30"),
    # hours and minutes by the clock run at once, day and night, holidays too (民法典第二百零一条第二款)
    ("2026-02-13 18:00", "24 ch", "2026-02-14 18:00"),
    ("2026-10-01 03:00", "2 ch", "2026-10-01 05:00"),
    ("2026-03-09 23:50", "30 min", "2026-03-10 00:20"),
]


@pytest.mark.parametrize(("start", "limit", "expected"), PINNED)
def test_a_limit_ends_where_the_law_and_the_notices_say(start: str, limit: str, expected: str) -> None:
    found = due(start, limit)
    assert local(found.at) == expected
    assert (found.provisional, found.zone) == (False, "Asia/Shanghai")


@pytest.mark.parametrize(
    ("start", "limit", "expected", "provisional"),
    [
        ("2026-12-30 09:00", "1 wd", "2026-12-31 17:30", False),
        ("2026-12-30 09:00", "5 wd", "2027-01-07 17:30", True),
        ("2026-12-31 16:30", "4 wh", "2027-01-04 11:30", True),
        ("2026-11-05 09:00", "90 cd", "2027-02-03 17:30", True),
        ("2026-12-31 20:00", "24 ch", "2027-01-01 20:00", False),  # the clock needs no calendar
        ("2026-12-01 09:00", "30 cd", "2026-12-31 17:30", False),
    ],
)
def test_beyond_the_published_notices_a_limit_is_provisional(
    start: str, limit: str, expected: str, provisional: bool
) -> None:
    found = due(start, limit)
    assert (local(found.at), found.provisional) == (expected, provisional)


def test_only_the_last_day_of_calendar_days_depends_on_the_calendar() -> None:
    assert not due("2003-12-20 09:00", "20 cd").provisional  # begins before the published years, ends inside them
    assert due("2003-12-20 09:00", "14 wd").provisional


def test_filing_works_in_a_year_nobody_has_published() -> None:
    found = due("2031-05-06 09:00", "5 wd")
    assert found.provisional
    assert local(found.at) == "2031-05-13 17:30"


@pytest.mark.parametrize(
    ("start", "limit", "pause", "expected"),
    [
        # working hours: only working time inside the pause is given back
        ("2026-03-09 09:00", "4 wh", ("2026-03-09 10:00", "2026-03-09 11:00"), "2026-03-09 16:30"),
        ("2026-03-09 09:00", "4 wh", ("2026-03-09 12:00", "2026-03-09 14:30"), "2026-03-09 15:30"),
        ("2026-03-09 09:00", "4 wh", ("2026-03-09 10:00", "2026-03-10 10:00"), "2026-03-10 15:30"),
        # working days: a whole working day's wait moves the limit a whole working day
        ("2026-03-09 09:00", "3 wd", ("2026-03-10 09:00", "2026-03-11 09:00"), "2026-03-13 17:30"),
        ("2026-03-09 09:00", "3 wd", ("2026-03-14 09:00", "2026-03-15 09:00"), "2026-03-12 17:30"),
        ("2026-03-09 09:00", "1 wd", ("2026-03-10 10:00", "2026-03-12 10:00"), "2026-03-12 17:30"),
        # 裁定占用最多顺延 4 工作小时
        ("2026-03-09 09:00", "5 wd", ("2026-03-10 08:30", "2026-03-10 15:00"), "2026-03-17 15:00"),
        # a wait before the start, after the end, or of no length changes nothing
        ("2026-03-09 09:00", "1 wd", ("2026-03-02 09:00", "2026-03-06 09:00"), "2026-03-10 17:30"),
        ("2026-03-09 09:00", "1 wd", ("2026-03-10 17:30", "2026-03-12 09:00"), "2026-03-10 17:30"),
        ("2026-03-09 09:00", "1 wd", ("2026-03-10 09:00", "2026-03-10 09:00"), "2026-03-10 17:30"),
        # a wait begun before the start counts from the start
        ("2026-03-09 09:00", "4 wh", ("2026-03-06 09:00", "2026-03-09 10:00"), "2026-03-09 16:30"),
        # the clock's hours are given back by the clock
        ("2026-03-09 09:00", "24 ch", ("2026-03-09 20:00", "2026-03-09 23:00"), "2026-03-10 12:00"),
        # calendar days: each begun day; the new last day follows 第二百零三条 again
        ("2026-03-09 09:00", "3 cd", ("2026-03-10 09:00", "2026-03-10 10:00"), "2026-03-13 17:30"),
        ("2026-03-09 09:00", "3 cd", ("2026-03-10 09:00", "2026-03-12 09:00"), "2026-03-16 17:30"),
    ],
)
def test_a_pause_is_given_back(start: str, limit: str, pause: tuple[str, str], expected: str) -> None:
    assert local(due(start, limit, pause).at) == expected


def test_overlapping_pauses_are_given_back_once() -> None:
    twice = due(
        "2026-03-09 09:00", "4 wh", ("2026-03-09 10:00", "2026-03-09 11:00"), ("2026-03-09 10:30", "2026-03-09 11:00")
    )
    assert local(twice.at) == "2026-03-09 16:30"


def test_a_second_pause_inside_the_time_that_the_first_gave_back_counts() -> None:
    both = due(
        "2026-03-09 09:00", "4 wh", ("2026-03-09 10:00", "2026-03-09 11:00"), ("2026-03-09 16:00", "2026-03-09 17:00")
    )
    assert local(both.at) == "2026-03-09 17:30"


def test_seconds_are_kept() -> None:
    start = at("2026-03-09 11:59").replace(second=30)
    found = deadline(start, parse("1 wm"), CITY).at
    assert found.astimezone(ZONE).strftime("%H:%M:%S") == "14:30:30"


def test_a_day_that_is_not_statutory_ends_at_midnight_and_does_not_move() -> None:
    assert local(CITY.add_calendar_days(at("2026-02-10 09:00"), 7, statutory=False)) == "2026-02-18 00:00"


def test_time_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        CITY.add_minutes(at("2026-03-09 09:00"), -1)
