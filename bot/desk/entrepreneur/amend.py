"""A message was edited after it was recorded: an amendment with both wordings, never a second filing."""

from __future__ import annotations

from bot.desk import cases, gist, people, restricted
from bot.desk.entrepreneur import draft, later
from bot.desk.gist import gist_of
from bot.desk.words import Words, material
from bot.desk.work import OK, Actor, Outcome, Work
from storage.tables import CaseFile, Item
from storage.vocabulary import EventKind, Role, Secrecy, State


def amend(work: Work, words: Words) -> Outcome:
    """Record the change; edits of messages that we do not know are nothing to us."""
    item = cases.item_at(work, words.chat_id, words.message_id)
    case = work.case(item.case_id) if item is not None else None
    if item is None or case is None or item.by_staff or case.secrecy is Secrecy.C:
        return OK
    person = people.person_of(work, words.sender)
    if case.person_id != person.id:
        return OK
    reading = gist_of(words.understood)
    if reading.secrecy is Secrecy.C or (
        reading.secrecy is Secrecy.B and case.secrecy is Secrecy.A and case.state is not State.DRAFT
    ):
        restricted.report(work, person, words, reading, beside=case)
        return OK
    _record(work, case, item, words)
    if case.state is State.DRAFT:
        gist.save(work, case, gist.merge(reading, gist.load(work, case)))
        draft.refresh(work, case)
    elif case.state.is_open:
        later.tell_owner(work, case)
    return OK


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
