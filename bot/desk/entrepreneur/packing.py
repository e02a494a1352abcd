"""Words that wait for a choice: kept as sealed content together with the reading they got when they came."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from bot.desk import gist
from bot.desk.gist import Gist, gist_of
from bot.desk.people import Sender
from bot.desk.words import Media, Words, material
from nlp.several import several
from nlp.values import Understanding
from storage.vocabulary import ItemKind, Secrecy, Urgency

Packed = dict[str, Any]


def doubt(words: Words) -> str:
    """Why a person has to look at these words before a unit does; empty if nobody has to."""
    if words.media is not None and words.media.kind in {ItemKind.VOICE, ItemKind.VIDEO} and not words.text:
        return "语音或视频，需人工听看"
    if words.understood is not None and _calm(words.understood) and several(words.text):
        return "一信多事，请看要不要分件"
    return ""


def _calm(understood: Understanding) -> bool:
    """Class B and C have ways of their own, and danger does not wait for anybody to sort matters."""
    return understood.secrecy is Secrecy.A and understood.urgency is not Urgency.CRITICAL


def packed(words: Words, reading: Gist | None = None) -> Packed:
    """One message as plain values, with its reading, unless another is given."""
    return {
        "material": material(words),
        "message_id": words.message_id,
        "group": words.media_group,
        "gist": asdict(reading or gist_of(words.understood, doubt=doubt(words))),
    }


def unpacked(kept: Packed, tg_id: int) -> Words:
    """The message again, as it came to a private chat."""
    held = kept["material"]
    raw = dict(held["media"]) if held.get("media") else None
    media = Media(ItemKind(raw.pop("kind")), **raw) if raw else None
    return Words(Sender(tg_id), tg_id, True, kept["message_id"], held["text"], media, kept["group"])


def reading_of(kept: Packed) -> Gist:
    """The reading that travelled with the words."""
    return gist.from_json(kept["gist"])
