"""What contradicts itself in a policy, in words a keeper can act on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.rules.limits import Limit, Unit
from storage.vocabulary import Stage, Urgency

if TYPE_CHECKING:
    from bot.rules.policy import Policy
    from bot.rules.policy_parts import RungRule, Track

STAGES = (Stage.TRIAGE, Stage.SIGN, Stage.FIRST_CONTACT, Stage.REPLY, Stage.RESOLVE)
# Minutes by the clock that a unit takes at the ordinary: a working day is 7/5 of a day, a working hour a sixth of a
# working day. Only for comparing two limits of different units; deadlines are computed on the calendar.
_NOMINAL = {
    Unit.MIN: Fraction(1),
    Unit.CH: Fraction(60),
    Unit.WM: Fraction(24 * 7, 5 * 6),
    Unit.WH: Fraction(24 * 60 * 7, 5 * 6),
    Unit.WD: Fraction(24 * 60 * 7, 5),
    Unit.CD: Fraction(24 * 60),
}


def longer(one: Limit, other: Limit) -> bool:
    """True if one limit is longer than another; across units by their ordinary length."""
    if one.unit is other.unit:
        return one.amount > other.amount
    return one.amount * _NOMINAL[one.unit] > other.amount * _NOMINAL[other.unit]


def problems(policy: Policy) -> tuple[str, ...]:
    """Every contradiction, each naming where it is and what to change."""
    return (
        *_missing(policy),
        *_ladder("ladder", policy.ladder),
        *_ladder("urgent_ladder", policy.urgent_ladder),
        *_order(policy),
        *(problem for name, track in policy.tracks.items() for problem in _track(name, track)),
    )


def _missing(policy: Policy) -> Iterator[str]:
    for stage in STAGES:
        for urgency in Urgency:
            if urgency not in policy.limits.get(stage, {}):
                yield f"limits.{stage}：缺少“{urgency}”的时限，请补上"
    if Stage.CONFIRM in policy.limits:
        yield "limits.确认：请写在 confirm.window"
    for field, table in (
        ("transfer.window", policy.transfer.window),
        ("transfer.arbitration", policy.transfer.arbitration),
    ):
        for urgency in Urgency:
            if urgency not in table:
                yield f"{field}：缺少“{urgency}”，请补上"


def _ladder(field: str, rungs: Sequence[RungRule]) -> Iterator[str]:
    if not rungs:
        yield f"{field}：至少要有一级"
    for earlier, later in pairwise(rungs):
        if not longer(later.after, earlier.after):
            yield f"{field}.{later.level}：{later.after} 不晚于上一级 {earlier.level} 的 {earlier.after}，这一级永远轮不到；请调大"
    if len({rung.level for rung in rungs}) < len(rungs):
        yield f"{field}：级别名称重复"
    for rung in rungs:
        if not rung.to:
            yield f"{field}.{rung.level}：to 不能为空，请写明告知谁"


def _order(policy: Policy) -> Iterator[str]:
    for nudge in policy.confirm.nudges:
        if not longer(policy.confirm.window, nudge):
            yield f"confirm.nudges：{nudge} 不早于确认窗口 {policy.confirm.window}，永远发不出；请调小"
    if policy.draft.nudge >= policy.draft.file:
        yield "draft.nudge：须早于 draft.file"
    if len(policy.extension.approvers) != len(policy.extension.lengths):
        yield "extension.approvers：须与 lengths 一一对应"
    for length in policy.extension.lengths:
        if length.unit is not Unit.WD:
            yield f"extension.lengths：{length} 须以工作日 wd 计"
    for urgency, limit in policy.limits.get(Stage.RESOLVE, {}).items():
        if longer(limit, policy.extension.ceiling):
            yield f"limits.办结.{urgency}：{limit} 超过延期后的上限 extension.ceiling {policy.extension.ceiling}"


def _track(name: str, track: Track) -> Iterator[str]:
    for ours, theirs in track.bound.items():
        inner, law = track.internal.get(ours), track.legal.get(theirs)
        if inner is None or law is None:
            yield f"tracks.{name}.bound：{ours}→{theirs} 两边都要有时限"
        elif longer(inner, law):
            yield f"tracks.{name}.internal.{ours}：内部时限 {inner} 长于法定时限 {law}（{track.law}）；内部只能更短或相等"
