"""Telegram's HTML into text and entities, with Telegram's refusals."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from bot.playground.errors import ApiError, bad
from bot.playground.utf16 import units
from bot.playground.values import Json

_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[^<>]*)?)\s*/?>")
_ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int


@dataclass(slots=True)
class _Reading:
    source: str
    text: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Text and entities (offsets in UTF-16 units); 400 "can't parse entities" for bad markup."""
    reading = _Reading(source)
    at = 0
    while at < len(source):
        at = _tag(reading, at) if source[at] == "<" else _plain(reading, at)
    if reading.stack:
        raise _refusal(f'Can\'t find end tag corresponding to start tag "{reading.stack[-1].tag}"')
    reading.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(reading.text), reading.entities


def _refusal(why: str) -> ApiError:
    return bad(f"can't parse entities: {why}")


def _plain(reading: _Reading, at: int) -> int:
    end = reading.source.find("<", at)
    end = len(reading.source) if end < 0 else end
    text = _REFERENCE.sub(lambda match: html.unescape(match.group()), reading.source[at:end])
    reading.text.append(text)
    reading.length += units(text)
    return end


def _tag(reading: _Reading, at: int) -> int:
    match = _TAG.match(reading.source, at)
    byte = len(reading.source[:at].encode())
    if match is None:
        name = re.match(r"</?([^\s>]*)", reading.source[at:])
        raise _refusal(f'Unsupported start tag "{name.group(1) if name else ""}" at byte offset {byte}')
    closing, tag, rest = match.group(1), match.group(2).lower(), match.group(3)
    if closing:
        _close(reading, tag, byte)
    else:
        _open(reading, tag, rest, byte)
    return match.end()


def _open(reading: _Reading, tag: str, rest: str, byte: int) -> None:
    if tag not in _TAGS:
        raise _refusal(f'Unsupported start tag "{tag}" at byte offset {byte}')
    attributes = {name: html.unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(rest)}
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise _refusal(f'Tag "span" must have class "tg-spoiler" at byte offset {byte}')
    reading.stack.append(_Open(tag, attributes, reading.length))


def _close(reading: _Reading, tag: str, byte: int) -> None:
    if not reading.stack:
        raise _refusal(f"Unexpected end tag at byte offset {byte}")
    opened = reading.stack.pop()
    if opened.tag != tag:
        raise _refusal(f'Unmatched end tag at byte offset {byte}, expected "</{opened.tag}>", found "</{tag}>"')
    length = reading.length - opened.offset
    entity = _entity(reading, opened, length)
    if length and entity:
        reading.entities.append(entity)


def _entity(reading: _Reading, opened: _Open, length: int) -> Json | None:
    entity: Json = {"type": _TAGS[opened.tag], "offset": opened.offset, "length": length}
    if opened.tag == "a":
        return _link(entity, opened.attributes.get("href", ""))
    if opened.tag == "tg-emoji":
        entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
    if opened.tag == "blockquote" and "expandable" in opened.attributes:
        entity["type"] = "expandable_blockquote"
    language = opened.attributes.get("class", "").removeprefix("language-")
    if opened.tag == "code" and language and reading.stack and reading.stack[-1].tag == "pre":
        reading.stack[-1].attributes["language"] = language
        return None
    if opened.tag == "pre" and "language" in opened.attributes:
        entity["language"] = opened.attributes["language"]
    return entity


def _link(entity: Json, href: str) -> Json | None:
    user = re.fullmatch(r"tg://user\?id=(\d+)", href)
    if user:
        return {**entity, "type": "text_mention", "user": {"id": int(user.group(1))}}
    return {**entity, "url": href} if href else None
