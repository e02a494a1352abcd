"""Which timers a case may not be without."""

from __future__ import annotations

from typing import Any

import pytest

from bot.rules import projection
from bot.rules.wanted import AFTER_END, timers_wanted
from storage.vocabulary import State
from storage.vocabulary import TimerKind as T


def wanted(state: State, **more: Any) -> frozenset[T]:
    return timers_wanted({**projection.typed(projection.initial()), "state": state, **more})


@pytest.mark.parametrize(
    ("state", "timers"),
    [
        (State.DRAFT, {T.DRAFT_FILE}),
        (State.ACCEPTING, {T.TRIAGE_DUE}),
        (State.NEEDS_INFO, {T.TRIAGE_DUE}),
        (State.TO_DISPATCH, {T.TRIAGE_DUE}),
        (State.TO_SIGN, {T.SIGN_DUE, T.CONTACT_DUE, T.REPLY_DUE, T.RESOLVE_DUE}),
        (State.WORKING, {T.SIGN_DUE, T.CONTACT_DUE, T.REPLY_DUE, T.RESOLVE_DUE}),
        (State.ANSWERED, {T.CONFIRM_END}),
        (State.CLOSED, {T.ARCHIVE, T.MASK}),
        (State.REFUSED, {T.ARCHIVE, T.MASK}),
        (State.WITHDRAWN, {T.ARCHIVE, T.MASK}),
        (State.ARCHIVED, {T.MASK}),
    ],
)
def test_every_state_waits_for_something(state: State, timers: set[T]) -> None:
    assert wanted(state) == timers
    assert state.is_open or timers <= AFTER_END


def test_a_met_limit_is_not_waited_for_and_the_last_one_always_is() -> None:
    assert wanted(State.WORKING, signed_at=1, contacted_at=1) == {T.REPLY_DUE, T.RESOLVE_DUE}
    done = {"signed_at": 1, "contacted_at": 1, "replied_at": 1, "answered_at": 1}
    assert wanted(State.WORKING, **done) == {T.RESOLVE_DUE}


def test_a_held_case_waits_for_its_review_and_a_paused_one_for_its_end() -> None:
    assert wanted(State.WORKING, held=True) == {T.HOLD_REVIEW}
    assert wanted(State.WORKING, pending={"what": "pause"}) == {T.PAUSE_END}
    assert T.RESOLVE_DUE in wanted(State.WORKING, pending={"what": "transfer"})
