"""/forget: an enterprise has the content of its ended cases deleted before their time (R37, 个人信息保护法第四十七条).

Only once the window for reopening is over, and never while something is owed on it. Class C goes through its contact, who alone
may destroy it: whoever leans on an author must not get the evidence removed by that author's phone.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from bot.desk import cases, people, retention, retention_tidy
from bot.desk.sealed import delivery
from bot.desk.words import OnCommand, OnPress, Pressed, Words
from bot.desk.work import OK, Actor, Outcome, Work
from bot.texts.entrepreneur import erase as texts
from bot.texts.values import Message
from storage import outbox
from storage.tables import CaseFile, Person
from storage.vocabulary import Lane, Role, Secrecy, State

AT_ONCE = 50  # cases of one request; the rest with the next
OVER = (State.ARCHIVED, State.REFUSED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's cases whose content is there, by what may become of it now."""

    free: tuple[CaseFile, ...]
    later: int  # open, or to be reopened still
    owed: int
    sealed: tuple[CaseFile, ...]  # class C, ended


def standing(work: Work, person: Person) -> Standing:
    """Sorted out."""
    query = select(CaseFile).where(CaseFile.person_id == person.id).order_by(col(CaseFile.id))
    there = [case for case in work.session.exec(query) if not retention.gone(work, case)]
    over = [case for case in there if case.state in OVER]
    plain = [case for case in over if case.secrecy is not Secrecy.C]
    free = [case for case in plain if not retention.owed(work, case)]
    ended_c = [case for case in there if case.secrecy is Secrecy.C and not case.state.is_open]
    sealed = [case for case in ended_c if not retention.owed(work, case)]
    later = len(there) - len(plain) - len(ended_c)
    owed = len(plain) - len(free) + len(ended_c) - len(sealed)
    return Standing(tuple(free[:AT_ONCE]), later, owed, tuple(sealed[:AT_ONCE]))


def forget(work: Work, words: Words, _rest: str) -> Outcome:
    """/forget: what may go, asked once."""
    person = people.find_person(work, words.sender.tg_id)
    if not words.private:
        return OK
    found = standing(work, person) if person is not None else Standing((), 0, 0, ())
    days = work.office.pack.retention_days
    message = texts.question(len(found.free), found.later, found.owed, len(found.sealed), days)
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="erase")
    return OK


def confirmed(work: Work, pressed: Pressed) -> Outcome:
    """确定删除: for good."""
    person = people.find_person(work, pressed.sender.tg_id)
    if person is None or not pressed.private:
        return Outcome(texts.NOTHING, alert=True)
    found = standing(work, person)
    for case in found.free:
        retention.destroy(work, case, Actor(Role.ENTERPRISE, person.id))
    for case in found.sealed:
        _ask_contact(work, case)
    contacts = _contacts(work, person)
    _turn(work, pressed, texts.done(len(found.free), len(found.sealed), contacts=contacts))
    return OK


def _ask_contact(work: Work, case: CaseFile) -> None:
    post = delivery.contact(work)
    if post is not None and post.tg_id is not None:
        message, once = texts.to_contact(case.id or 0, case.number), f"erase:{case.id}:{work.now.date()}"
        work.send(post.tg_id, message, lane=Lane.DIGEST, purpose="sealed.note", case=case, dedupe=once)


def _contacts(work: Work, person: Person) -> bool:
    """Name and phone go as well if nobody owes the person anything any more. True if there were any."""
    if cases.open_of(work, person, 1) or cases.draft_of(work, person) is not None:
        return False
    there = person.name_id is not None or person.phone_id is not None
    person.name_id = person.phone_id = None
    retention_tidy.person(work, person)
    return there


def refused(work: Work, pressed: Pressed) -> Outcome:
    """不删."""
    _turn(work, pressed, texts.kept())
    return OK


def _turn(work: Work, pressed: Pressed, message: Message) -> None:
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        work.edit(row, message)


PRESSES: dict[str, OnPress] = {"eraseok": confirmed, "eraseno": refused}
COMMANDS: dict[str, OnCommand] = {"forget": forget}
