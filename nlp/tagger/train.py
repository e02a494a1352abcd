"""Training the tagger on the corpus: one pass of L-BFGS over characters, the same result every time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from nlp.catalogue import Catalogue
from nlp.entities.extract import ruled
from nlp.knowledge import Knowledge
from nlp.normal import normal
from nlp.reader.corpus import CORPUS
from nlp.tagger.coins import numerals
from nlp.tagger.features import features
from nlp.tagger.invented import renamed
from nlp.tagger.tagger import MODEL, Cut

SEED, RENAMED = 20260309, 4  # copies of a message with other names in it
SETTINGS = {"c1": 0.1, "c2": 0.05, "max_iterations": 90, "feature.possible_transitions": True}
Span = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Tagged:
    """A normalised text and its spans (kind, start, end): E name, D day, M money."""

    text: str
    spans: tuple[Span, ...]

    def tags(self) -> list[str]:
        """One tag for each character."""
        tags = ["O"] * len(self.text)
        for kind, start, end in self.spans:
            tags[start:end] = [f"B{kind}", *[f"I{kind}"] * (end - start - 1)]
        return tags


def tagged(row: dict[str, Any]) -> Tagged:
    """A corpus line as spans. A name counts wherever it stands; a day once for each time it is listed."""
    text = normal(row["text"]).text
    taken = bytearray(len(text))
    told = row["entities"]
    found = [
        *_placed(text, taken, "E", told.get("enterprise", ()), everywhere=True),
        *_placed(text, taken, "D", told.get("dates", ()), everywhere=False),
        *_amounts(text, taken, told.get("amount_yuan", ())),
    ]
    return Tagged(text, tuple(sorted(found, key=lambda span: span[1])))


def _placed(text: str, taken: bytearray, kind: str, said: Iterable[str], *, everywhere: bool) -> Iterator[Span]:
    for name in sorted(map(str, said), key=len, reverse=True):
        plain, at = normal(name).text, -1
        while plain and (at := text.find(plain, at + 1)) >= 0:
            if not any(taken[at : at + len(plain)]):
                taken[at : at + len(plain)] = b"\x01" * len(plain)
                yield kind, at, at + len(plain)
                if not everywhere:
                    break


def _amounts(text: str, taken: bytearray, values: Iterable[float]) -> Iterator[Span]:
    wanted = {float(value) for value in values}
    for find in numerals(text):
        if find.value in wanted and not any(taken[find.start : find.end]):
            yield "M", find.start, find.end


def lessons(rows: Sequence[Tagged], copies: int = RENAMED) -> Iterator[Tagged]:
    """The rows, and copies of those with names in which each name is an invented one."""
    chance = Random(SEED)  # noqa: S311 - training data, nothing secret
    yield from rows
    for row in rows:
        names = [(start, end) for kind, start, end in row.spans if kind == "E"]
        for _ in range(copies if names else 0):
            yield _copy(row, names, chance)


def _copy(row: Tagged, names: Sequence[tuple[int, int]], chance: Random) -> Tagged:
    text, placed = renamed(row.text, names, chance)
    moved = dict(zip(names, placed, strict=True))
    spans = [
        (kind, *moved[start, end]) if kind == "E" else (kind, start + _shift(start, moved), end + _shift(start, moved))
        for kind, start, end in row.spans
    ]
    return Tagged(text, tuple(spans))


def _shift(place: int, moved: dict[tuple[int, int], tuple[int, int]]) -> int:
    """How far what stands at a place moved: by the change of length of the last name before it."""
    before = [(new[1] - old[1]) for old, new in moved.items() if old[1] <= place]
    return before[-1] if before else 0


def train_shipped(target: Path = MODEL) -> int:
    """Train on the corpus's train part and write the model; how many messages it learnt from."""
    knowledge = Knowledge(Catalogue.load_default(), trained=False)
    rows = [tagged(row) for row in corpus(CORPUS, "train")]
    train(lessons(rows), knowledge.segmenter.cut, target)
    return len(rows)


def train(rows: Iterable[Tagged], cut: Cut, target: Path) -> None:
    """Train and write the model. Takes some minutes of one core for 5,000 messages."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    for row in rows:
        trainer.append(features(row.text, cut(row.text), ruled(row.text)), row.tags())
    trainer.set_params(SETTINGS)
    trainer.train(str(target))


def corpus(folder: Path, part: str) -> list[dict[str, Any]]:
    """Lines of a part of the corpus, in a fixed order."""
    lines = (line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines())
    return [row for row in map(json.loads, lines) if row["part"] == part]
