"""Whether a complaint may be found malicious: two checks of the facts by two people, the author heard, a finding, an appeal (R31).

Tone is no ground. A finding ends by itself; until then the author's ordinary matters are looked at by a clerk before a unit gets
them. Nothing is refused, and 特急 or class C is not touched at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.rules.limits import Limit, Unit

HEARING = Limit(5, Unit.WD)  # to answer what was found
APPEAL = timedelta(days=15)
LASTS = timedelta(days=90)
CHECKS = 2  # by as many people
SHORTEST = 20  # characters of a check or a reason


class Step(StrEnum):
    """What happened in the procedure; stored in the case's history."""

    CHECK = "核查"
    HEAR = "请企业陈述"
    SAID = "企业陈述"
    SILENT = "逾期未陈述"
    FOUND = "认定恶意"
    DROPPED = "不认定"
    APPEALED = "申诉"
    UPHELD = "维持认定"
    QUASHED = "撤销认定"
    EXPIRED = "限制到期"


class Ground(StrEnum):
    """On what facts. How somebody spoke is none of them."""

    MADE_UP = "捏造事实"
    AGAIN = "已有结论仍反复提同一事项"
    GAIN = "以投诉谋取不正当利益"


@dataclass(frozen=True, slots=True)
class Done:
    """One step: by which person (staff id; None for the author or the clock)."""

    step: Step
    by: int | None = None


ENDS = frozenset({Step.DROPPED, Step.QUASHED, Step.EXPIRED})
AFTER: Mapping[Step, frozenset[Step | None]] = {  # a step → what may come right before it; None: nothing yet
    Step.CHECK: frozenset({None, Step.CHECK}),
    Step.HEAR: frozenset({Step.CHECK}),
    Step.SAID: frozenset({Step.HEAR}),
    Step.SILENT: frozenset({Step.HEAR}),
    Step.FOUND: frozenset({Step.SAID, Step.SILENT}),
    Step.DROPPED: frozenset({Step.CHECK, Step.SAID, Step.SILENT}),
    Step.APPEALED: frozenset({Step.FOUND}),
    Step.UPHELD: frozenset({Step.APPEALED}),
    Step.QUASHED: frozenset({Step.APPEALED}),
    Step.EXPIRED: frozenset({Step.FOUND, Step.UPHELD}),
}
TOO_FEW = "先要两个人各做一次事实核查，才能往下走。"
SAME = "同一个人的核查只算一次，请另一位同志核查。"
SELF_RULED = "认定是您作出的，申诉请由另一位同志裁定。"
NOT_NOW = "现在还不到这一步，或这一步已经做过。"


def current(steps: Sequence[Done]) -> tuple[Done, ...]:
    """The steps of the procedure that runs; empty if none does."""
    last = max((n for n, done in enumerate(steps, start=1) if done.step in ENDS), default=0)
    return tuple(steps[last:])


def refusal(steps: Sequence[Done], step: Step, by: int | None) -> str:
    """Why this step may not be taken now by this person; empty if it may. `steps`: everything so far, oldest first."""
    run = current(steps)
    before = run[-1].step if run else None
    if before not in AFTER[step]:
        return NOT_NOW
    checkers = {done.by for done in run if done.step is Step.CHECK}
    if step is Step.CHECK and by in checkers:
        return SAME
    if step is Step.HEAR and len(checkers) < CHECKS:
        return TOO_FEW
    found = {done.by for done in run if done.step is Step.FOUND}
    return SELF_RULED if step in {Step.UPHELD, Step.QUASHED} and by in found else ""


def in_force(steps: Sequence[Done]) -> bool:
    """True while a finding limits its author; an appeal suspends it until it is ruled."""
    run = current(steps)
    return bool(run) and run[-1].step in {Step.FOUND, Step.UPHELD}


def lacking(text: str) -> str:
    """What a check or a reason lacks, in words; empty if it will do."""
    if len(text.strip()) < SHORTEST or not any(letter.isdecimal() for letter in text):
        return f"请写明哪天、向谁、查了什么、结果如何（至少{SHORTEST}字，要有日期）。语气不好、言辞激烈不是理由。"
    return ""
