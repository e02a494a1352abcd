"""The content of an ended case is destroyed when its time is over; number, times and history stay (R37).

Its data key goes, and with it every copy of its words; what the history does not hash (summary, copies of files) is deleted as
well. Not while anything is still owed: a case that is open again, an appeal, a case of the same event, a callback, a finding on
its author, a hold of record. Class C waits for the sealed contact, who alone may say that it is over.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import col, or_, select

from bot.desk import cards, clocks, malicious, retention_tidy
from bot.desk.sealed import delivery
from bot.desk.work import CLOCK, Actor, Work
from bot.texts import retention as texts
from bot.texts import times
from storage import db, history, outbox
from storage.tables import Ask, CaseFile, DataKey, Decision, Event, Item, Outbox, Person, Timer
from storage.vocabulary import EventKind, Lane, Op, OutboxStatus, Secrecy, State, TimerKind

AGAIN = timedelta(days=7)  # something is still owed: looked at again
ASK_AGAIN = timedelta(days=30)  # the sealed contact is asked again
STILL_TO_COME = (TimerKind.CALLBACK, TimerKind.RECTIFY)
READ_IN_PRIVATE = ("full", "contact", "full.file")  # copies that officers were given
WAKE = "scrub"


def due(work: Work, case: CaseFile) -> None:
    """The timer of an ended case: destroy, ask, or look again later. A case that is open again gets a new timer at its end."""
    if case.state.is_open or gone(work, case):
        return
    ends = (case.closed_at or case.created_at) + timedelta(days=work.office.pack.retention_days)
    if work.now < ends:
        work.timer(TimerKind.MASK, ends, case)
    elif owed(work, case):
        work.timer(TimerKind.MASK, work.now + AGAIN, case)
    elif case.secrecy is Secrecy.C:
        _ask_contact(work, case)
    else:
        destroy(work, case, CLOCK)


def gone(work: Work, case: CaseFile) -> bool:
    """True once the content of a case was destroyed."""
    return work.office.vault.destroyed(work.session, case.key_id)


def owed(work: Work, case: CaseFile) -> bool:
    """True while the content may still be needed."""
    events = history.events_of(work.session, case.id or 0)
    return (
        kept(events)
        or _appealed(events)
        or malicious.under_way(events)
        or _one_event(work, case)
        or _to_come(work, case)
    )


def kept(events: list[Event]) -> bool:
    """True while somebody holds the content for the record: 纪检, a lawsuit."""
    last = next((event for event in reversed(events) if event.kind is EventKind.KEPT), None)
    return last is not None and bool(last.data.get("on"))


def _appealed(events: list[Event]) -> bool:
    """An appeal for a quarter's figures that nobody ruled on."""

    def which(kind: EventKind) -> set[tuple[Any, Any]]:
        return {(event.data.get("quarter"), event.data.get("unit")) for event in events if event.kind is kind}

    return bool(which(EventKind.APPEALED) - which(EventKind.SCORED))


def _one_event(work: Work, case: CaseFile) -> bool:
    """A case of the same event is open: the one above it, or one below."""
    ids = or_(col(CaseFile.merged_into) == case.id, col(CaseFile.id) == (case.merged_into or 0))
    states = [state for state in State if state.is_open]
    return work.session.exec(select(CaseFile.id).where(ids, col(CaseFile.state).in_(states))).first() is not None


def _to_come(work: Work, case: CaseFile) -> bool:
    timer = select(Timer.id).where(Timer.case_id == case.id, col(Timer.kind).in_(STILL_TO_COME))
    decisions = work.session.exec(select(Decision).where(Decision.case_id == case.id))
    return work.session.exec(timer).first() is not None or any(one.step.is_open for one in decisions)


def _ask_contact(work: Work, case: CaseFile) -> None:
    """Asked in private, again every 30 days; without an answer it stays."""
    work.timer(TimerKind.MASK, work.now + ASK_AGAIN, case)
    post = delivery.contact(work)
    if post is not None and post.tg_id is not None:
        message = texts.sealed_due(case.id or 0, case.number, work.office.pack.retention_days)
        later = clocks.polite(work, case.urgency)
        work.send(post.tg_id, message, lane=Lane.DIGEST, purpose="sealed.note", case=case, not_before=later)


def destroy(work: Work, case: CaseFile, actor: Actor) -> None:
    """For good: the key first, then what nobody could read any more, then what stands in the chats."""
    items = list(work.session.exec(select(Item).where(Item.case_id == case.id)))
    files = sum(item.bytes_id is not None for item in items)
    work.record(case, EventKind.DESTROYED, actor, facts={"items": len(items), "files": files})
    work.no_timer(case, TimerKind.MASK)
    work.office.vault.destroy(work.session, case.key_id, work.now)
    _drop_unhashed(work, case, items)
    outbox.drop_waiting(work.session, case.id or 0)
    _stub(work, case)
    _messages(work, case)
    person = work.session.get(Person, case.person_id) if case.person_id else None
    if person is not None:
        retention_tidy.person(work, person)
    retention_tidy.old_messages(work, case.key_id)
    db.wake(work.session, WAKE)


def _drop_unhashed(work: Work, case: CaseFile, items: list[Item]) -> None:
    """What the history does not hash goes as ciphertext, too: the summary, our copies of files, what waited for an answer."""
    ids = [case.summary_id, *(item.bytes_id for item in items)]
    case.summary_id = None
    for item in items:
        item.bytes_id = None
    for ask in work.session.exec(select(Ask).where(Ask.case_id == case.id)):
        ids.append(ask.content_id)
        work.session.delete(ask)
    work.session.flush()
    retention_tidy.drop(work, [content_id for content_id in ids if content_id])


def _stub(work: Work, case: CaseFile) -> None:
    """Cards and full texts in the chats say what became of them: a bot may edit its own messages for good."""
    message = texts.stub(case.number)
    if case.secrecy is not Secrecy.C:
        cards.retire(work, case, message)
        query = select(Outbox).where(Outbox.case_id == case.id, col(Outbox.purpose).in_(READ_IN_PRIVATE))
        for row in work.session.exec(query.where(Outbox.op == Op.SEND, Outbox.status == OutboxStatus.SENT)):
            work.edit(row, message, purpose="card.stub")


def _messages(work: Work, case: CaseFile) -> None:
    """Bodies of its messages that another key sealed (class C, to its author) are emptied under the destroyed one."""
    waiting = (OutboxStatus.QUEUED, OutboxStatus.SENDING)
    query = select(Outbox).where(Outbox.case_id == case.id, Outbox.key_id != case.key_id)
    for row in work.session.exec(query.where(col(Outbox.status).not_in(waiting))):
        outbox.empty(row, case.key_id)


def figures(work: Work) -> str:
    """For the keeper: how many cases lost their content, how many are held, and when the next one is looked at."""
    session = work.session
    gone_ = (
        select(func.count()).select_from(DataKey).where(DataKey.scope == "case", col(DataKey.destroyed_at).is_not(None))
    )
    held = set(session.exec(select(Event.case_id).where(Event.kind == EventKind.KEPT).distinct()))
    still = sum(kept(history.events_of(session, case_id)) for case_id in held)
    at = session.exec(select(func.min(Timer.at)).where(Timer.kind == TimerKind.MASK)).one()
    return texts.status_line(session.exec(gone_).one(), still, times.day(at) if at else "")
