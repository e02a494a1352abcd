"""The outbox: what must go out, in the same transaction as why; claimed in batches, with an honest end for each row.

`queued -> sending -> sent | failed | uncertain`. A call that ended without our knowing whether it arrived is *uncertain*: it is
tried once more at most and stays visible to the keeper by `doubts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from storage.db import wake
from storage.tables import Outbox
from storage.vocabulary import Lane, Op, OutboxStatus

WAKE = "outbox"
MAX_DOUBTS = 2  # one blind repeat at most


@dataclass(frozen=True, slots=True)
class Draft:
    """An outgoing call before it is queued. `body` is sealed under `key_id` already."""

    lane: Lane
    op: Op
    chat_id: int
    key_id: str
    body: bytes
    purpose: str
    case_id: int | None = None
    topic_id: int | None = None
    dedupe: str | None = None
    target_id: int | None = None
    target_message: int | None = None
    reply_to: int | None = None
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that this process is sending now. `target` is the message id an edit or deletion is about."""

    id: int
    lane: int
    op: Op
    chat_id: int
    topic_id: int | None
    key_id: str
    body: bytes
    case_id: int | None
    purpose: str
    target: int | None
    reply_to: int | None
    attempts: int
    doubts: int


@dataclass(frozen=True, slots=True)
class Result:
    """How a claimed row ended."""

    id: int
    status: OutboxStatus
    message_id: int | None = None
    error: str | None = None
    not_before: datetime | None = None  # with status QUEUED: try again then


def put(session: Session, draft: Draft, now: datetime) -> Outbox | None:
    """Queue one call. None if a row with the same dedupe key exists: it was sent, or will be."""
    if (
        draft.dedupe is not None
        and session.exec(select(Outbox.id).where(Outbox.dedupe == draft.dedupe)).first() is not None
    ):
        return None
    row = Outbox(
        lane=int(draft.lane),
        op=draft.op,
        chat_id=draft.chat_id,
        topic_id=draft.topic_id,
        key_id=draft.key_id,
        body=draft.body,
        case_id=draft.case_id,
        purpose=draft.purpose,
        dedupe=draft.dedupe,
        target_id=draft.target_id,
        target_message=draft.target_message,
        reply_to=draft.reply_to,
        not_before=draft.not_before,
        created_at=now,
    )
    session.add(row)
    session.flush()
    if row.op in {Op.EDIT, Op.BUTTONS_OFF} and row.target_id is not None:
        _supersede_edits(session, row)
    wake(session, WAKE)
    return row


def claim(
    session: Session,
    now: datetime,
    limit: int = 30,
    busy: Sequence[int] = (),
    lowest: Lane = Lane.REPORT,
) -> list[Claimed]:
    """Take the next rows, best lane first, one process at a time a row. `busy` chats must wait; lanes below `lowest` too.

    A chat gives one row a claim, so that its messages keep their order within a lane.
    """
    query = (
        select(Outbox)
        .where(
            Outbox.status == OutboxStatus.QUEUED,
            Outbox.lane <= int(lowest),
            (col(Outbox.not_before).is_(None)) | (col(Outbox.not_before) <= now),
            _may_go(),
        )
        .order_by(col(Outbox.lane), col(Outbox.id))
        .limit(limit * 4)
    )
    if busy:
        query = query.where(col(Outbox.chat_id).not_in(list(busy)))
    taken: dict[int, Outbox] = {}
    for row in session.exec(query.with_for_update(skip_locked=True)):
        if row.chat_id not in taken and _ready(session, row):
            taken[row.chat_id] = row
        if len(taken) >= limit:
            break
    for row in taken.values():
        row.status, row.attempts = OutboxStatus.SENDING, row.attempts + 1
    return [_claimed(session, row) for row in taken.values()]


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


def settle(session: Session, results: Sequence[Result], now: datetime) -> list[int]:
    """Record how claimed rows ended. Returns ids of rows that stay in doubt after their one repeat: a person must look."""
    doubtful: list[int] = []
    for result in results:
        row = session.get_one(Outbox, result.id)
        row.status, row.error = result.status, result.error
        row.message_id = result.message_id or row.message_id
        row.not_before = result.not_before
        if result.status is OutboxStatus.SENT:
            row.sent_at = now
        if result.status is OutboxStatus.UNCERTAIN:
            _doubt(row)
            doubtful += [row.id] if row.status is OutboxStatus.UNCERTAIN and row.id else []
    wake(session, WAKE)
    return doubtful


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
    """Rows that could leave now."""
    query = (
        select(func.count())
        .select_from(Outbox)
        .where(
            col(Outbox.status).in_([OutboxStatus.QUEUED, OutboxStatus.SENDING]),
            (col(Outbox.not_before).is_(None)) | (col(Outbox.not_before) <= now),
        )
    )
    return session.exec(query).one()


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


def _may_go() -> ColumnElement[bool]:
    """Not an edit that still waits for its message. Asked in the query: such edits must not fill the page and block the rest."""
    target = aliased(Outbox)
    arrived = or_(
        col(target.message_id).is_not(None),
        col(target.status).in_([OutboxStatus.FAILED, OutboxStatus.DROPPED, OutboxStatus.UNCERTAIN]),
    )
    return or_(col(Outbox.target_id).is_(None), exists().where(col(target.id) == col(Outbox.target_id), arrived))


def _ready(session: Session, row: Outbox) -> bool:
    """An edit waits for the message it edits; if that failed, the edit has nothing to say."""
    if row.target_id is None:
        return True
    target = session.get_one(Outbox, row.target_id)
    if target.message_id is not None:
        return True
    if target.status in {OutboxStatus.FAILED, OutboxStatus.DROPPED, OutboxStatus.UNCERTAIN}:
        row.status, row.error = OutboxStatus.DROPPED, "its message never arrived"
    return False


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
