"""Who may act as a supervisor, on which case, and where."""

from __future__ import annotations

from bot.desk import guards, people, places
from bot.desk.places import Place
from bot.desk.words import Pressed
from bot.desk.work import Outcome, Work
from bot.texts import common
from bot.texts.values import Message
from storage import outbox
from storage.tables import CaseFile, Staff
from storage.vocabulary import ChatPurpose, Role, State

DESK = (Role.SUPERVISOR, Role.OFFICE)
IN_HAND = (State.TO_SIGN, State.WORKING)  # a unit has it and can be pushed
OFFICE = "YSB"

Found = tuple[CaseFile, Staff]


def found(work: Work, pressed: Pressed, *, fresh: bool = True) -> Found | Outcome:
    """The case and the presser's post; or the polite refusal that changes nothing."""
    post = guards.desk_post(work, pressed.sender.tg_id, *DESK)
    if isinstance(post, Outcome):
        return post
    case = work.case(pressed.press.case_id)
    if case is None or case.state is State.DRAFT or not here(work, pressed.chat_id, private=pressed.private):
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    if guards.barred(work, case, pressed.sender.tg_id):
        return Outcome(common.NOT_YOURS, alert=True)
    stale = guards.fresh(pressed, case) if fresh else None
    return stale or (case, post)


def here(work: Work, chat_id: int, *, private: bool) -> bool:
    """True in the supervisors' group and in private: nowhere else may a case be laid open."""
    chat = places.bound(work, chat_id)
    return private or (chat is not None and chat.purpose is ChatPurpose.SUPERVISORS)


def heard(work: Work, case: CaseFile) -> list[Place]:
    """Where the supervisors hear of a case: their group, or each in private. Nowhere if it accuses the office itself."""
    if OFFICE in case.accused:
        return []
    group = places.desk_group(work, ChatPurpose.SUPERVISORS)
    if group is not None:
        return [group]
    return [Place(post.tg_id or 0) for post in people.reachable(people.role_staff(work, Role.SUPERVISOR))]


def turn(work: Work, pressed: Pressed, message: Message) -> None:
    """The message under the pressed button becomes another."""
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        work.edit(row, message)
