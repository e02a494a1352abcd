"""Messages whose sending was in doubt and that turn out to be there: somebody pressed or answered them."""

from __future__ import annotations

from sqlmodel import Session, col, select

from storage.tables import Outbox
from storage.vocabulary import Op, OutboxStatus

NEVER_ARRIVED = "its message never arrived"  # why edits of a message in doubt were given up
IN_DOUBT = (OutboxStatus.UNCERTAIN, OutboxStatus.QUEUED)  # given up, or waiting for its one repetition


def of_case(session: Session, chat_id: int, case_id: int) -> list[Outbox]:
    """Rows of a case that may have put a message into this chat that we do not know of, newest first."""
    query = select(Outbox).where(
        Outbox.chat_id == chat_id,
        Outbox.case_id == case_id,
        Outbox.op == Op.SEND,
        col(Outbox.message_id).is_(None),
        Outbox.doubts > 0,
        col(Outbox.status).in_(IN_DOUBT),
    )
    return list(session.exec(query.order_by(col(Outbox.id).desc())))


def adopt(session: Session, row: Outbox, message_id: int) -> None:
    """The row's message is this one. It is not sent again, and the newest change that was given up is made after all."""
    row.message_id, row.status, row.error = message_id, OutboxStatus.SENT, None
    given_up = select(Outbox).where(
        Outbox.target_id == row.id, Outbox.status == OutboxStatus.DROPPED, Outbox.error == NEVER_ARRIVED
    )
    newest = session.exec(given_up.order_by(col(Outbox.id).desc())).first()
    if newest is not None:
        newest.status, newest.error = OutboxStatus.QUEUED, None
