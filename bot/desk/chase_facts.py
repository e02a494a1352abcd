"""What the chase knows of a case before it speaks: what is late, what the owner heard already, when it last moved."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_
from sqlmodel import col, select

from bot.desk.work import Work
from bot.texts import chase as texts
from storage.tables import CaseFile, Deadline, Event, Outbox, Staff
from storage.vocabulary import EventKind, OutboxStatus, State

TO_OWNER = ("chase.remind", "chase.due", "chase.nudge")  # purposes of messages that name the owner and one case
LATELY = timedelta(hours=2)  # what was said so shortly ago is not said again in a digest (R13)
MOMENT = timedelta(minutes=1)
OPEN = tuple(state for state in State if state.is_open)
ENDED = (State.CLOSED, State.WITHDRAWN, State.REFUSED)  # as long as it is today's; what is archived ended long ago
MOVING = (
    EventKind.DISPATCHED,
    EventKind.SIGNED,
    EventKind.CONTACTED,
    EventKind.PROGRESS,
    EventKind.RELAYED,
    EventKind.ANSWERED,
)


def late(work: Work, case: CaseFile) -> list[Deadline]:
    """The limits of the present round that are past and still run, the oldest first."""
    query = select(Deadline).where(
        Deadline.case_id == case.id,
        Deadline.round == case.round,
        Deadline.due_at <= work.now,
        col(Deadline.met_at).is_(None),
        col(Deadline.ended_at).is_(None),
    )
    return list(work.session.exec(query.order_by(col(Deadline.due_at), col(Deadline.id))))


def chased(work: Work, case: CaseFile) -> int:
    """How many messages about this case its owner got in the present round: each by itself, and each digest that named it."""
    since = _round_start(work, case)
    query = _messages(since).where(Outbox.case_id == case.id)
    return int(work.session.exec(query).one()) + len(_digests(work, since, Event.case_id == case.id))


def told_today(work: Work, owner: Staff) -> int:
    """How many chasing messages named this owner today, by the city's date; also about what was closed or handed on since."""
    since = work.office.calendar.day_start(work.now)
    theirs = or_(
        col(CaseFile.owner_id) == owner.id, col(CaseFile.unit) == owner.unit, col(CaseFile.lead_unit) == owner.unit
    )
    ended = and_(col(CaseFile.state).in_(ENDED), col(CaseFile.closed_at) >= since)
    lately = or_(col(CaseFile.state).in_(OPEN), ended)
    query = select(Event).where(col(Event.case_id).in_(select(CaseFile.id).where(theirs, lately)))
    told = work.session.exec(query.where(Event.kind == EventKind.CHASED, Event.at >= since))
    mine = [event for event in told if owner.id in {event.data.get("owner"), *event.data.get("called", ())}]
    return len({event.at if event.data.get("point") == "digest" else event.id for event in mine})


def told_privately_today(work: Work, post: Staff) -> int:
    """How many chasing messages went to this person's private chat today."""
    return told_in_chat_today(work, post.tg_id or 0)


def told_in_chat_today(work: Work, chat_id: int) -> int:
    """How many chasing messages went to a chat today; a notice that only changed its words is not another one."""
    since = work.office.calendar.day_start(work.now)
    query = select(func.count()).select_from(Outbox).where(Outbox.chat_id == chat_id, Outbox.created_at >= since)
    left = query.where(col(Outbox.purpose).startswith("chase."), Outbox.status != OutboxStatus.DROPPED)
    return work.session.exec(left).one()


def told_lately(work: Work, case: CaseFile) -> bool:
    """True if the owner got a message about just this case a moment ago; of a late one, that it is late."""
    query = _messages(work.now - LATELY).where(Outbox.case_id == case.id)
    query = query.where(Outbox.purpose == "chase.due") if late(work, case) else query
    return bool(work.session.exec(query).one())


def just_told(work: Work, case: CaseFile, row: Deadline) -> bool:
    """True if a notice of this very minute named this missed limit with the others."""
    since = max(row.due_at, work.now - MOMENT)
    query = select(Outbox.id).where(
        Outbox.case_id == case.id, Outbox.purpose == "chase.due", Outbox.created_at >= since
    )
    return work.session.exec(query.where(Outbox.status != OutboxStatus.DROPPED)).first() is not None


def last_progress(work: Work, case: CaseFile) -> str:
    """When and how the case last moved, in words that reveal nothing of its content."""
    query = select(Event).where(Event.case_id == case.id, col(Event.kind).in_(MOVING)).order_by(col(Event.seq).desc())
    event = work.session.exec(query).first()
    return texts.progress_line(event.kind, event.at) if event is not None else "尚无进展"


def _round_start(work: Work, case: CaseFile) -> datetime:
    query = select(func.min(Deadline.start_at)).where(Deadline.case_id == case.id, Deadline.round == case.round)
    return work.session.exec(query).one() or case.created_at


def _messages(since: datetime) -> Any:
    """Counts messages to owners; one that was taken back before it left was none."""
    query = select(func.count()).select_from(Outbox)
    sent = query.where(col(Outbox.purpose).in_(TO_OWNER), Outbox.status != OutboxStatus.DROPPED)
    return sent.where(Outbox.created_at >= since)


def _digests(work: Work, since: datetime, which: Any) -> set[datetime]:
    """The instants at which digests named these cases; one digest names several cases at one instant."""
    query = select(Event).where(which, Event.kind == EventKind.CHASED, Event.at >= since)
    return {event.at for event in work.session.exec(query) if event.data.get("point") == "digest"}
