"""/look 000012: any open-class case before the office, with what it alone may decide about it."""

from __future__ import annotations

import re
from dataclasses import replace

from sqlmodel import col, select

from bot.desk import attributed, cards, clocks, guards, people, places, views
from bot.desk.office import clearing, closing, finding, keep, legacy, malice, pledge
from bot.desk.supervisor import desk
from bot.desk.words import OnCommand, Words
from bot.desk.work import OK, Outcome, Work
from bot.texts import hold as hold_texts
from bot.texts import office as texts
from bot.texts import supervisor as supervisor_texts
from bot.texts.values import Button, Message
from storage import history
from storage.tables import CaseFile, Staff
from storage.vocabulary import EventKind, Lane, Role, Secrecy, State

NUMBER = 6  # places of a case number that a person types
ENDING = re.compile(rf"(?<![0-9])[0-9]{{1,{NUMBER}}}$")  # leading noughts may be left out


def rows(work: Work, case: CaseFile) -> tuple[tuple[Button, ...], ...]:
    """The buttons for what the office may decide now."""
    view = views.view(work, case)
    kind = closing.kind_of(case)
    buttons = [texts.finding_button(view)] if finding.possible(case) else []
    buttons += [texts.closing_button(view, f"按“{kind.value}”办结")] if kind is not None else []
    buttons += keep.button(work, case)
    return (*(hold_texts.end_row(view) if case.held else ()), *((button,) for button in buttons))


def look(work: Work, words: Words, rest: str) -> Outcome:
    """The case in masked facts, logged (R03). Elsewhere, and to others, it is as if there were no such command."""
    post = people.post_as(work, words.sender.tg_id, *desk.DESK)
    if post is None or not desk.here(work, words.chat_id, private=words.private):
        return _own(work, words, rest.strip())
    case = numbered(work, rest.strip())
    if case is None or guards.barred(work, case, words.sender.tg_id):
        message = Message(texts.UNKNOWN if rest.strip() else texts.USAGE)
        work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="supervisor.facts", topic_id=words.topic_id)
        return OK
    message = _facts(work, case, post)
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="supervisor.facts", case=case, topic_id=words.topic_id)
    return OK


def _own(work: Work, words: Words, text: str) -> Outcome:
    """A unit's people may look at their own unit's cases, in private or in its group; others hear that there is none."""
    posts = [post for post in people.posts_of(work, words.sender.tg_id) if post.role is Role.OFFICER]
    chat = None if words.private else places.bound(work, words.chat_id)
    if not posts or not (words.private or (chat is not None and any(post.unit == chat.unit for post in posts))):
        return OK
    case = numbered(work, text)
    post = guards.unit_officer(work, case, words.sender.tg_id) if case is not None else None
    if case is None or post is None or case.secrecy is not Secrecy.A or (chat is not None and chat.unit != case.unit):
        message, case = Message(texts.UNKNOWN if text else texts.USAGE), None
    else:
        message = replace(_facts(work, case, post), rows=clearing.unit_rows(work, case), protect=True)
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="unit.facts", case=case, topic_id=words.topic_id)
    return OK


def _facts(work: Work, case: CaseFile, post: Staff) -> Message:
    work.record(case, EventKind.VIEWED, people.actor_of(post), facts={"what": "facts"})
    events = history.events_of(work.session, case.id or 0)
    timeline = [(event.kind, event.at) for event in events]
    message = supervisor_texts.facts(views.view(work, case), timeline, attributed.of(events))
    return replace(message, rows=(*message.rows, *rows(work, case), *_beside(work, case)))


def _beside(work: Work, case: CaseFile) -> tuple[tuple[Button, ...], ...]:
    """What may be decided beside a case's handling; only where somebody looked it up."""
    found = (*malice.button(case), *clearing.button(work, case), *legacy.button(work, case), *pledge.button(case))
    return tuple(found[at : at + 2] for at in range(0, len(found), 2))


def numbered(work: Work, text: str) -> CaseFile | None:
    """The newest filed case of class A or B whose number ends so."""
    typed = ENDING.search(text)
    if typed is None:
        return None
    tail = typed.group().zfill(NUMBER)
    query = select(CaseFile).where(
        col(CaseFile.number).like(f"%-{tail}"), CaseFile.secrecy != Secrecy.C, CaseFile.state != State.DRAFT
    )
    return work.session.exec(query.order_by(col(CaseFile.id).desc())).first()


def reopened_again(work: Work, case: CaseFile) -> None:
    """The enterprise says for the second time, or oftener, that it is not solved: the office hears it (R06)."""
    view = views.view(work, case)
    message = texts.reopened_again(view, (*supervisor_texts.actions(view), *rows(work, case)))
    for place in desk.heard(work, case):
        key, later = f"again:{case.id}:{case.round}:{place.chat_id}", clocks.polite(work, case.urgency)
        cards.put(work, case, place, message, role="office", dedupe=key, not_before=later)


COMMANDS: dict[str, OnCommand] = {"look": look}


def passed_around(work: Work, case: CaseFile) -> None:
    """The supervisors hear once of a case that was handed on as often as it may be, with what they can do about it."""
    view = views.view(work, case)
    message = texts.passed_around(view, (*supervisor_texts.actions(view), *supervisor_texts.brief_row(view)))
    for place in desk.heard(work, case):
        work.send(
            place.chat_id,
            message,
            lane=Lane.ANSWER,
            purpose="supervisor.passed",
            case=case,
            topic_id=place.topic_id,
            dedupe=f"passed:{case.id}:{case.transfers}:{place.chat_id}",
            not_before=clocks.polite(work, case.urgency),
        )
