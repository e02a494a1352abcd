"""The trained weights: one file, a few megabytes, read without any library beyond numpy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from nlp.reader.calibrate import softmax
from nlp.reader.grams import weighted
from nlp.reader.meaning import Meaning, shipped
from nlp.reader.ridge import Floats

PATH = Path(__file__).parents[1] / "model" / "reader.npz"
HEADS = ("department", "kind", "class", "urgency")
JUDGES = ("kind", "class", "urgency", "sure")
VERSION = 1


@dataclass(frozen=True)
class Row:
    """One text as the heads see it: weighted pieces, meaning, facts."""

    pieces: Mapping[str, float]
    meaning: Floats
    facts: Mapping[str, float]


@dataclass(frozen=True)
class Model:
    """Weights of all heads side by side: columns are the labels of department, kind, class and urgency, in that order."""

    labels: Mapping[str, tuple[str, ...]]
    idf: Mapping[str, float]
    pieces: NDArray[np.int8]  # rows by the order of idf
    scale: Floats  # of each row of pieces
    meaning: Floats
    facts: Mapping[str, int]  # rows of fact_weights
    fact_weights: Floats
    sharpness: float  # of the departments' scores
    judges: Mapping[str, Floats]  # kind, class, urgency: logistic weights on all scores; sure: on signs of doubt
    about: Mapping[str, Any]  # thresholds, counts and held-out figures

    @classmethod
    def load(cls, path: Path = PATH) -> Self:
        """Read a file that `save` wrote. ValueError if another version wrote it."""
        with np.load(path, allow_pickle=False) as file:
            about = json.loads(bytes(file["about"]).decode())
            if about["version"] != VERSION:
                raise ValueError(f"{path.name} is of version {about['version']}, not {VERSION}")
            words = bytes(file["words"]).decode().split("\n")
            return cls(
                labels={head: tuple(about["labels"][head]) for head in HEADS},
                idf=dict(zip(words, file["idf"].astype(float).tolist(), strict=True)),
                pieces=file["pieces"],
                scale=file["scale"].astype(np.float32),
                meaning=file["meaning"].astype(np.float32),
                facts={name: place for place, name in enumerate(about["facts"])},
                fact_weights=file["fact_weights"].astype(np.float32),
                sharpness=float(about["sharpness"]),
                judges={head: file[f"judge_{head}"].astype(np.float32) for head in JUDGES},
                about=about,
            )

    def save(self, path: Path) -> None:
        """Write to a file, whole or not at all."""
        about = {**self.about, "version": VERSION, "labels": self.labels, "sharpness": self.sharpness}
        about["facts"] = list(self.facts)
        fresh = path.with_suffix(".new.npz")
        path.parent.mkdir(parents=True, exist_ok=True)
        arrays: dict[str, Any] = {f"judge_{head}": weights.astype(np.float32) for head, weights in self.judges.items()}
        np.savez_compressed(
            fresh,
            **arrays,
            about=_bytes(json.dumps(about, ensure_ascii=False, sort_keys=True)),
            words=_bytes("\n".join(self.idf)),
            idf=np.array(list(self.idf.values()), dtype=np.float16),
            pieces=self.pieces,
            scale=self.scale.astype(np.float32),
            meaning=self.meaning.astype(np.float16),
            fact_weights=self.fact_weights.astype(np.float16),
        )
        fresh.replace(path)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Row of each piece."""
        return {piece: place for place, piece in enumerate(self.idf)}

    @cached_property
    def columns(self) -> Mapping[str, slice]:
        """Columns of each head."""
        found, start = {}, 0
        for head in HEADS:
            found[head] = slice(start, start + len(self.labels[head]))
            start = found[head].stop
        return found

    def row(self, counts: Mapping[str, int], words: list[str], facts: Mapping[str, float], vectors: Meaning) -> Row:
        """A text as this model sees it."""
        return Row(weighted(counts, self.idf), meaning_of(words, self.idf, vectors), facts)

    def scores(self, row: Row) -> Floats:
        """Raw scores of all labels of all heads."""
        total = np.zeros(self.fact_weights.shape[1], dtype=np.float32)
        if row.pieces:
            at = [self.places[piece] for piece in row.pieces]
            values = np.fromiter(row.pieces.values(), dtype=np.float32, count=len(at)) * self.scale[at]
            total += values @ self.pieces[at].astype(np.float32)
        if len(self.meaning) == len(row.meaning):
            total += row.meaning @ self.meaning
        for name, value in row.facts.items():
            if (place := self.facts.get(name)) is not None:
                total += value * self.fact_weights[place]
        return total

    def judged(self, head: str, scores: Floats) -> dict[str, float]:
        """Calibrated probabilities of a head's labels."""
        weights = self.judges[head]
        shares = softmax(scores @ weights[:-1] + weights[-1])
        return dict(zip(self.labels[head], shares.tolist(), strict=True))


def meaning_of(words: list[str], idf: Mapping[str, float], vectors: Meaning) -> Floats:
    """A text's meaning: rare words weigh more."""
    return vectors.vector(words, {word: idf.get(f"w:{word}", idf.get(word, 6.0)) for word in words})


@cache
def shipped_model() -> Model | None:
    """The model that comes with the package, read once; None if it was taken away: rules and catalogue go on alone."""
    shipped()
    return Model.load() if PATH.exists() else None


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)
