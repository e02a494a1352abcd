"""A button's label that was typed instead of tapped: who answers “提交” in words means the button."""

from __future__ import annotations

from sqlmodel import col, select

from bot.desk import asks
from bot.desk.words import Pressed, Words
from bot.desk.work import Work
from bot.texts.values import Message, Press
from storage.tables import Outbox
from storage.vault import VaultError
from storage.vocabulary import Op, OutboxStatus

LATEST = 12  # rows of the chat that are looked through
LONGEST = 14  # characters of a label
ENDS = " 　。.!！~，,"


def pressed(work: Work, words: Words) -> Pressed | None:
    """The press that these words stand for: a button of the message replied to, in a private chat else of the newest that
    has such a label; None if they are no label."""
    said = words.text.strip(ENDS)
    if words.media is not None or not 0 < len(said) <= LONGEST or not (words.private or words.reply_to):
        return None
    for message_id, message in _shown(work, words):
        found = _press(message, said)
        if found is not None:
            return Pressed(words.sender, words.chat_id, words.private, message_id, found, words.topic_id)
    return None


def _shown(work: Work, words: Words) -> list[tuple[int, Message]]:
    """Our newest messages in this chat as they look now, newest first."""
    ours = select(Outbox).where(Outbox.chat_id == words.chat_id, Outbox.status == OutboxStatus.SENT)
    if words.reply_to is not None:
        ours = ours.where(Outbox.message_id == words.reply_to)
    asked = asks.current(work, words.sender.tg_id, words.chat_id)
    if asked is not None and asked.prompt_id is not None and words.reply_to is None:
        ours = ours.where(col(Outbox.id) >= asked.prompt_id)  # what is older is not what is being answered
    seen: set[int] = set()
    shown = []
    for row in work.session.exec(ours.order_by(col(Outbox.id).desc()).limit(LATEST)):
        about = row.target_id or row.id or 0
        message_id = row.message_id or _target(work, row)
        if about not in seen and message_id is not None and row.op in {Op.SEND, Op.EDIT, Op.BUTTONS_OFF, Op.FILE}:
            seen.add(about)
            shown += [(message_id, message) for message in _opened(work, row)]
    return shown


def _target(work: Work, row: Outbox) -> int | None:
    target = work.session.get(Outbox, row.target_id) if row.target_id else None
    return target.message_id if target is not None else None


def _opened(work: Work, row: Outbox) -> list[Message]:
    try:
        return [Message.from_json(work.office.vault.open(work.session, row.key_id, row.body))]
    except VaultError:
        return []  # sealed, or its content is gone


def _press(message: Message, said: str) -> Press | None:
    buttons = (button for line in message.rows for button in line)
    return next((button.press for button in buttons if button.label == said), None)
