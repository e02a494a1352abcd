"""Moments: open or closed, the next opening, the previous close, digest slots, and working time between two instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.city.policy_file import load_policy
from bot.rules.calendar import WorkCalendar
from bot.rules.windows import last_send_before, next_digest, next_send
from storage.vocabulary import Urgency

CITY = WorkCalendar(((time(8, 30), time(12)), (time(14, 30), time(17, 30))))
ZONE = ZoneInfo("Asia/Shanghai")
POLICY = load_policy()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def local(moment: datetime) -> str:
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        ("2026-03-09 08:29", False),
        ("2026-03-09 08:30", True),
        ("2026-03-09 11:59", True),
        ("2026-03-09 12:00", False),
        ("2026-03-09 13:00", False),
        ("2026-03-09 14:30", True),
        ("2026-03-09 17:30", False),
        ("2026-03-08 10:00", False),
        ("2026-02-28 10:00", True),
        ("2026-02-17 10:00", False),
    ],
)
def test_a_span_includes_its_beginning_and_not_its_end(moment: str, inside: bool) -> None:
    assert CITY.moment_in_span(at(moment)) is inside


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-03-09 09:00", "2026-03-09 09:00"),
        ("2026-03-09 06:00", "2026-03-09 08:30"),
        ("2026-03-09 12:00", "2026-03-09 14:30"),
        ("2026-03-09 17:30", "2026-03-10 08:30"),
        ("2026-03-13 20:00", "2026-03-16 08:30"),
        ("2026-02-14 17:30", "2026-02-24 08:30"),
        ("2026-01-03 10:00", "2026-01-04 08:30"),
        ("2026-09-30 18:00", "2026-10-08 08:30"),
    ],
)
def test_the_next_opening(moment: str, opens: str) -> None:
    assert local(CITY.next_open(at(moment))) == opens


@pytest.mark.parametrize(
    ("moment", "closed"),
    [
        ("2026-03-09 09:00", "2026-03-06 17:30"),
        ("2026-03-09 12:00", "2026-03-09 12:00"),
        ("2026-03-09 13:00", "2026-03-09 12:00"),
        ("2026-03-09 15:00", "2026-03-09 12:00"),
        ("2026-03-09 23:00", "2026-03-09 17:30"),
        ("2026-02-24 08:30", "2026-02-14 17:30"),
        ("2026-05-10 12:00", "2026-05-09 17:30"),
    ],
)
def test_the_previous_close(moment: str, closed: str) -> None:
    assert local(CITY.previous_close(at(moment))) == closed


@pytest.mark.parametrize(
    ("a", "b", "minutes"),
    [
        ("2026-03-09 08:30", "2026-03-09 17:30", 390),
        ("2026-03-09 11:00", "2026-03-09 15:00", 90),
        ("2026-03-09 12:00", "2026-03-09 14:30", 0),
        ("2026-03-13 17:00", "2026-03-16 09:00", 60),
        ("2026-02-14 17:00", "2026-02-24 09:00", 60),
        ("2026-03-10 09:00", "2026-03-09 09:00", 0),
        ("2026-03-09 09:00", "2026-03-09 09:00", 0),
    ],
)
def test_working_minutes_between(a: str, b: str, minutes: int) -> None:
    assert CITY.minutes_between(at(a), at(b)) == minutes


def test_seconds_count_in_working_time_and_minutes_are_whole() -> None:
    a = at("2026-03-09 11:59") + timedelta(seconds=30)
    assert CITY.working_time(a, at("2026-03-09 14:31")) == timedelta(seconds=90)
    assert CITY.minutes_between(a, at("2026-03-09 14:31")) == 1


@pytest.mark.parametrize(
    ("a", "b", "days"),
    [
        ("2026-03-09 09:00", "2026-03-09 17:00", 0),
        ("2026-03-09 09:00", "2026-03-10 09:00", 1),
        ("2026-02-13 09:00", "2026-02-24 09:00", 2),
        ("2026-09-18 09:00", "2026-10-10 09:00", 11),
        ("2026-03-10 09:00", "2026-03-09 09:00", 0),
    ],
)
def test_working_days_between(a: str, b: str, days: int) -> None:
    assert CITY.working_days_between(at(a), at(b)) == days


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        ("2026-03-09 08:00", "2026-03-09 09:00"),
        ("2026-03-09 09:00", "2026-03-09 15:00"),
        ("2026-03-09 14:59", "2026-03-09 15:00"),
        ("2026-03-09 15:00", "2026-03-10 09:00"),
        ("2026-03-13 16:00", "2026-03-16 09:00"),
        ("2026-02-14 16:00", "2026-02-24 09:00"),
        ("2026-05-08 16:00", "2026-05-09 09:00"),
    ],
)
def test_a_digest_leaves_at_the_next_slot_of_a_working_day(now: str, leaves: str) -> None:
    assert local(next_digest(at(now), POLICY, CITY)) == leaves
    assert local(CITY.next_digest(at(now), POLICY)) == leaves


def test_a_slot_inside_the_lunch_break_waits_for_the_afternoon() -> None:
    assert local(CITY.next_slot(at("2026-03-09 10:00"), (time(13), time(8)))) == "2026-03-09 14:30"
    assert local(CITY.next_slot(at("2026-03-09 15:00"), (time(13), time(8)))) == "2026-03-10 08:30"


def test_officers_are_written_to_in_working_time_only() -> None:
    assert local(next_send(at("2026-03-09 12:30"), Urgency.NORMAL, CITY)) == "2026-03-09 14:30"
    assert local(next_send(at("2026-03-13 20:00"), Urgency.URGENT, CITY)) == "2026-03-16 08:30"
    assert local(next_send(at("2026-03-09 10:00"), Urgency.NORMAL, CITY)) == "2026-03-09 10:00"


def test_a_critical_matter_does_not_wait_for_the_office() -> None:
    assert local(next_send(at("2026-02-17 03:00"), Urgency.CRITICAL, CITY)) == "2026-02-17 03:00"


def test_a_message_moved_back_leaves_while_the_span_still_runs() -> None:
    moved = last_send_before(at("2026-03-09 13:00"), CITY, timedelta(minutes=5))
    assert local(moved) == "2026-03-09 11:55"
    assert CITY.moment_in_span(moved)


def test_a_day_starts_at_local_midnight_and_ends_at_the_next() -> None:
    assert local(CITY.day_start(at("2026-03-09 00:00"))) == "2026-03-09 00:00"
    assert local(CITY.day_start(at("2026-03-09 23:59"))) == "2026-03-09 00:00"
    assert local(CITY.day_end(date(2026, 3, 9))) == "2026-03-10 00:00"


def test_everything_comes_back_in_utc() -> None:
    moment = datetime(2026, 3, 9, 20, tzinfo=ZONE)
    results = [CITY.next_open(moment), CITY.previous_close(moment), CITY.add_minutes(moment, 5), CITY.day_start(moment)]
    results += [CITY.add_working_days(moment, 1), CITY.add_calendar_days(moment, 1), CITY.close_of(date(2026, 3, 9))]
    assert {result.utcoffset() for result in results} == {timedelta()}


def test_a_zone_that_changes_its_clocks_keeps_real_minutes() -> None:
    """A server or a demo elsewhere: on 2026-03-08 New York skips 02:00-03:00, so a span over it holds an hour less."""
    table = {date(2026, 3, 8): True}
    night = WorkCalendar(((time(1), time(4)),), table, "America/New_York")
    start = datetime(2026, 3, 8, 1, tzinfo=ZoneInfo("America/New_York")).astimezone(UTC)
    assert night.minutes_between(start, start + timedelta(hours=10)) == 120
