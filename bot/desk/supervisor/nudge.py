"""督促: one message to the owner, at most every four hours."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, select

from bot.desk import clocks, people, places, views
from bot.desk.places import Place
from bot.desk.supervisor import desk
from bot.desk.words import OnPress, Pressed
from bot.desk.work import Outcome, Work
from bot.texts import supervisor as texts
from storage.tables import CaseFile, Event, Staff
from storage.vocabulary import EventKind, Lane

GAP = timedelta(hours=4)
NEW_HANDS = (EventKind.DISPATCHED, EventKind.REASSIGNED)


def nudge(work: Work, pressed: Pressed) -> Outcome:
    """The owner is asked for a word to the enterprise. Refused within four hours of the last time, and if nobody would
    hear it: then nothing is recorded as done."""
    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if case.state not in desk.IN_HAND:
        return Outcome(texts.NOT_IN_HAND, alert=True)
    last = _last(work, case)
    if last is not None and work.now - last < GAP:
        return Outcome(texts.nudged_lately(last + GAP), alert=True)
    owner = work.session.get(Staff, case.owner_id) if case.owner_id else None
    place = _place(work, case, owner)
    if place is None:
        return Outcome(texts.NOBODY_HEARS, alert=True)
    work.record(case, EventKind.NUDGED, people.actor_of(post), set={"nudges": case.nudges + 1})
    return _say(work, case, place, owner)


def _say(work: Work, case: CaseFile, place: Place, owner: Staff | None) -> Outcome:
    later = clocks.polite(work, case.urgency)
    tags = (owner.tg_id,) if owner is not None and owner.tg_id is not None else ()
    work.send(
        place.chat_id,
        texts.nudged(views.view(work, case), tags),
        lane=Lane.CHASE,
        purpose="chase.nudge",
        case=case,
        topic_id=place.topic_id,
        dedupe=f"nudge:{case.id}:{case.nudges}",
        not_before=later,
    )
    return Outcome(texts.nudge_sent(later))


def _place(work: Work, case: CaseFile, owner: Staff | None) -> Place | None:
    """The unit's group, else the owner in private."""
    group = places.unit_group(work, case.unit or "")
    if group is None and owner is not None and people.reachable([owner]):
        return Place(owner.tg_id or 0)
    return group


def _last(work: Work, case: CaseFile) -> datetime | None:
    """When the present owner was last nudged: what an earlier one heard does not shield the next."""
    query = select(Event).where(Event.case_id == case.id, col(Event.kind).in_((EventKind.NUDGED, *NEW_HANDS)))
    event = work.session.exec(query.order_by(col(Event.seq).desc())).first()
    return event.at if event is not None and event.kind is EventKind.NUDGED else None


PRESSES: dict[str, OnPress] = {"nudge": nudge}
