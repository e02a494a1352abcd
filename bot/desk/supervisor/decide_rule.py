"""Whoever decided has the next word: accept, send back with a date, move the date, keep it, or drop the item (A14)."""

from __future__ import annotations

from datetime import datetime

from bot.desk import asks, people
from bot.desk.supervisor import decide_item as items
from bot.desk.supervisor import decide_may as may
from bot.desk.words import OnPress, Pressed
from bot.desk.work import OK, Outcome, Work
from bot.texts import common, times
from bot.texts import decide as texts
from storage.tables import Ask, Decision, Staff
from storage.vocabulary import AskKind, DecisionStep

WAITING = (DecisionStep.HARD, DecisionStep.OPEN)
Found = tuple[Decision, Staff]


def _ruler(work: Work, pressed: Pressed, *steps: DecisionStep) -> Found | Outcome:
    """The item and the post that rules on it. Nobody rules on what they owe themselves."""
    tg_id = pressed.sender.tg_id
    row = items.of(work, pressed.press.arg)
    post = may.rules_on(work, row, tg_id, pressed.chat_id, private=pressed.private) if row is not None else None
    if row is None or post is None:
        return Outcome(common.NOT_YOURS, alert=True)
    if row.owner_id in {one.id for one in people.posts_of(work, tg_id)}:
        return Outcome(texts.NOT_ONES_OWN, alert=True)
    if row.step not in steps or row.version != pressed.press.version:
        return Outcome(texts.MOVED_ON, alert=True)
    return row, post


def accept(work: Work, pressed: Pressed) -> Outcome:
    """认可: the item ends."""
    got = _ruler(work, pressed, DecisionStep.REPORTED)
    if isinstance(got, Outcome):
        return got
    row, post = got
    items.go(work, row, DecisionStep.DONE, people.actor_of(post), f"{people.name_of(work, post)}已认可，销号。")
    items.tell_owner(work, row, texts.settled(items.item(work, row), f"{people.name_of(work, post)}已认可，销号。"))
    return Outcome("已认可，销号。")


def drop(work: Work, pressed: Pressed) -> Outcome:
    """取消这项决定."""
    got = _ruler(work, pressed, *WAITING)
    if isinstance(got, Outcome):
        return got
    row, post = got
    how = f"{people.name_of(work, post)}已取消，不用再办。"
    items.go(work, row, DecisionStep.DROPPED, people.actor_of(post), how)
    items.tell_owner(work, row, texts.settled(items.item(work, row), how))
    return Outcome("已取消，已告知承办人。")


def stay(work: Work, pressed: Pressed) -> Outcome:
    """按原时限."""
    got = _ruler(work, pressed, DecisionStep.HARD)
    if isinstance(got, Outcome):
        return got
    row, post = got
    items.go(work, row, DecisionStep.OPEN, people.actor_of(post), "已定：按原时限。")
    items.to_owner(work, row, f"{people.name_of(work, post)}已看过您说的困难：按原时限办。")
    return Outcome("已告知承办人：按原时限。")


def back(work: Work, pressed: Pressed) -> Outcome:
    """退回，再定日期: by when, then?"""
    return _ask_date(work, pressed, DecisionStep.REPORTED)


def move(work: Work, pressed: Pressed) -> Outcome:
    """改期: to when?"""
    return _ask_date(work, pressed, *WAITING)


def _ask_date(work: Work, pressed: Pressed, *steps: DecisionStep) -> Outcome:
    got = _ruler(work, pressed, *steps)
    if isinstance(got, Outcome):
        return got
    data = {"step": "when", "row": got[0].id, "version": got[0].version, "post": got[1].id}
    message = texts.new_date(items.item(work, got[0]))
    asks.open_ask(
        work, pressed.sender.tg_id, pressed.chat_id, AskKind.DECIDE, message, data=data, reply_to=pressed.message_id
    )
    return OK


def moved(work: Work, ask: Ask, due: datetime) -> str:
    """The new date was given: the owner owes it again, by then. What whoever decided reads."""
    row, post = items.of(work, str(ask.data["row"])), work.session.get(Staff, ask.data.get("post"))
    if row is None or post is None or row.version != ask.data.get("version"):
        return texts.MOVED_ON
    sent_back, until = row.step is DecisionStep.REPORTED, times.before(due)
    row.due_at, row.late_told, row.returns = due, False, row.returns + sent_back
    how = f"已退回，{until}再报。" if sent_back else f"已改期，{until}。"
    items.go(work, row, DecisionStep.OPEN, people.actor_of(post), how)
    news = "这次还没有认可，请继续办，办好再点“完成”。" if sent_back else "完成时限已改。"
    items.to_owner(work, row, news)
    return f"{how}已告知 {items.item(work, row).whose}。"


PRESSES: dict[str, OnPress] = {"decok": accept, "decdrop": drop, "decstay": stay, "decback": back, "decmove": move}
