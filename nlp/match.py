"""Which unit is competent: words of the catalogue, cue words, names and traps, added up and squashed to
0..1."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nlp.catalogue import Catalogue
from nlp.cues import STRONG, Cues, traps
from nlp.entities.units import UnitNames
from nlp.lexicon import Lexicon, Overlap
from nlp.segment import Segmenter
from nlp.values import Candidate

MENTIONED = "提到"  # how a reason begins that names words of the text
WORDS = 0.22  # weight of shared words, against 3 for a strong cue
NEAREST = 4.0  # weight of the nearest topic, if it is covered whole
NAMED = 2.5  # the unit is named
FADE = 0.6  # each further cue of a unit counts less
HEAT = 1.2  # softness of the comparison among units
ENOUGH = 1.5  # evidence at which strength is 63 %; one strong cue gives 86 %
FEW = 6  # candidates returned
LEAST = 0.02  # a smaller score is no candidate


@dataclass(slots=True)
class Evidence:
    """What speaks for one unit."""

    score: float = 0.0
    cues: list[tuple[float, str]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    def total(self) -> float:
        """Score with cues fading, the strongest first."""
        strongest = sorted((weight for weight, _ in self.cues), reverse=True)
        return self.score + sum(weight * FADE**place for place, weight in enumerate(strongest))

    def words(self) -> tuple[str, ...]:
        """Reasons that a person can check in the text, the strongest first."""
        said = [word for _, word in sorted(self.cues, key=lambda cue: -cue[0])][:3]
        return (*self.reasons, *([mentioned(said)] if said else []))


def mentioned(words: Sequence[str]) -> str:
    """The reason that words of the text give."""
    return MENTIONED + "、".join(f"“{word}”" for word in words)


class Matcher:
    """Ranks the units of a catalogue for a text."""

    def __init__(self, catalogue: Catalogue, segmenter: Segmenter, names: UnitNames) -> None:
        self._catalogue = catalogue
        self._lexicon = Lexicon(catalogue, segmenter)
        self.cues = Cues(catalogue)
        self._names = names

    def evidence(self, text: str) -> dict[str, Evidence]:
        """What speaks for and against each unit in a compact text."""
        found: dict[str, Evidence] = {}
        self._add_traps(text, found)
        self._add_names(text, found)
        self._add_cues(text, found)
        self._add_overlaps(text, found)
        return found

    def _add_traps(self, text: str, found: dict[str, Evidence]) -> None:
        for trap in traps():
            if trap.holds(text):
                for code in self._known(trap.to):
                    evidence = found.setdefault(code, Evidence())
                    evidence.score += trap.gain
                    evidence.reasons.append(trap.why)
                for code in self._known(trap.not_):
                    found.setdefault(code, Evidence()).score -= trap.gain

    def _add_names(self, text: str, found: dict[str, Evidence]) -> None:
        for code, name in dict((find.value, text[find.start : find.end]) for find in self._names(text)).items():
            evidence = found.setdefault(str(code), Evidence())
            evidence.score += NAMED
            evidence.reasons.append(f"点名“{name}”")

    def _add_cues(self, text: str, found: dict[str, Evidence]) -> None:
        for cue in self.cues.found(text):
            share = 1.0 if len(cue.units) == 1 else 0.8
            for code, weight in cue.units:
                found.setdefault(code, Evidence()).cues.append((weight * share, cue.word))

    def _add_overlaps(self, text: str, found: dict[str, Evidence]) -> None:
        for code, overlap in self._lexicon.overlaps(text).items():
            evidence = found.setdefault(code, Evidence())
            evidence.score += min(WORDS * overlap.words, STRONG) + NEAREST * overlap.nearest**2
            if overlap.nearest >= 0.5:
                evidence.reasons.append(_near(overlap))

    def _known(self, codes: Iterable[str]) -> list[str]:
        units = (self._catalogue.get(code) for code in codes)
        return [unit.code for unit in units if unit is not None]


def squashed(found: dict[str, Evidence]) -> tuple[Candidate, ...]:
    """Evidence as scores: each unit's share (softmax) times how much evidence there is at all (1 -
    e^(-x/1.5))."""
    totals = {code: total for code, evidence in found.items() if (total := evidence.total()) > 0}
    if not totals:
        return ()
    most = max(totals.values())
    shares = {code: math.exp((total - most) / HEAT) for code, total in totals.items()}
    whole = sum(shares.values())
    scores = {code: shares[code] / whole * (1 - math.exp(-total / ENOUGH)) for code, total in totals.items()}
    best = sorted(scores, key=lambda code: (-scores[code], code))[:FEW]
    return tuple(Candidate(code, round(scores[code], 4), found[code].words()) for code in best if scores[code] >= LEAST)


def _near(overlap: Overlap) -> str:
    return f"与常见诉求“{overlap.topic}”相近"
