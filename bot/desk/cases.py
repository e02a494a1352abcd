"""Making and finding cases: numbers, keys, items; the same for every way in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot.desk import files
from bot.desk.gist import Gist
from bot.desk.words import Words, material
from bot.desk.work import Actor, Work
from storage import numbers
from storage.tables import CaseFile, Item, Person
from storage.vocabulary import EventKind, ItemKind, Role, Secrecy, State

OPEN_STATES = [state for state in State if state.is_open]
RECENT = timedelta(days=30)


def open_case(work: Work, person: Person, words: Words | None, gist: Gist, *, linked_to: int | None = None) -> CaseFile:
    """A new case in state 草稿 with its number, key and first event. Class C gets a sealed key from the first byte."""
    sealed = gist.secrecy is Secrecy.C
    key_id = work.office.vault.new_key(work.session, "case", work.now, sealed=sealed)
    year = work.now.astimezone(ZoneInfo(work.office.pack.zone)).year
    case = CaseFile(
        number=numbers.case_number(work.session, year),
        key_id=key_id,
        created_at=work.now,
        state=State.DRAFT,
        kind=gist.kind,
        urgency=gist.urgency,
    )
    work.session.add(case)
    work.session.flush()
    changes: dict[str, Any] = {
        "state": State.DRAFT,
        "kind": gist.kind,
        "urgency": gist.urgency,
        "secrecy": gist.secrecy,
        "accused": list(gist.accused),
        "person_id": person.id,
        "enterprise_id": None if sealed else person.enterprise_id,  # nobody asks who (R17)
        "linked_to": linked_to,
    }
    kept = material(words) if words is not None else None
    event = work.record(case, EventKind.OPENED, Actor(Role.ENTERPRISE, person.id), set=changes, words=kept)
    if words is not None and event.content_id is not None:
        add_item(work, case, words, event.content_id)
    return case


def add_item(work: Work, case: CaseFile, words: Words, content_id: str, *, by_staff: bool = False) -> Item:
    """Keep one message or file of a case."""
    item = Item(
        case_id=case.id or 0,
        kind=words.media.kind if words.media else ItemKind.TEXT,
        at=work.now,
        by_staff=by_staff,
        chat_id=words.chat_id,
        message_id=words.message_id,
        media_group=words.media_group,
        content_id=content_id,
    )
    work.session.add(item)
    files.order(work, item, words.media.file_id if words.media else "")
    return item


def items(work: Work, case: CaseFile) -> list[Item]:
    """What was put into a case, in order."""
    return list(work.session.exec(select(Item).where(Item.case_id == case.id).order_by(col(Item.id))))


def copy_items(work: Work, source: CaseFile, target: CaseFile) -> None:
    """Put the enterprise's words and files of an open-class case into another of its cases, under that one's key."""
    for item in items(work, source):
        if item.by_staff:
            continue
        actor = Actor(Role.ENTERPRISE, target.person_id)
        kept = work.text(item.content_id)
        event = work.record(target, EventKind.ADDED, actor, words=kept)
        copied = item.model_dump(exclude={"id", "case_id", "content_id", "bytes_id"})
        copy = Item(**copied, case_id=target.id or 0, content_id=event.content_id or "")
        work.session.add(copy)
        files.order(work, copy, str(((kept or {}).get("media") or {}).get("file_id") or ""))
    work.session.flush()


def item_at(work: Work, chat_id: int, message_id: int) -> Item | None:
    """The item that a message became."""
    query = select(Item).where(Item.chat_id == chat_id, Item.message_id == message_id)
    return work.session.exec(query.order_by(col(Item.id).desc())).first()


def draft_of(work: Work, person: Person) -> CaseFile | None:
    """The person's open draft. Sealed drafts do not exist: class C is filed at once."""
    query = select(CaseFile).where(CaseFile.person_id == person.id, CaseFile.state == State.DRAFT)
    return work.session.exec(query.order_by(col(CaseFile.id).desc()).with_for_update()).first()


def newer_of(work: Work, case: CaseFile) -> list[CaseFile]:
    """The cases that the same person opened after this one."""
    query = select(CaseFile).where(CaseFile.person_id == case.person_id, col(CaseFile.id) > (case.id or 0))
    return list(work.session.exec(query.order_by(col(CaseFile.id))))


def open_of(work: Work, person: Person, limit: int = 20) -> list[CaseFile]:
    """The person's open cases except drafts, newest first; sealed ones too, for they are theirs."""
    states = [state for state in OPEN_STATES if state is not State.DRAFT]
    query = select(CaseFile).where(CaseFile.person_id == person.id, col(CaseFile.state).in_(states))
    return list(work.session.exec(query.order_by(col(CaseFile.id).desc()).limit(limit)))


def recent_of(work: Work, person: Person, limit: int = 10) -> list[CaseFile]:
    """Open cases and those that ended within 30 days, newest first."""
    query = select(CaseFile).where(CaseFile.person_id == person.id).order_by(col(CaseFile.id).desc()).limit(limit * 3)
    rows = [case for case in work.session.exec(query) if case.state.is_open or _recent(work, case)]
    return rows[:limit]


def _recent(work: Work, case: CaseFile) -> bool:
    return case.state is State.CLOSED and case.closed_at is not None and work.now - case.closed_at <= RECENT
