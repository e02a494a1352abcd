"""A rectification as its events tell it: opened by a poor rating, verified, reported, accepted or sent back by the office.

It is no reopening: the case stays closed, and nobody is chased for the case itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from bot.desk import cards, clocks, people, places, views
from bot.desk.places import Place
from bot.desk.work import Work
from bot.rules import rectify as rules
from bot.texts import rectify as texts
from storage.tables import CaseFile, Event, Staff
from storage.vocabulary import EventKind, State, TimerKind

ROLE = "rectify"  # of its cards in the unit's group
OFFICE_ROLE = "rectify.office"
SUPERIORS = ("head", "deputy", "chief")
AFTER_END = (State.CLOSED, State.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Item:
    """Where a rectification stands. `step`: open, verified, reported, returned or accepted; `last`: the event that says so."""

    step: str
    stars: int
    verify: datetime
    report: datetime
    last: Event

    @property
    def owed(self) -> bool:
        """True while the unit has to report."""
        return self.step in {"open", "verified", "returned"}


def of(work: Work, case: CaseFile) -> Item | None:
    """The case's rectification; None if its rating was not poor, or it was reopened instead."""
    rated, last = _events(work, case)
    if rated is None or case.rating is None or case.state not in AFTER_END:
        return None
    limits = rules.clocks(case.rating, rated.at, work.office.calendar)
    if limits is None:
        return None
    step = str(last.data.get("step")) if last is not None else "open"
    if step == "returned" and last is not None:
        limits = rules.clocks(case.rating, last.at, work.office.calendar) or limits
    return Item(step, case.rating, limits.verify.at, limits.report.at, last or rated)


def _events(work: Work, case: CaseFile) -> tuple[Event | None, Event | None]:
    """The newest rating with stars, and the newest step after it."""
    kinds = (EventKind.RATED, EventKind.RECTIFIED)
    query = select(Event).where(Event.case_id == case.id, col(Event.kind).in_(kinds))
    last = None
    for event in work.session.exec(query.order_by(col(Event.seq).desc())):
        if event.kind is EventKind.RATED and (event.data.get("set") or {}).get("rating"):
            return event, last
        if event.kind is EventKind.RECTIFIED and last is None:
            last = event
    return None, None


def begin(work: Work, case: CaseFile) -> None:
    """The enterprise rated. A poor rating puts the item before the section's head."""
    item = of(work, case)
    if item is None or case.unit is None:
        return
    post = mender(work, case)
    message = texts.card(
        views.view(work, case), item.stars, people.name_of(work, post), item.verify, item.report, tags(post)
    )
    for place in where(work, case, post):
        key = f"rectify:{case.id}:{item.last.seq}:{place.chat_id}"
        later = clocks.polite(work, case.urgency)
        cards.put(work, case, place, message, role=ROLE, dedupe=key, not_before=later)
    set_step(work, case, "verify", item.verify)


def superseded(work: Work, case: CaseFile) -> None:
    """The case was reopened: the new round mends it, and the item ends."""
    work.no_timer(case, TimerKind.RECTIFY)
    end_cards(work, case, "企业已要求重办，不用另行反馈")


def end_cards(work: Work, case: CaseFile, how: str) -> None:
    """Nothing is asked any more."""
    cards.retire(work, case, texts.ended(case.number, how), ROLE)


def set_step(work: Work, case: CaseFile, step: str, at: datetime) -> None:
    """Set the item's one timer."""
    work.timer(TimerKind.RECTIFY, at, case, data={"step": step})


def mender(work: Work, case: CaseFile) -> Staff | None:
    """Whose item it is: the section's head, another head, the deputy or chief; the case's owner if the unit names none."""
    team = [post for post in people.unit_staff(work, case.unit or "", *SUPERIORS) if not post.away]
    team.sort(key=lambda post: (SUPERIORS.index(post.rank), post.section != (case.section or ""), post.id or 0))
    return team[0] if team else (work.session.get(Staff, case.owner_id) if case.owner_id else None)


def where(work: Work, case: CaseFile, post: Staff | None) -> list[Place]:
    """The unit's group, else its mender in private."""
    group = places.unit_group(work, case.unit or "")
    if group is not None:
        return [group]
    return [Place(one.tg_id or 0) for one in people.reachable([post] if post is not None else [])]


def tags(post: Staff | None) -> tuple[int, ...]:
    """Whom the message calls."""
    return (post.tg_id,) if post is not None and post.tg_id is not None else ()


def report_text(work: Work, case: CaseFile) -> str:
    """What the unit reported last."""
    query = select(Event).where(
        Event.case_id == case.id, Event.kind == EventKind.RECTIFIED, col(Event.content_id).is_not(None)
    )
    event = work.session.exec(query.order_by(col(Event.seq).desc())).first()
    kept = work.text(event.content_id) if event is not None else None
    return str((kept or {}).get("text", ""))
