"""The ladder after a limit, and the whole plan of one limit in order of time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.city.policy_file import load_policy
from bot.rules.calendar import WorkCalendar
from bot.rules.deadlines import stage_deadlines
from bot.rules.ladder import Rung, Step, plan, rungs
from storage.vocabulary import Kind, Stage, Urgency

POLICY = load_policy()
CITY = WorkCalendar(((time(8, 30), time(12)), (time(14, 30), time(17, 30))))
ZONE = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def local(moment: datetime | None) -> str:
    assert moment is not None
    return moment.astimezone(ZONE).strftime("%m-%d %H:%M")


def steps(stage: Stage, urgency: Urgency, start: str, due: str, kind: Kind | None = None) -> tuple[Step, ...]:
    return plan(stage, urgency, at(start), at(due), POLICY, CITY, kind)


def test_a_limit_missed_at_closing_time_is_told_when_the_office_opens() -> None:
    found = rungs(at("2026-03-10 17:30"), Urgency.NORMAL, POLICY, CITY)
    assert [(rung.level, local(rung.at)) for rung in found] == [
        ("L1", "03-11 08:30"),
        ("L2", "03-12 08:30"),
        ("L3", "03-13 08:30"),
        ("L4", "03-18 08:30"),
        ("L5", "03-25 08:30"),
        ("L6", "04-09 08:30"),
    ]
    assert [local(rung.reached) for rung in found[:3]] == ["03-10 17:30", "03-11 17:30", "03-12 17:30"]


def test_a_limit_missed_in_working_time_is_told_at_once() -> None:
    first = rungs(at("2026-03-10 15:30"), Urgency.NORMAL, POLICY, CITY)[0]
    assert (first.level, local(first.at)) == ("L1", "03-10 15:30")


def test_the_ladder_is_not_spent_over_a_holiday() -> None:
    found = rungs(at("2026-02-14 17:30"), Urgency.NORMAL, POLICY, CITY)
    assert [local(rung.at) for rung in found[:3]] == ["02-24 08:30", "02-25 08:30", "02-26 08:30"]


def test_make_up_weekends_are_rungs_too() -> None:
    found = rungs(at("2026-05-07 17:30"), Urgency.NORMAL, POLICY, CITY)
    assert [local(rung.at) for rung in found[:3]] == ["05-08 08:30", "05-09 08:30", "05-11 08:30"]


def test_a_critical_ladder_runs_day_and_night() -> None:
    found = rungs(at("2026-02-17 03:00"), Urgency.CRITICAL, POLICY, CITY)
    assert [(rung.level, local(rung.at)) for rung in found] == [
        ("U0", "02-17 03:00"),
        ("U1", "02-17 03:30"),
        ("U2", "02-17 05:00"),
    ]


def test_the_second_rung_makes_it_supervised_and_reaches_the_office() -> None:
    found = rungs(at("2026-03-10 17:30"), Urgency.NORMAL, POLICY, CITY)
    assert [rung.supervise for rung in found] == [False, True, False, False, False, False]
    assert [rung.to_office for rung in found] == [False, True, False, False, False, False]
    assert [rung.in_group for rung in found] == [True, False, False, False, False, False]
    assert found[1].action == "转督办件"
    assert rungs(at("2026-03-10 17:30"), Urgency.CRITICAL, POLICY, CITY)[1].to_office


def test_the_plan_of_a_signature() -> None:
    found = steps(Stage.SIGN, Urgency.NORMAL, "2026-03-09 09:00", "2026-03-09 15:30")
    assert [(step.name, local(step.at)) for step in found[:5]] == [
        ("T-2h", "03-09 11:55"),
        ("due", "03-09 15:30"),
        ("L1", "03-09 15:30"),
        ("auto-sign", "03-10 10:30"),
        ("L2", "03-11 08:30"),
    ]


def test_the_plan_of_a_resolution() -> None:
    found = steps(Stage.RESOLVE, Urgency.NORMAL, "2026-03-09 09:00", "2026-03-16 17:30")
    assert [step.name for step in found] == ["T-50%", "T-24h", "T-2h", "due", "L1", "L2", "L3", "L4", "L5", "L6"]
    assert [step.direct for step in found[:4]] == [False, False, True, False]
    assert [step.rung.level for step in found if step.rung is not None] == ["L1", "L2", "L3", "L4", "L5", "L6"]


def test_a_critical_reminder_does_not_wait_for_a_digest() -> None:
    found = steps(Stage.REPLY, Urgency.CRITICAL, "2026-03-09 09:00", "2026-03-10 09:00")
    assert [(step.name, step.direct) for step in found[:2]] == [("T-50%", True), ("T-2h", True)]


def test_a_shortened_limit_is_reminded_as_what_it_is() -> None:
    shortened = steps(Stage.FIRST_CONTACT, Urgency.URGENT, "2026-03-09 09:00", "2026-03-09 10:00")
    assert shortened[0].name == "due"  # an hour by the clock: two hours before it is before its start
    extended = steps(Stage.RESOLVE, Urgency.NORMAL, "2026-03-09 09:00", "2026-03-23 17:30")
    assert [local(step.at) for step in extended[:3]] == ["03-16 11:55", "03-20 17:25", "03-23 15:30"]


def test_the_enterprise_is_not_chased() -> None:
    assert [step.name for step in steps(Stage.CONFIRM, Urgency.NORMAL, "2026-03-09 09:00", "2026-03-16 17:30")] == [
        "due"
    ]


def test_praise_is_not_chased() -> None:
    found = steps(Stage.RESOLVE, Urgency.NORMAL, "2026-03-09 09:00", "2026-03-10 17:30", Kind.PRAISE)
    assert [step.name for step in found] == ["due"]


def test_a_city_without_reminders_is_not_reminded() -> None:
    quiet = replace(POLICY, reminders=replace(POLICY.reminders, points=()))
    found = plan(Stage.RESOLVE, Urgency.NORMAL, at("2026-03-09 09:00"), at("2026-03-16 17:30"), quiet, CITY)
    assert found[0].name == "due"


STARTS = [
    "2026-03-09 09:00",
    "2026-03-09 13:00",
    "2026-03-13 17:25",
    "2026-02-14 16:00",
    "2026-10-03 23:00",
    "2026-12-30 09:00",
]


@pytest.mark.parametrize("factor", [1.0, 0.6])
@pytest.mark.parametrize("urgency", list(Urgency))
@pytest.mark.parametrize("start", STARTS)
def test_every_plan_runs_forward_names_each_step_once_and_keeps_office_hours(
    start: str, urgency: Urgency, factor: float
) -> None:
    for stage, due in stage_deadlines(POLICY, Kind.HELP, urgency, at(start), CITY, factor=factor).items():
        found = plan(stage, urgency, at(start), due.at, POLICY, CITY)
        assert all(earlier.at <= later.at for earlier, later in pairwise(found))
        assert len({step.name for step in found}) == len(found)
        assert next(step.at for step in found if step.name == "due") == due.at
        quiet = [step for step in found if step.name not in {"due", "auto-sign"} and urgency is not Urgency.CRITICAL]
        assert all(CITY.moment_in_span(step.at) for step in quiet)
        assert found[0].at > at(start)


def test_a_ladder_step_never_comes_before_the_breach() -> None:
    for minutes in range(0, 7 * 24 * 60, 97):
        due = at("2026-02-12 00:00") + timedelta(minutes=minutes)
        for urgency in Urgency:
            assert all(rung.at >= due for rung in rungs(due, urgency, POLICY, CITY))


@pytest.mark.parametrize(
    ("stage", "urgency", "start", "due", "expected"),
    [
        # working hours: extended to five, or four over the night
        (Stage.SIGN, Urgency.NORMAL, "03-09 14:30", "03-10 10:30", ["T-50% 03-09 17:00", "T-2h 03-10 08:30"]),
        (Stage.SIGN, Urgency.NORMAL, "03-09 14:30", "03-10 09:30", ["T-2h 03-09 17:25"]),
        # hours by the clock: a whole day, and shortened to three
        (Stage.FIRST_CONTACT, Urgency.URGENT, "03-09 16:00", "03-10 16:00", ["T-50% 03-09 17:25", "T-2h 03-10 11:55"]),
        (Stage.FIRST_CONTACT, Urgency.URGENT, "03-09 14:30", "03-09 17:30", ["T-2h 03-09 15:30"]),
        # working days: shortened to two and to one
        (
            Stage.RESOLVE,
            Urgency.NORMAL,
            "03-09 09:00",
            "03-11 17:30",
            ["T-50% 03-10 11:55", "T-24h 03-10 17:25", "T-2h 03-11 15:30"],
        ),
        (Stage.RESOLVE, Urgency.NORMAL, "03-09 09:00", "03-10 17:30", ["T-50% 03-10 08:45", "T-2h 03-10 15:30"]),
    ],
)
def test_a_shortened_or_extended_limit_is_reminded_of_as_long_as_it_really_is(
    stage: Stage, urgency: Urgency, start: str, due: str, expected: list[str]
) -> None:
    found = steps(stage, urgency, f"2026-{start}", f"2026-{due}")
    assert [f"{step.name} {local(step.at)}" for step in found if step.at < at(f"2026-{due}")] == expected


def test_a_reminder_that_joins_a_digest_is_there_a_minute_before_it_leaves() -> None:
    found = steps(Stage.FIRST_CONTACT, Urgency.URGENT, "2026-03-06 18:00", "2026-03-09 17:00")
    before = [(step.name, local(step.at), step.direct) for step in found if step.at < at("2026-03-09 17:00")]
    assert before == [("T-24h", "03-09 08:59", False), ("T-2h", "03-09 15:00", True)]


def test_a_rung_is_quiet_unless_it_says_otherwise() -> None:
    plain = Rung("L1", at("2026-03-10 08:30"), ("承办人",))
    assert (plain.in_group, plain.supervise, plain.action) == (False, False, "")


def test_rungs_go_by_themselves_and_join_no_digest() -> None:
    found = steps(Stage.RESOLVE, Urgency.NORMAL, "2026-03-09 09:00", "2026-03-13 17:30")
    assert [step.direct for step in found if step.rung is not None] == [True] * 6
