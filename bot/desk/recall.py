"""What a unit was given to read leaves its chats when the case leaves the unit: words become a stub, files are deleted.

Telegram lets a bot edit its own messages for good, but delete them only for 48 hours: an older file stays, protected.
"""

from __future__ import annotations

from sqlmodel import col, select

from bot.desk.work import Work
from bot.texts import officer as texts
from storage import outbox
from storage.tables import CaseFile, Outbox
from storage.vocabulary import Op, OutboxStatus

WORDS = ("full", "contact")
FILES = ("full.file",)


def from_unit(work: Work, case: CaseFile, chats: set[int]) -> None:
    """Take back full texts, contact data and files of a case from these private chats."""
    outbox.drop_queued(work.session, case.id or 0, (*WORDS, *FILES))
    query = select(Outbox).where(
        Outbox.case_id == case.id,
        col(Outbox.chat_id).in_(chats),
        col(Outbox.op).in_((Op.SEND, Op.FILE)),
        col(Outbox.purpose).in_((*WORDS, *FILES)),
        col(Outbox.status) == OutboxStatus.SENT,
    )
    for row in work.session.exec(query):
        if row.purpose in FILES and row.message_id:
            work.delete_message(row.chat_id, row.message_id, case=case)
        else:
            work.edit(row, texts.taken_back(case.number), purpose="card.stub")
