"""Joining reports of one thing, and parting one report of several (R09, R23)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.city.policy_file import load_policy
from bot.rules.calendar import WorkCalendar
from bot.rules.merging import Report, may_join, one_event, raised, same_matter, split, surge
from storage.vocabulary import Secrecy, Urgency

POLICY = load_policy()
CITY = WorkCalendar(((time(8, 30), time(12)), (time(14, 30), time(17, 30))))
T0 = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def report(n: int, after: timedelta = timedelta(), event: str | None = "停水·东区", **more: object) -> Report:
    return replace(Report(n, n, event, T0 + after), **more)  # type: ignore[arg-type]


def test_the_same_matter_within_seven_days_belongs_to_the_first_case() -> None:
    first = report(1)
    again = report(2, timedelta(days=7), enterprise=1)
    assert same_matter(first, again, POLICY, CITY)
    assert not same_matter(first, replace(again, at=T0 + timedelta(days=8)), POLICY, CITY)
    assert same_matter(first, replace(first, id=2), POLICY, CITY)


@pytest.mark.parametrize("other", [{"enterprise": 2}, {"event": "停电·东区"}, {"event": None}, {"secrecy": Secrecy.B}])
def test_another_author_matter_or_class_is_a_case_of_its_own(other: dict[str, object]) -> None:
    assert not same_matter(report(1), report(2, HOUR, **{"enterprise": 1, **other}), POLICY, CITY)  # type: ignore[arg-type]


def test_what_is_not_known_is_never_the_same() -> None:
    assert not same_matter(report(1, event=None), report(2, HOUR, None, enterprise=1), POLICY, CITY)


def test_an_earlier_report_does_not_belong_to_a_later_one() -> None:
    assert not same_matter(report(1, HOUR), report(2, enterprise=1), POLICY, CITY)


def test_three_enterprises_within_a_day_make_an_event() -> None:
    reports = [report(3, 24 * HOUR), report(1), report(2, 5 * HOUR)]
    assert [found.id for found in one_event(reports, POLICY, CITY)] == [1, 2, 3]
    late = [report(3, 24 * HOUR + timedelta(minutes=1)), report(1), report(2, 5 * HOUR)]
    assert one_event(late, POLICY, CITY) == ()


def test_one_enterprise_writing_three_times_is_no_event() -> None:
    reports = [report(n, n * HOUR, enterprise=1) for n in range(3)]
    assert one_event(reports, POLICY, CITY) == ()


def test_an_event_may_begin_after_an_unrelated_report() -> None:
    reports = [report(9, -30 * HOUR), *(report(n, n * HOUR) for n in (1, 2, 3))]
    assert [found.id for found in one_event(reports, POLICY, CITY)] == [1, 2, 3]


@pytest.mark.parametrize("secrecy", [Secrecy.B, Secrecy.C])
def test_restricted_cases_are_never_joined(secrecy: Secrecy) -> None:
    reports = [report(n, n * HOUR, secrecy=secrecy) for n in (1, 2, 3)]
    assert one_event(reports, POLICY, CITY) == ()
    assert not may_join(reports[0], report(8), parent_merged=False)
    assert not may_join(report(8), reports[0], parent_merged=False)


def test_three_enterprises_within_two_hours_raise_the_urgency() -> None:
    quick = [report(1), report(2, HOUR), report(3, 2 * HOUR)]
    assert len(surge(quick, POLICY)) == 3
    assert surge([*quick[:2], report(3, 2 * HOUR + timedelta(seconds=1))], POLICY) == ()
    assert [raised(urgency) for urgency in (Urgency.NORMAL, Urgency.URGENT, Urgency.CRITICAL)] == [
        Urgency.URGENT,
        Urgency.CRITICAL,
        Urgency.CRITICAL,
    ]


def test_a_case_stands_under_another_but_not_under_itself_or_a_child() -> None:
    child, parent = report(1), report(2)
    assert may_join(child, parent, parent_merged=False)
    assert not may_join(child, parent, parent_merged=True)
    assert not may_join(child, child, parent_merged=False)


def test_the_matter_that_is_named_most_urgent_leads() -> None:
    assert split(["停水", "补贴", "噪声"]) == ("停水", ("补贴", "噪声"))
    assert split(["停水", " ", "补贴"], urgent=1) == ("补贴", ("停水",))


@pytest.mark.parametrize(("parts", "urgent"), [([], None), ([" "], None), (["停水"], 1), (["停水"], -1)])
def test_there_is_no_main_matter_where_there_is_none(parts: list[str], urgent: int | None) -> None:
    with pytest.raises(ValueError, match="事项"):
        split(parts, urgent)
