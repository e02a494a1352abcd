"""Telegram's MarkdownV2 (and the old Markdown) into text and entities, with Telegram's refusals."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.playground.errors import ApiError, bad
from bot.playground.utf16 import units
from bot.playground.values import Json

_V2 = {"__": "underline", "||": "spoiler", "*": "bold", "_": "italic", "~": "strikethrough"}
_OLD = {"*": "bold", "_": "italic"}
_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_NAMES = {"text_link": "TextUrl"}


@dataclass(slots=True)
class _Reading:
    source: str
    legacy: bool
    at: int = 0
    text: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[tuple[str, str, int, int]] = field(default_factory=list)  # marker, kind, offset, byte
    entities: list[Json] = field(default_factory=list)
    quote: int | None = None

    def put(self, text: str) -> None:
        self.text.append(text)
        self.length += units(text)

    def byte(self) -> int:
        return len(self.source[: self.at].encode())

    def sees(self, text: str) -> bool:
        return self.source.startswith(text, self.at)


def parse_markdown(source: str, *, legacy: bool = False) -> tuple[str, list[Json]]:
    """Text and entities (offsets in UTF-16 units); 400 "can't parse entities" for bad markup."""
    reading = _Reading(source, legacy)
    while reading.at < len(source):
        _step(reading)
    _end_quote(reading)
    if reading.stack:
        _, kind, _, byte = reading.stack[-1]
        raise _unfinished(kind, byte)
    reading.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(reading.text), reading.entities


def _unfinished(kind: str, byte: int) -> ApiError:
    return bad(f"can't parse entities: Can't find end of {_NAMES.get(kind, kind.title())} entity at byte offset {byte}")


def _step(reading: _Reading) -> None:
    char = reading.source[reading.at]
    if char == "\\" and reading.at + 1 < len(reading.source) and ord(reading.source[reading.at + 1]) < 127:
        reading.put(reading.source[reading.at + 1])
        reading.at += 2
    elif char == "`":
        _code(reading)
    elif not (_quoting(reading, char) or _link(reading, char) or _marker(reading)):
        _plain(reading, char)


def _plain(reading: _Reading, char: str) -> None:
    if not reading.legacy and char in _RESERVED:
        raise bad(f"can't parse entities: Character '{char}' is reserved and must be escaped with the preceding '\\'")
    reading.put(char)
    reading.at += 1


def _marker(reading: _Reading) -> bool:
    for marker, kind in (_OLD if reading.legacy else _V2).items():
        if reading.sees(marker):
            _toggle(reading, marker, kind)
            return True
    return False


def _toggle(reading: _Reading, marker: str, kind: str) -> None:
    if reading.stack and reading.stack[-1][0] == marker:
        _, _, offset, _ = reading.stack.pop()
        _add(reading, kind, offset)
    else:
        reading.stack.append((marker, kind, reading.length, reading.byte()))
    reading.at += len(marker)


def _add(reading: _Reading, kind: str, offset: int, **more: object) -> None:
    if reading.length > offset:
        reading.entities.append({"type": kind, "offset": offset, "length": reading.length - offset, **more})


def _code(reading: _Reading) -> None:
    fence = "```" if reading.sees("```") else "`"
    kind = "pre" if fence == "```" else "code"
    end = reading.source.find(fence, reading.at + len(fence))
    if end < 0:
        raise _unfinished(kind, reading.byte())
    body = reading.source[reading.at + len(fence) : end]
    language = re.match(r"([A-Za-z0-9+#-]+)?\n", body) if kind == "pre" else None
    body = body[language.end() :] if language else body
    offset = reading.length
    reading.put(re.sub(r"\\([\\`])", r"\1", body))
    named = {"language": language.group(1)} if language and language.group(1) else {}
    _add(reading, kind, offset, **named)
    reading.at = end + len(fence)


def _link(reading: _Reading, char: str) -> bool:
    if char == "[" or (reading.sees("![") and not reading.legacy):
        skip = 1 if char == "[" else 2
        reading.stack.append(("]", "text_link", reading.length, reading.byte()))
        reading.at += skip
        return True
    if char != "]" or not reading.stack or reading.stack[-1][0] != "]":
        return False
    _, _, offset, _ = reading.stack.pop()
    target = re.compile(r"\]\(((?:\\.|[^)\\])*)\)").match(reading.source, reading.at)
    url = re.sub(r"\\(.)", r"\1", target.group(1)) if target else ""
    reading.at = target.end() if target else reading.at + 1
    _linked(reading, offset, url)
    return True


def _linked(reading: _Reading, offset: int, url: str) -> None:
    user = re.fullmatch(r"tg://user\?id=(\d+)", url)
    emoji = re.fullmatch(r"tg://emoji\?id=(\d+)", url)
    if user:
        _add(reading, "text_mention", offset, user={"id": int(user.group(1))})
    elif emoji:
        _add(reading, "custom_emoji", offset, custom_emoji_id=emoji.group(1))
    elif url:
        _add(reading, "text_link", offset, url=url)


def _quoting(reading: _Reading, char: str) -> bool:
    if reading.legacy:
        return False
    at_line_start = reading.at == 0 or reading.source[reading.at - 1] == "\n"
    if at_line_start and char == ">":
        reading.quote = reading.length if reading.quote is None else reading.quote
        reading.at += 1
        return True
    if at_line_start:
        _end_quote(reading)
    return False


def _end_quote(reading: _Reading) -> None:
    if reading.quote is not None:
        _add(reading, "blockquote", reading.quote)
        reading.quote = None
