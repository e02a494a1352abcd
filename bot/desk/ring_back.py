"""电话告知: who came by 12345 or 两有三解 has no Telegram, so that a clerk tells them the answer by phone (A05, R05).

The task is a timer: it is there while somebody has to ring, wakes the desk every working morning, and goes with the answer that
it is about. Not reached on three working days, or never rung: the silence rule closes the case as unrated, as for anybody else.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.desk import callback_ring, cards, clocks, guards, people, places, views
from bot.desk.work import Work
from bot.texts import ring_back as texts
from storage import outbox
from storage.tables import CaseFile, Outbox, Person, Timer
from storage.vocabulary import ChatPurpose, Lane, OutboxStatus, Secrecy, State, TimerKind

ROLE = "ringback"  # of the cards at the desk
PRIVATE = "ringback.script"  # the purpose of the message that shows the number


def offer(work: Work, case: CaseFile) -> None:
    """The unit answered somebody without an account: the desk is asked to ring, if there is a number."""
    person = work.session.get(Person, case.person_id) if case.person_id else None
    if person is None or person.tg_id > people.NOBODY or case.secrecy is Secrecy.C:
        return
    if callback_ring.phone_of(work, case):
        over(work, case, "答复有更新，见新卡片")
        _ask(work, case)
        arm(work, case, clocks.next_morning(work), {"tries": 0, "by": None, "had": []})


def _ask(work: Work, case: CaseFile) -> None:
    message = texts.card(views.view(work, case), clocks.confirm_end(work, case))
    later = clocks.polite(work, case.urgency)
    for place in callback_ring.heard(work, case):
        key = f"ringback:{case.id}:{case.round}:{work.now.isoformat()}:{place.chat_id}"
        cards.put(work, case, place, message, role=ROLE, lane=Lane.CHASE, dedupe=key, not_before=later)


def arm(work: Work, case: CaseFile, at: datetime, data: dict[str, Any]) -> None:
    """Wake the desk then. `data`: tries made, `by` who has the call now, `had` who ever had it, `missed` when nobody answered."""
    work.timer(TimerKind.RING_BACK, at, case, data={**data, "round": case.round})


def task(work: Work, case: CaseFile, round_: int | None = None) -> Timer | None:
    """The call that is owed for the present round; None if there is none, or if it is not of `round_`."""
    found = work.session.exec(_timer(case)).first()
    if found is None or case.state is not State.ANSWERED or found.data["round"] != case.round:
        return None
    return found if round_ in {None, case.round} else None


def _timer(case: CaseFile) -> SelectOfScalar[Timer]:
    return select(Timer).where(Timer.case_id == case.id, Timer.kind == TimerKind.RING_BACK)


def fire(work: Work, timer: Timer) -> None:
    """A working morning on which it is still owed: a new card, free for anybody to take."""
    case = work.case(timer.case_id or 0)
    if case is None or case.state is not State.ANSWERED or timer.data["round"] != case.round:
        return
    data = {"tries": timer.data["tries"], "by": None, "had": timer.data["had"]}
    if not work.office.calendar.moment_in_span(work.now):  # after an outage: never at night
        arm(work, case, work.office.calendar.next_open(work.now), data)
        return
    cards.retire(work, case, texts.kept(case.number, "还没打，见新卡片"), ROLE)
    _ask(work, case)
    arm(work, case, clocks.next_morning(work), data)


def over(work: Work, case: CaseFile, how: str, *, but: int | None = None) -> None:
    """Nobody has to ring any more; numbers and answers leave the private chats, but for the message of this outbox id."""
    if work.session.exec(_timer(case)).first() is None:
        return
    work.no_timer(case, TimerKind.RING_BACK)
    cards.retire(work, case, texts.kept(case.number, how), ROLE)
    outbox.drop_queued(work.session, case.id or 0, (PRIVATE,))
    shown = select(Outbox).where(Outbox.case_id == case.id, Outbox.purpose == PRIVATE)
    for row in work.session.exec(shown.where(col(Outbox.status) != OutboxStatus.DROPPED)):
        if row.id != but:
            work.edit(row, texts.kept(case.number, how))


def owed(work: Work, tg_id: int, chat_id: int, *, private: bool) -> list[CaseFile]:
    """The calls that this clerk could make, oldest first; only at the desk and in private."""
    chat = places.bound(work, chat_id)
    if not private and (chat is None or chat.purpose is not ChatPurpose.CLERKS):
        return []
    ids = work.session.exec(select(Timer.case_id).where(Timer.kind == TimerKind.RING_BACK).order_by(col(Timer.case_id)))
    there = [case for case_id in ids if (case := work.session.get(CaseFile, case_id)) is not None]
    return [one for one in there if one.secrecy is Secrecy.A and not guards.barred(work, one, tg_id)]
