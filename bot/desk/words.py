"""What the channel hands to the desk: words and files that somebody sent, and buttons that somebody pressed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.desk.people import Sender
from bot.desk.work import Outcome, Work
from bot.texts.values import Press
from nlp.values import Understanding
from storage.tables import Ask, Timer
from storage.vocabulary import ItemKind

Counted = dict[str, Counter[str]]  # how many cases of each unit are in a selection, by its name


@dataclass(frozen=True, slots=True)
class Media:
    """A file, place or contact that came with a message. Ids are Telegram's; sizes in bytes, durations in seconds."""

    kind: ItemKind
    file_id: str = ""
    unique_id: str = ""
    name: str = ""
    mime: str = ""
    size: int = 0
    duration: int = 0
    latitude: float | None = None
    longitude: float | None = None
    phone: str = ""
    own_contact: bool = False  # the contact button shares one's own number; another's card is just a card


@dataclass(frozen=True, slots=True)
class Words:
    """One message as it came. `text` is the text or the caption; `understood` is None only if there is no text."""

    sender: Sender
    chat_id: int
    private: bool
    message_id: int
    text: str = ""
    media: Media | None = None
    media_group: str | None = None
    reply_to: int | None = None
    reply_buttons: tuple[Press, ...] = ()  # of the message replied to, if it is the bot's
    topic_id: int | None = None
    edited: bool = False
    understood: Understanding | None = None
    ready: Counted | None = None  # figures that were counted before its turn

    @property
    def command(self) -> tuple[str, str] | None:
        """("start", "payload") for `/start payload` or `/start@bot payload`; None for plain words."""
        if self.media is not None or not self.text.startswith("/"):
            return None
        head, _, rest = self.text[1:].partition(" ")
        name = head.partition("@")[0].lower()
        return (name, rest.strip()) if name.isascii() and name.isidentifier() else None


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button press: who, where, under which message."""

    sender: Sender
    chat_id: int
    private: bool
    message_id: int
    press: Press
    topic_id: int | None = None
    ready: Counted | None = None  # as of `Words`


OnPress = Callable[[Work, Pressed], Outcome]
OnAnswer = Callable[[Work, Words, Ask], Outcome]
OnCommand = Callable[[Work, Words, str], Outcome]
OnTimer = Callable[[Work, Timer], None]


def material(words: Words) -> dict[str, Any]:
    """What of a message is kept as content: its words and, if any, its file's particulars."""
    kept: dict[str, Any] = {"text": words.text}
    if words.media is not None:
        media = words.media
        kept["media"] = {name: getattr(media, name) for name in media.__dataclass_fields__ if getattr(media, name)}
        kept["media"]["kind"] = media.kind.value
    return kept
