"""Rules and trained heads together. On safety either suffices; elsewhere the heads decide, having heard the rules.

Class C that the heads are not sure of is a suspicion: its writer is asked by one tap before it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nlp.accused import accused
from nlp.entities.units import UnitNames
from nlp.reader.reader import Opinion
from nlp.reading import Reading
from nlp.routing import ORDINARY, SEALED, Conduct
from nlp.rulebook import Hit, group
from nlp.urgency import Speed
from storage.vocabulary import Kind, Secrecy, Urgency

CORRUPT, ROUGH = "像在反映索要好处、报复或泄密", "像在反映办事人员的做法"
FEW, SURE = 12, 0.5  # letters below which the heads must be this sure of class C
LEAST = 3  # letters from which on they name a unit
# Used where the model names none; the shipped one carries its own, measured on held-out themes (nlp/reader/train.py).
DEFAULTS: Mapping[str, float] = {
    "class_c": 0.5,
    "doubt_c": 0.5,
    "sure_c": 0.5,
    "class_b": 0.5,
    "critical": 0.5,
    "urgent": 0.5,
}


def limit(opinion: Opinion, name: str) -> float:
    """A threshold of the model."""
    return float(opinion.reader.model.about.get("limits", {}).get(name, DEFAULTS[name]))


def conduct(ruled: Conduct, opinion: Opinion, reading: Reading, names: UnitNames) -> Conduct:
    """The class: the rules', or a stricter one that the heads are sure enough of."""
    unsure = opinion.classes[Secrecy.C] < limit(opinion, "sure_c")
    if ruled.secrecy is Secrecy.C:
        return replace(ruled, suspected=unsure)
    if _seems(opinion, reading, "class_c"):
        return replace(_corrupt(ruled, reading, names), suspected=unsure)
    if ruled.secrecy is Secrecy.A and opinion.classes[Secrecy.B] >= limit(opinion, "class_b"):
        return replace(ruled, secrecy=Secrecy.B, reason=ROUGH, accused=_blamed(ruled, reading, names))
    return ruled


def doubted(ruled: Conduct, judged: Conduct, opinion: Opinion, reading: Reading, names: UnitNames) -> Conduct | None:
    """The other class that the writer's answer may give it: none for a suspicion that is denied, C for a lesser sign that
    is confirmed. None if there is nothing to ask."""
    if judged.suspected:
        return _denied(ruled, opinion, reading, names)
    if judged.secrecy is not Secrecy.C and _seems(opinion, reading, "doubt_c"):
        return _corrupt(judged, reading, names)
    return None


def readable(reading: Reading) -> bool:
    """Whether there is enough Chinese for the heads to guess a unit from: of other scripts they know next to nothing."""
    return _letters(reading) >= LEAST or len(reading.text) < FEW


def _letters(reading: Reading) -> int:
    return sum("一" <= char <= "鿿" for char in reading.text)


def _seems(opinion: Opinion, reading: Reading, name: str) -> bool:
    """Whether the heads see class C from this limit on. A handful of letters tells of no bribe, unless they are sure."""
    least = limit(opinion, name) if _letters(reading) >= FEW else max(SURE, limit(opinion, name))
    return opinion.classes[Secrecy.C] >= least and not _asks(opinion)


def _corrupt(ruled: Conduct, reading: Reading, names: UnitNames) -> Conduct:
    return replace(ruled, secrecy=Secrecy.C, reason=CORRUPT, accused=_blamed(ruled, reading, names))


def _denied(ruled: Conduct, opinion: Opinion, reading: Reading, names: UnitNames) -> Conduct:
    """The class if the writer says that no bribe, revenge or leak is meant: B if it is about how somebody behaved, else A."""
    if ruled.secrecy is Secrecy.B:
        return ruled
    honest = 1.0 - opinion.classes[Secrecy.C]
    if opinion.classes[Secrecy.B] < limit(opinion, "class_b") * honest:
        return ORDINARY
    return replace(ORDINARY, secrecy=Secrecy.B, reason=ROUGH, accused=_blamed(ruled, reading, names))


def kind(ruled: Kind, reason: str, opinion: Opinion, *, blames: bool) -> tuple[Kind, str]:
    """The kind that is likeliest; conduct is complained of; a meeting asked for by name, and thanks that are none, the
    rules know better."""
    if ruled is Kind.MEETING or any(name.startswith("r:irony") for name in opinion.row.facts):
        return ruled, reason
    if blames:
        return (ruled, reason) if ruled is Kind.COMPLAINT else (Kind.COMPLAINT, "反映有关人员的行为")
    shares = {label: share for label, share in opinion.kinds.items() if label != Kind.INVALID.value}
    best = Kind(max(shares, key=lambda label: shares[label]))
    return (best, reason) if best is ruled else (best, f"说法像{best.value}")


def speed(ruled: Speed, opinion: Opinion, *, settled: bool) -> Speed:
    """The urgency: the rules', or a faster one that the heads are sure enough of."""
    if ruled.urgency is Urgency.CRITICAL or settled:
        return ruled
    if opinion.urgencies[Urgency.CRITICAL] >= limit(opinion, "critical"):
        return Speed(Urgency.CRITICAL, "像是正在发生或马上要发生的损失")
    if opinion.urgencies[Urgency.URGENT] >= limit(opinion, "urgent") and ruled.urgency is Urgency.NORMAL:
        return Speed(Urgency.URGENT, "像是已经影响经营或有硬期限")
    return ruled


def plainly(opinion: Opinion, judged: Conduct | None) -> Opinion:
    """An ordinary matter is for the sealed contact no more likely than it is corruption."""
    likeliest = max(opinion.departments, key=lambda code: opinion.departments[code], default="")
    if judged is None or judged.secrecy is not Secrecy.A or likeliest != SEALED:
        return opinion
    share = min(opinion.departments[SEALED], opinion.classes[Secrecy.C])
    others = {**opinion.departments, SEALED: share}
    best = max(others.values())
    return replace(opinion, departments=others, sure=min(opinion.sure, best))


def _asks(opinion: Opinion) -> bool:
    """A question, a proposal or thanks: whoever reports corruption complains."""
    return sum(opinion.kinds[kind] for kind in (Kind.INQUIRY, Kind.SUGGESTION, Kind.PRAISE)) > 0.5


def _blamed(ruled: Conduct, reading: Reading, names: UnitNames) -> tuple[str, ...]:
    """Whom the text accuses where no rule found the conduct: any unit named that is not asked for help."""
    everything = Hit(group("conduct")[0], 0, len(reading.text), "")
    return ruled.accused or accused(reading.text, reading.sentences, names, (everything,))
