"""A text prepared once for all judges, and the notes they leave on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from nlp.match import Evidence
from nlp.normal import Normal, normal
from nlp.reader.reader import Opinion
from nlp.routing import Conduct
from nlp.sentences import Sentence, sentences
from nlp.urgency import Speed
from nlp.values import Candidate, Elsewhere, Entity, Invalid, Label
from storage.vocabulary import Kind

NOTES = "dingge"  # key of the notes in a Doc's user data
MOST = 4000  # characters that are read for meaning: Telegram's longest message; entities are found in all of it


@dataclass(frozen=True, slots=True)
class Reading:
    """A text prepared once for all judges."""

    norm: Normal
    text: str
    sentences: tuple[Sentence, ...]

    @classmethod
    def of(cls, original: str) -> Reading:
        """Normalise and cut into sentences."""
        norm = normal(original)
        lines = "\n".join("".join(line.split()) for line in norm.text.splitlines())[:MOST]
        return cls(norm, lines, sentences(lines))


@dataclass(slots=True)
class Notes:
    """What the components found so far, in the order in which they work."""

    reading: Reading
    at: datetime | None = None
    city: str | None = None
    invalid: Invalid | None = None
    entities: tuple[Entity, ...] = ()
    ruled: frozenset[Label] = frozenset()  # what the rules alone found: the heads learnt from that
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    topical: tuple[Candidate, ...] = ()
    opinion: Opinion | None = None
    conduct: Conduct | None = None
    elsewhere: tuple[Elsewhere, str] | None = None
    kind: Kind = Kind.COMPLAINT
    kind_reason: str = ""
    speed: Speed | None = None
    candidates: tuple[Candidate, ...] = ()
    otherwise: Notes | None = None  # the same notes with the other class, where the writer is asked which it is
