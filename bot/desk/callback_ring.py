"""电话回访: whoever did not answer the bot is rung up by the clerks, for class B by the office; never by those who had the case.

By phone only the first two questions are asked: that somebody pressed for a better rating is said to the bot, where it goes to
the sealed contact alone.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from bot.desk import cards, clocks, guards, people, places, views
from bot.desk.places import Place
from bot.desk.words import Pressed
from bot.desk.work import Outcome, Work
from bot.texts import callback as texts
from bot.texts import common
from bot.texts import officer as marks
from storage.tables import CaseFile, Look, Person, Staff, Timer
from storage.vocabulary import ChatPurpose, EventKind, Lane, Role, Secrecy, TimerKind

ROLE = "callback"  # of the card at the clerks' desk
LATE = "late"  # the step of the timer while somebody has to ring
Found = tuple[CaseFile, Staff]


def offer(work: Work, case: CaseFile, due: datetime) -> bool:
    """Ask the desk to ring up. False if there is no number, or nobody who may."""
    where = heard(work, case) if phone_of(work, case) else []
    message = texts.ring(views.view(work, case), due)
    for place in where:
        key = f"cbring:{case.id}:{case.round}:{place.chat_id}"
        cards.put(work, case, place, message, role=ROLE, lane=Lane.CHASE, dedupe=key)
    return bool(where)


def heard(work: Work, case: CaseFile) -> list[Place]:
    """The clerks; for class B the office, and nobody if it is the office that is complained about."""
    from bot.desk.clerk import desk as clerks
    from bot.desk.supervisor import desk as office

    return office.heard(work, case) if case.secrecy is Secrecy.B else clerks.heard(work)


def phone_of(work: Work, case: CaseFile) -> str | None:
    """The enterprise's number; None if it left none or is anonymous: who asked not to be known is not rung up."""
    person = work.session.get(Person, case.person_id) if case.person_id else None
    if person is None or person.phone_id is None or case.anonymous:
        return None
    return str(work.text(person.phone_id))


def remind(work: Work, case: CaseFile, due: datetime) -> None:
    """Still not rung up."""
    for place in heard(work, case):
        work.send(
            place.chat_id,
            texts.late(case.number, due, work.now),
            lane=Lane.CHASE,
            purpose="callback.late",
            case=case,
            topic_id=place.topic_id,
            dedupe=f"cblate:{case.id}:{case.round}:{work.now.date()}:{place.chat_id}",
            not_before=clocks.polite(work, case.urgency),
        )


def found(work: Work, pressed: Pressed) -> Found | Outcome:
    """The case and the presser's post; or the refusal that changes nothing. Who had the case does not ask about it."""
    case = work.case(pressed.press.case_id)
    if case is None or case.secrecy is Secrecy.C:
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    roles = (Role.SUPERVISOR, Role.OFFICE) if case.secrecy is Secrecy.B else (Role.CLERK, Role.OFFICE)
    post = guards.desk_post(work, pressed.sender.tg_id, *roles)
    if isinstance(post, Outcome):
        return post
    if guards.barred(work, case, pressed.sender.tg_id):
        return Outcome(common.NOT_YOURS, alert=True)
    mine = {one.id for one in people.posts_of(work, pressed.sender.tg_id)}
    return Outcome(texts.OWN, alert=True) if mine & {case.owner_id, case.backup_id} else (case, post)


def owed(work: Work, tg_id: int, chat_id: int, *, private: bool) -> list[CaseFile]:
    """The calls that this clerk could make, oldest first; none outside the desk and private chats: no unit shall learn who
    was drawn."""
    chat = places.bound(work, chat_id)
    if not private and (chat is None or chat.purpose is not ChatPurpose.CLERKS):
        return []
    waiting = select(Timer.case_id, Timer.data).where(Timer.kind == TimerKind.CALLBACK).order_by(col(Timer.case_id))
    ids = [case_id for case_id, data in work.session.exec(waiting) if data.get("step") == LATE]
    there = [case for case_id in ids if (case := work.session.get(CaseFile, case_id)) is not None]
    return [one for one in there if one.secrecy is Secrecy.A and not guards.barred(work, one, tg_id)]


def number(work: Work, case: CaseFile, post: Staff) -> Outcome:
    """看号码: privately, watermarked and logged (R03)."""
    told = phone_of(work, case)
    if told is None:
        return Outcome(texts.NO_PHONE, alert=True)
    if not people.reachable([post]):
        return Outcome("机器人还不能给您发私信，请先打开机器人点“开始”。", alert=True)
    work.session.add(Look(case_id=case.id or 0, staff_id=post.id or 0, at=work.now, what="callback"))
    work.record(case, EventKind.VIEWED, people.actor_of(post), facts={"what": "callback"})
    mark = marks.watermark(people.name_of(work, post), work.now)
    work.send(
        post.tg_id or 0, texts.phone(case.number, told, mark), lane=Lane.ANSWER, purpose="callback.phone", case=case
    )
    return Outcome("已发到您的私信。")
