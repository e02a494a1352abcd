"""A lesson: the words of one matter, hidden as far as they name anybody, and the unit that people gave it to.

Pure: values in, values out. Lessons are made when they are asked for and kept nowhere, so that they vanish with the case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nlp import masking
from nlp.normal import normal
from nlp.summary import unnamed
from storage.vocabulary import Kind

LEAST = 8  # characters: a shorter message teaches no more than its unit's frequency


class Source(StrEnum):
    """Which decision taught it."""

    MOVED = "改到别的单位"  # a ruling (or a supervisor) moved the case to another unit
    CLERK = "坐席分派"  # a clerk dispatched it where the reader was not sure, or against its first choice


@dataclass(frozen=True, slots=True)
class Lesson:
    """One labelled message of class A."""

    text: str
    unit: str  # code of the catalogue
    kind: Kind  # as the reader had it: nobody at the desk rules on the kind
    source: Source


@dataclass(frozen=True, slots=True)
class Tally:
    """How many lessons there are: by unit, most first, and by source."""

    total: int
    units: tuple[tuple[str, int], ...]
    sources: tuple[tuple[Source, int], ...]


def hidden(text: str, firms: Sequence[str], people: Sequence[str] = ()) -> str:
    """A text without phones, numbers, persons and firms (R18); `firms` and `people` are names already known, hidden too."""
    known = [name for name in firms if len(name) > 1]
    shown = masking.mask(unnamed(text, known), enterprises=True)
    for name in sorted({name for name in people if len(name) > 1}, key=len, reverse=True):
        shown = shown.replace(name, "某某")
    return shown.strip()


def distinct(lessons: Iterable[Lesson]) -> list[Lesson]:
    """Those long enough to teach something, in order. Of the same words only the first, so that a copied message cannot
    outvote the rest; pass the newest first, and the newest decision stands."""
    found: dict[str, Lesson] = {}
    for lesson in lessons:
        if len(lesson.text) >= LEAST:
            found.setdefault(normal(lesson.text).text, lesson)
    return list(found.values())


def tally(lessons: Sequence[Lesson]) -> Tally:
    """Counts, ties by code."""
    units = Counter(lesson.unit for lesson in lessons)
    sources = Counter(lesson.source for lesson in lessons)
    ordered = tuple(sorted(units.items(), key=lambda pair: (-pair[1], pair[0])))
    return Tally(len(lessons), ordered, tuple((source, sources[source]) for source in Source))
