"""The first words of a matter: small talk, danger, class C, an addition to the draft, or a new draft."""

from __future__ import annotations

from bot.desk import asks, cases, people, restricted
from bot.desk.entrepreneur import draft, later
from bot.desk.gist import Gist, gist_of
from bot.desk.officer import enrolment
from bot.desk.words import OnCommand, Words
from bot.desk.work import OK, Outcome, Work
from bot.rules.routing import only_official
from bot.texts.entrepreneur import welcome
from storage.tables import Person
from storage.vocabulary import ItemKind, Lane, Secrecy, Urgency


def start(work: Work, words: Words, payload: str) -> Outcome:
    """/start: introduction, or an enrolment link."""
    if payload.startswith(enrolment.PREFIX):
        return enrolment.accept(work, words, payload)
    if words.private:
        person = people.person_of(work, words.sender)
        introduce(work, person, again=True)
    return OK


def helped(work: Work, words: Words, _rest: str) -> Outcome:
    """/help in private; groups get the officers' help."""
    if words.private and not people.posts_of(work, words.sender.tg_id):
        work.send(words.chat_id, welcome.help_text(), lane=Lane.ANSWER, purpose="help")
    elif enrolment.known(work, words.sender.tg_id):
        enrolment.help_officer(work, words)
    return OK


COMMANDS: dict[str, OnCommand] = {"start": start, "help": helped}


def introduce(work: Work, person: Person, *, again: bool = False) -> None:
    """Tell who runs this, for what and how long, at first contact (R02d)."""
    if person.introduced_at is not None and not again:
        return
    pack = work.office.pack
    message = welcome.introduction(pack.operator, pack.purpose, pack.retention_days)
    work.send(person.tg_id, message, lane=Lane.SAFETY, purpose="intro")
    person.introduced_at = work.now


def hear(work: Work, words: Words) -> Outcome:
    """Plain words or a file in a private chat."""
    person = people.person_of(work, words.sender)
    introduce(work, person)
    if words.media is not None and words.media.kind is ItemKind.CONTACT and words.media.own_contact:
        _keep_phone(work, person, words)
    gist = gist_of(words.understood, doubt=_doubt(words))
    if gist.life_danger:
        work.send(words.chat_id, welcome.danger_first(), lane=Lane.SAFETY, purpose="danger")
    if gist.secrecy is Secrecy.C or only_official(gist.accused):
        restricted.report(work, person, words, gist)
        return OK
    return _sort(work, person, words, gist)


def _sort(work: Work, person: Person, words: Words, gist: Gist) -> Outcome:
    if words.media is None and words.understood is not None and words.understood.invalid is not None:
        message = welcome.small_talk(words.understood.invalid.value)
        work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="smalltalk")
        return OK
    current = cases.draft_of(work, person)
    if current is not None:
        return draft.add(work, current, words, gist)
    if gist.urgency is not Urgency.CRITICAL and cases.open_of(work, person, 1):
        return later.which(work, person, words)
    return draft.begin(work, person, words, gist)


def _doubt(words: Words) -> str:
    if words.media is not None and words.media.kind in {ItemKind.VOICE, ItemKind.VIDEO} and not words.text:
        return "语音或视频，需人工听看"
    return ""


def _keep_phone(work: Work, person: Person, words: Words) -> None:
    phone = words.media.phone if words.media is not None else ""
    person.phone_id = work.office.vault.put(work.session, person.key_id, phone)
    asks.close(work, words.sender.tg_id, words.chat_id)
