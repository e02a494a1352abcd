"""What a finder yields, and how finds that overlap are settled: the finder that comes first wins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from nlp.normal import Normal
from nlp.values import Entity, Label


@dataclass(frozen=True, slots=True)
class Find:
    """A find in the normalised text; offsets are of that text."""

    label: Label
    start: int
    end: int
    value: str | float | None = None


Finder = Callable[[str], Iterator[Find]]


def settled(finders: Iterable[Finder], text: str) -> list[Find]:
    """Finds of all finders without overlaps, in order of place."""
    taken = bytearray(len(text))
    kept: list[Find] = []
    for finder in finders:
        for find in finder(text):
            if find.start < find.end and not any(taken[find.start : find.end]):
                taken[find.start : find.end] = b"\x01" * (find.end - find.start)
                kept.append(find)
    return sorted(kept, key=lambda find: find.start)


def entity(norm: Normal, find: Find) -> Entity:
    """The find as a value with offsets into the original text."""
    start, end = norm.span(find.start, find.end)
    return Entity(find.label, start, end, norm.original[start:end], find.value)
