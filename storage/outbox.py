"""The outbox: what must go out, in the same transaction as why; claimed in batches, with an honest end for each row.

`queued -> sending -> sent | failed | uncertain`. A call that ended without our knowing whether it arrived is *uncertain*: it is
tried once more at most and stays visible to the keeper by `doubts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from functools import cache

from sqlalchemy import and_, bindparam, func, or_, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.calls import Claimed, Draft, Result
from storage.claiming import claim, may_go, put_behind
from storage.db import wake
from storage.tables import Outbox
from storage.upsert import insert_into
from storage.vocabulary import Op, OutboxStatus

__all__ = ["Claimed", "Draft", "Result", "claim", "put_behind"]

WAKE = "outbox"
MAX_DOUBTS = 2  # one blind repeat at most


def put(session: Session, draft: Draft, now: datetime) -> Outbox | None:
    """Queue one call. None if a row with the same dedupe key exists: it was sent, or will be."""
    values = {field.name: getattr(draft, field.name) for field in fields(draft)}
    values |= {"lane": int(draft.lane), "status": OutboxStatus.QUEUED, "attempts": 0, "doubts": 0, "created_at": now}
    insert = insert_into(session, Outbox).on_conflict_do_nothing(index_elements=["dedupe"])
    row = session.scalars(insert.returning(Outbox), [values]).first()
    if row is None:
        return None
    if row.op in {Op.EDIT, Op.BUTTONS_OFF} and row.target_id is not None:
        _supersede_edits(session, row)
    wake(session, WAKE)
    return row


def settle(session: Session, results: Sequence[Result], now: datetime) -> list[int]:
    """Record how claimed rows ended. Returns ids of rows that stay in doubt after their one repeat: a person must look.

    That a row was sent counts whenever it is told. Any other end counts only while the row is in flight: a process that was
    thought dead must not put back what another one took over.
    """
    doubtful: list[int] = []
    for result in results:
        row = session.get_one(Outbox, result.id)
        if result.status is not OutboxStatus.SENT and row.status is not OutboxStatus.SENDING:
            continue
        _end(row, result, now)
        doubtful += [row.id] if row.status is OutboxStatus.UNCERTAIN and row.id else []
    wake(session, WAKE)
    return doubtful


def _end(row: Outbox, result: Result, now: datetime) -> None:
    row.status, row.error, row.not_before = result.status, result.error, result.not_before
    row.message_id = result.message_id or row.message_id
    if result.status is OutboxStatus.SENT:
        row.sent_at = now
    if result.status is OutboxStatus.UNCERTAIN:
        _doubt(row)


def take_over(session: Session) -> int:
    """After a start: rows left in flight by a dead process are uncertain. Returns how many."""
    rows = list(session.exec(select(Outbox).where(Outbox.status == OutboxStatus.SENDING)))
    for row in rows:
        row.error = "in flight when the process died"
        _doubt(row)
    return len(rows)


def sent_since(session: Session, since: datetime, limit: int = 2000) -> list[tuple[int, datetime]]:
    """Chats and times of what left lately: after a restart the far side still counts it."""
    query = select(Outbox.chat_id, Outbox.sent_at).where(Outbox.status == OutboxStatus.SENT)
    found = session.exec(query.order_by(col(Outbox.id).desc()).limit(limit))
    return sorted([(chat, at) for chat, at in found if at is not None and at >= since], key=lambda pair: pair[1])


def pending_count(session: Session, now: datetime) -> int:
    """Rows that are in flight or could leave now."""
    return session.exec(_pending(), params={"now": now}).one()


@cache
def _pending() -> SelectOfScalar[int]:
    due = or_(col(Outbox.not_before).is_(None), col(Outbox.not_before) <= bindparam("now"))
    leaving = and_(col(Outbox.status) == OutboxStatus.QUEUED, due, may_go())
    query = select(func.count()).select_from(Outbox)
    return query.where(or_(col(Outbox.status) == OutboxStatus.SENDING, leaving))


def waiting_times(session: Session, now: datetime, limit: int) -> list[datetime]:
    """When rows that wait for their time may leave, earliest first."""
    query = select(Outbox.not_before).where(Outbox.status == OutboxStatus.QUEUED, col(Outbox.not_before) > now)
    return [at for at in session.exec(query.order_by(col(Outbox.not_before)).limit(limit)) if at is not None]


def by_message(session: Session, chat_id: int, message_id: int) -> Outbox | None:
    """The row that put this message into this chat: the mapping behind replies, without expiry."""
    query = select(Outbox).where(Outbox.chat_id == chat_id, Outbox.message_id == message_id, Outbox.op != Op.EDIT)
    return session.exec(query.order_by(col(Outbox.id).desc())).first()


def drop_queued(session: Session, case_id: int, purposes: Sequence[str]) -> int:
    """Take back rows of a case that did not leave yet (a chase for a case that was just answered)."""
    result = session.execute(
        update(Outbox)
        .where(
            col(Outbox.case_id) == case_id,
            col(Outbox.purpose).in_(purposes),
            col(Outbox.status) == OutboxStatus.QUEUED,
        )
        .values(status=OutboxStatus.DROPPED)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def drop_waiting(session: Session, case_id: int) -> None:
    """Take back everything of a case that did not leave yet: its content is about to be destroyed."""
    mine = update(Outbox).where(col(Outbox.case_id) == case_id, col(Outbox.status) == OutboxStatus.QUEUED)
    session.execute(mine.values(status=OutboxStatus.DROPPED))


def empty(row: Outbox, key_id: str) -> None:
    """Forget the words of a message that was sent; the mapping of replies stays. `key_id` is a destroyed key's."""
    row.key_id, row.body = key_id, b""


def uncertain(session: Session) -> list[Outbox]:
    """Every row that was ever in doubt, for the keeper."""
    return list(session.exec(select(Outbox).where(Outbox.doubts > 0).order_by(col(Outbox.id).desc()).limit(50)))


def _doubt(row: Outbox) -> None:
    row.doubts += 1
    # An edit, a deletion or a stripped keyboard may be repeated safely: the second one changes nothing.
    repeatable = row.op in {Op.EDIT, Op.DELETE, Op.BUTTONS_OFF}
    row.status = (
        OutboxStatus.QUEUED if row.doubts < MAX_DOUBTS or (repeatable and row.doubts < 5) else OutboxStatus.UNCERTAIN
    )


def _supersede_edits(session: Session, row: Outbox) -> None:
    session.execute(
        update(Outbox)
        .where(
            col(Outbox.target_id) == row.target_id,
            col(Outbox.id) < row.id,
            col(Outbox.op).in_([Op.EDIT, Op.BUTTONS_OFF]),
            col(Outbox.status) == OutboxStatus.QUEUED,
        )
        .values(status=OutboxStatus.DROPPED, error="a newer edit replaced it")
    )
