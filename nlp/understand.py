"""The one entry: a text in, its understanding out. No case, no chat, no clock of its own."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import TYPE_CHECKING

from nlp import missing, rulebook
from nlp.catalogue import Catalogue
from nlp.knowledge import Knowledge
from nlp.reading import NOTES, Notes, Reading
from nlp.routing import Conduct
from nlp.summary import summary
from nlp.urgency import Speed
from nlp.values import Label, Understanding
from storage.vocabulary import Secrecy, Urgency

if TYPE_CHECKING:
    from spacy.language import Language

CONFIDENT = 0.8  # where there is no trained reader: conservative, measured in tests/nlp
AGREED = (
    0.7  # where the unit is named and both readers agree: 9 of 10 right on the hard test part, all on plain messages
)


class Understander:
    """Understands texts against one catalogue. Cheap to make; `warm()` loads dictionary and model, else the first
    use does."""

    def __init__(self, catalogue: Catalogue, *, trained: bool = True, confident: float | None = None) -> None:
        """`confident` overrides the probability from which on a unit may get a case without a person's look; the
        model carries its own. `trained=False` reads by rules and catalogue alone."""
        self._knowledge = Knowledge(catalogue, trained=trained)
        self._threshold = confident
        self._pipeline: Language | None = None
        self._lock = threading.Lock()
        self._reading = threading.Lock()  # a zone of memory is one at a time

    def warm(self) -> None:
        """Load the dictionary, the model and the index of the catalogue. Safe from any thread; doing it twice costs
        nothing."""
        self._knowledge.warm()
        self._ready()

    def understand(self, text: str, *, at: datetime | None = None, city: str | None = None) -> Understanding:
        """Read one text. Never raises on any text. `at` dates the days in it, `city` is the city's own
        name."""
        pipeline = self._ready()
        with self._reading, pipeline.memory_zone():  # the words of a complaint must not stay in the vocabulary for good
            doc = pipeline.make_doc(text)
            notes: Notes = doc.user_data[NOTES]
            notes.at, notes.city = at, city
            pipeline(doc)
            return self._told(text, notes)

    def _ready(self) -> Language:
        with self._lock:
            if self._pipeline is None:
                from nlp.pipeline.build import build  # a second of imports that the first poll must not wait for

                self._pipeline = build(self._knowledge)
        return self._pipeline

    def _told(self, text: str, notes: Notes) -> Understanding:
        conduct = notes.conduct or Conduct(Secrecy.A, "", (), (), False)
        speed = notes.speed or Speed(Urgency.NORMAL, "没有紧迫情形")
        known = bool(notes.topical)
        return Understanding(
            kind=notes.kind,
            kind_reason=notes.kind_reason,
            urgency=speed.urgency,
            urgency_reason=speed.reason,
            life_danger=speed.life_danger,
            secrecy=conduct.secrecy,
            secrecy_reason=conduct.reason,
            candidates=notes.candidates,
            confident=self._confident(notes, conduct),
            entities=notes.entities,
            accused=conduct.accused,
            missing=missing.missing(notes.reading.text, notes.kind, notes.entities, known_unit=known),
            summary=conduct.reason if conduct.secrecy is Secrecy.C else self._summary(text, notes),
            invalid=notes.invalid,
            elsewhere=notes.elsewhere[0] if notes.elsewhere else None,
            forced_withdrawal=conduct.forced_withdrawal,
            otherwise=self._told(text, notes.otherwise) if notes.otherwise is not None else None,
        )

    def _summary(self, text: str, notes: Notes) -> str:
        firms = [entity.text for entity in notes.entities if entity.label is Label.ENTERPRISE]
        return summary(text, self._knowledge.matcher.cues, firms)

    def _confident(self, notes: Notes, conduct: Conduct) -> bool:
        """Sure of the unit, and sure that it is no matter of conduct: a clerk looks at the rest."""
        if not notes.candidates or conduct.secrecy is not Secrecy.A or notes.elsewhere is not None or notes.otherwise:
            return False
        unit = self._knowledge.catalogue.get(notes.candidates[0].code)
        if unit is None or unit.sealed or _names_an_official(notes.reading):
            return False
        limit = self._limit(notes)
        return notes.candidates[0].score >= (min(limit, AGREED) if _named_and_agreed(notes) else limit)

    def _limit(self, notes: Notes) -> float:
        if self._threshold is not None:
            return self._threshold
        return CONFIDENT if notes.opinion is None else float(notes.opinion.reader.model.about["confident"])


def _named_and_agreed(notes: Notes) -> bool:
    """The writer names the unit, the rules are sure of it, and the trained reader puts it first as well."""
    rules = notes.topical[0] if notes.topical else None
    if rules is None or rules.code != notes.candidates[0].code or rules.score < CONFIDENT:
        return False
    return any(reason.startswith("点名") for reason in rules.reasons)


def _names_an_official(reading: Reading) -> bool:
    """Somebody in office acts in person: what they did may be conduct, told without its usual words (R01)."""
    return bool(rulebook.hits("actors", reading.text, reading.sentences))
