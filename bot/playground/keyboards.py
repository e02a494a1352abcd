"""Keyboards under messages: checked as Telegram checks them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.playground.errors import bad
from bot.playground.values import Json

_ACTIONS = (
    "callback_data", "url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip
_MOST_BUTTONS = 100
_DATA_BYTES = 64


@dataclass(frozen=True, slots=True)
class Markup:
    """What a reply_markup asks for: an inline keyboard, or a reply keyboard ([] takes it away)."""

    inline: Json | None = None
    reply: list[list[Json]] | None = None


def read_markup(raw: Json | None, *, private: bool) -> Markup:
    """The keyboard of a new message; 400 with Telegram's text when it is not acceptable."""
    if not raw:
        return Markup()
    if "inline_keyboard" in raw:
        return Markup(inline=inline_keyboard(raw))
    if "keyboard" in raw:
        return Markup(reply=_reply_rows(raw["keyboard"], private))
    if raw.get("remove_keyboard"):
        return Markup(reply=[])
    if raw.get("force_reply"):
        return Markup()
    raise bad("object expected as reply markup")


def inline_keyboard(raw: Json | None) -> Json | None:
    """A checked inline keyboard; None if it has no buttons."""
    if not raw:
        return None
    if "inline_keyboard" not in raw:
        raise bad("inline keyboard expected")
    rows = [[_inline_button(button) for button in _row(row)] for row in _row(raw["inline_keyboard"])]
    rows = [row for row in rows if row]
    if sum(len(row) for row in rows) > _MOST_BUTTONS:
        raise bad("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _row(raw: Any) -> list[Any]:
    if not isinstance(raw, list):
        raise bad("can't parse reply keyboard markup: expected an Array of Array of KeyboardButton")
    return raw


def _inline_button(raw: Any) -> Json:
    if not isinstance(raw, dict):
        raise bad("can't parse inline keyboard button: expected an Object")
    if not isinstance(raw.get("text"), str) or not raw["text"].strip():
        raise bad('can\'t parse inline keyboard button: Field "text" must be a non-empty String')
    if not any(name in raw for name in _ACTIONS):
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in raw and not 1 <= len(str(raw["callback_data"]).encode()) <= _DATA_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in raw and not str(raw["url"]).startswith(("http://", "https://", "tg://")):
        raise bad(f"inline keyboard button URL '{raw['url']}' is invalid: Unsupported URL protocol")
    return raw


def _reply_rows(raw: Any, private: bool) -> list[list[Json]]:
    rows = [[_reply_button(button, private) for button in _row(row)] for row in _row(raw)]
    return [row for row in rows if row]


def _reply_button(raw: Any, private: bool) -> Json:
    button: Json = {"text": raw} if isinstance(raw, str) else raw
    if not isinstance(button, dict) or not isinstance(button.get("text"), str) or not button["text"].strip():
        raise bad('can\'t parse keyboard button: Field "text" must be a non-empty String')
    if button.get("request_contact") and not private:
        raise bad("phone number can be requested in private chats only")
    if button.get("request_location") and not private:
        raise bad("location can be requested in private chats only")
    return button
