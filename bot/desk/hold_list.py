"""/hold: what is held, for the office and the supervisors, the next look first; a page at a time, two buttons a case."""

from __future__ import annotations

from datetime import UTC, datetime

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
    cases = _held(work, tg_id)
    reviews = {case.id: _review(work, case) for case in cases}
    cases.sort(key=lambda case: (reviews[case.id] or FAR, case.id or 0))
    number = min(number, max(0, len(cases) - 1) // PAGE)
    part = cases[number * PAGE : (number + 1) * PAGE]
    lines = [_line(work, case, reviews[case.id]) for case in part]
    return texts.listing(lines, number, (number + 1) * PAGE >= len(cases), len(cases))


def _held(work: Work, tg_id: int) -> list[CaseFile]:
    """Held cases, but none that the asker, or the office whose group it is, may not see (R01)."""
    from bot.desk.supervisor import desk

    query = select(CaseFile).where(col(CaseFile.held), col(CaseFile.state).in_(IN_HAND), CaseFile.secrecy != Secrecy.C)
    found = list(work.session.exec(query))
    return [case for case in found if desk.OFFICE not in case.accused and not guards.barred(work, case, tg_id)]


def _line(work: Work, case: CaseFile, review: datetime | None) -> texts.Held:
    wait = standstill.of(work, case)
    since = wait.begin if wait is not None else work.now
    return texts.Held(views.view(work, case), since, review, last_told(work, case, since))


def _review(work: Work, case: CaseFile) -> datetime | None:
    query = select(Timer).where(Timer.case_id == case.id, Timer.kind == TimerKind.HOLD_REVIEW)
    timer = work.session.exec(query).first()
    return datetime.fromisoformat(str(timer.data["review"])) if timer is not None else None


def last_told(work: Work, case: CaseFile, since: datetime) -> datetime:
    """When the enterprise last heard of a held case."""
    kinds = (EventKind.HOLD_REVIEWED, EventKind.PROGRESS)
    query = select(Event.at).where(Event.case_id == case.id, col(Event.kind).in_(kinds), Event.at >= since)
    return work.session.exec(query.order_by(col(Event.seq).desc())).first() or since


PRESSES: dict[str, OnPress] = {"holds": turn}
COMMANDS: dict[str, OnCommand] = {"hold": listed}
