"""A message was edited after it was recorded: an amendment with both wordings, never a second filing."""

from __future__ import annotations

from bot.desk import cases, people, restricted, split
from bot.desk.entrepreneur import belongs, draft, intake, later, suspect
from bot.desk.gist import Gist, gist_of
from bot.desk.words import Words, material
from bot.desk.work import OK, Actor, Outcome, Work
from storage.tables import CaseFile, Item, Person
from storage.vocabulary import EventKind, Role, Secrecy, State


def amend(work: Work, words: Words) -> Outcome:
    """Record the change. An edit of words that opened nothing is heard if there is substance in it now."""
    person = people.find_person(work, words.sender.tg_id)
    if person is None or not words.private:
        return OK
    item = cases.item_at(work, words.chat_id, words.message_id)
    case = work.case(item.case_id) if item is not None else None
    if item is None or case is None:
        return _unknown(work, words)
    if item.by_staff or case.person_id != person.id:
        return OK
    if case.secrecy is Secrecy.C:
        if case.state.is_open:
            later.supplement(work, person, case, words, gist_of(words.understood))
        return OK
    return _known(work, words, person, case, item)


def _known(work: Work, words: Words, person: Person, case: CaseFile, item: Item) -> Outcome:
    reading = gist_of(words.understood)
    if _apart(reading, case):
        restricted.report(work, person, words, reading, beside=case)
        return OK
    _record(work, case, item, words)
    if case.state is State.DRAFT:
        return draft.rewritten(work, case, reading)
    if case.state.is_open:
        later.tell_owner(work, case)
    split.amended(work, case, words)
    return OK


def _apart(reading: Gist, case: CaseFile) -> bool:
    """C words never, and B words never beside a filed case of class A, stay where a unit could read them."""
    if reading.secrecy is Secrecy.C:
        return True
    return reading.secrecy is Secrecy.B and case.secrecy is Secrecy.A and case.state is not State.DRAFT


def _unknown(work: Work, words: Words) -> Outcome:
    understood = words.understood
    if (
        belongs.reworded(work, words)
        or suspect.reworded(work, words)
        or understood is None
        or understood.invalid is not None
    ):
        return OK
    weighty = understood.confident or understood.secrecy is not Secrecy.A or understood.life_danger
    return intake.hear(work, words) if weighty and len(words.text) > 6 else OK


def _record(work: Work, case: CaseFile, item: Item, words: Words) -> None:
    before = work.text(item.content_id)
    kept = {"before": before, "after": material(words)}
    work.record(
        case,
        EventKind.AMENDED,
        Actor(Role.ENTERPRISE, case.person_id),
        facts={"item": item.id, "edit": item.edits + 1},
        words=kept,
    )
    item.edits += 1
    item.content_id = work.office.vault.put(work.session, case.key_id, material(words))
    work.session.flush()
