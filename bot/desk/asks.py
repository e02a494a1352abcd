"""The one question that the bot has open with a person in a chat. A conversation is rows."""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from bot.desk import keys
from bot.desk.work import Work
from bot.texts.values import Message
from storage.tables import Ask, CaseFile
from storage.vocabulary import AskKind, Lane


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
    """Ask a question. It replaces whatever was open with this person in this chat."""
    close(work, tg_id, chat_id)
    row = work.send(chat_id, message, lane=lane, purpose=f"ask.{kind.name.lower()}", case=case, reply_to=reply_to)
    content_id = None
    if words is not None:
        key_id = keys.for_message(work, tg_id, "ask", case)
        content_id = work.office.vault.put(work.session, key_id, words)
        work.session.flush()
    ask = Ask(
        tg_id=tg_id,
        chat_id=chat_id,
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


def current(work: Work, tg_id: int, chat_id: int) -> Ask | None:
    """What is open with this person in this chat."""
    return work.session.exec(select(Ask).where(Ask.tg_id == tg_id, Ask.chat_id == chat_id)).first()


def close(work: Work, tg_id: int, chat_id: int) -> Ask | None:
    """End what is open and return it; its values stay readable in this unit."""
    row = current(work, tg_id, chat_id)
    if row is not None:
        work.session.delete(row)
        work.session.flush()
    return row
