"""Where a message goes: the bound groups of units and desks, and what to do when there is none."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from bot.desk.work import Work
from storage.tables import Chat
from storage.vocabulary import ChatPurpose


@dataclass(frozen=True, slots=True)
class Place:
    """A chat and, in a forum, the topic in it."""

    chat_id: int
    topic_id: int | None = None


def unit_group(work: Work, unit: str) -> Place | None:
    """The group of a unit that can hear us; None if none is bound or it is deaf."""
    return _place(work, ChatPurpose.UNIT, unit)


def desk_group(work: Work, purpose: ChatPurpose) -> Place | None:
    """The group of the clerks, the supervisors or the keepers."""
    return _place(work, purpose, None)


def bound(work: Work, chat_id: int) -> Chat | None:
    """The binding of a chat, if it has one."""
    return work.session.get(Chat, chat_id)


def _place(work: Work, purpose: ChatPurpose, unit: str | None) -> Place | None:
    query = select(Chat).where(Chat.purpose == purpose, col(Chat.deaf_at).is_(None), col(Chat.migrated_to).is_(None))
    query = query.where(Chat.unit == unit) if unit is not None else query
    row = work.session.exec(query.order_by(col(Chat.bound_at))).first()
    return Place(row.id, row.topic_id) if row is not None else None
