"""Which calls of the Bot API a row of the outbox stands for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.channel import encode
from bot.texts.values import Message
from storage.outbox import Claimed
from storage.vocabulary import Op


@dataclass(frozen=True, slots=True)
class Call:
    """A method with its parameters."""

    method: str
    parameters: dict[str, Any]


def calls_of(row: Claimed, message: Message) -> tuple[Call, ...]:
    """The calls in order; the last one's message is the row's message. More than one only for words that are longer than
    a message may be, and for a file whose words are longer than a caption may be: the words go first, whole."""
    if row.op in _CHANGES:
        return (_CHANGES[row.op](row, message),)
    place = _place(row)
    if row.op is not Op.FILE:
        return _words(place, message)
    if encode.utf16_length(encode.clean(message.text)) + len(message.mentions) <= encode.CAPTION_LIMIT:
        return (_file(place, message),)
    words = Message(message.text, protect=message.protect, mentions=message.mentions)
    return *_words(place, words), _file(place, replace(message, text=""))


def _words(place: dict[str, Any], message: Message) -> tuple[Call, ...]:
    return tuple(Call("sendMessage", place | encode.send_parameters(part)) for part in encode.messages(message))


def _file(place: dict[str, Any], message: Message) -> Call:
    method, parameters = encode.file_call(message)
    return Call(method, place | parameters)


def _place(row: Claimed) -> dict[str, Any]:
    place: dict[str, Any] = {"chat_id": row.chat_id}
    if row.topic_id is not None:
        place["message_thread_id"] = row.topic_id
    if row.reply_to is not None:
        place["reply_parameters"] = {"message_id": row.reply_to, "allow_sending_without_reply": True}
    return place


def _edit(row: Claimed, message: Message) -> Call:
    place = {"chat_id": row.chat_id, "message_id": row.target}
    if message.file is not None:
        return Call("editMessageCaption", place | encode.caption_parameters(message))
    return Call("editMessageText", place | encode.edit_parameters(message))


def _buttons_off(row: Claimed, _message: Message) -> Call:
    empty: dict[str, Any] = {"inline_keyboard": []}
    return Call("editMessageReplyMarkup", {"chat_id": row.chat_id, "message_id": row.target, "reply_markup": empty})


def _delete(row: Claimed, _message: Message) -> Call:
    return Call("deleteMessage", {"chat_id": row.chat_id, "message_id": row.target})


_CHANGES = {Op.EDIT: _edit, Op.BUTTONS_OFF: _buttons_off, Op.DELETE: _delete}
