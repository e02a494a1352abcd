"""恶意认定 as a rule: nothing is found without two people's checks, the author's turn to speak, and somebody else on appeal (R31)."""

from __future__ import annotations

from itertools import product

import pytest

from bot.rules.malice import AFTER, NOT_NOW, SAME, SELF_RULED, TOO_FEW, Done, Step, current, in_force, lacking, refusal

CHECKED = (Done(Step.CHECK, 1), Done(Step.CHECK, 2))
HEARD = (*CHECKED, Done(Step.HEAR, 1), Done(Step.SAID))
FOUND = (*HEARD, Done(Step.FOUND, 2))
APPEALED = (*FOUND, Done(Step.APPEALED))


def test_one_person_s_checks_count_once_and_one_check_is_too_few() -> None:
    assert refusal((), Step.CHECK, 1) == ""
    assert refusal(CHECKED[:1], Step.CHECK, 1) == SAME
    assert refusal(CHECKED[:1], Step.HEAR, 2) == TOO_FEW
    assert refusal(CHECKED, Step.HEAR, 1) == ""


@pytest.mark.parametrize("before", [(), CHECKED, (*CHECKED, Done(Step.HEAR, 1)), FOUND, APPEALED])
def test_nothing_is_found_before_the_author_was_heard_or_let_the_time_pass(before: tuple[Done, ...]) -> None:
    assert refusal(before, Step.FOUND, 3) == NOT_NOW


def test_who_spoke_or_kept_silent_may_be_found_and_who_found_it_does_not_rule_on_the_appeal() -> None:
    assert refusal(HEARD, Step.FOUND, 1) == ""
    assert refusal((*HEARD[:-1], Done(Step.SILENT)), Step.FOUND, 1) == ""
    for step in (Step.UPHELD, Step.QUASHED):
        assert refusal(APPEALED, step, 2) == SELF_RULED
        assert refusal(APPEALED, step, 1) == ""


def test_an_appeal_suspends_the_finding_and_comes_once() -> None:
    assert in_force(FOUND)
    assert not in_force(APPEALED)
    assert in_force((*APPEALED, Done(Step.UPHELD, 1)))
    assert refusal(APPEALED, Step.APPEALED, None) == NOT_NOW
    assert refusal((*APPEALED, Done(Step.UPHELD, 1)), Step.APPEALED, None) == NOT_NOW


@pytest.mark.parametrize("end", [Step.DROPPED, Step.QUASHED, Step.EXPIRED])
def test_what_has_ended_counts_for_nothing_in_the_next_procedure(end: Step) -> None:
    over = (*FOUND, Done(end, 1))
    assert current(over) == ()
    assert not in_force(over)
    assert refusal(over, Step.CHECK, 1) == ""
    assert refusal(over, Step.HEAR, 1) == NOT_NOW


def test_every_step_comes_only_after_those_that_are_written_down() -> None:
    for step, before in product(Step, [None, *Step]):
        past = CHECKED[:1] if before is Step.CHECK else (Done(before, 9),) if before is not None else ()
        run = current(past)
        allowed = (run[-1].step if run else None) in AFTER[step]
        assert (refusal(past, step, 5) == NOT_NOW) is not allowed


@pytest.mark.parametrize("text", ["态度恶劣，反复骂人，影响很坏，应当认定为恶意。", "3月1日查过。", ""])
def test_tone_and_a_bare_word_are_no_facts(text: str) -> None:
    assert "语气" in lacking(text)


def test_a_date_and_what_was_found_will_do() -> None:
    assert lacking("3月12日向园区管委会和供水公司核对抄表记录，水压一直正常，没有停水。") == ""
