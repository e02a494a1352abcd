"""Who may act at the clerks' desk, on which case, and where the desk is."""

from __future__ import annotations

from bot.desk import cards, guards, people, places, units, views
from bot.desk.words import Pressed
from bot.desk.work import Outcome, Work
from bot.texts import clerk as texts
from bot.texts import common
from bot.texts.values import Message
from storage import outbox
from storage.tables import CaseFile, Staff
from storage.vocabulary import ChatPurpose, Lane, Role, State

DESK = (Role.CLERK, Role.OFFICE)
WAITING = (State.ACCEPTING, State.TO_DISPATCH, State.NEEDS_INFO)
Found = tuple[CaseFile, Staff]


def found(work: Work, pressed: Pressed, *, fresh: bool = True) -> Found | Outcome:
    """The case and the presser's post at the desk; or the polite refusal that changes nothing."""
    post = guards.desk_post(work, pressed.sender.tg_id, *DESK)
    if isinstance(post, Outcome):
        return post
    case = work.case(pressed.press.case_id)
    stale = guards.fresh(pressed, case) if fresh or case is None else None
    if stale is not None or case is None:
        return stale or Outcome(common.UNKNOWN_BUTTON)
    if guards.barred(work, case, pressed.sender.tg_id):
        return Outcome(common.NOT_YOURS, alert=True)
    return case, post


def heard(work: Work) -> list[places.Place]:
    """Where the clerks hear: their group, or each in private."""
    group = places.desk_group(work, ChatPurpose.CLERKS)
    if group is not None:
        return [group]
    return [places.Place(post.tg_id or 0) for post in people.reachable(people.role_staff(work, Role.CLERK))]


def lay_open(work: Work, case: CaseFile, post: Staff) -> None:
    """The full text and what can be done, to one clerk in private."""
    from bot.desk.officer import card

    card.send_full(work, case, post)
    options, last = units.options(work, case, 0)
    message = texts.desk(views.view(work, case), options, 0, last)
    work.send(post.tg_id or 0, message, lane=Lane.ANSWER, purpose="clerk.desk", case=case)


def out_of_queue(work: Work, case: CaseFile, what: str) -> None:
    """The cards of the queue say what became of it."""
    cards.retire(work, case, texts.done_card(case.number, what), "clerk")


def turn(work: Work, pressed: Pressed, message: Message) -> None:
    """The message under the pressed button becomes another."""
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        work.edit(row, message)
