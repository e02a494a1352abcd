"""The question that the bot has open with a person in a chat. A conversation is rows.

There is one at a time, but an officer who answers two cards at once has one for each: neither text pushes out the other.
"""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from bot.desk import keys
from bot.desk.work import Work
from bot.texts.values import Message
from storage.tables import Ask, CaseFile, Outbox
from storage.vocabulary import AskKind, Lane, Op

SIDE_BY_SIDE = {
    AskKind.REPLY_KIND,
    AskKind.ANSWER_TEXT,
    AskKind.HAND_ON,
    AskKind.CO_REPORT,
}  # one for each case that is being answered


def open_ask(
    work: Work,
    tg_id: int,
    chat_id: int,
    kind: AskKind,
    message: Message,
    *,
    case: CaseFile | None = None,
    data: dict[str, Any] | None = None,
    words: Any = None,
    lane: Lane = Lane.ANSWER,
    reply_to: int | None = None,
) -> Ask:
    """Ask a question. It replaces what was open with this person in this chat, or about this case if it is answered."""
    slot = (case.id or 0) if case is not None and kind in SIDE_BY_SIDE else 0
    for other in _open(work, tg_id, chat_id):
        if other.slot == slot:
            _end(work, other)
    row = work.send(chat_id, message, lane=lane, purpose=f"ask.{kind.name.lower()}", case=case, reply_to=reply_to)
    content_id = None
    if words is not None:
        key_id = keys.for_message(work, tg_id, "ask", case)
        content_id = work.office.vault.put(work.session, key_id, words)
        work.session.flush()
    ask = Ask(
        tg_id=tg_id,
        chat_id=chat_id,
        slot=slot,
        kind=kind,
        case_id=case.id if case else None,
        content_id=content_id,
        data=data or {},
        prompt_id=row.id if row else None,
        asked_at=work.now,
    )
    work.session.add(ask)
    work.session.flush()
    return ask


def current(work: Work, tg_id: int, chat_id: int, case_id: int | None = None) -> Ask | None:
    """What is open with this person in this chat: about this case if there is such a thing, else the newest."""
    rows = _open(work, tg_id, chat_id)
    about = (row for row in rows if case_id is not None and row.case_id == case_id)
    return next(about, rows[0] if rows else None)


def last_said(work: Work, chat_id: int) -> Outbox | None:
    """Our newest message in this chat, edits aside: what words that reply to nothing are likely about."""
    query = select(Outbox).where(Outbox.chat_id == chat_id, Outbox.op == Op.SEND)
    return work.session.exec(query.order_by(col(Outbox.id).desc()).limit(1)).first()


def close(work: Work, tg_id: int, chat_id: int, case_id: int | None = None) -> Ask | None:
    """End what `current` gives and return it; its values stay readable in this unit."""
    row = current(work, tg_id, chat_id, case_id)
    if row is not None:
        _end(work, row)
    return row


def _open(work: Work, tg_id: int, chat_id: int) -> list[Ask]:
    here = select(Ask).where(Ask.tg_id == tg_id, Ask.chat_id == chat_id)
    return list(work.session.exec(here.order_by(col(Ask.id).desc())))


def _end(work: Work, row: Ask) -> None:
    work.session.delete(row)
    work.session.flush()
