"""/todo: one unit's open cases by deadline, masked; never another unit's, never class B or C."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlmodel import col, select

from bot.desk import people, places, views
from bot.desk.words import OnCommand, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.texts import common
from bot.texts import officer as texts
from bot.texts.values import Message
from storage import outbox
from storage.tables import CaseFile
from storage.vocabulary import Lane, Secrecy, State

PAGE = 12
FAR = datetime(9999, 1, 1, tzinfo=UTC)


def todo(work: Work, words: Words, _rest: str) -> Outcome:
    """/todo in a unit's group or in private."""
    from bot.desk.sealed import hand

    if hand.listed(work, words):
        return OK
    unit = _unit(work, words)
    if unit is None:
        posts = people.posts_of(work, words.sender.tg_id)
        if words.private or posts:
            why = texts.TODO_HERE if posts else common.NOT_ENROLLED
            work.send(words.chat_id, Message(why), lane=Lane.ANSWER, purpose="todo", topic_id=words.topic_id)
        return OK
    work.send(words.chat_id, page(work, unit, 0), lane=Lane.ANSWER, purpose="todo", topic_id=words.topic_id)
    return OK


def turn(work: Work, pressed: Pressed) -> Outcome:
    """Another page; only for the unit's own people."""
    unit, _, number = pressed.press.arg.partition(".")
    if not any(post.unit == unit for post in people.posts_of(work, pressed.sender.tg_id)):
        return Outcome(common.NOT_YOURS, alert=True)
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        work.edit(row, page(work, unit, int(number) if number.isdecimal() else 0))
    return OK


def _unit(work: Work, words: Words) -> str | None:
    """The unit whose list may be shown here: the group's own, asked for by one of its people; or the asker's, in private."""
    posts = people.posts_of(work, words.sender.tg_id)
    if words.private:
        return next((post.unit for post in posts), None)
    chat = places.bound(work, words.chat_id)
    return chat.unit if chat is not None and any(post.unit == chat.unit for post in posts) else None


def page(work: Work, unit: str, number: int) -> Message:
    """One page, earliest deadline first; the last one if there are fewer by now."""
    query = select(CaseFile).where(
        CaseFile.unit == unit,
        col(CaseFile.state).in_([State.TO_SIGN, State.WORKING]),
        CaseFile.secrecy == Secrecy.A,
        col(CaseFile.merged_into).is_(None),  # done with its main case
    )
    shown = [views.view(work, case) for case in work.session.exec(query) if unit not in case.accused]
    shown.sort(key=lambda view: view.next_limit[1].due_at if view.next_limit else FAR)
    number = min(number, max(0, len(shown) - 1) // PAGE)
    part = shown[number * PAGE : (number + 1) * PAGE]
    return texts.todo(part, number, (number + 1) * PAGE >= len(shown), work.now, unit)


PRESSES: dict[str, OnPress] = {"todo": turn}
COMMANDS: dict[str, OnCommand] = {"todo": todo}
