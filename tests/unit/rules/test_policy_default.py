"""The default clocks: what a case gets at each urgency, for each kind, and in a new round."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from pydantic import ValidationError

from bot.city.calendar_file import load_calendar
from bot.city.policy_file import load_policy
from bot.rules import deadlines
from bot.rules.limits import parse
from bot.rules.policy import Policy
from storage.vocabulary import Kind, Stage, Urgency

POLICY = load_policy()
CITY = load_calendar()
ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 9, 9, tzinfo=ZONE).astimezone(UTC)
DOMAIN = Path(__file__).resolve().parents[4] / "shared" / "domain" / "sla.yaml"
STAGES = {"triage": Stage.TRIAGE, "sign": Stage.SIGN, "first_contact": Stage.FIRST_CONTACT}
STAGES |= {"reply": Stage.REPLY, "resolve": Stage.RESOLVE}


def local(moment: datetime) -> str:
    return moment.astimezone(ZONE).strftime("%m-%d %H:%M")


def dues(kind: Kind, urgency: Urgency, **more: Any) -> dict[Stage, str]:
    found = deadlines.stage_deadlines(POLICY, kind, urgency, MONDAY, CITY, **more)
    return {stage: local(due.at) for stage, due in found.items()}


@pytest.mark.parametrize(
    ("urgency", "sign", "contact", "reply", "resolve"),
    [
        (Urgency.CRITICAL, "03-09 09:30", "03-09 11:00", "03-10 09:00", "03-12 17:30"),
        (Urgency.URGENT, "03-09 11:00", "03-10 09:00", "03-11 17:30", "03-12 17:30"),
        (Urgency.NORMAL, "03-09 15:30", "03-10 17:30", "03-12 17:30", "03-16 17:30"),
    ],
)
def test_a_dispatched_case_has_four_limits(urgency: Urgency, sign: str, contact: str, reply: str, resolve: str) -> None:
    expected = {Stage.SIGN: sign, Stage.FIRST_CONTACT: contact, Stage.REPLY: reply, Stage.RESOLVE: resolve}
    assert dues(Kind.COMPLAINT, urgency) == expected


@pytest.mark.parametrize(
    ("kind", "reply", "resolve"),
    [
        (Kind.INQUIRY, "03-12 17:30", "03-12 17:30"),
        (Kind.SUGGESTION, "03-16 17:30", "03-30 17:30"),
        (Kind.MEETING, "03-12 17:30", "03-23 17:30"),
    ],
)
def test_a_kind_has_limits_of_its_own(kind: Kind, reply: str, resolve: str) -> None:
    found = dues(kind, Urgency.NORMAL)
    assert (found[Stage.REPLY], found[Stage.RESOLVE]) == (reply, resolve)


def test_an_urgent_suggestion_is_urgent_first() -> None:
    assert dues(Kind.SUGGESTION, Urgency.URGENT) == dues(Kind.COMPLAINT, Urgency.URGENT)


def test_praise_is_passed_on_within_a_day_and_has_no_other_clock() -> None:
    assert dues(Kind.PRAISE, Urgency.NORMAL) == {Stage.RESOLVE: "03-10 17:30"}
    assert dues(Kind.PRAISE, Urgency.CRITICAL) == {Stage.RESOLVE: "03-10 17:30"}


def test_what_opens_no_case_has_no_clock() -> None:
    assert dues(Kind.INVALID, Urgency.NORMAL) == {}


def test_a_complex_case_has_fifteen_working_days() -> None:
    assert dues(Kind.HELP, Urgency.NORMAL, complex_case=True)[Stage.RESOLVE] == "03-30 17:30"


def test_a_new_round_has_sixty_percent() -> None:
    found = dues(Kind.HELP, Urgency.NORMAL, factor=POLICY.reopen_factor)
    assert found == {
        Stage.SIGN: "03-09 11:24",
        Stage.FIRST_CONTACT: "03-10 17:30",
        Stage.REPLY: "03-11 17:30",
        Stage.RESOLVE: "03-12 17:30",
    }


def test_the_clerks_have_a_limit_too() -> None:
    found = [local(deadlines.triage_deadline(POLICY, urgency, MONDAY, CITY).at) for urgency in Urgency]
    assert found == ["03-09 09:15", "03-09 10:00", "03-09 15:30"]


def test_the_enterprise_has_five_working_days_and_two_polite_questions() -> None:
    assert local(deadlines.confirm_deadline(POLICY, MONDAY, CITY).at) == "03-16 17:30"
    assert [local(at) for at in deadlines.confirm_nudges(POLICY, MONDAY, CITY)] == ["03-10 17:30", "03-12 17:30"]
    assert POLICY.limit(Stage.CONFIRM, Urgency.URGENT) == parse("5 wd")


def test_the_numbers_that_use_cases_ask_for() -> None:
    assert POLICY.draft_nudge_after == timedelta(minutes=10)
    assert POLICY.draft_file_after == timedelta(minutes=30)
    assert (POLICY.per_person_cap, POLICY.transfer_cap, POLICY.extension_cap) == (3, 2, 2)
    assert [POLICY.extension_days(n) for n in (0, 1, 2, 3)] == [0, 5, 10, 0]
    assert POLICY.digest_slots == (time(9), time(15))
    assert (POLICY.mask_after, POLICY.reopen_window) == (parse("180 cd"), parse("30 cd"))
    assert POLICY.arbitration(Urgency.CRITICAL) == parse("30 min")
    assert POLICY.transfer_window(Urgency.NORMAL) == parse("1 wd")
    assert POLICY.relay_longest > 0


def test_a_snapshot_comes_back_equal_after_a_trip_through_json() -> None:
    body = json.loads(json.dumps(POLICY.to_json()))
    assert Policy.from_json(body) == POLICY


def test_a_snapshot_with_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError):
        Policy.from_json(POLICY.to_json() | {"surprise": 1})


def test_two_contents_never_share_a_version() -> None:
    other = replace(POLICY, complex_resolve=parse("14 wd")).stamped()
    assert other.version != POLICY.version
    assert other.version.partition("+")[0] == POLICY.version.partition("+")[0] == "default-1"
    assert POLICY.stamped() == POLICY
    assert len(POLICY.version) <= 40


def test_a_policy_cannot_be_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        POLICY.version = "other"  # type: ignore[misc]


@pytest.mark.skipif(not DOMAIN.exists(), reason="the domain's own table is not beside the repository")
def test_the_default_limits_are_the_domains() -> None:
    body = yaml.safe_load(DOMAIN.read_text(encoding="utf-8"))
    table = {entry["id"]: entry["limit"] for entry in body["stages"]}
    for name, stage in STAGES.items():
        for urgency in Urgency:
            assert str(POLICY.limit(stage, urgency)) == table[name][urgency.value], (name, urgency)
    assert str(POLICY.complex_resolve) == table["resolve"]["复杂"]
    ours = [(rung.level, str(rung.after), list(rung.to)) for rung in POLICY.ladder]
    assert ours == [(rung["level"], rung["after"], rung["to"]) for rung in body["escalation"]["ladder"]]
    urgent = [(rung.level, str(rung.after), list(rung.to)) for rung in POLICY.urgent_ladder[1:]]
    assert urgent == [(rung["level"], rung["after"], rung["to"]) for rung in body["escalation"]["urgent_ladder"]]
