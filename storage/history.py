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
    try:
        prev, count = "", 0
        for count, event in enumerate(events_of(session, case.id or 0), start=1):
            why = _flaw(session, case, event, count, prev)
            if why is not None:
                return Break(case.number, event.seq, why)
            prev = event.hash
    except (ValueError, LookupError, TypeError) as error:  # an event that cannot even be read, or content that is gone
        return Break(case.number, 0, f"an event cannot be read: {type(error).__name__}")
    if (case.head_seq, case.head_hash) != (count, prev):
        return Break(case.number, case.head_seq, "the head does not match")
    return None


def _flaw(session: Session, case: CaseFile, event: Event, seq: int, prev: str) -> str | None:
    if event.seq != seq or event.prev != prev:
        return "a link is missing"
    entry = Entry(event.kind, event.at, event.role, event.actor_id, event.data, event.content_id)
    link = link_hash(prev, case.number, seq, entry, _digest_of(session, event.content_id))
    return None if event.hash == link else "an event was changed"


def verify_all(session: Session) -> Iterator[Break]:
    """Every broken chain, one break each; one that cannot be read does not hide the others."""
    for case_id, number in list(session.exec(select(CaseFile.id, CaseFile.number).order_by(col(CaseFile.id)))):
        try:
            broken = verify(session, session.get_one(CaseFile, case_id))
        except ValueError:
            broken = Break(number, 0, "the case cannot be read")
        if broken is not None:
            yield broken


def verify_anchors(session: Session, lines: Iterable[str]) -> Iterator[Break]:
    """What was anchored and is no longer there: lines of `anchor_lines` kept outside the database against the chains of today.

    This finds what `verify` cannot: a tail cut off together with the head, a chain rewritten from its first link, a lost case.
    """
    for line in lines:
        match line.rstrip("\r\n").split(" "):
            case [number, seq, link] if seq.isdecimal():
                broken = _against_anchor(session, number, int(seq), link)
            case [number, *_]:
                broken = Break(number, 0, "the anchor is not readable")
        if broken is not None:
            yield broken


def _against_anchor(session: Session, number: str, seq: int, link: str) -> Break | None:
    case_id = session.exec(select(CaseFile.id).where(CaseFile.number == number)).first()
    if case_id is None:
        return Break(number, seq, "an anchored case is gone")
    found = session.exec(select(Event.hash).where(Event.case_id == case_id, Event.seq == seq)).first()
    if (found or "") != link:
        return Break(number, seq, "an anchored link is gone or was changed")
    return None


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
