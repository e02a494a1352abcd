"""The helping unit's own clock: one reminder, the limit, then a word each working morning; nothing once it is not needed."""

from __future__ import annotations

from sqlmodel import col, select

from bot.desk import clocks, people, places, units
from bot.desk.places import Place
from bot.desk.work import CLOCK, Work
from bot.rules import assist as rules
from bot.texts import assist as texts
from bot.texts.values import Message
from storage import timers
from storage.tables import Assist, CaseFile, Outbox, Timer
from storage.vocabulary import EventKind, Lane, OutboxStatus, State, TimerKind

IN_HAND = (State.TO_SIGN, State.WORKING)


def start(work: Work, case: CaseFile, row: Assist) -> None:
    """Set the reminder."""
    at = rules.remind_at(row.asked_at, row.due_at, case.urgency, work.office.calendar)
    work.timer(TimerKind.CO_DUE, at, case, key=str(row.id), data={"assist": row.id, "step": "remind"})


def where(work: Work, row: Assist) -> list[Place]:
    """The helping unit's group, or its owner in private."""
    group = places.unit_group(work, row.unit)
    if group is not None:
        return [group]
    team = [post for post in people.unit_staff(work, row.unit) if post.id == row.owner_id]
    return [Place(post.tg_id or 0) for post in people.reachable(team)]


def lead_places(work: Work, case: CaseFile) -> list[Place]:
    """The leading unit's group, or its owner in private."""
    group = places.unit_group(work, case.unit or "")
    if group is not None:
        return [group]
    team = [post for post in people.unit_staff(work, case.unit or "") if post.id == case.owner_id]
    return [Place(post.tg_id or 0) for post in people.reachable(team)]


def fire(work: Work, timer: Timer) -> None:
    """The next step of a helping unit's clock."""
    case = work.case(timer.case_id or 0)
    row = work.session.get(Assist, timer.data.get("assist"))
    if case is None or row is None or row.done_at is not None or row.ended_at is not None:
        return
    if case.state not in IN_HAND or case.unit == row.unit:
        row.ended_at = work.now
        close(work, case, row, "已不需要协办")
        return
    if timer.data["step"] == "remind":
        _tell(work, case, row, texts.remind(case.number, row.due_at, row.id or 0, case.id or 0), "remind")
        work.timer(TimerKind.CO_DUE, row.due_at, case, key=str(row.id), data={"assist": row.id, "step": "due"})
        return
    _overdue(work, case, row)


def _overdue(work: Work, case: CaseFile, row: Assist) -> None:
    if row.breached_at is None:
        row.breached_at = row.due_at
        work.record(case, EventKind.CHASED, CLOCK, facts={"point": "assist", "unit": row.unit})
        _tell_overseers(work, case, row)
    heads = [post.tg_id for post in people.unit_staff(work, row.unit, "head") if post.tg_id]
    message = texts.overdue(case.number, row.due_at, row.id or 0, case.id or 0, tuple(heads[:1]))
    _tell(work, case, row, message, f"due:{work.office.calendar.local_date(work.now)}")
    again = clocks.next_morning(work)
    work.timer(TimerKind.CO_DUE, again, case, key=str(row.id), data={"assist": row.id, "step": "due"})


def _tell_overseers(work: Work, case: CaseFile, row: Assist) -> None:
    from bot.desk.supervisor import desk

    names = units.name(work, row.unit), units.name(work, case.unit)
    message = texts.overdue_told(case.number, *names, row.due_at)
    for place in (*lead_places(work, case), *desk.heard(work, case)):
        _send(work, case, place, message, f"assistlate:{row.id}:{place.chat_id}")


def _tell(work: Work, case: CaseFile, row: Assist, message: Message, step: str) -> None:
    for place in where(work, row):
        _send(work, case, place, message, f"assist:{row.id}:{step}:{place.chat_id}")


def _send(work: Work, case: CaseFile, place: Place, message: Message, key: str) -> None:
    work.send(
        place.chat_id,
        message,
        lane=Lane.CHASE,
        purpose="assist.chase",
        case=case,
        topic_id=place.topic_id,
        dedupe=key,
        not_before=clocks.polite(work, case.urgency),
    )


def close(work: Work, case: CaseFile, row: Assist, how: str) -> None:
    """Nothing is asked of the unit any more: its card says so, what waits is taken back, the clock stops."""
    timers.cancel_key(work.session, f"{case.id}:{TimerKind.CO_DUE.name}:{row.id}")
    stub = texts.done_card(case.number, units.name(work, case.unit), how)
    keys = select(Outbox).where(Outbox.case_id == case.id, col(Outbox.dedupe).like(f"assist:{row.id}:%"))
    for sent in work.session.exec(keys):
        if sent.status is OutboxStatus.QUEUED:
            sent.status = OutboxStatus.DROPPED
        elif sent.purpose == "assist.card":
            work.edit(sent, stub)
        else:
            work.buttons_off(sent)


def end_all(work: Work, case: CaseFile) -> None:
    """The case ended: nobody has to report any more."""
    query = select(Assist).where(
        Assist.case_id == case.id, col(Assist.done_at).is_(None), col(Assist.ended_at).is_(None)
    )
    for row in work.session.exec(query):
        row.ended_at = work.now
        close(work, case, row, "已结束，不用再回报")
