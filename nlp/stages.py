"""The judges, one after the other. Each reads what was noted before it and notes one thing; the pipeline calls them.

Rules speak first. What they found is a fact among others for the trained heads; on safety either suffices.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from nlp import fused, kinds, rulebook, urgency
from nlp.accused import accused
from nlp.elsewhere import elsewhere
from nlp.entities.extract import ruled, told
from nlp.entities.find import entity
from nlp.entities.numbers import cases
from nlp.invalid import invalid
from nlp.knowledge import Knowledge
from nlp.match import MENTIONED, mentioned, squashed
from nlp.reader.facts import facts
from nlp.reader.hollow import HOLLOW
from nlp.reading import Notes, Reading
from nlp.routing import Conduct, routed
from storage.vocabulary import Kind, Secrecy

Stage = Callable[[Notes, Knowledge], None]

QUOTED = re.compile("“([^”]+)”")
FEW_WORDS = 6  # beside a case number: 进度, 怎么样了


def note_validity(notes: Notes, knowledge: Knowledge) -> None:
    """Why the message opens no case, if so (R32). By rules alone: a complaint thrown away is the worst error."""
    reason = invalid(notes.reading.text)
    if reason is not None and not has_case_number(notes.reading.norm.text):
        notes.invalid, notes.kind, notes.kind_reason = reason, Kind.INVALID, reason.value


def note_entities(notes: Notes, knowledge: Knowledge) -> None:
    """Amounts, days, phones, names: with offsets into the original."""
    norm = notes.reading.norm
    by_rule = ruled(norm.text, knowledge.names, notes.at)
    notes.ruled = frozenset(find.label for find in by_rule)
    found = told(norm.text, by_rule, notes.at, knowledge.tagged(norm.text, by_rule))
    notes.entities = tuple(entity(norm, find) for find in found)


def note_rules(notes: Notes, knowledge: Knowledge) -> None:
    """What catalogue and rules say of unit, conduct, other ways, kind and urgency, before any trained head is asked."""
    reading = notes.reading
    notes.evidence = knowledge.matcher.evidence(reading.text)
    notes.topical = squashed(dict(notes.evidence))
    corrupt = rulebook.hits("integrity", reading.text, reading.sentences)
    rough = rulebook.hits("conduct", reading.text, reading.sentences)
    blamed = accused(reading.text, reading.sentences, knowledge.names, (*corrupt, *rough))
    notes.conduct = Conduct.of(corrupt, rough, blamed, notes.topical)
    if notes.conduct.secrecy is not Secrecy.C:
        notes.elsewhere = elsewhere(reading.text, reading.sentences, notes.city)
    blames = notes.conduct.secrecy is not Secrecy.A
    notes.kind, notes.kind_reason = kinds.kind_of(reading.text, reading.sentences, blames=blames)
    notes.speed = _speed(notes, notes.conduct.secrecy)


def note_opinion(notes: Notes, knowledge: Knowledge) -> None:
    """What the trained heads say, the rules' findings among their facts."""
    if knowledge.reader is not None:
        notes.opinion = knowledge.reader.opinion(notes.reading.text, said(notes))


def note_class(notes: Notes, knowledge: Knowledge) -> None:
    """Class A, B or C by rules or heads, either suffices for the stricter (R01, R02)."""
    if notes.opinion is None or notes.conduct is None:
        return
    ruled = notes.conduct
    notes.conduct = fused.conduct(ruled, notes.opinion, notes.reading, knowledge.names)
    other = fused.doubted(ruled, notes.conduct, notes.opinion, notes.reading, knowledge.names)
    if other is not None:
        notes.otherwise = replace(notes, conduct=other, otherwise=None)
    for each in (notes, notes.otherwise):
        if each is not None and each.conduct is not None and each.conduct.secrecy is Secrecy.C:
            each.elsewhere = None


def note_kind(notes: Notes, knowledge: Knowledge) -> None:
    """What the message wants."""
    blames = notes.conduct is not None and notes.conduct.secrecy is not Secrecy.A
    if notes.opinion is not None:
        notes.kind, notes.kind_reason = fused.kind(notes.kind, notes.kind_reason, notes.opinion, blames=blames)
    if _asks_progress(notes.reading.norm.text):
        notes.kind, notes.kind_reason = Kind.INQUIRY, "写了工单号"


def note_urgency(notes: Notes, knowledge: Knowledge) -> None:
    """特急 by rules or heads; a class C matter is at least 紧急; danger to life by rules or heads."""
    secrecy = notes.conduct.secrecy if notes.conduct is not None else Secrecy.A
    notes.speed = _speed(notes, secrecy)
    if notes.opinion is not None:
        notes.speed = fused.speed(notes.speed, notes.opinion, settled=_settled(notes))


def note_department(notes: Notes, knowledge: Knowledge) -> None:
    """Candidates, best first, with reasons; conduct outranks the topic."""
    topical = notes.topical
    if notes.opinion is not None and fused.readable(notes.reading):
        opinion = fused.plainly(notes.opinion, notes.conduct)
        topical = tuple(
            replace(one, reasons=without_repeats(one.reasons))
            for one in opinion.candidates({code: found.words() for code, found in notes.evidence.items()})
        )
    if notes.conduct is not None:
        notes.candidates = routed(topical, notes.conduct, notes.reading.text, elsewhere=notes.elsewhere is not None)


def note_otherwise(notes: Notes, knowledge: Knowledge) -> None:
    """The last three judges once more, for the other class that the writer's answer may give it."""
    if notes.otherwise is not None:
        for stage in (note_kind, note_urgency, note_department):
            stage(notes.otherwise, knowledge)


def without_repeats(reasons: tuple[str, ...]) -> tuple[str, ...]:
    """Reasons in which each word is named once, and all words that were mentioned are named together."""
    kept = [reason for reason in reasons if not reason.startswith(MENTIONED)]
    words: list[str] = []
    for word in QUOTED.findall("".join(reason for reason in reasons if reason.startswith(MENTIONED))):
        if word not in HOLLOW and not any(word in other for other in (*kept, *words)):
            words.append(word)
    return (*kept, *([mentioned(words)] if words else []))


def said(notes: Notes) -> dict[str, float]:
    """What the rules found, as facts for the heads."""
    names = [f"k:{notes.kind.value}", *(f"n:{label.value}" for label in sorted(notes.ruled))]
    if notes.conduct is not None:
        names += [f"c:{notes.conduct.secrecy.value}", *(["accused"] if notes.conduct.accused else [])]
    if notes.speed is not None:
        names += [f"u:{notes.speed.urgency.value}", *(["life"] if notes.speed.life_danger else [])]
    if notes.elsewhere is not None:
        names.append(f"e:{notes.elsewhere[0].value}")
    evidence = {code: found.total() for code, found in notes.evidence.items()}
    return facts(notes.reading.text, notes.reading.sentences, evidence, names)


def has_case_number(text: str) -> bool:
    """Whether the text names a case of ours."""
    return next(cases(text), None) is not None


def _speed(notes: Notes, secrecy: Secrecy) -> urgency.Speed:
    reading = notes.reading
    return urgency.judge(reading.text, reading.sentences, secrecy, notes.at, settled=_settled(notes))


def _settled(notes: Notes) -> bool:
    """Nothing presses: another way has it, or it is advice or praise."""
    return notes.elsewhere is not None or notes.kind in {Kind.SUGGESTION, Kind.PRAISE}


def _asks_progress(text: str) -> bool:
    """A case number and next to nothing else asks how far the case is."""
    number = next(cases(text), None)
    return number is not None and sum(char.isalnum() for char in text) - (number.end - number.start) <= FEW_WORDS


def asked_number(text: str) -> str | None:
    """The case number in a message that names one (`QS-…`) and says next to nothing beside it."""
    norm = Reading.of(text).norm.text
    number = next(cases(norm), None)
    return str(number.value) if number is not None and "QS" in norm.upper() and _asks_progress(norm) else None


STAGES: tuple[tuple[str, Stage], ...] = (
    ("validity", note_validity),
    ("entities", note_entities),
    ("rules", note_rules),
    ("opinion", note_opinion),
    ("class", note_class),
    ("kind", note_kind),
    ("urgency", note_urgency),
    ("department", note_department),
    ("otherwise", note_otherwise),
)
# What a message that opens no case still goes through.
ALWAYS = frozenset({"validity"})
