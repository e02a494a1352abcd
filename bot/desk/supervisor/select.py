"""Which cases stand behind a figure of a board: one named selection each, the same for the count and for the list.

Class C is in none of them, for anybody. A case that accuses a unit of the viewer's, or the office whose boards these are, is
in none of the viewer's (R01): neither in the lists nor in the counts.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from datetime import timedelta
from itertools import islice
from typing import Any

import sqlalchemy
from sqlalchemy import ColumnElement, func
from sqlmodel import col, or_, select

from bot.desk import people
from bot.desk.supervisor import desk
from bot.desk.work import Work
from storage.tables import CaseFile, Deadline
from storage.vocabulary import Secrecy, Stage, State

Where = list[ColumnElement[bool]]

OPEN = [state for state in State if state.is_open and state is not State.DRAFT]
NAMES = {
    "open": "在办",
    "sign": "待签收",
    "ans": "待企业确认",
    "late": "逾期",
    "soon": "3个工作日内到期",
    "redo": "重办",
    "super": "督办",
    "held": "挂账",
    "stub": "钉子案",
    "new7": "近7天新收",
    "new30": "近30天新收",
}
RARE = frozenset({"late", "soon", "redo", "super", "held", "stub"})  # found by an index of their own
STUBBORN_DAYS, STUBBORN_REOPENS = 60, 2  # A45: open for more than 60 days, or reopened twice
SOON = 3  # working days


def where(work: Work, name: str, unit: str = "", *, walk: bool = False) -> Where:
    """The conditions of a selection, of one unit if one is named; `walk` if the first few by id are wanted, not all.
    KeyError for a name that there is not."""
    rare = name in RARE or (walk and not unit)
    found: Where = [_only(CaseFile.secrecy, rare) != Secrecy.C]
    found += [_only(CaseFile.unit, name in RARE) == unit] if unit else []
    if name in {"new7", "new30"}:
        return [*found, col(CaseFile.submitted_at) >= work.now - timedelta(days=int(name[3:])), *_filed()]
    return [*found, _only(CaseFile.state, rare).in_(OPEN), *_extra(work, name)]


def _only(column: Any, only: bool) -> Any:
    """The column as it is; with `only` as a mere filter: so common a value must not be what the database begins with."""
    return (
        sqlalchemy.type_coerce(col(column).op("||")(sqlalchemy.literal_column("''")), column.type) if only else column
    )


def _filed() -> Where:
    return [col(CaseFile.state) != State.DRAFT]


def _extra(work: Work, name: str) -> Where:
    states = {"sign": State.TO_SIGN, "ans": State.ANSWERED}
    match name:
        case "open":
            return []
        case "sign" | "ans":
            return [col(CaseFile.state) == states[name]]
        case "late" | "soon":
            return [
                col(CaseFile.merged_into).is_(None),
                col(CaseFile.held).is_(False),
                _limit(work, late=name == "late"),
            ]
        case "redo":
            return [_among(col(CaseFile.state).in_(OPEN), col(CaseFile.reopens) >= 1)]
        case "super":
            return [_among(col(CaseFile.supervised).is_(True))]
        case "held":
            return [_among(col(CaseFile.held).is_(True))]
        case "stub":
            is_open, old = col(CaseFile.state).in_(OPEN), work.now - timedelta(days=STUBBORN_DAYS)
            again = _among(is_open, col(CaseFile.reopens) >= STUBBORN_REOPENS)
            return [or_(_among(is_open, col(CaseFile.submitted_at) < old), again)]
    raise KeyError(name)


def _among(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """The few that satisfy a condition which has an index of its own, so that the many others need not be looked at."""
    return col(CaseFile.id).in_(select(CaseFile.id).where(*conditions))


def _limit(work: Work, *, late: bool) -> ColumnElement[bool]:
    """A limit that passed and is not met; or the last one, about to pass."""
    running = select(Deadline.case_id).where(col(Deadline.met_at).is_(None), col(Deadline.ended_at).is_(None))
    if late:
        return col(CaseFile.id).in_(running.where(col(Deadline.breached_at).is_not(None)))
    by = work.office.calendar.add_working_days(work.now, SOON)
    near = running.where(Deadline.stage == Stage.RESOLVE, col(Deadline.breached_at).is_(None), Deadline.due_at <= by)
    return col(CaseFile.id).in_(near)


def hidden_from(work: Work, tg_id: int) -> frozenset[str]:
    """The units whose accusers this viewer may not know of."""
    return frozenset({post.unit for post in people.posts_of(work, tg_id)} | {desk.OFFICE})


def counts(work: Work, name: str, tg_id: int, unit: str = "") -> Counter[str]:
    """How many by unit; those that no unit has yet under the empty code."""
    conditions = where(work, name, unit)
    secrecy = _only(CaseFile.secrecy, name in RARE)
    plain = sqlalchemy.select(col(CaseFile.unit), func.count()).where(*conditions, secrecy == Secrecy.A)
    found = Counter({code or "": n for code, n in work.session.execute(plain.group_by(col(CaseFile.unit)))})
    hidden = hidden_from(work, tg_id)
    about = sqlalchemy.select(col(CaseFile.unit), col(CaseFile.accused)).where(*conditions)
    for code, accused in work.session.execute(about.where(secrecy == Secrecy.B)):
        found[code or ""] += hidden.isdisjoint(accused)
    return found


def page(work: Work, name: str, tg_id: int, unit: str, number: int, size: int) -> tuple[list[CaseFile], int]:
    """One page, the oldest first, and how many there are in all."""
    total = sum(counts(work, name, tg_id, unit).values())
    return visible(work, where(work, name, unit, walk=True), tg_id, number * size, size), total


def visible(work: Work, conditions: Where, tg_id: int, skip: int = 0, most: int = 1000) -> list[CaseFile]:
    """The cases of these conditions that this viewer may know of, the oldest first."""
    hidden = hidden_from(work, tg_id)
    query: Any = select(CaseFile).where(*conditions).order_by(col(CaseFile.id)).execution_options(yield_per=200)
    with closing(work.session.exec(query)) as rows:
        return list(islice((case for case in rows if hidden.isdisjoint(case.accused)), skip, skip + most))
