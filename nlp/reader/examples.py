"""Training rows: an example as rules and tokenizer saw it, and its labels as numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nlp.reader.corpus import Example
from nlp.reader.ridge import Floats


@dataclass(frozen=True)
class Seen:
    """An example prepared: pieces with counts, words, facts."""

    example: Example
    counts: Mapping[str, int]
    words: list[str]
    facts: Mapping[str, float]


def label_of(example: Example, head: str) -> str:
    """The label that an example carries for a head; empty if it teaches that head nothing."""
    return {
        "department": example.department,
        "kind": example.kind,
        "class": example.secrecy,
        "urgency": example.urgency,
    }[head]


def targets(seen: Sequence[Seen], rows: Sequence[int], head: str, labels: Sequence[str]) -> Floats:
    """One-hot labels of some rows."""
    table = np.zeros((len(rows), len(labels)), dtype=np.float32)
    for place, row in enumerate(rows):
        table[place, labels.index(label_of(seen[row].example, head))] = 1.0
    return table


def fact(seen: Sequence[Seen], rows: Sequence[int], name: str) -> Floats:
    """One fact of some rows; 0 where it was not found."""
    return np.array([seen[row].facts.get(name, 0.0) for row in rows], dtype=np.float32)
