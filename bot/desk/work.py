"""What every use case works with: one transaction, one instant, and the office it works for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlmodel import Session, col, select

from bot.city.pack import CityPack
from bot.desk import keys
from bot.rules import projection
from bot.rules.calendar import WorkCalendar
from bot.rules.lifecycle import Facts, Refusal, cells, decide
from bot.rules.policy import Policy
from bot.texts.values import Message
from nlp import masking
from nlp.catalogue import Catalogue
from storage import history, outbox, timers
from storage.tables import CaseFile, Event, Outbox
from storage.vault import Destroyed, Vault
from storage.vocabulary import EventKind, Lane, Op, OutboxStatus, Role, TimerKind


@dataclass(frozen=True, slots=True)
class Office:
    """The city that the bot serves: its people and groups, units, clocks, calendar and the key to its secrets."""

    pack: CityPack
    catalogue: Catalogue
    policy: Policy
    calendar: WorkCalendar
    vault: Vault
    bot_username: str = ""
    typed: WorkCalendar | None = None  # the calendar as its file has it, if notices loaded later lie under it

    def mask(self, text: str, *, enterprises: bool = False) -> str:
        """Text with phones, ids, cards and names hidden (R18); with `enterprises` those of firms, too."""
        return masking.mask(text, enterprises=enterprises)

    def spans(self, text: str) -> tuple[masking.Masked, ...]:
        """Personal data found in a text."""
        return masking.spans(text)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a role, and the staff id or person id behind it (None for the clock and the bot)."""

    role: Role
    id: int | None = None


CLOCK = Actor(Role.CLOCK)
BOT = Actor(Role.BOT)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a use case tells the channel at once: the toast of a button press. Everything lasting goes by the outbox."""

    toast: str = ""
    alert: bool = False


OK = Outcome()


@dataclass(slots=True)
class Work:
    """One unit of work. Use cases take it first; they neither commit nor read a clock."""

    session: Session
    now: datetime
    office: Office
    spoken: int = 0  # messages queued so far: a command that was met with none is answered all the same

    # -- history ---------------------------------------------------------------------------------------------------

    def record(
        self,
        case: CaseFile,
        kind: EventKind,
        actor: Actor,
        *,
        set: dict[str, Any] | None = None,
        facts: dict[str, Any] | None = None,
        words: Any = None,
    ) -> Event:
        """Append one event. `set` holds the case fields that change, `facts` other codes and times (nothing personal),
        `words` personal content, sealed under the case's key.

        An event that the table has no row for in this state and role is our own mistake and raises ValueError.
        """
        if not any(actor.role in row.roles for row in cells(case.state, kind)):
            raise ValueError(f"{kind.name} by {actor.role.name} has no row in state {case.state.name}")
        return self._append(case, kind, actor, set, facts, words)

    def _append(
        self,
        case: CaseFile,
        kind: EventKind,
        actor: Actor,
        set: dict[str, Any] | None,
        facts: dict[str, Any] | None,
        words: Any,
    ) -> Event:
        changes = set or {}
        data: dict[str, Any] = {**_plain(facts or {}), "set": _plain(changes)}
        content_id = None
        if words is not None:
            content_id = self.office.vault.put(self.session, keys.of_case(self, case), words)
        if content_id is not None:
            self.session.flush()
        entry = history.Entry(kind, self.now, actor.role, actor.id, data, content_id)
        event = history.append(self.session, case, entry)
        for name, value in changes.items():
            setattr(case, name, value)
        case.version += projection.steers(changes)
        return event

    def move(
        self,
        case: CaseFile,
        kind: EventKind,
        actor: Actor,
        rule_facts: Facts,
        *,
        set: dict[str, Any] | None = None,
        facts: dict[str, Any] | None = None,
        words: Any = None,
    ) -> Refusal | None:
        """Let the lifecycle table decide; record the event with the next state, or return the refusal unchanged."""
        decision = decide(case.state, kind, actor.role, rule_facts)
        if isinstance(decision, Refusal):
            return decision
        changes = dict(set or {})
        if decision.next is not case.state:
            changes["state"] = decision.next
        self._append(case, kind, actor, changes, facts, words)
        return None

    # -- messages --------------------------------------------------------------------------------------------------

    def send(
        self,
        chat_id: int,
        message: Message,
        *,
        lane: Lane,
        purpose: str,
        case: CaseFile | None = None,
        dedupe: str | None = None,
        reply_to: int | None = None,
        topic_id: int | None = None,
        not_before: datetime | None = None,
    ) -> Outbox | None:
        """Queue a message in this transaction. None if its dedupe key was used before."""
        op = Op.FILE if message.file is not None else Op.SEND
        return self._put(
            op,
            chat_id,
            message,
            lane,
            purpose,
            case,
            dedupe=dedupe,
            reply_to=reply_to,
            topic_id=topic_id,
            not_before=not_before,
        )

    def edit(self, row: Outbox | int, message: Message, *, lane: Lane = Lane.ANSWER, purpose: str = "edit") -> None:
        """Queue a change of an earlier message. If that has not left yet, its body is simply replaced."""
        target = self.session.get_one(Outbox, row) if isinstance(row, int) else row
        case = self.session.get(CaseFile, target.case_id) if target.case_id else None
        if target.status is OutboxStatus.QUEUED and target.doubts == 0:
            target.body = self.office.vault.seal(self.session, target.key_id, message.to_json())
            return
        self._put(Op.EDIT, target.chat_id, message, lane, purpose, case, target_id=target.id)

    def buttons_off(self, row: Outbox) -> None:
        """Queue the removal of an earlier message's buttons; its words stay."""
        case = self.session.get(CaseFile, row.case_id) if row.case_id else None
        self._put(Op.BUTTONS_OFF, row.chat_id, Message(""), Lane.ANSWER, "buttons", case, target_id=row.id)

    def delete_message(self, chat_id: int, message_id: int, *, case: CaseFile | None = None) -> None:
        """Queue the deletion of a message that is not ours (a person's words in a private chat)."""
        self._put(Op.DELETE, chat_id, Message(""), Lane.ANSWER, "wipe", case, target_message=message_id)

    def _put(
        self,
        op: Op,
        chat_id: int,
        message: Message,
        lane: Lane,
        purpose: str,
        case: CaseFile | None,
        **more: Any,
    ) -> Outbox | None:
        self.spoken += 1
        key_id = keys.for_message(self, chat_id, purpose, case)
        body = self.office.vault.seal(self.session, key_id, message.to_json())
        draft = outbox.Draft(lane, op, chat_id, key_id, body, purpose, case_id=case.id if case else None, **more)
        return outbox.put(self.session, draft, self.now)

    # -- clocks ----------------------------------------------------------------------------------------------------

    def timer(
        self,
        kind: TimerKind,
        at: datetime,
        case: CaseFile | None = None,
        *,
        key: str = "",
        data: dict[str, Any] | None = None,
    ) -> None:
        """Set a timer; one a case and kind unless `key` tells several apart."""
        case_id = case.id if case else None
        timers.put(self.session, f"{case_id or '-'}:{kind.name}:{key}", kind, at, case_id, data)

    def no_timer(self, case: CaseFile, *kinds: TimerKind) -> None:
        """Cancel a case's timers of these kinds; all of them if none is named."""
        timers.cancel(self.session, case.id or 0, kinds or None)

    # -- finding ---------------------------------------------------------------------------------------------------

    def case(self, case_id: int) -> CaseFile | None:
        """A case by id, locked for this unit."""
        return self.session.exec(select(CaseFile).where(col(CaseFile.id) == case_id).with_for_update()).first()

    def text(self, content_id: str | None) -> Any:
        """Open content that is not sealed. None, too, for content that was destroyed (R37)."""
        try:
            return self.office.vault.get(self.session, content_id)
        except Destroyed:
            return None


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _json(value) for name, value in values.items()}


def _json(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return _plain(value)
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    return value
