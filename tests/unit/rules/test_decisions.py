"""What a meeting decided comes back on working mornings: before its date, after it, and until its report is looked at."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.city.calendar_file import load_calendar
from bot.rules import decisions
from storage.vocabulary import DecisionStep

CALENDAR = load_calendar()
ZONE = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    """An instant of the city."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def following(step: DecisionStep, stepped: str, due: str, now: str) -> str:
    """When somebody hears next, in city time."""
    moment = decisions.next_at(step, at(stepped), at(due), at(now), CALENDAR)
    return f"{moment.astimezone(ZONE):%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-03-09 10:00", "03-13 08:30"),  # Friday before a Monday
        ("2026-03-13 08:30", "03-17 08:30"),  # not on the day itself: the morning after it
        ("2026-03-17 08:30", "03-18 08:30"),
        ("2026-03-20 08:30", "03-23 08:30"),  # never on a Saturday
    ],
)
def test_the_owner_is_reminded_once_before_the_day_and_chased_each_working_morning_after_it(
    now: str, then: str
) -> None:
    assert following(DecisionStep.OPEN, "2026-03-09 10:00", "2026-03-16 17:30", now) == then


def test_an_item_of_one_day_is_not_reminded_of_before_it_was_made() -> None:
    assert following(DecisionStep.OPEN, "2026-03-09 10:00", "2026-03-10 17:30", "2026-03-09 10:00") == "03-11 08:30"


@pytest.mark.parametrize("step", [DecisionStep.HARD, DecisionStep.REPORTED])
def test_what_waits_for_whoever_decided_is_brought_back_every_second_working_day(step: DecisionStep) -> None:
    assert following(step, "2026-03-12 16:00", "2026-03-16 17:30", "2026-03-12 16:00") == "03-16 08:30"
    assert following(step, "2026-03-12 16:00", "2026-03-16 17:30", "2026-03-16 08:30") == "03-18 08:30"


@pytest.mark.parametrize("hours", range(0, 24 * 30, 5))
@pytest.mark.parametrize("step", [step for step in DecisionStep if step.is_open])
def test_there_is_always_a_next_time_and_it_is_later_and_in_working_time(hours: int, step: DecisionStep) -> None:
    now = at("2026-02-12 00:10") + timedelta(hours=hours)  # across the Spring Festival
    moment = decisions.next_at(step, now - timedelta(days=1), at("2026-02-26 17:30"), now, CALENDAR)
    assert moment > now
    assert CALENDAR.moment_in_span(moment)


def test_the_same_days_morning_is_its_opening_or_that_of_the_next_day_worked() -> None:
    assert decisions.morning(at("2026-03-09 15:00"), 0, CALENDAR) == at("2026-03-09 08:30")
    assert decisions.morning(at("2026-03-14 15:00"), 0, CALENDAR) == at("2026-03-16 08:30")  # a Saturday


@pytest.mark.parametrize(("now", "is_soon"), [("2026-03-13 08:29", False), ("2026-03-13 08:30", True)])
def test_an_item_is_soon_from_the_morning_of_its_reminder(now: str, is_soon: bool) -> None:
    assert decisions.soon(at("2026-03-16 17:30"), at(now), CALENDAR) is is_soon
