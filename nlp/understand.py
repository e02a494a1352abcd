"""The one entry: a text in, its understanding out. No case, no chat, no clock of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from nlp import kinds, missing, rulebook, urgency
from nlp.accused import accused
from nlp.catalogue import Catalogue
from nlp.elsewhere import elsewhere
from nlp.entities.extract import entities
from nlp.entities.numbers import cases
from nlp.entities.units import UnitNames
from nlp.invalid import invalid
from nlp.match import Matcher
from nlp.normal import Normal, normal
from nlp.routing import Conduct, routed
from nlp.segment import Segmenter
from nlp.sentences import Sentence, sentences
from nlp.summary import summary
from nlp.values import Candidate, Elsewhere, Invalid, Understanding
from storage.vocabulary import Kind, Secrecy, Urgency

FEW_WORDS = 6  # beside a case number: 进度, 怎么样了
MOST = 4000  # characters that are read for meaning: Telegram's longest message; entities are found in all of it
CONFIDENT = 0.8  # conservative: measured in tests/nlp; a clerk looks at the rest


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


class Understander:
    """Understands texts against one catalogue. Cheap to make; `warm()` loads the dictionary, else the
    first use does."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._names = UnitNames.of(catalogue)
        self._segmenter = Segmenter(_user_words(catalogue))
        self._matcher: Matcher | None = None

    def warm(self) -> None:
        """Load the dictionary and index the catalogue. Safe from any thread; doing it twice costs nothing."""
        self._segmenter.warm()
        self._ranks()

    def understand(self, text: str, *, at: datetime | None = None, city: str | None = None) -> Understanding:
        """Read one text. Never raises on any text. `at` dates the days in it, `city` is the city's own
        name."""
        reading = Reading.of(text)
        reason = invalid(reading.text)
        if reason is not None and not _has_case_number(reading.norm.text):
            return _nothing(text, reason)
        return self._read(text, reading, at, city)

    def _read(self, text: str, reading: Reading, at: datetime | None, city: str | None) -> Understanding:
        found = entities(reading.norm, self._names, at)
        topical = self._ranks().rank(reading.text)
        conduct = self._conduct(reading, topical)
        other = elsewhere(reading.text, reading.sentences, city) if conduct.secrecy is not Secrecy.C else None
        kind, kind_reason = kinds.kind_of(reading.text, reading.sentences, blames=conduct.secrecy is not Secrecy.A)
        kind, kind_reason = _asks_progress(reading.text, kind, kind_reason)
        calm = other is not None or kind in {Kind.SUGGESTION, Kind.PRAISE}
        speed = urgency.judge(reading.text, reading.sentences, conduct.secrecy, at, settled=calm)
        candidates = routed(topical, conduct, reading.text, elsewhere=other is not None)
        return Understanding(
            kind=kind,
            kind_reason=kind_reason,
            urgency=speed.urgency,
            urgency_reason=speed.reason,
            life_danger=speed.life_danger,
            secrecy=conduct.secrecy,
            secrecy_reason=conduct.reason,
            candidates=candidates,
            confident=self._confident(candidates, conduct, other) and not _names_an_official(reading),
            entities=found,
            accused=conduct.accused,
            missing=missing.missing(reading.text, kind, found, known_unit=bool(topical)),
            summary=conduct.reason if conduct.secrecy is Secrecy.C else summary(text, self._ranks().cues),
            invalid=None,
            elsewhere=other[0] if other else None,
            forced_withdrawal=conduct.forced_withdrawal,
        )

    def _conduct(self, reading: Reading, topical: tuple[Candidate, ...]) -> Conduct:
        """Class and accused: C outranks B; a utility's or a bank's selling habits are its regulator's
        business."""
        corrupt = rulebook.hits("integrity", reading.text, reading.sentences)
        rough = rulebook.hits("conduct", reading.text, reading.sentences)
        blamed = accused(reading.text, reading.sentences, self._names, (*corrupt, *rough))
        return Conduct.of(corrupt, rough, blamed, topical)

    def _confident(
        self, candidates: tuple[Candidate, ...], conduct: Conduct, other: tuple[Elsewhere, str] | None
    ) -> bool:
        if not candidates or conduct.secrecy is not Secrecy.A or other is not None:
            return False
        unit = self._catalogue.get(candidates[0].code)
        return unit is not None and not unit.sealed and candidates[0].score >= CONFIDENT

    def _ranks(self) -> Matcher:
        if self._matcher is None:
            self._matcher = Matcher(self._catalogue, self._segmenter, self._names)
        return self._matcher


def _names_an_official(reading: Reading) -> bool:
    """Somebody in office acts in person: what they did may be conduct, told without its usual words (R01)."""
    return bool(rulebook.hits("actors", reading.text, reading.sentences))


def _has_case_number(text: str) -> bool:
    return next(cases(text), None) is not None


def _asks_progress(text: str, kind: Kind, why: str) -> tuple[Kind, str]:
    """A case number and next to nothing else asks how far the case is."""
    number = next(cases(text), None)
    if number is None or sum(char.isalnum() for char in text) - (number.end - number.start) > FEW_WORDS:
        return kind, why
    return Kind.INQUIRY, "写了工单号"


def _nothing(text: str, reason: Invalid) -> Understanding:
    return Understanding(
        kind=Kind.INVALID,
        kind_reason=reason.value,
        urgency=Urgency.NORMAL,
        urgency_reason="没有紧迫情形",
        life_danger=False,
        secrecy=Secrecy.A,
        secrecy_reason="",
        candidates=(),
        confident=False,
        entities=(),
        accused=(),
        missing=(),
        summary=summary(text),
        invalid=reason,
        elsewhere=None,
        forced_withdrawal=False,
    )


def _user_words(catalogue: Catalogue) -> Iterator[str]:
    for unit in catalogue.units:
        yield from (name for name in unit.names if 2 <= len(name) <= 8)
