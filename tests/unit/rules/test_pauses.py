"""Pauses: three reasons, each with its longest time, given back whatever ended them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.city.policy_file import load_policy
from bot.rules.calendar import WorkCalendar
from bot.rules.deadlines import deadline, pushed, recomputed
from bot.rules.limits import Unit, parse
from bot.rules.pauses import Flaw, Reason, Wait, counted, due_after, ends_by, longest, refusal, wakes_at

POLICY = load_policy()
CITY = WorkCalendar(((time(8, 30), time(12)), (time(14, 30), time(17, 30))))
ZONE = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def local(moment: datetime | None) -> str | None:
    return moment.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") if moment else None


def asked(reason: Reason, words: str = "请企业补交用水合同", commission: bool = False, taken: int = 0) -> Flaw | None:
    return refusal(reason, words, commission=commission, taken=taken, policy=POLICY)


def test_waiting_for_the_enterprise_is_granted_once_a_round() -> None:
    assert asked(Reason.ENTERPRISE) is None
    assert asked(Reason.ENTERPRISE, taken=1) is Flaw.USED_UP


def test_an_appraisal_needs_its_commission() -> None:
    assert asked(Reason.APPRAISAL) is Flaw.NO_COMMISSION
    assert asked(Reason.APPRAISAL, commission=True) is None
    assert asked(Reason.APPRAISAL, commission=True, taken=5) is None


@pytest.mark.parametrize("words", ["领导不在", "正在研究", "科室人员出差", "等开会"])
@pytest.mark.parametrize("reason", [Reason.ENTERPRISE, Reason.APPRAISAL])
def test_the_offices_own_convenience_is_no_reason(reason: Reason, words: str) -> None:
    assert asked(reason, words, commission=True) is Flaw.FORBIDDEN


@pytest.mark.parametrize("reason", [Reason.ARBITRATION, Reason.HOLD])
def test_a_unit_cannot_take_the_pause_of_a_ruling_or_a_hold_by_itself(reason: Reason) -> None:
    assert asked(reason, commission=True) is Flaw.NOT_ASKED_SO


@pytest.mark.parametrize(
    ("reason", "limit", "end"),
    [
        (Reason.ENTERPRISE, "3 wd", "2026-03-12 17:30"),
        (Reason.ARBITRATION, "4 wh", "2026-03-09 16:00"),
        (Reason.HOLD, "365 cd", "2027-03-09 17:30"),
        (Reason.APPRAISAL, None, None),
    ],
)
def test_each_reason_has_its_longest_time(reason: Reason, limit: str | None, end: str | None) -> None:
    found = longest(reason, POLICY)
    assert (str(found) if found else None) == limit
    assert local(ends_by(reason, at("2026-03-09 09:30"), POLICY, CITY)) == end


def test_the_clock_looks_at_every_wait_again_even_one_without_end() -> None:
    begin = at("2026-03-09 09:30")
    assert local(wakes_at(Reason.APPRAISAL, begin, POLICY, CITY)) == "2026-04-08 17:30"
    assert local(wakes_at(Reason.HOLD, begin, POLICY, CITY)) == "2026-04-08 17:30"
    assert local(wakes_at(Reason.ENTERPRISE, begin, POLICY, CITY)) == "2026-03-12 17:30"


def test_a_ruling_that_takes_days_gives_back_four_working_hours_only() -> None:
    waits = [Wait(Reason.ARBITRATION, at("2026-03-10 08:30"), at("2026-03-13 09:00"))]
    found = due_after(at("2026-03-09 09:00"), parse("5 wd"), waits, at("2026-03-13 09:00"), POLICY, CITY)
    assert local(found.at) == "2026-03-17 15:00"


def test_a_quick_ruling_gives_back_what_it_took() -> None:
    waits = [Wait(Reason.ARBITRATION, at("2026-03-10 08:30"), at("2026-03-10 09:30"))]
    found = due_after(at("2026-03-09 09:00"), parse("5 wd"), waits, at("2026-03-10 10:00"), POLICY, CITY)
    assert local(found.at) == "2026-03-17 09:30"


def test_a_running_wait_counts_up_to_now_and_no_further_than_its_longest() -> None:
    wait = Wait(Reason.ENTERPRISE, at("2026-03-09 09:00"))
    early, late = at("2026-03-09 11:00"), at("2026-04-01 09:00")
    assert counted([wait], early, POLICY, CITY) == ((wait.begin, early),)
    assert counted([wait], late, POLICY, CITY) == ((wait.begin, at("2026-03-12 17:30")),)


def test_a_wait_that_ends_before_it_began_counts_for_nothing() -> None:
    wait = Wait(Reason.APPRAISAL, at("2026-03-09 09:00"), at("2026-03-08 09:00"))
    assert counted([wait], at("2026-03-10 09:00"), POLICY, CITY) == ((wait.begin, wait.begin),)


@pytest.mark.parametrize("now", ["2026-03-11 09:00", "2026-03-20 09:00", "2027-01-01 00:00"])
def test_what_ended_a_wait_and_when_it_is_asked_make_no_difference(now: str) -> None:
    waits = [Wait(Reason.ENTERPRISE, at("2026-03-10 09:00"), at("2026-03-11 09:00"))]
    found = due_after(at("2026-03-09 09:00"), parse("3 wd"), waits, at(now), POLICY, CITY)
    assert local(found.at) == "2026-03-13 17:30"


def test_an_appraisal_of_weeks_is_given_back_whole() -> None:
    waits = [Wait(Reason.APPRAISAL, at("2026-03-10 08:30"), at("2026-03-31 08:30"))]
    found = due_after(at("2026-03-09 09:00"), parse("5 wd"), waits, at("2026-03-31 09:00"), POLICY, CITY)
    assert local(found.at) == "2026-04-07 17:30"  # 15 working days later than 16 March; Qingming is free


def test_a_loaded_notice_moves_a_provisional_limit_with_its_pauses_and_leaves_a_certain_one() -> None:
    start, pause = at("2026-12-30 09:00"), (at("2026-12-31 08:30"), at("2026-12-31 17:30"))
    before = deadline(start, parse("3 wd"), CITY, [pause])
    notice = {datetime(2027, 1, 1).date() + timedelta(n): n >= 5 for n in range(31)}  # noqa: DTZ001
    loaded = WorkCalendar(CITY.spans, notice)
    after = recomputed(before, start, parse("3 wd"), loaded, [pause])
    assert (before.provisional, local(before.at)) == (True, "2027-01-06 17:30")
    assert (after.provisional, local(after.at)) == (False, "2027-01-08 17:30")
    assert recomputed(after, start, parse("9 wd"), CITY) is after


@pytest.mark.parametrize(
    ("unit", "due", "begin", "end", "then"),
    [
        (Unit.WH, "2026-03-09 16:30", "2026-03-09 15:00", "2026-03-09 16:00", "2026-03-09 17:30"),
        (
            Unit.WH,
            "2026-03-09 16:30",
            "2026-03-09 17:00",
            "2026-03-10 17:00",
            "2026-03-09 16:30",
        ),  # began after its end
        (Unit.WH, "2026-03-09 16:30", "2026-03-09 16:30", "2026-03-10 17:00", "2026-03-09 16:30"),  # began at its end
        (Unit.WH, "2026-03-09 16:30", "2026-03-09 16:00", "2026-03-09 16:00", "2026-03-09 16:30"),  # no pause at all
        (Unit.CD, "2026-03-16 17:30", "2026-03-10 09:00", "2026-03-11 10:00", "2026-03-18 17:30"),  # each day begun
        (Unit.CD, "2026-03-16 17:30", "2026-03-10 09:00", "2026-03-11 09:00", "2026-03-17 17:30"),
        (Unit.CD, "2026-03-16 17:30", "2026-03-16 18:00", "2026-03-18 09:00", "2026-03-16 17:30"),
    ],
)
def test_a_running_limit_is_given_back_what_a_pause_took_as_it_is_measured(
    unit: Unit, due: str, begin: str, end: str, then: str
) -> None:
    assert pushed(at(due), unit, (at(begin), at(end)), CITY).at == at(then)
