"""A case without a database: the table decides, its effects move fields and timers, the history is the list of events.

The model does to fields and timers what each effect says, and nothing that no effect says: if the table forgot an effect, the
model's case is left without a timer or an owner, and the machine that drives it says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.rules import closing, projection
from bot.rules.lifecycle import Effect, Facts, Transition, decide
from storage.vocabulary import CloseKind, EventKind, ResultCode, Role, State
from storage.vocabulary import TimerKind as T

E = EventKind
LIMITS = {T.SIGN_DUE, T.CONTACT_DUE, T.REPLY_DUE, T.RESOLVE_DUE}
WITH_UNIT = {State.TO_SIGN, State.WORKING, State.ANSWERED}
AT_UNIT = {State.TO_SIGN, State.WORKING}
ASKS = {
    E.TRANSFER_ASKED: "transfer",
    E.EXTENSION_ASKED: "extension",
    E.HOLD_ASKED: "hold",
    E.COMPLEX_ASKED: "complex",
    E.PAUSED: "pause",
}
RULINGS = {E.TRANSFER_RULED, E.EXTENSION_RULED, E.HOLD_RULED, E.COMPLEX_RULED, E.RESUMED}
MET = {
    Effect.MEET_SIGN: (T.SIGN_DUE, "signed_at"),
    Effect.MEET_CONTACT: (T.CONTACT_DUE, "contacted_at"),
    Effect.MEET_REPLY: (T.REPLY_DUE, "replied_at"),
    Effect.MEET_RESOLVE: (T.RESOLVE_DUE, "answered_at"),
}
STARTED = {
    Effect.START_DRAFT: {T.DRAFT_FILE, T.DRAFT_NUDGE},
    Effect.START_TRIAGE: {T.TRIAGE_DUE},
    Effect.START_CLOCKS: LIMITS,
    Effect.NEW_ROUND: LIMITS,
    Effect.NEW_LIMIT: {T.RESOLVE_DUE},
    Effect.START_CONFIRM: {T.CONFIRM_END, T.CONFIRM_NUDGE},
    Effect.START_REVIEW: {T.HOLD_REVIEW},
    Effect.RECTIFY: {T.RECTIFY},
    Effect.START_ARCHIVE: {T.ARCHIVE, T.MASK},
}
ENDED_BY = {
    Effect.START_TRIAGE: {T.DRAFT_FILE, T.DRAFT_NUDGE},
    Effect.POST_CARD: {T.TRIAGE_DUE},
    Effect.NEW_ROUND: {T.CONFIRM_END, T.CONFIRM_NUDGE, T.ARCHIVE, T.MASK},
    Effect.START_CONFIRM: {*LIMITS, T.TRIAGE_DUE, T.HOLD_REVIEW, T.PAUSE_END},
    Effect.STOP_CLOCKS: set(T) - {T.CALLBACK, T.RECTIFY, T.ARCHIVE, T.MASK},
    Effect.MEET_RECTIFY: {T.RECTIFY},
}


@dataclass(frozen=True)
class Happened:
    """One event of the history."""

    kind: EventKind
    at: datetime
    data: dict[str, Any]


@dataclass
class Case:
    """The case as the row, the history and the timers have it."""

    row: dict[str, Any] = field(default_factory=projection.initial)
    history: list[Happened] = field(default_factory=list)
    timers: set[T] = field(default_factory=set)
    now: datetime = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)

    @property
    def fields(self) -> dict[str, Any]:
        """The row with enums and instants."""
        return projection.typed(self.row)

    @property
    def state(self) -> State:
        """Where the case is; a draft before its first event."""
        return State(self.row["state"] or State.DRAFT)

    def facts(self, given: dict[str, Any]) -> Facts:
        """What the row says, and what the actor brings along."""
        row = self.fields
        known = {name: row[name] for name in ("secrecy", "transfers", "extensions", "reopens", "close_kind", "held")}
        pending = (row["pending"] or {}).get("what")
        return Facts(**{**given, **known, "pending": pending, "merged": row["merged_into"] is not None})

    def attempt(self, event: EventKind, role: Role, given: dict[str, Any]) -> bool:
        """Let it happen if the table allows it; False, and nothing changed, if not."""
        facts = self.facts(given)
        step = decide(self.state, event, role, facts)
        if not isinstance(step, Transition):
            return False
        self.now += timedelta(minutes=1)
        changes = self._changes(step, facts)
        self.history.append(Happened(event, self.now, {"set": projection.check(changes)}))
        self.row = projection.apply(self.row, event, self.now, {"set": changes})
        self._move_timers(step)
        return True

    def _changes(self, step: Transition, facts: Facts) -> dict[str, Any]:
        changes: dict[str, Any] = {"state": step.next}
        changes |= {name: self.now for effect, (_, name) in MET.items() if effect in step.effects}
        changes |= self._owner(step) | self._pending(step, facts) | self._counts(step, facts)
        if step.event is E.SIGNED:  # a late signature is a signature, though it meets no limit
            changes["signed_at"] = self.now
        if step.next not in AT_UNIT:
            changes["held"] = False
        return changes

    def _owner(self, step: Transition) -> dict[str, Any]:
        if step.event is E.DISPATCHED:
            return {"unit": "GSGS", "owner_id": 1, "backup_id": 2, "dispatched_at": self.now}
        if step.event is E.REASSIGNED:
            return {"owner_id": self.row["backup_id"], "backup_id": self.row["owner_id"]}
        if step.next is State.TO_DISPATCH:
            return {"unit": None, "owner_id": None, "backup_id": None}
        if step.event is E.ANSWERED and self.row["owner_id"] is None:  # a child has the owner of the case above it
            return {"unit": "GSGS", "owner_id": 1, "backup_id": 2}
        return {}

    def _pending(self, step: Transition, facts: Facts) -> dict[str, Any]:
        if step.event in ASKS:
            return {"pending": {"what": ASKS[step.event]}}
        if step.event in RULINGS:
            return {"pending": None, "held": facts.held or (step.event is E.HOLD_RULED and facts.agreed)}
        if step.event is E.HOLD_ENDED:
            return {"held": False}
        return {"pending": None} if Effect.DROP_PENDING in step.effects else {}

    def _counts(self, step: Transition, facts: Facts) -> dict[str, Any]:
        row = self.row
        if step.event is E.REOPENED:
            fresh = dict.fromkeys(("signed_at", "contacted_at", "replied_at", "answered_at", "closed_at", "close_kind"))
            return {**fresh, "round": row["round"] + 1, "reopens": row["reopens"] + 1}
        if step.event is E.TRANSFER_RULED and facts.agreed:
            return {"transfers": row["transfers"] + 1}
        if step.event is E.EXTENSION_RULED and facts.agreed:
            return {"extensions": row["extensions"] + 1}
        if step.event in {E.MERGED, E.UNMERGED}:
            return {"merged_into": 7 if step.event is E.MERGED else None}
        if step.event is E.RATED:
            return {"rating": facts.rating}
        return self._ending(step, facts)

    def _ending(self, step: Transition, facts: Facts) -> dict[str, Any]:
        if step.event is E.ANSWERED:
            return {"result": facts.result}
        if step.next is not State.CLOSED or not step.moves:
            return {}
        if step.event is E.CONFIRMED:
            return {"close_kind": CloseKind.SOLVED, "closed_at": self.now}
        by_office = closing.by_office(Role.OFFICE, facts.reopens, facts.result)
        silent = closing.of_silence() if step.roles == {Role.CLOCK} else by_office
        return {"close_kind": silent.close_kind, "closed_at": self.now}

    def _move_timers(self, step: Transition) -> None:
        for effect in step.effects:
            self.timers -= ENDED_BY.get(effect, set()) | ({MET[effect][0]} if effect in MET else set())
        for effect in step.effects:
            self.timers |= STARTED.get(effect, set())
        if step.event is E.SIGNED:
            self.timers.discard(T.SIGN_DUE)
        if step.event is E.ARCHIVED:
            self.timers.discard(T.ARCHIVE)
        self._stand_still(step)

    def _stand_still(self, step: Transition) -> None:
        """Limits stand still during a pause or a hold, and run again after whatever ended it."""
        paused = (self.row["pending"] or {}).get("what") == "pause"
        if Effect.PAUSE_CLOCKS in step.effects:
            self.timers -= LIMITS
            self.timers |= {T.PAUSE_END} if paused else set()
        gone = {T.PAUSE_END} - ({T.PAUSE_END} if paused else set())
        gone |= {T.HOLD_REVIEW} - ({T.HOLD_REVIEW} if self.row["held"] else set())
        if gone & self.timers and self.state in AT_UNIT:
            self.timers |= LIMITS
        self.timers -= gone


RESULTS = (None, *ResultCode)
