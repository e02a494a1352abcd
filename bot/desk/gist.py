"""What the bot has understood of a case so far: kept as sealed content, merged with every addition."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.desk.work import Work
from bot.rules import routing
from bot.rules.routing import Route
from nlp.routing import SEALED
from nlp.values import Candidate, Label, Understanding
from storage.tables import CaseFile
from storage.vocabulary import Kind, Secrecy, Urgency

URGENCIES = [Urgency.NORMAL, Urgency.URGENT, Urgency.CRITICAL]
SHORT, SUMMARY = 16, 40  # characters: of a line that says little; of a summary
LIKELY, UNLIKELY = 0.25, 0.08  # a unit counts from a quarter of the first one's probability on, never below the second
FAIRLY_SURE = 0.6
CLASSES = [Secrecy.A, Secrecy.B, Secrecy.C]


@dataclass(frozen=True, slots=True)
class Gist:
    """The reading of all words of a draft. `units` are (code, reason) pairs, best first."""

    summary: str = ""
    kind: Kind = Kind.HELP
    urgency: Urgency = Urgency.NORMAL
    urgency_reason: str = ""
    secrecy: Secrecy = Secrecy.A
    units: tuple[tuple[str, str], ...] = ()
    confident: bool = False
    accused: tuple[str, ...] = ()
    elsewhere: str = ""
    missing: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()  # questions that were put once already
    enterprise: str = ""
    firms: tuple[str, ...] = ()  # every firm's name in the words: hidden where the unit may not know who speaks
    amount: float | None = None
    chosen: str = ""  # unit that the enterprise picked itself
    doubt: str = ""  # why a clerk should look before a unit does
    why: str = ""  # shown to the unit: why this came to you
    life_danger: bool = False
    strength: float = 0.0  # how likely the first unit is

    @property
    def best(self) -> str:
        """The unit to send to, if there is any candidate."""
        return self.chosen or (self.units[0][0] if self.units else "")

    @property
    def question(self) -> str:
        """The next thing worth asking; empty if nothing is missing or all was asked."""
        return next((item for item in self.missing if item not in self.asked), "")


EMPTY = Gist()


def gist_of(understood: Understanding | None, *, doubt: str = "") -> Gist:
    """The reading of one message. Files without words give an empty one."""
    if understood is None:
        return replace(EMPTY, doubt=doubt)
    least = LIKELY * understood.candidates[0].score if understood.candidates else 0.0
    likely = [c for n, c in enumerate(understood.candidates[:6]) if n == 0 or _worth_naming(c, understood, least)]
    units = tuple((c.code, "、".join(c.reasons[:3])) for c in likely)
    return Gist(
        summary=understood.summary,
        kind=understood.kind,
        urgency=understood.urgency,
        urgency_reason=understood.urgency_reason,
        secrecy=understood.secrecy,
        units=units,
        confident=understood.confident,
        accused=understood.accused,
        elsewhere=understood.elsewhere.value if understood.elsewhere else "",
        missing=tuple(item.value for item in understood.missing),
        enterprise=_first(understood, Label.ENTERPRISE, raw=True),
        firms=tuple(dict.fromkeys(e.text for e in understood.entities if e.label is Label.ENTERPRISE)),
        amount=_first(understood, Label.AMOUNT),
        doubt=doubt,
        why=units[0][1] if units else "",
        life_danger=understood.life_danger,
        strength=understood.candidates[0].score if understood.candidates else 0.0,
    )


def _worth_naming(candidate: Candidate, understood: Understanding, least: float) -> bool:
    """A runner-up that is likely enough and has a reason that a person can check; the sealed contact is nobody's guess."""
    if candidate.score < max(least, UNLIKELY) or not candidate.reasons:
        return False
    return candidate.code != SEALED or understood.secrecy is Secrecy.C


def merge(old: Gist, new: Gist) -> Gist:
    """Both readings together: the stricter class, the higher urgency, the more certain unit; what one has, the other keeps."""
    firmer = new.confident if new.confident is not old.confident else not old.confident and new.strength > old.strength
    surer = new if firmer or not old.units else old
    return replace(
        old,
        summary=_both(old.summary, new.summary),
        kind=new.kind if old.kind is Kind.INVALID else old.kind,
        urgency=max(old.urgency, new.urgency, key=URGENCIES.index),
        urgency_reason=max((old, new), key=lambda g: URGENCIES.index(g.urgency)).urgency_reason,
        secrecy=max(old.secrecy, new.secrecy, key=CLASSES.index),
        units=surer.units or old.units or new.units,
        confident=surer.confident,
        accused=tuple(dict.fromkeys((*old.accused, *new.accused))),
        elsewhere=old.elsewhere or new.elsewhere,
        missing=tuple(item for item in old.missing if item in new.missing) if new.summary else old.missing,
        enterprise=old.enterprise or new.enterprise,
        firms=tuple(dict.fromkeys((*old.firms, *new.firms))),
        amount=old.amount if old.amount is not None else new.amount,
        doubt=old.doubt or new.doubt or _two_matters(old, new),
        why=surer.why,
        life_danger=old.life_danger or new.life_danger,
        strength=surer.strength,
    )


def _two_matters(old: Gist, new: Gist) -> str:
    """Why a clerk should look: both readings are fairly sure, each of a unit that the other does not know."""
    if old.chosen or min(old.strength, new.strength) < FAIRLY_SURE:
        return ""
    mine, yours = {code for code, _ in old.units}, {code for code, _ in new.units}
    return (
        "" if old.best in yours or new.best in mine or not (old.best and new.best) else "前后像是两件事，请看要不要分件"
    )


def _both(old: str, new: str) -> str:
    """A first line that says little is read together with what follows."""
    if not old or not new or len(old) > SHORT:
        return old or new
    return f"{old}；{new}"[:SUMMARY]


def rewrite(old: Gist, new: Gist) -> Gist:
    """The reading after an edit: the new wording leads, but what the person chose, and was asked, stays."""
    return replace(merge(new, old), asked=old.asked, chosen=old.chosen, doubt=old.doubt or new.doubt)


def receiver(gist: Gist, case: CaseFile) -> Route:
    """Where the case goes, the same for the card that announces it and for the dispatch that does it.

    The person's own choice counts where it was theirs to choose (R02b); never an accused unit (R01).
    """
    accused = tuple(case.accused)
    if gist.chosen and routing.choosable_units((gist.chosen,), accused, case.secrecy):
        return Route(routing.To.UNIT, gist.chosen, "企业选定")
    return routing.receiving_units(case.secrecy, tuple(code for code, _why in gist.units), accused)


def load(work: Work, case: CaseFile) -> Gist:
    """The gist kept with a case that is not sealed."""
    raw = work.text(case.summary_id) if case.summary_id else None
    return from_json(raw) if raw else EMPTY


def save(work: Work, case: CaseFile, gist: Gist) -> None:
    """Keep the gist under the case's key."""
    case.summary_id = work.office.vault.put(work.session, case.key_id, asdict(gist))
    work.session.flush()


def from_json(raw: dict[str, Any]) -> Gist:
    """The gist that `save` wrote."""
    lists = {name: tuple(raw.get(name, ())) for name in ("accused", "missing", "asked", "firms")}
    units = tuple((code, why) for code, why in raw["units"])
    words = {
        "kind": Kind(raw["kind"]),
        "urgency": Urgency(raw["urgency"]),
        "secrecy": Secrecy(raw["secrecy"]),
    }
    return Gist(**{**raw, **lists, "units": units, **words})


def _first(understood: Understanding, label: Label, *, raw: bool = False) -> Any:
    named = (entity for entity in understood.entities if entity.label is label)
    found = next((entity for entity in named if raw or entity.value is not None), None)
    if found is None:
        return "" if raw else None
    return found.text if raw else found.value
