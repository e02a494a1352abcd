"""May this happen, and what follows? One question to one table; handlers do not decide.

`decide` is total: for every state, event and role it returns a `Transition` or a `Refusal` whose Chinese sentence says what to
do instead. It looks at nothing but its arguments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from bot.rules.lifecycle_guards import Facts, Guard, holds
from bot.rules.lifecycle_table import TABLE, Effect, Transition
from storage.vocabulary import EventKind, Role, Secrecy, State

__all__ = ["NO_FACTS", "TABLE", "Effect", "Facts", "Guard", "Refusal", "Transition", "cells", "decide"]

NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not, in plain Chinese with what to do; `guard` if it was a condition rather than the state or the role."""

    reason_zh: str
    guard: Guard | None = None


def _by_cell() -> Mapping[tuple[State, EventKind], tuple[Transition, ...]]:
    found: dict[tuple[State, EventKind], list[Transition]] = defaultdict(list)
    for row in TABLE:
        found[row.state, row.event].append(row)
    return {cell: tuple(rows) for cell, rows in found.items()}


CELLS = _by_cell()


def cells(state: State, event: EventKind) -> tuple[Transition, ...]:
    """The rows of one cell, in the order in which they are tried; empty if the event cannot happen there."""
    return CELLS.get((state, event), ())


def decide(state: State, event: EventKind, role: Role, facts: Facts = NO_FACTS) -> Transition | Refusal:
    """What happens to a case in `state` if `role` does `event`. Never raises."""
    sealed = _sealed(role, facts)
    if sealed is not None:
        return sealed
    rows = cells(state, event)
    if not rows:
        return Refusal(f"现在是“{state.value}”，不能“{event.value}”。{_advice(state, role)}")
    mine = [row for row in rows if role in row.roles]
    if not mine:
        return Refusal(f"“{event.value}”要由{_names(rows)}来做。{_advice(state, role)}")
    return next((row for row in mine if all(holds(guard, facts) for guard in row.guards)), None) or _unmet(mine, facts)


def _unmet(rows: list[Transition], facts: Facts) -> Refusal:
    """The refusal of the row that came furthest: its unmet guard is the one that a person can do something about."""
    first = [next(i for i, guard in enumerate(row.guards) if not holds(guard, facts)) for row in rows]
    nearest = max(range(len(rows)), key=lambda i: first[i])
    guard = rows[nearest].guards[first[nearest]]
    return Refusal(guard.value, guard)


OUTSIDERS = frozenset({Role.CLERK, Role.OFFICER, Role.SUPERVISOR, Role.OFFICE, Role.KEEPER})


def _sealed(role: Role, facts: Facts) -> Refusal | None:
    """Class C is the sealed contact's alone (R01, R36); the sealed contact has no business with the rest."""
    if facts.secrecy is Secrecy.C and role in OUTSIDERS:
        return Refusal("没有找到这件，或不由您办理。请从自己的待办里打开。")
    if facts.secrecy is not Secrecy.C and role is Role.SEALED:
        return Refusal("密件联系人只办理密件。这件请由坐席或承办单位处理。")
    return None


ADVICE: Mapping[State, tuple[str, str]] = {  # (to the enterprise, to everybody else)
    State.DRAFT: ("请先点“提交”，或直接补充内容。", "企业还没有提交，请等提交后再办。"),
    State.ACCEPTING: ("坐席正在看，有话请直接补充。", "请先认领、分派，或告知其他途径。"),
    State.NEEDS_INFO: ("请直接回复坐席的问题。", "正在等企业补充，也可以直接分派。"),
    State.TO_DISPATCH: ("正在找承办单位，有话请直接补充。", "请先分派到单位。"),
    State.TO_SIGN: ("已派到单位，有话请直接补充，急事请点“催办”。", "请先点“签收”。"),
    State.WORKING: ("单位正在办，有话请直接补充，急事请点“催办”。", "请办理后点“答复”；有困难请申请转办或延期。"),
    State.ANSWERED: ("单位已答复，请点“已解决”“部分解决”或“没解决”。", "已答复，等企业表态。"),
    State.CLOSED: ("已经办结。没解决的，30天内请点“重新打开”。", "已经办结，不用再办。"),
    State.ARCHIVED: ("已经归档。有新情况请直接发新问题，会带上原来的记录。", "已经归档，不能再改。"),
    State.REFUSED: ("已告知您法定途径。有新情况请直接发新问题。", "已不予受理，不用再办。"),
    State.WITHDRAWN: ("已经撤回。还要反映的，请直接发新问题。", "企业已撤回，不用再办。"),
}


def _advice(state: State, role: Role) -> str:
    to_enterprise, to_others = ADVICE[state]
    return to_enterprise if role is Role.ENTERPRISE else to_others


def _names(rows: tuple[Transition, ...]) -> str:
    """Who may, in the order of the vocabulary; machines are named only if nobody else may."""
    roles = {role for row in rows for role in row.roles}
    people = [role.value for role in Role if role in roles and role not in {Role.CLOCK, Role.BOT}]
    return "、".join(people) or "系统"
