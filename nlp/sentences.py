"""Sentences and clauses of a compact text."""

from __future__ import annotations

import re
from dataclasses import dataclass

END = re.compile(r"[。！？!?；;\n…]+|(?<=[一-鿿])\.(?=[一-鿿]|$)")
COMMA = re.compile(r"[，,、：:]+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A piece of the text; `start` is its place there."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.start + len(self.text)


def sentences(text: str) -> tuple[Sentence, ...]:
    """Sentences in order, without the marks that end them and without empty ones."""
    return _pieces(text, END)


def clauses(sentence: Sentence) -> tuple[Sentence, ...]:
    """Clauses of a sentence; starts are of the whole text."""
    return tuple(Sentence(piece.text, sentence.start + piece.start) for piece in _pieces(sentence.text, COMMA))


def _pieces(text: str, ends: re.Pattern[str]) -> tuple[Sentence, ...]:
    cuts = [(0, 0), *((match.start(), match.end()) for match in ends.finditer(text)), (len(text), len(text))]
    found = [Sentence(text[cuts[i][1] : cuts[i + 1][0]], cuts[i][1]) for i in range(len(cuts) - 1)]
    return tuple(piece for piece in found if piece.text)
