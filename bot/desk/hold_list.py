"""/hold: what is held, for the office and the supervisors, the next look first; a page at a time, two buttons a case."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy
from sqlmodel import col, select

from bot.desk import guards, people, standstill, views
from bot.desk.words import OnCommand, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.texts import common
from bot.texts import hold as texts
from bot.texts.values import Message
from storage import outbox
from storage.tables import CaseFile, Event, Timer
from storage.vocabulary import EventKind, Lane, Secrecy, State, TimerKind

PAGE = 8
FAR = datetime(9999, 1, 1, tzinfo=UTC)
IN_HAND = (State.TO_SIGN, State.WORKING)


def listed(work: Work, words: Words, _rest: str) -> Outcome:
    """In the supervisors' group or in private. Elsewhere, and to others, it is as if there were no such command."""
    from bot.desk.supervisor import desk

    post = people.post_as(work, words.sender.tg_id, *desk.DESK)
    if post is None or not desk.here(work, words.chat_id, private=words.private):
        return OK
    message = _page(work, words.sender.tg_id, 0)
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="supervisor.held", topic_id=words.topic_id)
    return OK


def turn(work: Work, pressed: Pressed) -> Outcome:
    """Another page."""
    from bot.desk.supervisor import desk

    post = guards.desk_post(work, pressed.sender.tg_id, *desk.DESK)
    if isinstance(post, Outcome):
        return post
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is None or not desk.here(work, pressed.chat_id, private=pressed.private):
        return Outcome(common.UNKNOWN_BUTTON)
    number = int(pressed.press.arg) if pressed.press.arg.isdecimal() else 0
    work.edit(row, _page(work, pressed.sender.tg_id, number))
    return OK


def _page(work: Work, tg_id: int, number: int) -> Message:
    held = sorted(_held(work, tg_id))
    number = min(number, max(0, len(held) - 1) // PAGE)
    part = held[number * PAGE : (number + 1) * PAGE]
    lines = [_line(work, work.session.get_one(CaseFile, case), None if at == FAR else at) for at, case in part]
    return texts.listing(lines, number, (number + 1) * PAGE >= len(held), len(held))


def _held(work: Work, tg_id: int) -> list[tuple[datetime, int]]:
    """The next look at each held case and its id, but none that the asker, or the office whose group it is, may not see
    (R01)."""
    from bot.desk.supervisor.select import hidden_from

    query = sqlalchemy.select(col(CaseFile.id), col(CaseFile.state), col(CaseFile.secrecy), col(CaseFile.accused))
    hidden, reviews = hidden_from(work, tg_id), _reviews(work)
    return [
        (reviews.get(case_id or 0, FAR), case_id or 0)
        for case_id, state, secrecy, accused in work.session.execute(query.where(col(CaseFile.held).is_(True)))
        if state in IN_HAND and secrecy is not Secrecy.C and hidden.isdisjoint(accused)
    ]


def _reviews(work: Work) -> dict[int, datetime]:
    """When each held case is looked at next."""
    held = sqlalchemy.select(col(CaseFile.id)).where(col(CaseFile.held).is_(True))
    query = sqlalchemy.select(col(Timer.case_id), col(Timer.data)).where(
        col(Timer.case_id).in_(held), col(Timer.kind) == TimerKind.HOLD_REVIEW
    )
    rows = work.session.execute(query)
    return {case_id: datetime.fromisoformat(str(data["review"])) for case_id, data in rows if case_id}


def _line(work: Work, case: CaseFile, review: datetime | None) -> texts.Held:
    wait = standstill.of(work, case)
    since = wait.begin if wait is not None else work.now
    return texts.Held(views.view(work, case), since, review, last_told(work, case, since))


def last_told(work: Work, case: CaseFile, since: datetime) -> datetime:
    """When the enterprise last heard of a held case."""
    kinds = (EventKind.HOLD_REVIEWED, EventKind.PROGRESS)
    query = select(Event.at).where(Event.case_id == case.id, col(Event.kind).in_(kinds), Event.at >= since)
    return work.session.exec(query.order_by(col(Event.seq).desc())).first() or since


PRESSES: dict[str, OnPress] = {"holds": turn}
COMMANDS: dict[str, OnCommand] = {"hold": listed}
