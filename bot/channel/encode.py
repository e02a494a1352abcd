"""From a `Message` to the parameters of the Bot API."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

from bot.texts.values import Button, Message

TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024  # UTF-16 units
CUT = "…（内容过长，已截断）"
UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc"
FILE_METHODS = {
    "photo": ("sendPhoto", "photo"),
    "document": ("sendDocument", "document"),
    "voice": ("sendVoice", "voice"),
    "video": ("sendVideo", "video"),
}


def utf16_length(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """The text, or as much of it as fits with a mark that it was cut. Never splits a character."""
    if utf16_length(text) <= limit:
        return text
    room = limit - utf16_length(CUT)
    while utf16_length(text) > room:
        text = text[: len(text) - max(1, (utf16_length(text) - room) // 2)]
    return text + CUT


def pieces(text: str, limit: int = TEXT_LIMIT) -> list[str]:
    """Parts that each fit and together are exactly the text; a part ends with a line if one ends in its second half."""
    found = []
    while utf16_length(text) > limit:
        end = limit
        while (over := utf16_length(text[:end]) - limit) > 0:
            end -= (over + 1) // 2
        end = text.rfind("\n", end // 2, end) + 1 or end
        found.append(text[:end])
        text = text[end:]
    return [*found, text]


def messages(message: Message) -> list[Message]:
    """The message as one that fits, or as several: then the last one carries buttons and mentions."""
    *before, last = pieces(clean(message.text), TEXT_LIMIT - len(message.mentions))
    return [*(Message(part, protect=message.protect) for part in before), replace(message, text=last)]


def clean(text: str) -> str:
    """Text without what JSON or Telegram refuse: lone surrogates, NUL, and nothing to be seen at all."""
    text = text.replace("\x00", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text if any(map(_visible, text)) else text + "…"


def _visible(letter: str) -> bool:
    """False for spaces, controls and format characters, and for the letters that are drawn as nothing."""
    return unicodedata.category(letter)[0] not in "ZC" and letter not in UNSEEN


def send_parameters(message: Message) -> dict[str, Any]:
    """Parameters of sendMessage, without chat. Of a text that is too long only its beginning; see `messages`."""
    text = cut(clean(message.text), TEXT_LIMIT - len(message.mentions))
    parameters: dict[str, Any] = {"link_preview_options": {"is_disabled": True}}
    parameters["text"], entities = _with_mentions(text, message.mentions)
    if entities:
        parameters["entities"] = entities
    return parameters | _common(message)


def edit_parameters(message: Message) -> dict[str, Any]:
    """Parameters of editMessageText, without chat and message id. Edits notify nobody, so mentions are left out."""
    markup = {"inline_keyboard": _rows(message)}
    return {
        "text": cut(clean(message.text), TEXT_LIMIT),
        "link_preview_options": {"is_disabled": True},
        "reply_markup": markup,
    }


def file_call(message: Message) -> tuple[str, dict[str, Any]]:
    """Method and parameters that send a file by its id, with the text, if any, as caption."""
    file = message.file or {}
    method, name = FILE_METHODS.get(str(file.get("kind")), FILE_METHODS["document"])
    parameters: dict[str, Any] = {name: file.get("file_id")}
    if message.text:
        parameters["caption"], entities = _with_mentions(
            cut(clean(message.text), CAPTION_LIMIT - len(message.mentions)), message.mentions
        )
        parameters |= {"caption_entities": entities} if entities else {}
    return method, parameters | _common(message)


def caption_parameters(message: Message) -> dict[str, Any]:
    """Parameters of editMessageCaption, without chat and message id."""
    return {"caption": cut(clean(message.text), CAPTION_LIMIT), "reply_markup": {"inline_keyboard": _rows(message)}}


def _common(message: Message) -> dict[str, Any]:
    parameters: dict[str, Any] = {}
    markup = _markup(message)
    if markup is not None:
        parameters["reply_markup"] = markup
    if message.protect:
        parameters["protect_content"] = True
    return parameters


def _markup(message: Message) -> dict[str, Any] | None:
    if message.rows:
        return {"inline_keyboard": _rows(message)}
    if message.ask_contact:
        button = {"text": message.ask_contact, "request_contact": True}
        return {"keyboard": [[button]], "resize_keyboard": True, "one_time_keyboard": True}
    if message.drop_keyboard:
        return {"remove_keyboard": True}
    return {"force_reply": True, "selective": True} if message.force_reply else None


def _rows(message: Message) -> list[list[dict[str, Any]]]:
    return [[_button(button) for button in row] for row in message.rows if row]


def _button(button: Button) -> dict[str, Any]:
    label = cut(clean(button.label), 60)
    if button.url is not None:
        return {"text": label, "url": button.url}
    return {"text": label, "callback_data": button.press.encode() if button.press else "none"}


def _with_mentions(text: str, mentions: tuple[int, ...]) -> tuple[str, list[dict[str, Any]]]:
    """A zero-width letter per person carries the mention: the name stands in the text already, the person is notified."""
    entities = []
    for tg_id in mentions:
        entities.append(
            {
                "type": "text_mention",
                "offset": utf16_length(text),
                "length": 1,
                "user": {"id": tg_id, "is_bot": False, "first_name": "·"},
            }
        )
        text += "\u2060"
    return text, entities
