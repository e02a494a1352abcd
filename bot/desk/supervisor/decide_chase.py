"""Items of meetings are chased like everything else (A14): on working mornings, each person one message a day with all of theirs,
never beyond the day's cap, and nothing once it is not owed (R13)."""

from __future__ import annotations

from sqlmodel import col, select

from bot.desk import chase_facts
from bot.desk.places import Place
from bot.desk.supervisor import decide_item as items
from bot.desk.supervisor import decide_may as may
from bot.desk.work import Work
from bot.rules import decisions as rules
from bot.texts import decide as texts
from bot.texts.values import Message
from storage.tables import Decision, Outbox, Staff, Timer
from storage.vocabulary import DecisionStep, Lane

WAITING = (DecisionStep.HARD, DecisionStep.REPORTED)


def fire(work: Work, timer: Timer) -> None:
    """One item's morning; whoever is written to hears of all their items at once."""
    row = items.of(work, str(timer.data["decision"]))
    if row is None or not row.step.is_open:
        return
    if may.hidden(work, row):
        items.drop_hidden(work, row)
        return
    if row.step is DecisionStep.OPEN and not _owner(work, row):
        items.again(work, row, work.office.calendar.next_digest(work.now, work.office.policy))
        return
    if row.step in WAITING:
        _decider(work, row)
    items.arm(work, row)


def _owner(work: Work, row: Decision) -> bool:
    """The owner hears what is due and overdue; whoever decided, once, that a date passed. False if the owner heard enough
    today: then it leaves with the next digest."""
    _late(work, row)
    place = items.owner_place(work, row)
    owner = work.session.get(Staff, row.owner_id)
    if place is None or owner is None:
        return True
    key = f"decide:morning:{row.owner_id}:{work.office.calendar.local_date(work.now)}"
    in_private = place.chat_id == owner.tg_id
    if in_private and chase_facts.told_privately_today(work, owner) >= work.office.policy.per_person_cap:
        return _said(work, key, place)
    mine = [one for one in _of(work, Decision.owner_id == row.owner_id, DecisionStep.OPEN) if _presses(work, one)]
    tags = (owner.tg_id,) if owner.tg_id and not in_private else ()
    _send(work, place, texts.morning([items.item(work, one) for one in mine], tags), key)
    return True


def _presses(work: Work, row: Decision) -> bool:
    return rules.soon(row.due_at, work.now, work.office.calendar) and not may.hidden(work, row)


def _said(work: Work, key: str, place: Place) -> bool:
    """True if today's message is out already."""
    return work.session.exec(select(Outbox.id).where(Outbox.dedupe == f"{key}:{place.chat_id}")).first() is not None


def _of(work: Work, whose: object, *steps: DecisionStep) -> list[Decision]:
    query = select(Decision).where(whose, col(Decision.step).in_(steps))  # type: ignore[arg-type]
    return list(work.session.exec(query.order_by(col(Decision.due_at), col(Decision.id))))


def _late(work: Work, row: Decision) -> None:
    """Whoever decided hears once that a date passed, of all theirs in one message."""
    mine = _of(work, Decision.by_id == row.by_id, DecisionStep.OPEN)
    late = [one for one in mine if one.due_at <= work.now and not one.late_told]
    place = items.decider_place(work, row)
    if place is None or row not in late:
        return
    for one in late:
        one.late_told = True
    ids = "+".join(f"{one.id}.{one.version}" for one in late)
    _send(work, place, texts.late_told([items.item(work, one) for one in late]), f"decide:late:{ids}"[:120])


def _decider(work: Work, row: Decision) -> None:
    """What waits for whoever decided: all of it in one message a day."""
    place = items.decider_place(work, row)
    if place is None:
        return
    mine = _of(work, Decision.by_id == row.by_id, *WAITING)
    key = f"decide:waits:{row.by_id}:{work.office.calendar.local_date(work.now)}"
    _send(work, place, texts.waits([items.item(work, one) for one in mine]), key)


def _send(work: Work, place: Place, message: Message, key: str) -> None:
    work.send(
        place.chat_id,
        message,
        lane=Lane.CHASE,
        purpose="chase.decide",
        topic_id=place.topic_id,
        dedupe=f"{key}:{place.chat_id}",
    )
