"""The reader at work: scores of the trained heads, turned to one city's units, with the words that spoke."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nlp.catalogue import Catalogue, Unit
from nlp.match import mentioned
from nlp.reader import sureness
from nlp.reader.grams import Cut, grams, plain, weighted
from nlp.reader.hollow import HOLLOW
from nlp.reader.meaning import Meaning, shipped
from nlp.reader.model import Model, Row, meaning_of, shipped_model
from nlp.reader.ridge import Floats
from nlp.values import Candidate
from storage.vocabulary import Secrecy

NEAR, LIKE = 1.0, 0.4  # what shared pieces and shared meaning with a topic say of a unit that was never trained
LEAST, MOST = 0.01, 6  # a smaller share is no candidate; candidates named
SPOKEN = 3  # words named as reasons
WORD = re.compile(r"[一-鿿a-z]{2,}")


@dataclass(frozen=True)
class Opinion:
    """What the heads say of one text: probabilities by label; `spoke` names words for a unit."""

    departments: Mapping[str, float]
    kinds: Mapping[str, float]
    classes: Mapping[str, float]
    urgencies: Mapping[str, float]
    sure: float  # that the first unit is right
    row: Row
    reader: Reader

    def candidates(self, reasons: Mapping[str, tuple[str, ...]]) -> tuple[Candidate, ...]:
        """Units best first; `reasons` are those of rules and catalogue, the words that spoke are added."""
        best = sorted(self.departments, key=lambda code: (-self.departments[code], code))[:MOST]
        # the runner-up that rules or catalogue name stays in sight, however sure the heads are of the first
        named = [
            code
            for n, code in enumerate(best)
            if self.departments[code] >= LEAST or n < (2 if reasons.get(code) else 1)
        ]
        return tuple(
            Candidate(code, int(score * 1e4) / 1e4, tuple(dict.fromkeys((*reasons.get(code, ()), *self.spoke(code)))))
            for code, score in zip(named, self._scores(named), strict=True)
        )

    def _scores(self, codes: list[str]) -> list[float]:
        """The first is as sure as its signs say (a trained unit), the others share what is left."""
        if not codes:
            return []
        first = self.sure if codes[0] in self.reader.trained else self.departments[codes[0]]
        left = sum(self.departments[code] for code in codes[1:]) + 0.05
        return [first, *(min(first, (1 - first) * self.departments[code] / left) for code in codes[1:])]

    def spoke(self, code: str) -> tuple[str, ...]:
        """The words of the text that speak most for the unit."""
        words = self.reader.spoke(self.row, code)
        return (mentioned(words),) if words else ()


@dataclass(frozen=True)
class Topic:
    """A topic that the model was not trained on, as it sees texts."""

    code: str
    pieces: Mapping[str, float]
    meaning: Floats


class Reader:
    """One city's reader. Units that the model knows are judged by its heads; units and topics that a city added, by
    likeness to their topics; a merged unit takes what the gone one would have got."""

    def __init__(self, catalogue: Catalogue, cut: Cut, model: Model, vectors: Meaning) -> None:
        self._catalogue, self._cut, self.model, self._vectors = catalogue, cut, model, vectors
        self._public = "\n".join(word for unit in catalogue.units for word in (*unit.names, *unit.duties, *unit.topics))

    @classmethod
    def of(cls, catalogue: Catalogue, cut: Cut, model: Model | None = None) -> Reader | None:
        """A reader with this model, else with the shipped one; None if the package came without it."""
        model = model or shipped_model()
        return cls(catalogue, cut, model, shipped()) if model is not None else None

    @property
    def trained(self) -> Mapping[str, int]:
        """Codes of units that the model knows."""
        return self._column

    def warm(self) -> None:
        """Read the added topics."""
        _ = self._added

    def row(self, text: str, facts: Mapping[str, float]) -> Row:
        """A text as the heads see it."""
        short = plain(text)
        words = self._cut(short)
        return self.model.row(grams(short, words), words, facts, self._vectors)

    def opinion(self, text: str, facts: Mapping[str, float]) -> Opinion:
        """Judge a compact text of which the rules found these facts."""
        row = self.row(text, facts)
        scores = self.model.scores(row)
        kinds, classes, urgencies = (self.model.judged(head, scores) for head in ("kind", "class", "urgency"))
        departments = self._departments(row, scores)
        sure = self._sure(scores, facts, classes[Secrecy.A])
        return Opinion(departments, kinds, classes, urgencies, sure, row, self)

    def spoke(self, row: Row, code: str) -> list[str]:
        """Up to three words that speak more for this unit than for units on average, the strongest first."""
        at = self._column.get(code)
        if at is None:
            return []
        gains = {}
        for piece, value in row.pieces.items():
            word = piece.removeprefix("w:")
            if word != piece and self._may_be_said(word):
                weights = self.model.pieces[self.model.places[piece], self.model.columns["department"]]
                gains[word] = (
                    value
                    * float(self.model.scale[self.model.places[piece]])
                    * (float(weights[at]) - float(weights.mean()))
                )
        return _apart(sorted((word for word in gains if gains[word] > 0), key=lambda word: -gains[word]))

    def _may_be_said(self, word: str) -> bool:
        """Reasons are read in a unit's group: only words that the catalogue itself uses, never a name of somebody (R18)."""
        return word not in HOLLOW and WORD.fullmatch(word) is not None and word in self._public

    def _departments(self, row: Row, scores: Floats) -> dict[str, float]:
        """Shares of units. A unit that this city does not have keeps its share: nobody else gets surer by that."""
        raw = {code: float(scores[place]) for code, place in self._column.items()}
        for code, likeness in self._likeness(row).items():
            raw[code] = max(raw.get(code, 0.0), likeness)
        strength = {code: self.model.sharpness * score for code, score in raw.items()}
        most = max(strength.values())
        parts = {code: float(np.exp(value - most)) for code, value in strength.items()}
        whole = sum(parts.values())
        shares: dict[str, float] = {}
        for code, part in parts.items():
            if (unit := self._catalogue.get(code)) is not None:
                shares[unit.code] = shares.get(unit.code, 0.0) + part / whole
        return shares

    def _sure(self, scores: Floats, facts: Mapping[str, float], ordinary: float) -> float:
        """Probability that the first of the trained units is right."""
        units = scores[None, self.model.columns["department"]]
        evidence = np.array([[facts.get(f"m:{code}", 0.0) for code in self._column]], dtype=np.float32)
        length, plainly = np.array([facts.get("length", 0.0)]), np.array([ordinary])
        signs = sureness.signs(units, evidence, length.astype(np.float32), plainly.astype(np.float32))
        return float(sureness.likely(signs, self.model.judges["sure"])[0])

    def _likeness(self, row: Row) -> dict[str, float]:
        found: dict[str, float] = {}
        for topic in self._added:
            shared = sum(value * topic.pieces.get(piece, 0.0) for piece, value in row.pieces.items())
            alike = float(row.meaning @ topic.meaning) if len(topic.meaning) else 0.0
            found[topic.code] = max(found.get(topic.code, 0.0), NEAR * shared + LIKE * max(0.0, alike))
        return found

    @cached_property
    def _column(self) -> Mapping[str, int]:
        return {code: place for place, code in enumerate(self.model.labels["department"])}

    @cached_property
    def _added(self) -> tuple[Topic, ...]:
        known = Catalogue.load_default()
        return tuple(topic for unit in self._catalogue.units for topic in self._topics(unit, known))

    def _topics(self, unit: Unit, known: Catalogue) -> Iterable[Topic]:
        before = known.get(unit.code)
        old = {topic for each in known.units for topic in each.topics} if before is not None else set()
        for text in (*unit.topics, *(() if before is not None else unit.duties)):
            if text not in old:
                short = plain(text)
                words = self._cut(short)
                pieces = weighted(grams(short, words), self.model.idf)
                yield Topic(unit.code, pieces, meaning_of(words, self.model.idf, self._vectors))


def _apart(words: Iterable[str]) -> list[str]:
    """The first few that do not overlap with one taken before."""
    taken: list[str] = []
    for word in words:
        if not any(word in other or other in word for other in taken):
            taken.append(word)
        if len(taken) == SPOKEN:
            break
    return taken
