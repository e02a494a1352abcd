"""Where a finding of malice shows outside its own procedure: in the history of its case, and in how a new case is sent on (R31)."""

from __future__ import annotations

from datetime import datetime

from bot.desk.work import Work
from bot.rules import malice as rules
from bot.rules.malice import Done, Step
from bot.texts import malice as texts
from storage.tables import CaseFile, Event, Person
from storage.vocabulary import EventKind, Role, Secrecy, Urgency

LIMITED = "limited"  # Person.data: until when, as ISO 8601


def events(history: list[Event]) -> list[Event]:
    """The steps as events, oldest first."""
    return [event for event in history if event.kind is EventKind.MALICE]


def steps(history: list[Event]) -> tuple[Done, ...]:
    """The steps as the rules read them; the author's and the clock's are by nobody of ours."""
    staff = {Role.OFFICE, Role.SUPERVISOR}
    return tuple(
        Done(Step(event.data["step"]), event.actor_id if event.role in staff else None) for event in events(history)
    )


def under_way(history: list[Event]) -> bool:
    """True while the procedure runs or its finding is in force."""
    return bool(rules.current(steps(history)))


def limit(person: Person, until: datetime | None) -> None:
    """Set or lift the limit. It says when, and neither why nor by which case."""
    kept = {name: value for name, value in person.data.items() if name != LIMITED}
    person.data = {**kept, LIMITED: until.isoformat()} if until is not None else kept


def why_clerks(work: Work, case: CaseFile) -> str:
    """Why a clerk looks at a new case first; empty if its author is not limited, or the case is beyond any limit."""
    person = work.session.get(Person, case.person_id) if case.person_id else None
    until = person.data.get(LIMITED) if person is not None else None
    if until is None or case.secrecy is not Secrecy.A or case.urgency is Urgency.CRITICAL:
        return ""
    return texts.WHY_CLERKS if work.now < datetime.fromisoformat(until) else ""
