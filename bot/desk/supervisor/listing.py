"""/overdue: what is past a limit now, one line a case, the longest overdue first."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import sqlalchemy
from sqlmodel import and_, col, or_, select

from bot.desk import people
from bot.desk.supervisor import desk
from bot.desk.supervisor.select import hidden_from
from bot.desk.words import OnCommand, Words
from bot.desk.work import OK, Outcome, Work
from bot.texts import overdue as texts
from storage.tables import CaseFile, Deadline
from storage.vocabulary import Lane, Secrecy, Stage

CAP = 500  # cases that are counted: nobody reads further, and the answer comes at once
STEP = 250  # limits that are looked at in one go


class Row(NamedTuple):
    """A missed limit that still runs."""

    id: int
    case_id: int
    stage: Stage
    due_at: datetime


def overdue(work: Work, words: Words, _rest: str) -> Outcome:
    """In the supervisors' group or in private. Elsewhere, and to others, it is as if there were no such command."""
    if people.post_as(work, words.sender.tg_id, *desk.DESK) is None:
        return OK
    if not desk.here(work, words.chat_id, private=words.private):
        return OK
    found, total = _late(work, words.sender.tg_id)
    message = texts.listing(found, total, total >= CAP, work.now)
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="supervisor.overdue", topic_id=words.topic_id)
    return OK


def _late(work: Work, tg_id: int) -> tuple[list[texts.Overdue], int]:
    """The first late cases, each with the limit that passed first, and how many there are, `CAP` at most; none that the
    asker, or the office whose group it is, may not see."""
    hidden = hidden_from(work, tg_id)
    first: dict[int, Row] = {}
    after: Row | None = None
    while len(first) < CAP and (rows := _passed(work, after)):
        shown = _shown(work, {row.case_id for row in rows}, hidden)
        for row in rows:
            if row.case_id in shown:
                first.setdefault(row.case_id, row)
        after = rows[-1]
    told = list(first.values())[: texts.MOST]
    return _lines(work, told), min(len(first), CAP)


def _lines(work: Work, rows: list[Row]) -> list[texts.Overdue]:
    query = select(CaseFile).where(col(CaseFile.id).in_([row.case_id for row in rows]))
    cases = {case.id: case for case in work.session.exec(query)}
    return [_line(work, cases[row.case_id], row) for row in rows]


def _line(work: Work, case: CaseFile, row: Row) -> texts.Overdue:
    unit = work.office.catalogue.get(case.unit) if case.unit else None
    owner = people.name_of(work, case.owner_id)
    whose = f"{unit.name if unit is not None else '待定'} {owner}" if case.unit else ""
    return texts.Overdue(row.case_id, case.number, case.urgency, whose, row.stage, row.due_at)


def _passed(work: Work, after: Row | None) -> list[Row]:
    """The next missed limits that still run, the oldest first: by one index, in its own order."""
    columns = (col(Deadline.id), col(Deadline.case_id), col(Deadline.stage), col(Deadline.due_at))
    query = sqlalchemy.select(*columns).where(
        col(Deadline.breached_at).is_not(None), col(Deadline.met_at).is_(None), col(Deadline.ended_at).is_(None)
    )
    if after is not None:
        later = and_(col(Deadline.due_at) == after.due_at, col(Deadline.id) > after.id)
        query = query.where(col(Deadline.due_at) >= after.due_at, or_(col(Deadline.due_at) > after.due_at, later))
    rows = work.session.execute(query.order_by(col(Deadline.due_at), col(Deadline.id)).limit(STEP))
    return [Row(*row) for row in rows]


def _shown(work: Work, ids: set[int], hidden: frozenset[str]) -> set[int]:
    """Those of these cases that are on the list, and for this asker."""
    query = sqlalchemy.select(col(CaseFile.id), col(CaseFile.accused)).where(
        col(CaseFile.id).in_(ids),
        col(CaseFile.secrecy) != Secrecy.C,
        col(CaseFile.held).is_(False),  # on the list of /hold
        col(CaseFile.merged_into).is_(None),  # its main case is on the list
    )
    return {case_id for case_id, accused in work.session.execute(query) if case_id and hidden.isdisjoint(accused)}


COMMANDS: dict[str, OnCommand] = {"overdue": overdue}
