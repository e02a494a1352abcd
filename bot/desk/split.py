"""拆单: one message, several matters, one case for each, linked to the first (R23). Each has its own unit, clock and verdict.

The first part stays in the case that was filed. Further parts hold the enterprise's words of that matter and all files; the
whole message stays with the first, and an edit of it is passed on to every part.
"""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import col, select

from bot.desk import cases, clocks, gist, people
from bot.desk.facts import facts_of
from bot.desk.words import Words, material
from bot.desk.work import BOT, Actor, Work
from bot.rules import merging
from bot.rules.lifecycle import Refusal
from bot.texts import split as texts
from nlp.summary import unnamed
from storage.tables import CaseFile, Event, Item, Person, Staff
from storage.vocabulary import EventKind, ItemKind, Lane, Role, Secrecy

MOST = 5
SUMMARY = 40  # characters of a part on cards


def parts_in(text: str) -> tuple[str, ...]:
    """The matters that a clerk wrote, a line each."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def split(work: Work, case: CaseFile, post: Staff, parts: tuple[str, ...]) -> list[CaseFile] | Refusal:
    """Make a case of each further part; the first stays. All are with this clerk, in the queue, with limits of their own."""
    main, others = merging.split(parts)
    known = facts_of(work, case, parts=len(parts))
    person = work.session.get(Person, case.person_id) if case.person_id else None
    if person is None or case.secrecy is Secrecy.C:
        raise ValueError("a case without an author, or sealed, is never split")
    refusal = work.move(case, EventKind.SPLIT, people.actor_of(post), known, words={"parts": list(parts)})
    if refusal is not None:
        return refusal
    _name(work, case, main)
    made = [_part(work, case, person, post, part) for part in others]
    _tell(work, case, person, list(zip([case, *made], parts, strict=True)))
    return made


def _name(work: Work, case: CaseFile, part: str) -> None:
    """The card shows this matter only (masked, as every summary)."""
    kept = gist.load(work, case)
    summary = work.office.mask(unnamed(part, kept.firms), enterprises=True)[:SUMMARY]
    gist.save(work, case, replace(kept, summary=summary, chosen="", confident=False))


def _part(work: Work, case: CaseFile, person: Person, post: Staff, part: str) -> CaseFile:
    reading = replace(gist.load(work, case), secrecy=case.secrecy, accused=tuple(case.accused))
    made = cases.open_case(work, person, None, reading, linked_to=case.id)
    gist.save(work, made, reading)
    _name(work, made, part)
    author = Actor(Role.ENTERPRISE, person.id)
    if case.anonymous:
        work.record(made, EventKind.CHOSEN, author, set={"anonymous": True, "confidential": True})
    _words(work, made, author, case, part)
    _files(work, case, made, author)
    work.move(made, EventKind.SUBMITTED, BOT, facts_of(work, made), set={"submitted_at": work.now})
    clocks.start_triage(work, made)
    work.move(made, EventKind.CLAIMED, people.actor_of(post), facts_of(work, made), set={"claimed_by": post.id})
    work.session.flush()
    return made


def _words(work: Work, made: CaseFile, author: Actor, case: CaseFile, part: str) -> None:
    """The enterprise's words of this matter. No message of the chat is this item: an edit finds the first case."""
    event = work.record(made, EventKind.ADDED, author, facts={"from": case.number}, words={"text": part})
    person = work.session.get_one(Person, case.person_id)
    item = Item(
        case_id=made.id or 0,
        kind=ItemKind.TEXT,
        at=work.now,
        chat_id=person.tg_id,
        message_id=0,
        content_id=event.content_id or "",
    )
    work.session.add(item)
    work.session.flush()


def _files(work: Work, case: CaseFile, made: CaseFile, author: Actor) -> None:
    """Every file may show this matter; its caption may tell of another one and stays with the first."""
    from bot.desk import files

    for item in cases.items(work, case):
        media = (work.text(item.content_id) or {}).get("media")
        if item.by_staff or not media:
            continue
        event = work.record(made, EventKind.ADDED, author, words={"text": "", "media": media})
        kept = item.model_dump(exclude={"id", "case_id", "content_id", "bytes_id", "message_id", "media_group"})
        copy = Item(**kept, case_id=made.id or 0, message_id=0, content_id=event.content_id or "")
        work.session.add(copy)
        files.order(work, copy, str(media.get("file_id") or ""))
    work.session.flush()


def _tell(work: Work, case: CaseFile, person: Person, all_parts: list[tuple[CaseFile, str]]) -> None:
    if person.blocked_at is None:
        named = tuple((one.number, part) for one, part in all_parts)
        rows = tuple((one.id or 0, one.number) for one, _part in all_parts)
        message = texts.to_enterprise(named, rows)
        work.send(person.tg_id, message, lane=Lane.ANSWER, purpose="told.split", case=case)


def parts_of(work: Work, case: CaseFile) -> list[CaseFile]:
    """The open cases that were split off this one."""
    if not _was_split(work, case):
        return []
    query = select(CaseFile).join(Event, col(Event.case_id) == CaseFile.id).where(CaseFile.linked_to == case.id)
    marked = query.where(Event.kind == EventKind.ADDED).order_by(col(CaseFile.id))
    found = {one.id: one for one in work.session.exec(marked) if one.state.is_open and one.secrecy is case.secrecy}
    return [one for one in found.values() if _split_off(work, one, case)]


def _was_split(work: Work, case: CaseFile) -> bool:
    query = select(Event.id).where(Event.case_id == case.id, Event.kind == EventKind.SPLIT)
    return work.session.exec(query).first() is not None


def _split_off(work: Work, one: CaseFile, case: CaseFile) -> bool:
    """A linked case may also be a restricted or a later one; these hold words of their own."""
    events = work.session.exec(select(Event).where(Event.case_id == one.id, Event.kind == EventKind.ADDED))
    return any(event.data.get("from") == case.number for event in events)


def amended(work: Work, case: CaseFile, words: Words) -> None:
    """The message was edited after it was split: every open part gets the new wording, too."""
    from bot.desk.entrepreneur import later

    for part in parts_of(work, case):
        author = Actor(Role.ENTERPRISE, case.person_id)
        event = work.record(part, EventKind.ADDED, author, facts={"from": case.number}, words=material(words))
        unmapped = replace(words, message_id=0)
        cases.add_item(work, part, unmapped, event.content_id or "")
        later.tell_owner(work, part)
