"""Training: one command, no library beyond numpy, the same weights from the same corpus (up to the rounding of sums)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.reader import ridge
from nlp.reader.examples import Seen, label_of, targets
from nlp.reader.grams import inverse_frequencies, weighted
from nlp.reader.judges import fit_judges
from nlp.reader.meaning import Meaning
from nlp.reader.model import HEADS, Model, meaning_of
from nlp.reader.ridge import Floats
from storage.vocabulary import Kind, Secrecy, Urgency

PENALTY = 0.7
MEANING, EVIDENCE, RULES = 1.0, 0.1, 0.05  # weights of the blocks beside the pieces, by grouped cross-validation
Say = Callable[[str], None]


@dataclass(frozen=True)
class Blocks:
    """All rows as three blocks of features, with what is needed to read another text the same way."""

    idf: dict[str, float]
    pieces: list[dict[str, float]]
    meaning: Floats
    names: list[str]
    facts: Floats  # already weighed, so that a dot product is the kernel

    def kernel(self) -> Floats:
        """Likeness of every row to every row."""
        places = {piece: place for place, piece in enumerate(self.idf)}
        sparse = ridge.gram_kernel(self.pieces, places)
        whole: Floats = sparse + MEANING * self.meaning @ self.meaning.T + self.facts @ self.facts.T
        return whole


def train(seen: Sequence[Seen], codes: Sequence[str], vectors: Meaning, say: Say = lambda _: None) -> Model:
    """A model from prepared examples. `codes` are the units, in the order of the catalogue."""
    labels = {
        "department": tuple(codes),
        "kind": tuple(kind.value for kind in Kind),
        "class": tuple(secrecy.value for secrecy in Secrecy),
        "urgency": tuple(urgency.value for urgency in Urgency),
    }
    blocks = _blocks(seen, vectors)
    say(f"{len(seen)} examples, {len(blocks.idf)} pieces")
    kernel = blocks.kernel()
    say("kernel")
    dual, held_out = _solved(kernel, seen, labels, say)
    pieces, scale = _small(ridge.primal(blocks.pieces, {piece: place for place, piece in enumerate(blocks.idf)}, dual))
    judged = fit_judges(seen, held_out, labels)
    return Model(
        labels=labels,
        idf=blocks.idf,
        pieces=pieces,
        scale=scale,
        meaning=(MEANING * blocks.meaning.T @ dual).astype(np.float32),
        facts={name: place for place, name in enumerate(blocks.names)},
        fact_weights=_weights(blocks.names)[:, None] * (blocks.facts.T @ dual),
        sharpness=judged.sharpness,
        judges=judged.weights,
        about={"examples": len(seen), **judged.about},
    )


def _solved(
    kernel: Floats, seen: Sequence[Seen], labels: dict[str, tuple[str, ...]], say: Say
) -> tuple[Floats, Floats]:
    """Dual weights and held-out scores of all heads side by side. A head learns from the rows that carry its label."""
    found: dict[str, tuple[Floats, Floats]] = {}
    for head in HEADS:
        rows = [place for place, row in enumerate(seen) if label_of(row.example, head)]
        wanted = targets(seen, rows, head, labels[head])
        fit = ridge.fit(kernel[np.ix_(rows, rows)], wanted, [seen[row].example.group for row in rows], PENALTY)
        dual = np.zeros((len(seen), wanted.shape[1]), dtype=np.float32)
        dual[rows] = fit.dual
        held = kernel @ dual  # rows without this label were never in the fit
        held[rows] = fit.held_out
        found[head] = dual, held
        say(head)
    return np.hstack([found[head][0] for head in HEADS]), np.hstack([found[head][1] for head in HEADS])


def _blocks(seen: Sequence[Seen], vectors: Meaning) -> Blocks:
    idf = inverse_frequencies(Counter(row.counts) for row in seen)
    names = sorted({name for row in seen for name in row.facts})
    facts = np.zeros((len(seen), len(names)), dtype=np.float32)
    places = {name: place for place, name in enumerate(names)}
    for row, line in zip(seen, facts, strict=True):
        for name, value in row.facts.items():
            line[places[name]] = value
    meaning = np.stack([meaning_of(row.words, idf, vectors) for row in seen])
    return Blocks(idf, [weighted(row.counts, idf) for row in seen], meaning, names, facts * _weights(names))


def _weights(names: Sequence[str]) -> Floats:
    """Root of the block's weight, so that the kernel has the weight itself."""
    return np.array([(EVIDENCE if name.startswith("m:") else RULES) ** 0.5 for name in names], dtype=np.float32)


def _small(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """A byte a weight, with a scale a row."""
    scale = np.maximum(np.abs(weights).max(axis=1), 1e-9) / 127
    return np.round(weights / scale[:, None]).astype(np.int8), scale.astype(np.float32)
