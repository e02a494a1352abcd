"""Action items of meetings (A14): what they say, each step they take, and their living cards."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, or_, select

from bot.desk import clocks, keys, people, places, units
from bot.desk.places import Place
from bot.desk.supervisor import decide_may as may
from bot.desk.supervisor import desk, pack_lines
from bot.desk.work import CLOCK, Actor, Work
from bot.rules import decisions as rules
from bot.texts import decide as texts
from bot.texts.decide import Item
from bot.texts.values import Message
from storage import timers
from storage.tables import CaseFile, Decision, Outbox, Staff
from storage.vault import VaultError
from storage.vocabulary import ChatPurpose, DecisionStep, EventKind, Lane, OutboxStatus, Secrecy, TimerKind, Urgency

OPEN = [step for step in DecisionStep if step.is_open]


# -- what it says ----------------------------------------------------------------------------------------------------------


def of(work: Work, text: str) -> Decision | None:
    """An item by its id, locked for this unit of work."""
    if not (text.isascii() and text.isdecimal()):
        return None
    return work.session.exec(select(Decision).where(Decision.id == int(text)).with_for_update()).first()


def item(work: Work, row: Decision) -> Item:
    """The item for messages."""
    case = work.session.get(CaseFile, row.case_id) if row.case_id else None
    return Item(
        id=row.id or 0,
        version=row.version,
        number=case.number if case is not None else "",
        unit=units.name(work, row.unit),
        owner=people.name_of(work, row.owner_id),
        by=people.name_of(work, row.by_id),
        text=_read(work, row.content_id),
        words=_read(work, row.words_id),
        step=row.step,
        due=row.due_at,
        late=is_late(work, row),
        returns=row.returns,
        about=pack_lines.summary(work, case) if case is not None and case.secrecy is Secrecy.A else "",
    )


def is_late(work: Work, row: Decision) -> bool:
    """True if its date is over and it is owed."""
    return row.step is DecisionStep.OPEN and row.due_at <= work.now


def _read(work: Work, content_id: str | None) -> str:
    try:
        kept = work.text(content_id) if content_id else {}
        return str(kept.get("text", "")) if kept is not None else "（内容已按规定删除）"
    except VaultError:
        return "（内容已按规定删除）"


def keep(work: Work, case_id: int | None, text: str) -> str:
    """Seal words under the case's key, or the office's if there is no case."""
    case = work.session.get(CaseFile, case_id) if case_id else None
    content_id = work.office.vault.put(
        work.session, keys.of_case(work, case) if case is not None else keys.office_key(work), {"text": text}
    )
    work.session.flush()
    return content_id


def go(work: Work, row: Decision, step: DecisionStep, actor: Actor, how: str = "") -> None:
    """The item takes a step: its cards say `how`, its version grows, its case remembers, its clock is set anew."""
    if how:
        _retire(work, row, how)
    row.step, row.stepped_at, row.version = step, work.now, row.version + 1
    note(work, row, actor)
    arm(work, row)


def note(work: Work, row: Decision, actor: Actor) -> None:
    """In the history of its case, without a word of it."""
    case = work.case(row.case_id) if row.case_id else None
    if case is not None:
        facts = {"item": row.id, "step": row.step, "unit": row.unit, "due": row.due_at}
        work.record(case, EventKind.DECIDED, actor, facts=facts)


def arm(work: Work, row: Decision) -> None:
    """One timer an item; none once it ended."""
    if not row.step.is_open:
        timers.cancel_key(work.session, f"-:{TimerKind.DECISION.name}:{row.id}")
        return
    at = rules.next_at(row.step, row.stepped_at, row.due_at, work.now, work.office.calendar)
    again(work, row, at)


def again(work: Work, row: Decision, at: datetime) -> None:
    """Look at it again then."""
    work.timer(TimerKind.DECISION, at, key=str(row.id), data={"decision": row.id})


# -- where it is told ------------------------------------------------------------------------------------------------------


def owner_place(work: Work, row: Decision) -> Place | None:
    """The owner in private, or the unit's group if they cannot be written to. Somebody who left hands it to who stands in."""
    owner = work.session.get(Staff, row.owner_id)
    if owner is not None and owner.active and people.reachable([owner]):
        return Place(owner.tg_id or 0)
    case = work.session.get(CaseFile, row.case_id) if row.case_id else None
    by = work.session.get(Staff, row.by_id)
    other = may.owner_of(work, case, row.unit, by.tg_id if by is not None else None)
    if other is not None and people.reachable([other]):
        row.owner_id = other.id or row.owner_id
        return Place(other.tg_id or 0)
    return places.unit_group(work, row.unit)


def decider_place(work: Work, row: Decision) -> Place | None:
    """Whoever decided in private, or the supervisors' group."""
    post = work.session.get(Staff, row.by_id)
    if post is not None and post.active and people.reachable([post]) and may.may_see(work, row, post.tg_id or 0):
        return Place(post.tg_id or 0)
    case = work.session.get(CaseFile, row.case_id) if row.case_id else None
    heard = desk.heard(work, case) if case is not None else []
    return heard[0] if heard else (places.desk_group(work, ChatPurpose.SUPERVISORS) if case is None else None)


def show(work: Work, row: Decision, place: Place | None, message: Message, what: str) -> None:
    """Put a card about the item somewhere, in working time; once a version."""
    if place is None:
        return
    case = work.session.get(CaseFile, row.case_id) if row.case_id else None
    work.send(
        place.chat_id,
        message,
        lane=Lane.ANSWER,
        purpose="decide.card",
        case=case,
        topic_id=place.topic_id,
        dedupe=f"decide:{row.id}:{row.version}:{what}:{place.chat_id}",
        not_before=clocks.polite(work, Urgency.NORMAL),
    )


def to_owner(work: Work, row: Decision, news: str = "") -> None:
    """The card with 完成 and 有困难."""
    place, owner = owner_place(work, row), work.session.get(Staff, row.owner_id)
    tags = (owner.tg_id,) if owner is not None and owner.tg_id and place and place.chat_id != owner.tg_id else ()
    show(work, row, place, texts.card(item(work, row), news=news, mentions=tags), "owner")


def _retire(work: Work, row: Decision, how: str) -> None:
    """The cards of this version say what became of it; those that did not leave yet never do."""
    stub = texts.settled(item(work, row), how)
    mine = col(Outbox.dedupe).like(f"decide:{row.id}:{row.version}:%")
    for sent in work.session.exec(select(Outbox).where(mine)):
        if sent.status is OutboxStatus.QUEUED:
            sent.status = OutboxStatus.DROPPED
        else:
            work.edit(sent, stub)


def drop_hidden(work: Work, row: Decision) -> None:
    """The unit may not know of the case any more: its cards become shells, whoever decided hears it, nobody chases."""
    bare = Message("【会上决定】有调整，以 /decide 的清单为准。", protect=True)
    told = (f"decide:{row.id}:%:owner:%", f"decide:morning:{row.owner_id}:%")
    for sent in work.session.exec(select(Outbox).where(or_(*(col(Outbox.dedupe).like(key) for key in told)))):
        work.edit(sent, bare)
    go(work, row, DecisionStep.DROPPED, CLOCK)
    show(work, row, decider_place(work, row), Message(texts.DROPPED_BY_RULE, protect=True), "dropped")


def tell_owner(work: Work, row: Decision, message: Message) -> None:
    """Its owner hears how it ended."""
    show(work, row, owner_place(work, row), message, "end")
