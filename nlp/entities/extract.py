"""All entities of a text: the one entry to the finders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from nlp.entities import numbers
from nlp.entities.amounts import amounts
from nlp.entities.dates import dates
from nlp.entities.enterprises import enterprises
from nlp.entities.find import Find, Finder, entity, settled
from nlp.entities.people import people
from nlp.entities.places import places
from nlp.normal import Normal
from nlp.values import Entity

# What identifies a person must never be lost to a weaker reading, so it comes first.
IDENTIFYING: tuple[Finder, ...] = (
    numbers.cases,
    numbers.addresses,
    numbers.id_cards,
    numbers.credit_codes,
    numbers.phones,
    numbers.bank_cards,
    numbers.plates,
)


def finds(text: str, units: Finder | None = None, at: datetime | None = None) -> list[Find]:
    """Finds in a normalised text, without overlaps, in order of place."""

    def dated(words: str) -> Iterator[Find]:
        return dates(words, at)

    known: tuple[Finder, ...] = (units,) if units is not None else ()
    return settled((*IDENTIFYING, dated, amounts, *known, enterprises, people, places), text)


def entities(norm: Normal, units: Finder | None = None, at: datetime | None = None) -> tuple[Entity, ...]:
    """Entities with offsets into the original text."""
    return tuple(entity(norm, find) for find in finds(norm.text, units, at))
