"""Standing still is three working days without movement, where no limit is near that would speak for itself (A19)."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.rules import stall
from bot.rules.calendar import WorkCalendar
from storage.vocabulary import EventKind, Role

CITY = WorkCalendar(((time(8, 30), time(12)), (time(14, 30), time(17, 30))))
ZONE = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZONE)


@pytest.mark.parametrize(("moved", "due"), [("03-09 10:00", "03-12 17:30"), ("03-12 16:00", "03-17 17:30")])
def test_it_stands_still_after_three_working_days(moved: str, due: str) -> None:
    assert stall.due_at(at(moved), CITY) == at(due)


@pytest.mark.parametrize(("due", "watched"), [("03-16 17:30", False), ("03-17 17:30", True), ("03-30 17:30", True)])
def test_only_a_case_with_much_time_is_watched(due: str, watched: bool) -> None:
    assert stall.watched(at("03-09 10:00"), at(due), CITY) is watched


@pytest.mark.parametrize(
    ("limits", "speaks"),
    [
        ((), False),
        (("03-30 17:30",), False),
        (("03-30 17:30", "03-11 17:30"), True),  # in two working days
        (("03-12 17:30",), False),
        (("03-06 17:30",), True),
    ],
)
def test_a_limit_that_is_past_or_near_speaks_for_itself(limits: tuple[str, ...], speaks: bool) -> None:
    assert stall.speaks(at("03-09 10:00"), [at(limit) for limit in limits], CITY) is speaks


def test_what_the_enterprise_says_moves_nothing_and_what_the_unit_says_does() -> None:
    assert stall.moves(EventKind.RELAYED, Role.OFFICER)
    assert not stall.moves(EventKind.RELAYED, Role.ENTERPRISE)
    passive = (
        EventKind.URGED,
        EventKind.CHASED,
        EventKind.NUDGED,
        EventKind.BREACHED,
        EventKind.VIEWED,
        EventKind.ADDED,
    )
    assert not [kind for kind in passive if any(stall.moves(kind, role) for role in Role)]
