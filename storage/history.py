"""A case's history: append-only events, hash-chained per case, and the projection they imply.

The chain hashes ciphertext digests, so destroying a key does not break it, and nobody can change or drop an event without
breaking every later link. Chain heads are anchored outside the database daily (see `anchor_lines`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.tables import CaseFile, Content, Event
from storage.vocabulary import EventKind, Role


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened, before it is chained. `data["set"]` holds the fields of the case that change."""

    kind: EventKind
    at: datetime
    role: Role
    actor_id: int | None
    data: dict[str, Any]
    content_id: str | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a chain does not verify."""

    number: str
    seq: int
    why: str


def append(session: Session, case: CaseFile, entry: Entry) -> Event:
    """Add one event at the end of the case's chain. The caller applies the projection in the same unit."""
    digest = _digest_of(session, entry.content_id)
    seq = case.head_seq + 1
    link = link_hash(case.head_hash, case.number, seq, entry, digest)
    event = Event(
        case_id=case.id,  # type: ignore[arg-type]
        seq=seq,
        kind=entry.kind,
        at=entry.at,
        role=entry.role,
        actor_id=entry.actor_id,
        data=entry.data,
        content_id=entry.content_id,
        prev=case.head_hash,
        hash=link,
    )
    session.add(event)
    case.head_seq, case.head_hash = seq, link
    return event


def link_hash(prev: str, number: str, seq: int, entry: Entry, digest: str) -> str:
    """SHA-256 over the previous link and this event's canonical form."""
    body = [
        prev,
        number,
        seq,
        entry.kind.value,
        _instant(entry.at),
        entry.role.value,
        entry.actor_id,
        entry.data,
        digest,
    ]
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def events_of(session: Session, case_id: int) -> list[Event]:
    """The history of one case, oldest first."""
    return list(session.exec(select(Event).where(Event.case_id == case_id).order_by(col(Event.seq))))


def verify(session: Session, case: CaseFile) -> Break | None:
    """Recompute one chain; None if every link holds and the head is the last of them."""
    prev = ""
    count = 0
    for count, event in enumerate(events_of(session, case.id or 0), start=1):
        entry = Entry(event.kind, event.at, event.role, event.actor_id, event.data, event.content_id)
        if event.seq != count or event.prev != prev:
            return Break(case.number, event.seq, "a link is missing")
        if event.hash != link_hash(prev, case.number, event.seq, entry, _digest_of(session, event.content_id)):
            return Break(case.number, event.seq, "an event was changed")
        prev = event.hash
    if (case.head_seq, case.head_hash) != (count, prev):
        return Break(case.number, case.head_seq, "the head does not match")
    return None


def verify_all(session: Session) -> Iterator[Break]:
    """Every broken chain, one break each."""
    for case in session.exec(select(CaseFile).order_by(col(CaseFile.id))):
        broken = verify(session, case)
        if broken is not None:
            yield broken


def anchor_lines(session: Session) -> Iterable[str]:
    """One line a case, `number seq hash`: written to a file outside the database once a day."""
    for case in session.exec(select(CaseFile).order_by(col(CaseFile.id))):
        yield f"{case.number} {case.head_seq} {case.head_hash}"


def _digest_of(session: Session, content_id: str | None) -> str:
    if content_id is None:
        return ""
    row = session.get(Content, content_id)
    if row is None:
        raise LookupError("event refers to content that is not there")
    # Recomputed from the ciphertext, not read from the row: a swapped blob must break the chain.
    return hashlib.sha256(row.blob).hexdigest()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
