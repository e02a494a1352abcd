"""/decide without more: the open items that the asker may know of, each one tap from what may be done about it (A14)."""

from __future__ import annotations

from sqlmodel import col
from sqlmodel import select as pick

from bot.desk import people
from bot.desk.places import Place
from bot.desk.supervisor import decide_item as items
from bot.desk.supervisor import decide_may as may
from bot.desk.supervisor import desk
from bot.desk.words import OnPress, Pressed
from bot.desk.work import OK, Outcome, Work
from bot.texts import common
from bot.texts import decide as texts
from bot.texts.values import Message
from storage.tables import Decision
from storage.vocabulary import Lane


def open_items(work: Work) -> list[Decision]:
    """Every item that is not over, the earliest date first."""
    query = pick(Decision).where(col(Decision.step).in_(items.OPEN))
    return list(work.session.exec(query.order_by(col(Decision.due_at), col(Decision.id))))


def _visible(work: Work, tg_id: int, chat_id: int, *, private: bool) -> list[Decision] | None:
    """A supervisor's: all that may be known; a lead's: what the lead decided and what the led units owe; in private everybody
    else's own. None if the asker has nothing to do with it."""
    post = may.decider(work, tg_id, chat_id, private=private)
    mine = {one.id for one in people.posts_of(work, tg_id)}
    rows = [row for row in open_items(work) if may.may_see(work, row, tg_id)]
    if post is None:
        own = [row for row in rows if private and may.owes(work, row, tg_id) is not None]
        return own or None
    bound = may.scope(work, post)
    return [
        row
        for row in rows
        if post.role in desk.DESK or row.by_id in mine or row.owner_id in mine or (bound is None or row.unit in bound)
        if post.role in desk.DESK or may.open_class(work, row) or row.by_id in mine
    ]


def _page(work: Work, rows: list[Decision], page: int, *, may_add: bool) -> Message:
    page = min(page, max(0, len(rows) - 1) // texts.PAGE)
    part = [items.item(work, row) for row in rows[page * texts.PAGE : (page + 1) * texts.PAGE]]
    return texts.listing(part, page, len(rows), may_add=may_add)


def send(work: Work, tg_id: int, here: Place, *, private: bool) -> None:
    """The list, where it was asked for. To others it is as if there were no such command."""
    rows = _visible(work, tg_id, here.chat_id, private=private)
    if rows is None:
        return
    may_add = may.decider(work, tg_id, here.chat_id, private=private) is not None
    message = _page(work, rows, 0, may_add=may_add)
    work.send(here.chat_id, message, lane=Lane.ANSWER, purpose="decide.list", topic_id=here.topic_id)


def turn_page(work: Work, pressed: Pressed) -> Outcome:
    """Another page."""
    tg_id, chat_id = pressed.sender.tg_id, pressed.chat_id
    rows = _visible(work, tg_id, chat_id, private=pressed.private)
    if rows is None or not pressed.press.arg.isdecimal():
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    may_add = may.decider(work, tg_id, chat_id, private=pressed.private) is not None
    desk.turn(work, pressed, _page(work, rows, int(pressed.press.arg[:4]), may_add=may_add))
    return OK


def see(work: Work, pressed: Pressed) -> Outcome:
    """One item, as it is now, with what the presser may do about it."""
    tg_id, chat_id = pressed.sender.tg_id, pressed.chat_id
    row = items.of(work, pressed.press.arg)
    rows = _visible(work, tg_id, chat_id, private=pressed.private) or []
    if row is None or row.id not in {one.id for one in rows}:
        return Outcome(texts.MOVED_ON if rows else common.NOT_YOURS, alert=True)
    mine = {one.id for one in people.posts_of(work, tg_id)}
    rules = may.rules_on(work, row, tg_id, chat_id, private=pressed.private) is not None and row.owner_id not in mine
    owes = may.owes(work, row, tg_id) is not None
    message = texts.shown(items.item(work, row), rules=rules, owes=owes)
    work.send(chat_id, message, lane=Lane.ANSWER, purpose="decide.list", topic_id=pressed.topic_id)
    return OK


PRESSES: dict[str, OnPress] = {"declist": turn_page, "decsee": see}
