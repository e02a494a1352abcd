"""Who is called back, when, what is asked, and what speaks against the record."""

from __future__ import annotations

from datetime import UTC, datetime, time
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest

from bot.city.policy_file import load_policy
from bot.rules import callbacks
from bot.rules.calendar import WorkCalendar
from bot.rules.callbacks import Answer, Denial, Question
from storage.vocabulary import CloseKind, Kind, ResultCode, Secrecy, Urgency

CITY = WorkCalendar(((time(8, 30), time(12)), (time(14, 30), time(17, 30))))
ZONE = ZoneInfo("Asia/Shanghai")
POLICY = load_policy()


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=ZONE).astimezone(UTC)


def local(moment: datetime) -> str:
    return moment.astimezone(ZONE).strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("urgency", "kind", "percent"),
    [
        (Urgency.CRITICAL, CloseKind.SOLVED, 100),
        (Urgency.URGENT, CloseKind.UNRATED, 100),
        (Urgency.NORMAL, CloseKind.SOLVED, 10),
        (Urgency.NORMAL, CloseKind.UNRATED, 20),
        (Urgency.NORMAL, CloseKind.NOT_POSSIBLE, 10),
    ],
)
def test_the_rate_goes_by_urgency_and_is_higher_after_silence(urgency: Urgency, kind: CloseKind, percent: int) -> None:
    assert callbacks.rate(POLICY, urgency, kind) == percent


def test_the_draw_is_the_same_each_time_and_spreads_evenly() -> None:
    digests = [sha256(f"salt QS-2026-{n:06}:1".encode()).hexdigest() for n in range(20_000)]
    marks = [callbacks.mark(digest) for digest in digests]
    assert marks == [callbacks.mark(digest) for digest in digests]
    assert set(marks) == set(range(100))
    assert 0.09 < sum(mark < 10 for mark in marks) / len(marks) < 0.11


def test_class_c_and_praise_are_never_called_back() -> None:
    assert callbacks.callable_at_all(Secrecy.A, Kind.HELP, POLICY)
    assert callbacks.callable_at_all(Secrecy.B, Kind.COMPLAINT, POLICY)
    assert not callbacks.callable_at_all(Secrecy.C, Kind.COMPLAINT, POLICY)
    assert not callbacks.callable_at_all(Secrecy.A, Kind.PRAISE, POLICY)
    assert not callbacks.callable_at_all(Secrecy.A, Kind.INVALID, POLICY)


def test_nothing_is_asked_that_was_told_already_or_is_known_to_be_unsolved() -> None:
    assert callbacks.questions(CloseKind.UNRATED, ()) == tuple(Question)
    assert callbacks.questions(CloseKind.SOLVED, {Question.CONTACTED}) == (Question.SOLVED, Question.PRESSED)
    assert callbacks.questions(CloseKind.NOT_POSSIBLE, ()) == (Question.CONTACTED, Question.PRESSED)


@pytest.mark.parametrize(
    ("closed", "asked", "phoned"),
    [
        (at(9, 10), "03-10 10:00", "03-12 08:30"),
        (at(13, 23), "03-16 10:00", "03-18 08:30"),  # Friday night: Monday
        (at(14, 3), "03-16 10:00", "03-18 08:30"),  # Saturday, before dawn
    ],
)
def test_the_question_comes_the_next_working_morning_and_the_call_two_days_later(
    closed: datetime, asked: str, phoned: str
) -> None:
    due = CITY.add_working_days(closed, 5)
    assert local(callbacks.ask_at(closed, CITY)) == asked
    assert local(callbacks.phone_at(closed, due, CITY)) == phoned


def test_a_short_limit_brings_the_call_forward() -> None:
    closed = at(9, 10)
    assert local(callbacks.phone_at(closed, CITY.add_working_days(closed, 1), CITY)) == "03-10 08:30"


@pytest.mark.parametrize(
    ("contact", "solved", "recorded", "result", "kind", "found"),
    [
        (Answer.NO, Answer.YES, True, ResultCode.SOLVED, CloseKind.UNRATED, (Denial.CONTACT,)),
        (Answer.NO, Answer.YES, False, ResultCode.SOLVED, CloseKind.UNRATED, ()),
        (Answer.YES, Answer.NO, True, ResultCode.SOLVED, CloseKind.UNRATED, (Denial.SOLUTION,)),
        (Answer.YES, Answer.NO, True, ResultCode.PARTLY, CloseKind.UNRATED, ()),
        (Answer.YES, Answer.NO, True, ResultCode.SOLVED, CloseKind.SOLVED, (Denial.VERDICT,)),
        (Answer.SKIPPED, Answer.SKIPPED, True, ResultCode.SOLVED, CloseKind.UNRATED, ()),
        (Answer.NO, Answer.NO, True, ResultCode.SOLVED, CloseKind.UNRATED, (Denial.CONTACT, Denial.SOLUTION)),
    ],
)
def test_only_what_the_record_claims_can_be_denied(
    contact: Answer,
    solved: Answer,
    recorded: bool,
    result: ResultCode,
    kind: CloseKind,
    found: tuple[Denial, ...],
) -> None:
    answers = {Question.CONTACTED: contact, Question.SOLVED: solved}
    assert callbacks.denials(answers, contact_recorded=recorded, result=result, close_kind=kind) == found
