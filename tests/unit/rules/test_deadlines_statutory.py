"""The law's last day: followed, warned of ahead, and never shorter than what we promise."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.city.policy_file import load_policy
from bot.rules import statutory
from bot.rules.calendar import WorkCalendar
from bot.rules.deadlines import deadline, recomputed
from bot.rules.limits import parse
from bot.rules.policy_checks import longer

POLICY = load_policy()
SPANS = ((time(8, 30), time(12)), (time(14, 30), time(17, 30)))
CITY = WorkCalendar(SPANS)
ZONE = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def local(moment: datetime) -> str:
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("track", "name", "start", "expected"),
    [
        ("清欠", "transfer", "2026-03-09 09:00", "2026-03-23 17:30"),
        ("清欠", "handle", "2026-03-09 09:00", "2026-04-08 17:30"),
        ("清欠", "longest", "2026-03-06 09:00", "2026-06-04 17:30"),
        ("信访", "register_or_forward", "2026-02-02 09:00", "2026-02-24 17:30"),
        ("信访", "objection_to_transfer", "2026-02-13 09:00", "2026-02-27 17:30"),
        ("行政许可", "decide", "2026-09-01 09:00", "2026-09-29 17:30"),
        ("政府信息公开", "reply", "2026-03-09 09:00", "2026-04-07 17:30"),
    ],
)
def test_a_statutory_period_ends_on_its_laws_own_kind_of_day(track: str, name: str, start: str, expected: str) -> None:
    due = statutory.last_day(POLICY, track, name, at(start), CITY)
    assert due is not None
    assert local(due.at) == expected


def test_a_procedure_that_is_not_entered_shows_no_last_day() -> None:
    """The new rules on 12315 complaints are not checked yet: no number is better than an old one."""
    assert statutory.last_day(POLICY, "12315", "decide", at("2026-03-09 09:00"), CITY) is None
    assert statutory.last_day(POLICY, "信访", "nothing", at("2026-03-09 09:00"), CITY) is None
    assert statutory.basis(POLICY, "12315") == ""


def test_the_articles_are_named() -> None:
    assert statutory.basis(POLICY, "欠薪") == "劳动保障监察条例第十七条"


@pytest.mark.parametrize(
    ("due", "warned"),
    [
        ("2026-03-13 17:30", "2026-03-10 08:30"),
        ("2026-02-24 17:30", "2026-02-12 08:30"),
        ("2026-05-11 17:30", "2026-05-07 08:30"),
    ],
)
def test_the_office_is_warned_three_working_days_ahead(due: str, warned: str) -> None:
    found = deadline(at(due) - timedelta(days=1), parse("1 cd"), CITY)
    assert local(found.at) == due
    assert local(statutory.warn_at(found, CITY)) == warned


def test_no_internal_limit_of_ours_is_longer_than_the_law_allows() -> None:
    bounds = [
        (track.internal[ours], track.legal[law])
        for track in POLICY.tracks.values()
        for ours, law in track.bound.items()
    ]
    assert len(bounds) >= 2
    assert not any(longer(ours, law) for ours, law in bounds)


def test_a_provisional_limit_is_computed_anew_when_the_notice_is_loaded() -> None:
    start, limit = at("2026-12-30 09:00"), parse("5 wd")
    due = deadline(start, limit, CITY)
    assert (local(due.at), due.provisional) == ("2027-01-07 17:30", True)
    year = {date(2027, 1, 1) + timedelta(n): (date(2027, 1, 1) + timedelta(n)).weekday() < 5 for n in range(365)}
    notice = WorkCalendar(SPANS, year | {date(2027, 1, 1): False, date(2027, 1, 3): True})
    after = recomputed(due, start, limit, notice)
    assert (local(after.at), after.provisional) == ("2027-01-06 17:30", False)


def test_a_certain_limit_does_not_move_when_the_calendar_is_edited() -> None:
    start, limit = at("2026-03-09 09:00"), parse("1 wd")
    due = deadline(start, limit, CITY)
    closed = WorkCalendar(SPANS, {date(2026, 3, 10): False})
    assert recomputed(due, start, limit, closed) == due
    assert local(deadline(start, limit, closed).at) == "2026-03-11 17:30"
