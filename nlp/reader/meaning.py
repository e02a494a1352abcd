"""Meaning of words as vectors of our own: small, static, no library beyond numpy (docs/adr/0007). Two words that a teacher
model finds alike lie close, so a word the corpus never showed still speaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from nlp.reader.ridge import Floats

PATH = Path(__file__).parents[1] / "model" / "words.npz"


@dataclass(frozen=True)
class Meaning:
    """Vectors of words, as eighths of a byte; `vector` reads a text's words as one vector of length one."""

    places: Mapping[str, int]
    table: NDArray[np.int8]

    @classmethod
    def load(cls, path: Path = PATH) -> Self:
        """Read a file that `save` wrote. A missing file gives no words: the reader then goes by pieces alone."""
        if not path.exists():
            return cls({}, np.zeros((0, 1), dtype=np.int8))
        with np.load(path, allow_pickle=False) as file:
            words = bytes(file["words"]).decode().split("\n")
            return cls({word: place for place, word in enumerate(words)}, file["table"])

    def save(self, path: Path) -> None:
        """Write words and table, compressed."""
        words = np.frombuffer("\n".join(self.places).encode(), dtype=np.uint8)
        np.savez_compressed(path, words=words, table=self.table)

    @property
    def width(self) -> int:
        """Numbers a vector has."""
        return int(self.table.shape[1])

    def vector(self, words: Iterable[str], weights: Mapping[str, float] | None = None) -> Floats:
        """Mean of the words' vectors, of length one; zeros if none is known. `weights` by word, else 1."""
        known = [
            (self.places[word], 1.0 if weights is None else weights.get(word, 1.0))
            for word in words
            if word in self.places
        ]
        if not known:
            return np.zeros(self.width, dtype=np.float32)
        rows = self.table[[place for place, _ in known]].astype(np.float32)
        total = np.array([weight for _, weight in known], dtype=np.float32) @ rows
        length = float(np.linalg.norm(total))
        return total / length if length else total


@cache
def shipped() -> Meaning:
    """The vectors that come with the package, read once."""
    return Meaning.load()
