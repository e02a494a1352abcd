"""The helping unit's limit: inside the leader's, never shorter than a person can act in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.city.calendar_file import load_calendar
from bot.rules import assist
from storage.vocabulary import Urgency

CALENDAR = load_calendar()
MONDAY = datetime(2026, 3, 9, 1, tzinfo=UTC)  # 09:00 in the city


def test_the_limit_is_half_of_the_leader_s_working_time() -> None:
    lead = CALENDAR.add_minutes(MONDAY, 20 * 60)
    assert CALENDAR.working_time(MONDAY, assist.due(MONDAY, lead, Urgency.NORMAL, CALENDAR)) == timedelta(hours=10)


def test_a_critical_case_counts_the_night_as_well() -> None:
    night = datetime(2026, 3, 9, 15, tzinfo=UTC)
    due = assist.due(night, night + timedelta(hours=8), Urgency.CRITICAL, CALENDAR)
    assert due == night + timedelta(hours=4)


@pytest.mark.parametrize("lead", [None, MONDAY - timedelta(days=1)])
def test_without_a_limit_of_the_leader_s_it_is_four_working_hours(lead: datetime | None) -> None:
    due = assist.due(MONDAY, lead, Urgency.NORMAL, CALENDAR)
    assert CALENDAR.working_time(MONDAY, due) == timedelta(hours=4)


def test_nobody_gets_less_than_two_working_hours() -> None:
    lead = CALENDAR.add_minutes(MONDAY, 60)
    due = assist.due(MONDAY, lead, Urgency.URGENT, CALENDAR)
    assert CALENDAR.working_time(MONDAY, due) == timedelta(hours=2)


@pytest.mark.parametrize("urgency", list(Urgency))
def test_the_reminder_comes_after_three_quarters(urgency: Urgency) -> None:
    due = CALENDAR.add_minutes(MONDAY, 8 * 60)
    at = assist.remind_at(MONDAY, due, urgency, CALENDAR)
    assert MONDAY < at < due
    if urgency is not Urgency.CRITICAL:
        assert CALENDAR.working_time(MONDAY, at) == timedelta(hours=6)
