"""历史遗留: an old matter gets a longer limit and its unit's chief, and counts in nobody's figures (A56).

Marked by the office with a reason; the limit is never shortened and never beyond the law's (R27).
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from bot.desk import asks, clocks, legal, people, units
from bot.desk.officer import notices
from bot.desk.supervisor import desk
from bot.desk.words import OnAnswer, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.rules import deadlines
from bot.rules.limits import Limit, Unit
from bot.rules.scoring.life import LEGACY_MARK
from bot.texts import legacy as texts
from bot.texts.values import Button
from storage.tables import Ask, CaseFile, Event, Staff
from storage.vocabulary import AskKind, EventKind, Lane, Secrecy, Stage, Urgency

LEAST = Limit(15, Unit.WD)
SHORTEST = 10  # characters of a reason


def marked(work: Work, case: CaseFile) -> bool:
    """True while the mark stands."""
    query = select(Event).where(Event.case_id == case.id, Event.kind == EventKind.MARKED)
    marks = (event for event in work.session.exec(query.order_by(col(Event.seq).desc())))
    last = next((event for event in marks if event.data["mark"] == LEGACY_MARK), None)
    return last is not None and bool(last.data["on"])


def possible(case: CaseFile) -> bool:
    """In a unit's hands, of class A, and nothing that cannot wait."""
    return case.state in desk.IN_HAND and case.secrecy is Secrecy.A and case.urgency is not Urgency.CRITICAL


def button(work: Work, case: CaseFile) -> list[Button]:
    """To mark, or to take the mark away."""
    stands = marked(work, case)
    return [texts.button(case.id or 0, marked=stands)] if stands or possible(case) else []


def _found(work: Work, pressed: Pressed) -> tuple[CaseFile, Staff] | Outcome:
    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, post = got
    own = {one.id for one in people.posts_of(work, pressed.sender.tg_id)}
    return Outcome(texts.NOT_ONES_OWN, alert=True) if own & {case.owner_id, case.backup_id} else (case, post)


def begin(work: Work, pressed: Pressed) -> Outcome:
    """历史遗留: why?"""
    got = _found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    if not possible(case) or marked(work, case):
        return Outcome(texts.ALREADY if marked(work, case) else texts.NOT_HERE, alert=True)
    asks.open_ask(work, pressed.sender.tg_id, pressed.chat_id, AskKind.MARK, texts.prompt(case.number), case=case)
    return OK


def written(work: Work, words: Words, ask: Ask) -> Outcome:
    """The reason: on record, with the longer limit."""
    case, post = work.case(ask.case_id or 0), people.post_as(work, words.sender.tg_id, *desk.DESK)
    who, chat, text = words.sender.tg_id, words.chat_id, words.text.strip()
    if case is None or post is None or not possible(case) or marked(work, case):
        asks.close(work, who, chat)
        return OK
    if len(text) < SHORTEST:
        asks.open_ask(work, who, chat, AskKind.MARK, texts.lacking(case.number), case=case)
        return OK
    asks.close(work, who, chat)
    facts = {"mark": LEGACY_MARK, "on": True}
    work.record(case, EventKind.MARKED, people.actor_of(post), facts=facts, words={"text": text})
    due = _extend(work, case)
    message, topic = texts.marked(case.number, due), words.topic_id
    work.send(chat, message, lane=Lane.ANSWER, purpose="office.legacy", case=case, topic_id=topic)
    _tell(work, case, due)
    return OK


def _extend(work: Work, case: CaseFile) -> datetime | None:
    """Fifteen working days from now at least; None if the limit stays: it is later, stands still, or follows another case's."""
    row = clocks.running(work, case, Stage.RESOLVE)
    if row is None or case.pending or case.held or case.merged_into is not None:
        return None
    due, last = deadlines.deadline(work.now, LEAST, work.office.calendar), legal.last_day(work, case)
    due = last if last is not None and last.at < due.at else due
    if due.at <= row.due_at:
        return None
    clocks.extend(work, case, Stage.RESOLVE, due)
    work.session.flush()
    return due.at


def _tell(work: Work, case: CaseFile, due: datetime | None) -> None:
    """The unit under its card, its chief, and the enterprise."""
    from bot.desk import dispatch

    dispatch.refresh_unit_card(work, case)
    notices.under_card(work, case, texts.marked(case.number, due), "card.legacy", f"legacy:{case.id}:{case.head_seq}")
    later, name = clocks.polite(work, case.urgency), units.name(work, case.unit or "")
    for post in people.reachable(people.unit_staff(work, case.unit or "", "chief")):
        message = texts.to_chief(case.number, name, due)
        work.send(post.tg_id or 0, message, lane=Lane.ANSWER, purpose="card.legacy", case=case, not_before=later)
    chat_id = people.complainant_chat(work, case)
    if chat_id is not None:
        message = texts.to_enterprise(case.number, due)
        work.send(chat_id, message, lane=Lane.ANSWER, purpose="told.extended", case=case)


def take_away(work: Work, pressed: Pressed) -> Outcome:
    """取消历史遗留: it counts again; the limit stays as it is."""
    got = _found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if not marked(work, case):
        return Outcome(texts.NOT_MARKED, alert=True)
    work.record(case, EventKind.MARKED, people.actor_of(post), facts={"mark": LEGACY_MARK, "on": False})
    return Outcome(texts.TAKEN_AWAY)


PRESSES: dict[str, OnPress] = {"leg": begin, "legno": take_away}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.MARK: written}
