"""What the desk's lessons would teach the choice of the unit, tried beside the shipped weights without changing them.

The shipped scores stay; a ridge fit on the lessons adds what people's decisions say beyond them (the residual). So the
rows that the shipped weights were trained on are not needed, and kind, class and urgency are not touched: no score but the
units' is read or made here (R01).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nlp.knowledge import Knowledge
from nlp.learning.lessons import Lesson
from nlp.reader import ridge
from nlp.reader.corpus import Example
from nlp.reader.examples import Seen
from nlp.reader.meaning import shipped
from nlp.reader.model import Model, Row
from nlp.reader.prepare import see
from nlp.reader.ridge import Floats
from nlp.reader.train import EVIDENCE, MEANING, RULES
from storage.vocabulary import Kind, Secrecy

FEWEST = 20  # lessons: of fewer nothing can be said
GAIN = 0.05  # share of the lessons that must come right beyond those that are right already, and three at least
CONTROLS = 200  # held-out messages without which harm done to other matters would not be seen
LOSS = 0.005  # share of the controls that may be lost
# Far more than in training: lessons are mostly what the shipped weights got wrong, and a fit that believes them as it believes
# a corpus spoils matters nobody complained of (measured: docs/learning.md).
CAUTION = 5.0
ALIKE = 0.6  # pieces in common (cosine) from which two lessons are one theme: neither is held out against the other


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text as the heads see it, and its right unit."""

    row: Row
    unit: str


@dataclass(frozen=True, slots=True)
class Tried:
    """First unit right, shipped against taught: of the lessons (each judged without its own theme) and of the controls."""

    lessons: int
    before: int
    after: int
    controls: int
    kept_before: int
    kept_after: int

    @property
    def enough(self) -> bool:
        """Whether there were lessons enough to say anything."""
        return self.lessons >= FEWEST

    @property
    def watched(self) -> bool:
        """Whether there were held-out messages enough to see harm."""
        return self.controls >= CONTROLS

    @property
    def worth(self) -> bool:
        """Whether the taught reader may be called better: it gains on lessons and loses (almost) no control."""
        if not self.enough or not self.watched:
            return False
        gained = self.after - self.before >= max(3.0, GAIN * self.lessons)
        return gained and self.kept_before - self.kept_after <= LOSS * self.controls


def of_lessons(lessons: Sequence[Lesson], model: Model, knowledge: Knowledge) -> list[Labelled]:
    """Lessons of units that the model knows; a unit that the city added has no column to teach."""
    known = set(model.labels["department"])
    examples = [Example(each.text, "", each.unit, kind=each.kind.value) for each in lessons if each.unit in known]
    return [_labelled(see(example, knowledge), model) for example in examples]


def of_messages(examples: Sequence[Example], model: Model, knowledge: Knowledge) -> list[Labelled]:
    """Controls: ordinary messages (class A, of substance) that the shipped weights were not trained on."""
    known = set(model.labels["department"])
    ordinary = [one for one in examples if one.secrecy == Secrecy.A and one.kind not in ("", Kind.INVALID)]
    return [_labelled(see(one, knowledge), model) for one in ordinary if one.department in known]


def trial(lessons: Sequence[Labelled], controls: Sequence[Labelled], model: Model) -> Tried:
    """Compare shipped and taught. Nothing is kept. Without lessons the two are the same."""
    judged, kept = _scores(lessons, model), _scores(controls, model)
    right, safe = _right(judged, lessons, model), _right(kept, controls, model)
    if not lessons:
        return Tried(0, 0, 0, len(controls), safe, safe)
    fit = ridge.fit(_likeness(lessons, lessons), _wanted(lessons, model) - judged, _themes(lessons), CAUTION)
    taught = kept + _likeness(controls, lessons) @ fit.dual
    return Tried(
        lessons=len(lessons),
        before=right,
        after=_right(judged + fit.held_out, lessons, model),
        controls=len(controls),
        kept_before=safe,
        kept_after=_right(taught, controls, model),
    )


def _labelled(seen: Seen, model: Model) -> Labelled:
    return Labelled(model.row(seen.counts, seen.words, seen.facts, shipped()), seen.example.department)


def _scores(rows: Sequence[Labelled], model: Model) -> Floats:
    units = model.columns["department"]
    found = [model.scores(each.row)[units] for each in rows]
    return np.array(found, dtype=np.float32).reshape(len(rows), len(model.labels["department"]))


def _wanted(rows: Sequence[Labelled], model: Model) -> Floats:
    codes = model.labels["department"]
    return np.array([[float(code == each.unit) for code in codes] for each in rows], dtype=np.float32)


def _right(scores: Floats, rows: Sequence[Labelled], model: Model) -> int:
    codes = model.labels["department"]
    return sum(codes[int(line.argmax())] == each.unit for line, each in zip(scores, rows, strict=True))


def _likeness(rows: Sequence[Labelled], others: Sequence[Labelled]) -> Floats:
    """The trainer's kernel between two lists of rows."""
    lines = [[_alike(one.row, other.row) for other in others] for one in rows]
    return np.array(lines, dtype=np.float32).reshape(len(rows), len(others))


def _alike(one: Row, other: Row) -> float:
    meaning = float(one.meaning @ other.meaning) if len(one.meaning) == len(other.meaning) else 0.0
    facts = sum(
        (EVIDENCE if name.startswith("m:") else RULES) * value * other.facts[name]
        for name, value in one.facts.items()
        if name in other.facts
    )
    return _shared(one.pieces, other.pieces) + MEANING * meaning + facts


def _shared(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(value * other[piece] for piece, value in one.items() if piece in other)


def _themes(rows: Sequence[Labelled]) -> list[str]:
    """A name a row; rows that are near copies of an earlier one take its name, and are held out together."""
    return [str(place) for place in _firsts(rows)]


def _firsts(rows: Sequence[Labelled]) -> Iterator[int]:
    """For each row the first row of its theme."""
    found: list[int] = []
    for each in rows:
        like = (at for place, at in enumerate(found) if _shared(each.row.pieces, rows[place].row.pieces) >= ALIKE)
        found.append(next(like, len(found)))
    yield from found
