"""The rectification's own ladder: its head, then the unit's deputy and the office once, then a word every five working days."""

from __future__ import annotations

from bot.desk import clocks, people, views
from bot.desk.places import Place
from bot.desk.rectify import item as items
from bot.desk.rectify.item import Item
from bot.desk.work import Work
from bot.rules import deadlines
from bot.rules.limits import Limit, Unit
from bot.texts import rectify as texts
from bot.texts.values import Message
from storage.tables import CaseFile, Timer
from storage.vocabulary import Lane

ABOVE = Limit(1, Unit.WD)  # after the limit: the deputy and the office hear
AGAIN = Limit(5, Unit.WD)
LOOK_AGAIN = Limit(2, Unit.WD)


def fire(work: Work, timer: Timer) -> None:
    """The next step of an item's clock; none once it ended or the case was reopened."""
    case = work.case(timer.case_id or 0)
    item = items.of(work, case) if case is not None else None
    if case is None or item is None or item.step == "accepted":
        return
    step = str(timer.data.get("step"))
    if item.step == "reported":
        _office(work, case, item)
    elif step == "verify":
        _verify(work, case, item)
    elif step == "due":
        _late(work, case, item, "due")
        _next(work, case, "above", ABOVE)
    elif step == "above":
        _above(work, case, item)
        _next(work, case, "again", AGAIN)
    else:
        _late(work, case, item, f"again:{work.now.date()}")
        _next(work, case, "again", AGAIN)


def _next(work: Work, case: CaseFile, step: str, after: Limit) -> None:
    items.set_step(work, case, step, deadlines.deadline(work.now, after, work.office.calendar).at)


def _verify(work: Work, case: CaseFile, item: Item) -> None:
    if item.step == "open":
        lead = items.mender(work, case)
        message = texts.verify_late(case.number, item.report, case.id or 0, items.tags(lead))
        _tell(work, case, items.where(work, case, lead), message, f"{item.last.seq}:verify")
    items.set_step(work, case, "due", item.report)


def _late(work: Work, case: CaseFile, item: Item, lock: str) -> None:
    lead = items.mender(work, case)
    message = texts.report_late(case.number, item.report, case.id or 0, items.tags(lead))
    _tell(work, case, items.where(work, case, lead), message, f"{item.last.seq}:{lock}")


def _above(work: Work, case: CaseFile, item: Item) -> None:
    from bot.desk.supervisor import desk

    message = texts.late_above(views.view(work, case), item.report, people.name_of(work, items.mender(work, case)))
    deputies = people.reachable(people.unit_staff(work, case.unit or "", "deputy"))
    above = [Place(post.tg_id or 0) for post in deputies] + desk.heard(work, case)
    _tell(work, case, above, message, f"{item.last.seq}:above")


def _office(work: Work, case: CaseFile, item: Item) -> None:
    """A report that nobody looked at: the office is reminded, as it reminds others."""
    from bot.desk.supervisor import desk

    lock = f"{item.last.seq}:office:{work.now.date()}"
    _tell(work, case, desk.heard(work, case), texts.waits_for_office(case.number), lock)
    _next(work, case, "office", LOOK_AGAIN)


def _tell(work: Work, case: CaseFile, where: list[Place], message: Message, lock: str) -> None:
    for place in where:
        work.send(
            place.chat_id,
            message,
            lane=Lane.CHASE,
            purpose="rectify.chase",
            case=case,
            topic_id=place.topic_id,
            dedupe=f"rectify:{case.id}:{lock}:{place.chat_id}",
            not_before=clocks.polite(work, case.urgency),
        )
