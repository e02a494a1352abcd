"""From Telegram's update to what the desk understands: `Words` and `Pressed`.

Every update of the shape that Telegram describes is read. One with parts of the wrong type raises, and the worker parks it: what
a person wrote is never passed over in silence.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from telegram import CallbackQuery, Chat, Message, User

from bot.desk.people import Sender
from bot.desk.words import Media, Pressed, Words
from bot.texts.values import Press
from nlp.values import Understanding
from storage.vocabulary import ItemKind

Understand = Callable[[str], Understanding]


def words_of(message: Message, understand: Understand, *, edited: bool = False) -> Words | None:
    """The words of a message; None for service messages and for messages without a human sender."""
    user = message.from_user
    media = _media(message)
    text = message.text or message.caption or ""
    if user is None or user.is_bot or (not text and media is None):
        return None
    return Words(
        sender=_sender(user),
        chat_id=message.chat.id,
        private=message.chat.type == Chat.PRIVATE,
        message_id=message.message_id,
        text=text,
        media=media,
        media_group=message.media_group_id,
        reply_to=message.reply_to_message.message_id if message.reply_to_message else None,
        reply_buttons=_buttons(message.reply_to_message),
        topic_id=message.message_thread_id if message.is_topic_message else None,
        edited=edited,
        understood=understand(text) if text and not text.startswith("/") else None,
    )


def pressed_of(query: CallbackQuery) -> Pressed | None:
    """The press behind a callback query; None if its data was never ours or its message is gone."""
    press = Press.decode(query.data or "")
    if press is None or query.message is None or query.from_user is None:
        return None
    chat = query.message.chat
    return Pressed(_sender(query.from_user), chat.id, chat.type == Chat.PRIVATE, query.message.message_id, press)


def _buttons(message: Message | None) -> tuple[Press, ...]:
    """What the buttons under a message of ours say."""
    if message is None or message.reply_markup is None:
        return ()
    shown = (button.callback_data for row in message.reply_markup.inline_keyboard for button in row)
    decoded = (Press.decode(data) for data in shown if isinstance(data, str))
    return tuple(press for press in decoded if press is not None)


def _sender(user: User) -> Sender:
    return Sender(user.id, user.full_name, user.username or "")


def _media(message: Message) -> Media | None:
    for kind, read in _READERS:
        media = read(message)
        if media is not None:
            return Media(kind, **media)
    return None


def _file(thing: Any, **more: Any) -> dict[str, Any] | None:
    if thing is None:
        return None
    return {"file_id": thing.file_id, "unique_id": thing.file_unique_id, "size": thing.file_size or 0, **more}


def _photo(message: Message) -> dict[str, Any] | None:
    return _file(message.photo[-1]) if message.photo else None


def _document(message: Message) -> dict[str, Any] | None:
    thing = message.document or message.audio or message.animation
    if thing is None:
        return None
    return _file(thing, name=thing.file_name or "", mime=thing.mime_type or "")


def _voice(message: Message) -> dict[str, Any] | None:
    thing = message.voice
    return _file(thing, duration=_seconds(thing.duration)) if thing else None


def _video(message: Message) -> dict[str, Any] | None:
    thing = message.video or message.video_note
    return _file(thing, duration=_seconds(thing.duration)) if thing else None


def _location(message: Message) -> dict[str, Any] | None:
    place = message.location or (message.venue.location if message.venue else None)
    return {"latitude": place.latitude, "longitude": place.longitude} if place else None


def _contact(message: Message) -> dict[str, Any] | None:
    card = message.contact
    if card is None:
        return None
    own = message.from_user is not None and card.user_id == message.from_user.id
    return {
        "phone": card.phone_number,
        "name": f"{card.first_name}{card.last_name or ''}",
        "own_contact": own,
    }


def _seconds(duration: Any) -> int:
    return int(duration.total_seconds()) if hasattr(duration, "total_seconds") else int(duration)


_READERS: tuple[tuple[ItemKind, Callable[[Message], dict[str, Any] | None]], ...] = (
    (ItemKind.PHOTO, _photo),
    (ItemKind.VOICE, _voice),
    (ItemKind.VIDEO, _video),
    (ItemKind.DOCUMENT, _document),
    (ItemKind.LOCATION, _location),
    (ItemKind.CONTACT, _contact),
)
