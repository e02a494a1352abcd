"""What of one case's history counts in the league: who had it when, and what became certain at which instant.

The walk knows nothing of quarters or points. Every instant is the one at which the event was recorded. A limit's outcome is
certain once: with the act or with the breach, whichever comes first, for the unit that had the case then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from storage.vocabulary import CloseKind, Kind, Role, Secrecy, Stage
from storage.vocabulary import EventKind as E

SATISFIED_FROM = 3  # stars: 5 很满意, 4 满意, 3 基本满意
ASKS = (E.EXTENSION_ASKED, E.COMPLEX_ASKED, E.HOLD_ASKED)
LEGACY_MARK = "legacy"  # 历史遗留: as the event of the mark names it (A56)
RULINGS = (E.EXTENSION_RULED, E.COMPLEX_RULED, E.HOLD_RULED)


class Happened(NamedTuple):
    """One event as the walk needs it; `at` is aware."""

    kind: E
    at: datetime
    role: Role
    data: dict[str, Any]


class What(StrEnum):
    """Something that became certain."""

    SIGN = "签收"  # good: before its limit
    CONTACT = "首联"  # good: before its limit
    RESOLVE = "办结"  # good: closed before any breach; a reopened round is not good
    CLOSE = "结案"
    RATE = "评价"  # good: satisfied
    RETURN = "无理由退单"  # a transfer that was asked for and refused
    LATE_SIGN = "超时签收"  # signed by the clock


@dataclass(frozen=True, slots=True)
class Fact:
    """One of them."""

    what: What
    at: datetime
    good: bool = True
    kind: CloseKind | None = None  # of a closing


@dataclass(slots=True)
class Tenure:
    """One unit's time with the case, from dispatch to leaving."""

    unit: str
    section: str
    facts: list[Fact] = field(default_factory=list)
    reopened: bool = False
    returned: bool = False
    wrong_at: datetime | None = None  # taken from it by a ruling: it was never its task (R30)


@dataclass(slots=True)
class Life:
    """A case up to some instant."""

    secrecy: Secrecy = Secrecy.A
    accused: tuple[str, ...] = ()
    kind: Kind | None = None
    held: bool = False
    legacy: bool = False  # 历史遗留: who has it now does not answer for its past
    merged: bool = False
    closed: bool = False
    tenures: list[Tenure] = field(default_factory=list)


def walk(events: Iterable[Happened]) -> Life:
    """The life that these events, oldest first, tell."""
    walker = _Walker()
    for event in events:
        walker.step(event)
    return walker.life


class _Walker:
    """Where the walk stands: the unit that has the case, and which limits of the round are still uncertain."""

    def __init__(self) -> None:
        self.life = Life()
        self._here: Tenure | None = None
        self._certain: set[What] = set()  # of this round
        self._waits = False  # a request for more time is before the office
        self._doubtful = False  # the limit passed while it was

    def step(self, event: Happened) -> None:
        changes = event.data.get("set") or {}
        self._attributes(changes)
        if event.kind is E.MARKED and event.data.get("mark") == LEGACY_MARK:
            self.life.legacy = bool(event.data["on"])
        if event.kind in RULINGS:
            self._ruled(event, changes)
        elif event.kind is E.TRANSFER_RULED:
            self._returned(event)
        self._acts(event, changes)
        if "unit" in changes:
            self._moves(event, changes)
        elif self._here is not None and changes.get("section"):
            self._here.section = changes["section"]

    def _attributes(self, changes: dict[str, Any]) -> None:
        life = self.life
        if "secrecy" in changes:
            life.secrecy = Secrecy(changes["secrecy"])
        if "accused" in changes:
            life.accused = tuple(changes["accused"])
        if changes.get("kind"):
            life.kind = Kind(changes["kind"])
        life.held = bool(changes.get("held", life.held))
        life.merged = changes["merged_into"] is not None if "merged_into" in changes else life.merged

    def _moves(self, event: Happened, changes: dict[str, Any]) -> None:
        unit = changes["unit"]
        if self._here is not None and self._here.unit == unit:
            self._here.section = changes.get("section") or self._here.section
            return
        if self._here is not None and event.kind is E.TRANSFER_RULED:
            self._here.wrong_at = event.at
        self._late(event.at)
        self._here = Tenure(unit, changes.get("section") or "") if unit else None
        if self._here is not None:
            self.life.tenures.append(self._here)

    def _acts(self, event: Happened, changes: dict[str, Any]) -> None:
        match event.kind:
            case E.SIGNED:
                self._certainly(What.SIGN, event.at, event.role is not Role.CLOCK)
                if event.role is Role.CLOCK:
                    self._add(Fact(What.LATE_SIGN, event.at))
            case E.CONTACTED if event.data.get("reached", True):
                self._certainly(What.CONTACT, event.at)
            case E.ANSWERED:
                self._late(event.at)
                self._certainly(What.SIGN, event.at)
                self._certainly(What.CONTACT, event.at)
            case E.BREACHED:
                self._breached(event)
            case E.CONFIRMED | E.CLOSED:
                kind = changes.get("close_kind")
                self._closed(event.at, CloseKind(kind) if kind else None)
            case E.REOPENED:
                self._reopened(event.at)
            case E.WITHDRAWN:
                self._late(event.at)
            case E.RATED if changes.get("rating"):
                self._add(Fact(What.RATE, event.at, changes["rating"] >= SATISFIED_FROM))
        if event.kind in ASKS:
            self._waits = True

    def _breached(self, event: Happened) -> None:
        stage = event.data.get("stage")
        if stage == Stage.SIGN.value:
            self._certainly(What.SIGN, event.at, False)
        elif stage == Stage.FIRST_CONTACT.value:
            self._certainly(What.CONTACT, event.at, False)
        elif stage == Stage.RESOLVE.value and self._waits:
            self._doubtful = True
        elif stage == Stage.RESOLVE.value:
            self._certainly(What.RESOLVE, event.at, False)

    def _ruled(self, event: Happened, changes: dict[str, Any]) -> None:
        """More time was granted: what passed while the request waited was no breach of the unit's."""
        if event.data.get("agreed") or changes.get("held"):
            self._waits = self._doubtful = False
        self._late(event.at)

    def _late(self, at: datetime) -> None:
        """The request is settled without a grant: a limit that passed meanwhile was missed."""
        if self._doubtful:
            self._certainly(What.RESOLVE, at, False)
        self._waits = self._doubtful = False

    def _returned(self, event: Happened) -> None:
        if not event.data.get("agreed") and self._here is not None:
            self._here.returned = True
            self._add(Fact(What.RETURN, event.at))

    def _closed(self, at: datetime, kind: CloseKind | None) -> None:
        self._late(at)
        self._certainly(What.RESOLVE, at)
        self._add(Fact(What.CLOSE, at, kind=kind))
        self.life.closed = True

    def _reopened(self, at: datetime) -> None:
        self._late(at)
        self._certainly(What.RESOLVE, at, False)
        self._certain = {What.SIGN}  # a reopened case was signed for long ago
        self.life.closed = False
        if self._here is not None:
            self._here.reopened = True

    def _certainly(self, what: What, at: datetime, good: bool = True) -> None:
        if what not in self._certain:
            self._certain.add(what)
            self._add(Fact(what, at, good))

    def _add(self, fact: Fact) -> None:
        if self._here is not None:
            self._here.facts.append(fact)
