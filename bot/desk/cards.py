"""Living messages: a case's card in a chat is edited when the case changes and becomes a stub when the case moves away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlmodel import col, select

from bot.desk.places import Place
from bot.desk.work import Work
from bot.texts.values import Message
from storage.tables import Card, CaseFile
from storage.vocabulary import Lane


def put(
    work: Work,
    case: CaseFile,
    place: Place,
    message: Message,
    *,
    role: str,
    lane: Lane = Lane.ANSWER,
    purpose: str = "",
    dedupe: str | None = None,
    not_before: datetime | None = None,
) -> int | None:
    """Send a card and remember it. Returns its outbox id; None if the dedupe key was used before."""
    row = work.send(
        place.chat_id,
        message,
        lane=lane,
        purpose=purpose or f"card.{role}",
        case=case,
        topic_id=place.topic_id,
        dedupe=dedupe,
        not_before=not_before,
    )
    if row is None or row.id is None:
        return None
    work.session.add(Card(case_id=case.id or 0, role=role, unit=case.unit, chat_id=place.chat_id, outbox_id=row.id))
    work.session.flush()
    return row.id


def live(work: Work, case: CaseFile, *roles: str) -> list[Card]:
    """The living cards of a case, oldest first."""
    query = select(Card).where(Card.case_id == case.id, col(Card.live)).order_by(col(Card.id))
    return [card for card in work.session.exec(query) if not roles or card.role in roles]


def refresh(work: Work, case: CaseFile, role: str, render: Callable[[Card], Message]) -> None:
    """Edit every living card of one role to the case's present."""
    for card in live(work, case, role):
        work.edit(card.outbox_id, render(card), purpose=f"card.{role}")


def retire(work: Work, case: CaseFile, message: Message, *roles: str) -> None:
    """Turn living cards into stubs: by edit, because deletion ends 48 hours after sending."""
    for card in live(work, case, *roles):
        work.edit(card.outbox_id, message, purpose="card.stub")
        card.live = False
