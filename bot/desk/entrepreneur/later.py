"""Later words about a case, and who may see them. Every one is classified first (R02a)."""

from __future__ import annotations

from bot.desk import cases, pause_end, people, restricted, views
from bot.desk.entrepreneur import draft, packing, suspect
from bot.desk.gist import Gist, gist_of
from bot.desk.words import Words, material
from bot.desk.work import OK, Actor, Outcome, Work
from bot.rules.routing import only_official
from bot.texts.entrepreneur import progress, welcome
from nlp.values import Invalid
from storage.tables import CaseFile, Person
from storage.vocabulary import EventKind, Lane, Role, Secrecy, State, Urgency


def reply(work: Work, words: Words, case: CaseFile) -> Outcome:
    """A reply to one of a case's messages belongs to that case."""
    from bot.desk.entrepreneur import intake

    person = people.person_of(work, words.sender)
    if case.person_id != person.id:
        return intake.hear(work, words)
    reading = gist_of(words.understood, doubt=packing.doubt(words))
    if reading.life_danger:
        work.send(words.chat_id, welcome.danger_first(), lane=Lane.SAFETY, purpose="danger")
    if _chatter(words):
        return _chat(work, words)
    if case.secrecy is Secrecy.C and case.state.is_open:
        return supplement(work, person, case, words, reading)
    if suspect.is_suspicion(words):
        return suspect.ask(work, person, words, beside=case)
    if reading.secrecy is Secrecy.C:
        restricted.report(work, person, words, reading, beside=case)
        return OK
    return more(work, person, case, words, reading)


def more(work: Work, person: Person, case: CaseFile, words: Words, reading: Gist) -> Outcome:
    """Words of class A or B that answered one of a case's messages: more of it, or a new matter beside it."""
    if case.state is State.DRAFT:
        return draft.add(work, case, words, reading)
    if not case.state.is_open or _graver(reading, case):
        linked = case.id if case.secrecy is Secrecy.A else None
        return draft.begin(work, person, words, reading, linked_to=linked)
    return supplement(work, person, case, words, reading)


def _graver(reading: Gist, case: CaseFile) -> bool:
    """特急 words to a case that is not 特急: its own clocks would be too slow for them."""
    return (
        reading.urgency is Urgency.CRITICAL and case.urgency is not Urgency.CRITICAL and case.secrecy is not Secrecy.C
    )


def supplement(
    work: Work, person: Person, case: CaseFile, words: Words, reading: Gist, *, quiet: bool = False
) -> Outcome:
    """Added to an open case. B or C words open a separate restricted case that the unit never sees; words to a sealed
    case stay with its contact."""
    if case.secrecy is Secrecy.C and not only_official(reading.accused):
        restricted.supplement(work, case, words)
        return OK
    if reading.secrecy is Secrecy.C or (reading.secrecy is Secrecy.B and case.secrecy is Secrecy.A):
        restricted.report(work, person, words, reading, beside=case)
        return OK
    asked = case.state is State.NEEDS_INFO
    changes = {"state": State.TO_DISPATCH} if asked else {}
    event = work.record(case, EventKind.ADDED, Actor(Role.ENTERPRISE, person.id), set=changes, words=material(words))
    cases.add_item(work, case, words, event.content_id or "")
    _receipt(work, case, words, quiet=quiet)
    if not pause_end.material_came(work, case):
        tell_owner(work, case)
    if asked:
        _info_given(work, case)
    return OK


def _receipt(work: Work, case: CaseFile, words: Words, *, quiet: bool) -> None:
    """Said once an album. After the unit's answer the words are no verdict yet: that is asked."""
    album = [i for i in cases.items(work, case) if words.media_group and i.media_group == words.media_group]
    if len(album) > 1 or (quiet and case.state is not State.ANSWERED):
        return
    if case.state is State.ANSWERED:
        message = progress.said_after_answer(views.view(work, case))
    else:
        message = progress.supplement_kept(case.number)
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="later.kept", case=case)


def _info_given(work: Work, case: CaseFile) -> None:
    from bot.desk import clerk

    clerk.info_given(work, case)


def tell_owner(work: Work, case: CaseFile) -> None:
    """The owner hears once that there is more to read: in the card's group, by a reply to the card."""
    if case.state in {State.TO_SIGN, State.WORKING} and case.unit:
        from bot.desk.officer import notices

        notices.supplemented(work, case)


def _chatter(words: Words) -> bool:
    """Thanks and the like add nothing; a short answer to a case's message does."""
    understood = words.understood
    return words.media is None and understood is not None and understood.invalid not in {None, Invalid.TOO_SHORT}


def _chat(work: Work, words: Words) -> Outcome:
    reason = words.understood.invalid if words.understood is not None else None
    work.send(words.chat_id, welcome.small_talk(reason or ""), lane=Lane.ANSWER, purpose="smalltalk")
    return OK
