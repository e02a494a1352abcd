"""Which queued rows leave next: best lane first, one row a chat, and nothing that has to wait for something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, bindparam, exists, or_, text, update
from sqlalchemy import select as sa_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.calls import Claimed
from storage.orphans import NEVER_ARRIVED
from storage.tables import Outbox
from storage.vocabulary import Lane, OutboxStatus

LOCK = 3_707_160_002  # PostgreSQL's advisory lock: claims come one after another, so that a chat keeps its order
UNREACHED = (OutboxStatus.FAILED, OutboxStatus.DROPPED, OutboxStatus.UNCERTAIN)


def claim(
    session: Session,
    now: datetime,
    limit: int = 30,
    busy: Sequence[int] = (),
    lowest: Lane = Lane.REPORT,
) -> list[Claimed]:
    """Take the next rows, best lane first, one process at a time a row. `busy` chats must wait; lanes below `lowest` too.

    A chat gives one row a claim, and none while one of it is in flight, so that its messages keep their order within a lane.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
    taken: dict[int, Outbox] = {}
    given = {"now": now, "most": limit * 4, "lowest": int(lowest), "busy": list(busy)}
    for row in session.exec(_candidates(bool(busy)), params=given):
        if row.chat_id not in taken and _ready(session, row):
            taken[row.chat_id] = row
        if len(taken) >= limit:
            break
    for row in taken.values():
        row.status, row.attempts = OutboxStatus.SENDING, row.attempts + 1
    return [_claimed(session, row) for row in taken.values()]


@cache  # asked many times a second: putting such a question together takes longer than answering it
def _candidates(some_busy: bool) -> SelectOfScalar[Outbox]:
    flying = aliased(Outbox)
    in_flight = sa_select(col(flying.chat_id)).where(col(flying.status) == OutboxStatus.SENDING)
    query = select(Outbox).where(
        Outbox.status == OutboxStatus.QUEUED,
        col(Outbox.lane) <= bindparam("lowest"),
        or_(col(Outbox.not_before).is_(None), col(Outbox.not_before) <= bindparam("now")),
        col(Outbox.chat_id).not_in(in_flight),
        may_go(),
    )
    if some_busy:
        query = query.where(col(Outbox.chat_id).not_in(bindparam("busy", expanding=True)))
    ordered = query.order_by(col(Outbox.lane), col(Outbox.id)).limit(bindparam("most"))
    return ordered.with_for_update(skip_locked=True, of=Outbox)


def put_behind(session: Session, until: Mapping[int, datetime]) -> None:
    """Chats in which a row is tried again later: what else is queued for them waits as well, so that it stays behind that row."""
    for chat_id, at in until.items():
        waits = col(Outbox.not_before)
        session.execute(
            update(Outbox)
            .where(
                col(Outbox.chat_id) == chat_id,
                col(Outbox.status) == OutboxStatus.QUEUED,
                waits.is_(None) | (waits < at),
            )
            .values(not_before=at)
        )


def may_go() -> ColumnElement[bool]:
    """Not an edit that still waits for its message. Asked in the query: such edits must not fill the page and block the rest."""
    target = aliased(Outbox)
    settled = or_(col(target.message_id).is_not(None), col(target.status).in_(UNREACHED))
    return or_(col(Outbox.target_id).is_(None), exists().where(col(target.id) == col(Outbox.target_id), settled))


def _ready(session: Session, row: Outbox) -> bool:
    """An edit waits for the message it edits; if that failed, the edit has nothing to say."""
    if row.target_id is None:
        return True
    target = session.get_one(Outbox, row.target_id)
    if target.message_id is not None:
        return True
    if target.status in UNREACHED:
        row.status, row.error = OutboxStatus.DROPPED, NEVER_ARRIVED
    return False


def _claimed(session: Session, row: Outbox) -> Claimed:
    target = row.target_message
    if row.target_id is not None:
        target = session.get_one(Outbox, row.target_id).message_id
    return Claimed(
        row.id or 0,
        row.lane,
        row.op,
        row.chat_id,
        row.topic_id,
        row.key_id,
        row.body,
        row.case_id,
        row.purpose,
        target,
        row.reply_to,
        row.attempts,
        row.doubts,
    )
