"""Lessons of the desk: where people sent what the reader could not place, or had placed wrongly.

Read from the history each time and kept nowhere else: when a case's key is destroyed, or the time is over for which contacts
are kept (R37; the names to hide are then unknown), its lesson is gone with it.
Only what was of class A from its first day on, holds one matter, accuses nobody and is not in dispute (R01, R18).
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import col, select

from bot.desk import clocks, gist, names, people
from bot.desk.gist import Gist
from bot.desk.work import Work
from bot.rules import deadlines
from nlp.learning.lessons import Lesson, Source, distinct, hidden
from storage import history
from storage.tables import CaseFile, DataKey, Event, Item
from storage.vocabulary import EventKind, Kind, Role, Secrecy, State

DESK = (Role.CLERK, Role.SUPERVISOR, Role.OFFICE)
# After one of these the words of the case are not those of one matter of class A.
SPOILED = frozenset({EventKind.RECLASSIFIED, EventKind.RESTRICTED, EventKind.SPLIT, EventKind.MERGED})
NEVER = (State.DRAFT, State.REFUSED, State.WITHDRAWN)


def collect(work: Work) -> list[Lesson]:
    """All usable lessons, the newest case first; the same words count once."""
    return distinct(lesson for case in _decided(work) if (lesson := of_case(work, case)) is not None)


def _decided(work: Work) -> Iterator[CaseFile]:
    """Cases that a person of the desk dispatched and whose words can still be opened, the newest first."""
    by_people = select(Event.case_id).where(Event.kind == EventKind.DISPATCHED, col(Event.role).in_(DESK))
    query = (
        select(CaseFile)
        .join(DataKey, col(DataKey.id) == CaseFile.key_id)
        .where(
            col(CaseFile.id).in_(by_people),
            CaseFile.secrecy == Secrecy.A,
            col(CaseFile.confidential).is_(False),
            col(CaseFile.state).not_in(NEVER),
            col(CaseFile.merged_into).is_(None),
            col(DataKey.wrapped).is_not(None),
            col(DataKey.sealed).is_(False),
        )
        .order_by(col(CaseFile.id).desc())
    )
    return iter(work.session.exec(query).all())


def of_case(work: Work, case: CaseFile) -> Lesson | None:
    """What one case teaches, or None. The case must be open to the desk (class A, key not destroyed)."""
    if _too_old(work, case):
        return None
    events, reading = history.events_of(work.session, case.id or 0), gist.load(work, case)
    if case.accused or SPOILED & {event.kind for event in events} or reading.kind is Kind.INVALID:
        return None
    if reading.secrecy is not Secrecy.A or (case.pending or {}).get("what") == "transfer":
        return None
    source = decision([event for event in events if event.kind is EventKind.DISPATCHED], reading, case.unit)
    if source is None:
        return None
    return Lesson(_words(work, case, reading), case.unit or "", reading.kind, source)


def _too_old(work: Work, case: CaseFile) -> bool:
    """Ended so long ago that contacts are no longer kept (R37)."""
    if case.closed_at is None:
        return False
    kept = clocks.policy_of(work, case).mask_after
    return deadlines.deadline(case.closed_at, kept, work.office.calendar).at <= work.now


def decision(sent: list[Event], reading: Gist, unit: str | None) -> Source | None:
    """Whether the last dispatch taught something: it was a person's, it stands, and the reader had not said the same."""
    if not sent or sent[-1].role not in DESK or unit is None or _unit(sent[-1]) != unit:
        return None
    if any(_unit(event) != unit for event in sent[:-1]):
        return Source.MOVED
    top = reading.units[0][0] if reading.units else ""
    return None if reading.confident and top == unit else Source.CLERK


def _unit(event: Event) -> str:
    return str((event.data.get("set") or {}).get("unit") or "")


def _words(work: Work, case: CaseFile, reading: Gist) -> str:
    """What the enterprise wrote before the first dispatch: later words answer somebody, and describe no matter."""
    until = case.dispatched_at or work.now
    mine = select(Item).where(Item.case_id == case.id, col(Item.by_staff).is_(False), Item.at <= until)
    items = work.session.exec(mine.order_by(col(Item.id))).all()
    said = [str((work.text(item.content_id) or {}).get("text", "")).strip() for item in items]
    own = people.enterprise_name(work, case.enterprise_id) if case.enterprise_id else None
    firms = [name for name in (*reading.firms, reading.enterprise, own or "") if name]
    known = names.of_people(work, case) | names.of_enterprises(work, case)
    return hidden("\n".join(text for text in said if text), firms, sorted(known))
