"""What a word, a silence or a thank-you makes of an answered case."""

from __future__ import annotations

import pytest

from bot.rules import closing
from bot.rules.closing import Ladder, Outcome
from bot.rules.lifecycle import Effect, Facts, Transition, decide
from storage.vocabulary import CloseKind, EventKind, ResultCode, Role, State, Verdict


def test_only_the_word_solved_closes_as_solved() -> None:
    assert closing.of_verdict(Verdict.SOLVED, 0) == Outcome(EventKind.CONFIRMED, CloseKind.SOLVED)


@pytest.mark.parametrize("verdict", [Verdict.PARTLY, Verdict.UNSOLVED])
@pytest.mark.parametrize(
    ("reopens", "ladder"), [(0, Ladder.DEPUTY), (1, Ladder.OFFICE), (2, Ladder.TASKFORCE), (5, Ladder.TASKFORCE)]
)
def test_partly_solved_is_not_solved_and_each_reopening_climbs(verdict: Verdict, reopens: int, ladder: Ladder) -> None:
    assert closing.of_verdict(verdict, reopens) == Outcome(EventKind.REOPENED, ladder=ladder)


def test_thanks_move_nothing() -> None:
    assert closing.of_thanks() == closing.NOTHING
    assert closing.NOTHING.event is None


def test_silence_is_unrated_and_never_satisfied() -> None:
    assert closing.of_silence().close_kind is CloseKind.UNRATED
    assert closing.satisfied(None) is None


@pytest.mark.parametrize(("rating", "happy"), [(5, True), (4, True), (3, True), (2, False), (1, False)])
def test_five_to_three_stars_are_satisfied(rating: int, happy: bool) -> None:
    assert closing.satisfied(rating) is happy
    assert closing.needs_mending(rating) is not happy


@pytest.mark.parametrize("rating", [0, 6, -1])
def test_a_rating_outside_one_to_five_is_refused(rating: int) -> None:
    with pytest.raises(ValueError, match="1 to 5"):
        closing.satisfied(rating)


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.OFFICE, Role.SUPERVISOR}])
def test_the_unit_may_not_close_against_the_enterprises_word(role: Role) -> None:
    assert closing.by_office(role, 9, ResultCode.NOT_POSSIBLE) == closing.NOTHING


def test_the_office_may_close_as_unsolved_after_the_second_reopening_and_not_before() -> None:
    assert closing.by_office(Role.OFFICE, 1, ResultCode.SOLVED) == closing.NOTHING
    assert closing.by_office(Role.OFFICE, 2, ResultCode.SOLVED).close_kind is CloseKind.UNSOLVED


def test_the_office_may_close_what_the_law_does_not_allow() -> None:
    assert closing.by_office(Role.OFFICE, 0, ResultCode.NOT_POSSIBLE).close_kind is CloseKind.NOT_POSSIBLE


@pytest.mark.parametrize("reopens", range(4))
def test_who_takes_a_reopened_case_agrees_with_the_lifecycle(reopens: int) -> None:
    effect = {Ladder.DEPUTY: Effect.TELL_DEPUTY, Ladder.OFFICE: Effect.SUPERVISE, Ladder.TASKFORCE: Effect.ESCALATE}
    outcome = closing.of_verdict(Verdict.UNSOLVED, reopens)
    step = decide(State.ANSWERED, EventKind.REOPENED, Role.ENTERPRISE, Facts(reopens=reopens))
    assert outcome.ladder is not None
    assert isinstance(step, Transition)
    assert effect[outcome.ladder] in step.effects
