"""What the enterprise's word, its silence or its thanks make of an answered case (R05, R06, A30)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.rules.lifecycle_guards import POOR, REOPENS_BEFORE_UNSOLVED
from storage.vocabulary import CloseKind, EventKind, ResultCode, Role, Verdict

SATISFIED_FROM = 3  # 5 很满意, 4 满意, 3 基本满意 count as satisfied; 2 and 1 do not


class Ladder(StrEnum):
    """Who takes a reopened case in hand."""

    DEPUTY = "原单位分管负责人"  # first reopening
    OFFICE = "营商办督办"  # second
    TASKFORCE = "专班组长，列入调度会"  # third and later


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows: the event to record; how it closes, or who takes the new round in hand; None and None: nothing moves."""

    event: EventKind | None
    close_kind: CloseKind | None = None
    ladder: Ladder | None = None


NOTHING = Outcome(None)


def of_verdict(verdict: Verdict, reopens: int) -> Outcome:
    """Only 已解决 closes; 部分解决 is 没解决 with the remainder named (R06). `reopens` counts those before this one."""
    if verdict is Verdict.SOLVED:
        return Outcome(EventKind.CONFIRMED, CloseKind.SOLVED)
    return Outcome(EventKind.REOPENED, ladder=ladder(reopens + 1))


def ladder(number: int) -> Ladder:
    """Who takes the `number`-th reopening (1, 2, 3 …) in hand."""
    return {1: Ladder.DEPUTY, 2: Ladder.OFFICE}.get(number, Ladder.TASKFORCE)


def of_thanks() -> Outcome:
    """“谢谢” is courtesy, not a verdict: it neither closes nor reopens."""
    return NOTHING


def of_silence() -> Outcome:
    """The window ended without a word: 未评价, never as satisfied."""
    return Outcome(EventKind.CLOSED, CloseKind.UNRATED)


def by_office(role: Role, reopens: int, result: ResultCode | None) -> Outcome:
    """How the office may close against or without the enterprise's word; nothing if it may not (yet).

    After the second reopening as 未解决; as 依法不能解决 if that is what the unit answered. Never for the unit itself.
    """
    if role not in {Role.OFFICE, Role.SUPERVISOR}:
        return NOTHING
    if result is ResultCode.NOT_POSSIBLE:
        return Outcome(EventKind.CLOSED, CloseKind.NOT_POSSIBLE)
    if reopens >= REOPENS_BEFORE_UNSOLVED:
        return Outcome(EventKind.CLOSED, CloseKind.UNSOLVED)
    return NOTHING


def satisfied(rating: int | None) -> bool | None:
    """True for 3 to 5 stars, False for 1 and 2, None if nobody rated. ValueError for other numbers."""
    if rating is None:
        return None
    if not 1 <= rating <= 5:
        raise ValueError(f"a rating is 1 to 5, not {rating}")
    return rating >= SATISFIED_FROM


def needs_mending(rating: int | None) -> bool:
    """True if the unit has to explain and mend (好差评整改)."""
    return rating is not None and rating <= POOR
