"""Text with its entities: lengths in UTF-16 units, trimming, commands and links found in plain text."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Any

from bot.playground.errors import bad
from bot.playground.markup_html import parse_html
from bot.playground.markup_markdown import parse_markdown
from bot.playground.params import Params
from bot.playground.utf16 import units
from bot.playground.values import Json

TEXT_LIMIT = 4096  # UTF-16 units
CAPTION_LIMIT = 1024
_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)"
    r"|(?P<url>https?://[^\s<>\"，。；、）】]+)"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31})"
    r"|(?P<hashtag>(?<!\w)#[^\W\d_]\w*)"
)
_KINDS = frozenset(
    "mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler blockquote"
    " expandable_blockquote code pre text_link text_mention custom_emoji date_time".split()
)


def found_in(text: str) -> list[Json]:
    """Commands, links, mentions and hashtags that Telegram marks by itself."""
    return [
        {"type": match.lastgroup, "offset": units(text[: match.start()]), "length": units(match.group())}
        for match in _FOUND.finditer(text)
    ]


def formatted(params: Params, field: str, entities_field: str, known: Container[int]) -> tuple[str, list[Json]]:
    """The text of `field` with all its entities: from parse_mode, else from `entities_field`, plus what is found."""
    text = params.text(field)
    mode = params.text("parse_mode").lower()
    if mode == "html":
        text, entities = parse_html(text)
    elif mode in ("markdownv2", "markdown"):
        text, entities = parse_markdown(text, legacy=mode == "markdown")
    elif mode:
        raise bad("unsupported parse_mode")
    else:
        entities = [_checked(entity, text) for entity in params.array(entities_field) or []]
    entities = [entity for entity in entities if _about_somebody(entity, known)]
    text, entities = _trimmed(text, entities)
    return text, _merged(entities, found_in(text))


def message_text(params: Params, known: Container[int]) -> Json:
    """`text` and `entities` of a text message; 400 when empty or longer than 4096 units."""
    text, entities = formatted(params, "text", "entities", known)
    if not text:
        raise bad("message text is empty")
    if units(text) > TEXT_LIMIT:
        raise bad("message is too long")
    return {"text": text, **({"entities": entities} if entities else {})}


def message_caption(params: Params, known: Container[int]) -> Json:
    """`caption` and `caption_entities`, or nothing; 400 when longer than 1024 units."""
    text, entities = formatted(params, "caption", "caption_entities", known)
    if units(text) > CAPTION_LIMIT:
        raise bad("message caption is too long")
    if not text:
        return {}
    return {"caption": text, **({"caption_entities": entities} if entities else {})}


def _checked(entity: Any, text: str) -> Json:
    if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
        raise bad('can\'t parse MessageEntity: Field "type" must be of type String')
    if entity["type"] not in _KINDS:
        raise bad("can't parse MessageEntity: Unsupported type specified")
    offset, length = entity.get("offset"), entity.get("length")
    if not isinstance(offset, int) or not isinstance(length, int):
        raise bad('can\'t parse MessageEntity: Field "offset" must be of type Number')
    if offset < 0 or length <= 0 or offset + length > units(text):
        raise bad(f"entity at offset {offset} with length {length} is out of the text")
    return dict(entity)


def _about_somebody(entity: Json, known: Container[int]) -> bool:
    # Telegram silently drops a mention of a user whom the bot has never met.
    user = entity.get("user")
    return entity["type"] != "text_mention" or (isinstance(user, dict) and user.get("id") in known)


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    start = units(text) - units(text.lstrip())
    text = text.strip()
    end = units(text)
    kept = []
    for entity in entities:
        low = max(0, entity["offset"] - start)
        high = min(end, entity["offset"] + entity["length"] - start)
        if high > low:
            kept.append({**entity, "offset": low, "length": high - low})
    return text, kept


def _merged(given: list[Json], found: list[Json]) -> list[Json]:
    solid = [entity for entity in given if entity["type"] in ("code", "pre", "text_link", "text_mention")]
    extra = [entity for entity in found if not any(_overlap(entity, other) for other in solid)]
    return sorted(given + extra, key=lambda entity: (entity["offset"], -entity["length"]))


def _overlap(one: Json, other: Json) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])
