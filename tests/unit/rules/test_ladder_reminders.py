"""Reminders before a limit: few, in working time, and never before the case was dispatched."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.city.policy_file import load_policy
from bot.rules.calendar import WorkCalendar
from bot.rules.deadlines import deadline
from bot.rules.ladder import ReminderPoint, reminders
from bot.rules.limits import parse
from storage.vocabulary import Urgency

POLICY = load_policy()
CITY = WorkCalendar(((time(8, 30), time(12)), (time(14, 30), time(17, 30))))
ZONE = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def found(start: str, limit: str, urgency: Urgency = Urgency.NORMAL) -> tuple[ReminderPoint, ...]:
    due = deadline(at(start), parse(limit), CITY).at
    return reminders(due, at(start), parse(limit), POLICY, CITY, urgency)


def shown(points: tuple[ReminderPoint, ...]) -> list[tuple[str, str]]:
    return [(point.point, point.at.astimezone(ZONE).strftime("%m-%d %H:%M")) for point in points]


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        # five days: half of the working time, the day before, two hours before
        ("2026-03-09 09:00", "5 wd", [("T-50%", "03-12 08:45"), ("T-24h", "03-13 17:25"), ("T-2h", "03-16 15:30")]),
        ("2026-03-09 09:00", "2 wd", [("T-50%", "03-10 11:55"), ("T-24h", "03-10 17:25"), ("T-2h", "03-11 15:30")]),
        # one day: no T-24h
        ("2026-03-09 09:00", "1 wd", [("T-50%", "03-10 08:45"), ("T-2h", "03-10 15:30")]),
        # four working hours and less: only T-2h
        ("2026-03-09 08:30", "4 wh", [("T-2h", "03-09 11:55")]),
        ("2026-03-09 14:30", "4 wh", [("T-2h", "03-09 17:25")]),
        ("2026-03-09 14:30", "5 wh", [("T-50%", "03-09 17:00"), ("T-2h", "03-10 08:30")]),
        ("2026-03-09 09:00", "2 wh", []),
        ("2026-03-09 09:00", "30 min", []),
        # a whole day by the clock, over the evening
        ("2026-03-09 16:00", "24 ch", [("T-50%", "03-09 17:25"), ("T-2h", "03-10 11:55")]),
    ],
)
def test_the_points_of_a_limit(start: str, limit: str, expected: list[tuple[str, str]]) -> None:
    assert shown(found(start, limit)) == expected


def test_a_reminder_in_the_lunch_break_leaves_before_it() -> None:
    assert shown(found("2026-03-09 08:30", "4 wh")) == [("T-2h", "03-09 11:55")]  # 13:00 would be the break


def test_a_reminder_on_a_holiday_leaves_before_the_holiday() -> None:
    points = dict(shown(found("2026-02-11 09:00", "5 wd")))  # ends on the 25th
    assert points["T-24h"] == "02-24 17:25"
    assert dict(shown(found("2026-09-28 09:00", "3 wd")))["T-24h"] == "09-30 17:25"  # ends on 10-08


def test_a_reminder_that_cannot_move_behind_the_dispatch_joins_the_next_digest() -> None:
    due, start = at("2026-03-09 17:00"), at("2026-03-06 18:00")
    points = reminders(due, start, parse("71 ch"), POLICY, CITY)
    assert shown(points) == [("T-24h", "03-09 09:00"), ("T-2h", "03-09 15:00")]
    assert [point.folded for point in points] == [True, False]


def test_points_that_fold_into_one_digest_are_one_reminder() -> None:
    points = reminders(at("2026-03-09 10:00"), at("2026-03-06 18:00"), parse("64 ch"), POLICY, CITY)
    assert shown(points) == [("T-2h", "03-09 09:00")]


def test_a_reminder_whose_digest_would_come_too_late_is_left_out() -> None:
    assert found("2026-03-06 18:00", "24 ch") == ()  # ends on Saturday evening; the next digest is Monday's


def test_a_reminder_whose_digest_leaves_at_the_very_limit_is_left_out() -> None:
    assert reminders(at("2026-03-09 09:00"), at("2026-03-06 18:00"), parse("63 ch"), POLICY, CITY) == ()


def test_a_short_limit_over_a_weekend_keeps_its_last_point_only() -> None:
    assert shown(found("2026-03-06 15:30", "4 wh")) == [("T-2h", "03-09 08:30")]  # a day before would be Sunday


def test_a_point_at_the_very_start_is_no_reminder() -> None:
    assert found("2026-03-09 14:30", "2 wh") == ()  # the 15:00 digest would come half an hour after the card


def test_two_points_moved_to_one_instant_are_one_reminder() -> None:
    assert shown(found("2026-03-06 09:00", "24 ch")) == [("T-2h", "03-06 17:25")]  # 21:00 and 07:00 both move there


def test_a_critical_case_is_reminded_by_the_clock() -> None:
    points = found("2026-02-16 22:00", "24 ch", Urgency.CRITICAL)
    assert shown(points) == [("T-50%", "02-17 10:00"), ("T-2h", "02-17 20:00")]
    assert not any(point.folded for point in points)


@pytest.mark.parametrize(
    "limit", ["30 min", "2 wh", "4 wh", "5 wh", "24 ch", "48 ch", "1 wd", "2 wd", "5 wd", "15 wd", "30 cd"]
)
@pytest.mark.parametrize(
    "start", ["2026-03-09 08:30", "2026-03-09 11:59", "2026-03-13 17:29", "2026-02-14 20:00", "2026-05-03 10:00"]
)
def test_no_reminder_leaves_outside_working_time_or_outside_its_limit(start: str, limit: str) -> None:
    due = deadline(at(start), parse(limit), CITY).at
    for point in found(start, limit):
        assert CITY.moment_in_span(point.at)
        assert at(start) < point.at < due
