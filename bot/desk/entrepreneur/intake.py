"""The first words of a matter: small talk, danger, class C, an addition to the draft, or a new draft."""

from __future__ import annotations

from bot.desk import asks, cases, people, restricted
from bot.desk.entrepreneur import belongs, draft, later, packing, suspect, wishes
from bot.desk.gist import Gist, gist_of
from bot.desk.officer import enrolment
from bot.desk.words import OnCommand, Words
from bot.desk.work import OK, Outcome, Work
from bot.rules.routing import only_official
from bot.texts.entrepreneur import identity as identity_texts
from bot.texts.entrepreneur import welcome
from nlp.values import Invalid
from nlp.wishes import tells_result
from storage.tables import CaseFile, Person
from storage.vocabulary import ItemKind, Lane, Secrecy, State, Urgency

# Letters of a detail of the sealed case that was just filed; how sure of a unit another matter is.
FEW, SURE = 24, 0.6


def start(work: Work, words: Words, payload: str) -> Outcome:
    """/start: introduction, or an enrolment link."""
    if payload.startswith(enrolment.PREFIX):
        return enrolment.accept(work, words, payload)
    if words.private:
        person = people.person_of(work, words.sender)
        if not introduce(work, person):
            work.send(words.chat_id, welcome.help_text(), lane=Lane.ANSWER, purpose="help")
    return OK


def helped(work: Work, words: Words, _rest: str) -> Outcome:
    """/help in private; groups get the officers' help."""
    if words.private and not people.posts_of(work, words.sender.tg_id):
        work.send(words.chat_id, welcome.help_text(), lane=Lane.ANSWER, purpose="help")
    elif enrolment.known(work, words.sender.tg_id):
        enrolment.help_officer(work, words)
    return OK


COMMANDS: dict[str, OnCommand] = {"start": start, "help": helped}


def introduce(work: Work, person: Person) -> bool:
    """Tell who runs this, for what and how long, at first contact and only then (R02d). True if it was said now."""
    if person.introduced_at is not None:
        return False
    pack = work.office.pack
    message = welcome.introduction(pack.operator, pack.purpose, pack.retention_days)
    work.send(person.tg_id, message, lane=Lane.SAFETY, purpose="intro")
    person.introduced_at = work.now
    return True


def hear(work: Work, words: Words) -> Outcome:
    """Plain words or a file in a private chat."""
    person = people.person_of(work, words.sender)
    gist = gist_of(words.understood, doubt=packing.doubt(words))
    if gist.life_danger:
        work.send(words.chat_id, welcome.danger_first(), lane=Lane.SAFETY, purpose="danger")
    new = introduce(work, person)
    if words.media is not None and words.media.kind is ItemKind.CONTACT and words.media.own_contact:
        return _keep_phone(work, person, words)
    after = suspect.secret_before(work, person, words)
    if suspect.is_suspicion(words):
        return suspect.ask(work, person, words, after=after)
    if gist.secrecy is Secrecy.C and after is not None and len(words.text) <= FEW and not only_official(gist.accused):
        restricted.supplement(work, after, words)
        return OK
    if gist.secrecy is Secrecy.C or only_official(gist.accused):
        restricted.report(work, person, words, gist)
        return OK
    return _sort(work, person, words, gist, new=new, after=after)


def _sort(work: Work, person: Person, words: Words, gist: Gist, *, new: bool, after: CaseFile | None) -> Outcome:
    answered = wishes.heard(work, person, words)
    if answered is not None:
        return answered
    current = cases.draft_of(work, person)
    invalid = words.understood.invalid if words.media is None and words.understood is not None else None
    asked = None if current is not None else belongs.asked_about(work, person, words)
    if asked is not None and (invalid is None or _answers(words, invalid)) and gist.urgency is not Urgency.CRITICAL:
        return later.supplement(work, person, asked, words, gist)
    if after is not None and current is None and not (_empty(words, invalid) or _a_matter(words, gist)):
        return suspect.ask(work, person, words, after=after)
    if invalid is not None and not (current is not None and _answers(words, invalid)):
        if not (new and invalid is Invalid.GREETING):  # the introduction has just said all that
            work.send(words.chat_id, welcome.small_talk(invalid), lane=Lane.ANSWER, purpose="smalltalk")
        return OK
    return place(work, person, words, gist)


def place(work: Work, person: Person, words: Words, gist: Gist) -> Outcome:
    """Words with substance: more of the draft, of the answered case, of one of the open cases, or a new matter."""
    current = cases.draft_of(work, person)
    if current is not None:
        return draft.add(work, current, words, gist)
    waiting = cases.open_of(work, person, 2)
    if len(waiting) == 1 and waiting[0].state is State.ANSWERED and tells_result(words.text):
        return later.supplement(work, person, waiting[0], words, gist)  # it can only be about the answer
    if gist.urgency is not Urgency.CRITICAL and waiting:
        return belongs.which(work, person, words, gist)
    return draft.begin(work, person, words, gist)


def _a_matter(words: Words, gist: Gist) -> bool:
    """Clearly something of its own: an emergency, or a whole matter with its unit."""
    return gist.urgency is Urgency.CRITICAL or (len(words.text) > FEW and gist.strength >= SURE)


def _empty(words: Words, invalid: Invalid | None) -> bool:
    """Thanks, greetings and the like say nothing more about anything."""
    return invalid is not None and not _answers(words, invalid)


def _answers(words: Words, invalid: Invalid) -> bool:
    """A word or two may answer the draft's question; bare punctuation does not."""
    return invalid is Invalid.TOO_SHORT and any(char.isalnum() for char in words.text)


def _keep_phone(work: Work, person: Person, words: Words) -> Outcome:
    """One's own number, shared by the contact button, is no matter: it is kept, and said so."""
    phone = words.media.phone if words.media is not None else ""
    person.phone_id = work.office.vault.put(work.session, person.key_id, phone)
    asks.close(work, words.sender.tg_id, words.chat_id)
    work.send(words.chat_id, identity_texts.phone_kept(), lane=Lane.ANSWER, purpose="identity")
    return OK
