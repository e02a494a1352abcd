"""One plain form of a text for all rules, with a way back to the original offsets."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property

from nlp.traditional import SIMPLE

# Left in words by keyboards, web pages and watermarks; they mean nothing and would break every pattern.
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f\u202a\u202b\u202c\u202d\u202e")
SAME = {"〇": "零", "￥": "¥", "\u00a0": " "} | dict.fromkeys("—－–‐‑−", "-")


@dataclass(frozen=True)
class Normal:
    """`text` is half-width, simplified, without invisible characters; `origin[i]` is where text[i] was."""

    original: str
    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of a non-empty slice of `text`."""
        return self.origin[start], self.origin[end - 1] + 1

    @cached_property
    def compact(self) -> str:
        """The text without white space: for rules about what is said, not where."""
        return "".join(self.text.split())


def normal(original: str) -> Normal:
    """Normalise any text. Never raises; every kept character maps to exactly one original character."""
    kept = [(index, _plain(char)) for index, char in enumerate(original) if char not in INVISIBLE]
    return Normal(original, "".join(char for _, char in kept), tuple(index for index, _ in kept))


def _plain(char: str) -> str:
    if char < "\u0080":
        return char
    if char in SAME:
        return SAME[char]
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if "\uff00" <= char <= "\uffef" or char >= "\U0001d400":
        folded = unicodedata.normalize("NFKC", char)
        return folded if len(folded) == 1 and _is_text(folded) else char
    return char.translate(SIMPLE)


def _is_text(char: str) -> bool:
    """Chinese punctuation stays as it is: rules on clauses tell 「，」 from a thousands comma."""
    return char.isalnum() or char in "@#&%+-*/._=:() "
