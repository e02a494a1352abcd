"""What a linear head sees of a text: pieces of one to three characters, whole words, how it begins and ends."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

DIGITS = re.compile(r"\d+(?:\.\d+)?")
BLANK = re.compile(r"\s+")
CLOSING = re.compile(r"[。.!！~～,，、…]+$")
LONGEST = 3  # characters of a piece
MOST = 600  # characters read; what a matter is about stands long before

Cut = Callable[[str], list[str]]


def plain(text: str) -> str:
    """The text as pieces are made of it: lower case, no blanks, every number one 0."""
    return DIGITS.sub("0", BLANK.sub("", text.lower()))[:MOST]


def grams(text: str, words: Iterable[str]) -> Counter[str]:
    """Pieces of a plain text with their counts. `w:` marks whole words, `^` and `$` the beginning and the end."""
    found: Counter[str] = Counter()
    for size in range(1, LONGEST + 1):
        found.update(text[place : place + size] for place in range(len(text) - size + 1))
    found.update(f"w:{word}" for word in words if len(word) > 1)
    end = CLOSING.sub("", text)
    found.update(f"^{text[:size]}" for size in (2, 3))
    found.update(f"${end[-size:]}" for size in (1, 2, 3))
    return found


def weighted(counts: Mapping[str, int], idf: Mapping[str, float]) -> dict[str, float]:
    """Known pieces by (1 + log count) x idf, of length one. Empty if none is known."""
    raw = {piece: (1 + math.log(count)) * idf[piece] for piece, count in counts.items() if piece in idf}
    norm = math.sqrt(sum(value * value for value in raw.values()))
    return {piece: value / norm for piece, value in raw.items()} if norm else {}


def inverse_frequencies(documents: Iterable[Counter[str]], least: int = 2) -> dict[str, float]:
    """Smoothed idf of every piece that stands in at least `least` documents, in a fixed order."""
    total, seen = 0, Counter[str]()
    for document in documents:
        total += 1
        seen.update(document.keys())
    kept = sorted(piece for piece, count in seen.items() if count >= least)
    return {piece: math.log((1 + total) / (1 + seen[piece])) + 1 for piece in kept}
