"""What a message to a person is, before any channel sees it: words, buttons, and how it may be used."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

MAX_PRESS = 64  # bytes that Telegram allows in callback data


@dataclass(frozen=True, slots=True)
class Press:
    """What a button says when it is pressed: a verb, the case, the case version its card showed, one short argument."""

    verb: str
    case_id: int = 0
    version: int = 0
    arg: str = ""

    def encode(self) -> str:
        """At most 64 bytes; a longer one is our own mistake and raises ValueError."""
        text = f"{self.verb}:{self.case_id}:{self.version}:{self.arg}".rstrip(":")
        if len(text.encode()) > MAX_PRESS:
            raise ValueError("button data longer than 64 bytes")
        return text

    @classmethod
    def decode(cls, text: str) -> Press | None:
        """The press behind callback data; None for anything that we never write."""
        parts = [*text.split(":", 3), "", "", ""][:4]
        verb, case_id, version, arg = parts
        if not verb.isascii() or not verb.isidentifier() or not all(_small_number(part) for part in (case_id, version)):
            return None
        return cls(verb, int(case_id or 0), int(version or 0), arg)


def _small_number(part: str) -> bool:
    return part == "" or (part.isascii() and part.isdigit() and len(part) <= 12)


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a message: a press, or a link."""

    label: str
    press: Press | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message as the channel will send it. Text is plain: nothing in it is markup."""

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    protect: bool = False  # may not be forwarded or saved
    ask_contact: str | None = None  # label of a reply-keyboard button that shares the phone
    drop_keyboard: bool = False  # take a reply keyboard away
    mentions: tuple[int, ...] = ()  # people to notify in a group, by Telegram id; a name stands in the text already
    force_reply: bool = False
    file: dict[str, Any] | None = field(default=None)  # {"kind", "file_id", "name", "item"?}: text becomes its caption

    def to_json(self) -> bytes:
        """For the outbox, before it is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False).encode(errors="surrogatepass")

    @classmethod
    def from_json(cls, data: bytes) -> Message:
        """The message that `to_json` wrote."""
        raw = json.loads(data)
        raw["rows"] = tuple(tuple(_button(button) for button in row) for row in raw["rows"])
        raw["mentions"] = tuple(raw["mentions"])
        return cls(**raw)


def _button(raw: dict[str, Any]) -> Button:
    press = Press(**raw["press"]) if raw["press"] else None
    return Button(raw["label"], press, raw["url"])
