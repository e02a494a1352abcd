"""What the machine sees of a text: pieces of one to three characters, words and pairs of words, and the opening sentence
once more by itself, for people say first what they want. Each block by tf-idf, of length one."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nlp.normal import normal

DIGITS = re.compile(r"\d+(?:\.\d+)?")
BLANK = re.compile(r"\s+")
CLOSING = re.compile(r"[。！？!?；;]")
LONGEST = 3  # characters of a piece
OPENING = 60  # characters of the opening sentence at most
MOST = 3000  # characters read
LEAST = 2  # texts in which a piece must stand: in long texts rarer ones are noise
SHORT = 60  # characters: where texts are shorter on average, every piece counts

Cut = Callable[[str], list[str]]
Block = Mapping[str, int]


@dataclass(frozen=True)
class Sparse:
    """One text: places of its pieces and their weights."""

    places: NDArray[np.int64]
    values: NDArray[np.float32]


@dataclass(frozen=True)
class Vocabulary:
    """Places and idf of every piece of every block, learned from the training texts alone."""

    blocks: Sequence[Mapping[str, tuple[int, float]]]
    size: int

    @classmethod
    def of(cls, texts: Sequence[Sequence[Block]], least: int = LEAST) -> Vocabulary:
        """Learn from texts, each a list of the same blocks, the pieces that stand in at least so many of them."""
        made: list[dict[str, tuple[int, float]]] = []
        size = 0
        for blocks in zip(*texts, strict=True):
            seen = Counter(piece for block in blocks for piece in block)
            kept = sorted(piece for piece, count in seen.items() if count >= least)
            idf = {piece: math.log((1 + len(blocks)) / (1 + seen[piece])) + 1 for piece in kept}
            made.append({piece: (size + place, idf[piece]) for place, piece in enumerate(kept)})
            size += len(kept)
        return cls(made, size)

    def row(self, blocks: Sequence[Block]) -> Sparse:
        """A text as numbers; pieces that training never saw are left out. The last place is the bias."""
        places: list[int] = [self.size]
        values: list[float] = [1.0]
        for known, block in zip(self.blocks, blocks, strict=True):
            found = [(known[piece], count) for piece, count in block.items() if piece in known]
            raw = [(1 + math.log(count)) * idf for (_, idf), count in found]
            norm = math.sqrt(sum(value * value for value in raw)) or 1.0
            places += [place for (place, _), _ in found]
            values += [value / norm for value in raw]
        return Sparse(np.array(places), np.array(values, dtype=np.float32))


def least_of(texts: Sequence[str]) -> int:
    """In how many of these texts a piece must stand to be learned."""
    return LEAST if sum(map(len, texts)) >= SHORT * len(texts) else 1


def blocks(text: str, cut: Cut) -> tuple[Block, ...]:
    """The blocks of a text. Total."""
    short = plain(text)
    words = [word for word in cut(short) if len(word) > 1]
    opening = CLOSING.split(short, maxsplit=1)[0][:OPENING]
    return pieces(short), Counter([*words, *pairs(words)]), pieces(opening)


def plain(text: str) -> str:
    """Normalised, lower case, no blanks, every number one 0."""
    return DIGITS.sub("0", BLANK.sub("", normal(text[:MOST]).text.lower()))


def pieces(text: str) -> Block:
    """Pieces of one to three characters, with counts."""
    found: Counter[str] = Counter()
    for size in range(1, LONGEST + 1):
        found.update(text[place : place + size] for place in range(len(text) - size + 1))
    return found


def pairs(words: Sequence[str]) -> Iterable[str]:
    """Neighbouring words."""
    return (f"{left} {right}" for left, right in pairwise(words))
