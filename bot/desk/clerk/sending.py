"""派单 by a clerk, and 不予受理 with its statutory way (R20, R21)."""

from __future__ import annotations

from bot.desk import people, units, views
from bot.desk.clerk import desk
from bot.desk.facts import facts_of
from bot.desk.words import OnPress, Pressed
from bot.desk.work import OK, Outcome, Work
from bot.texts import clerk as texts
from bot.texts import common
from storage.vocabulary import EventKind


def page(work: Work, pressed: Pressed) -> Outcome:
    """More units."""
    got = desk.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    number = min(int(pressed.press.arg), 20) if pressed.press.arg.isdigit() else 0
    options, last = units.options(work, case, number)
    desk.turn(work, pressed, texts.desk(views.view(work, case), options, number, last))
    return OK


def dispatch_to(work: Work, pressed: Pressed) -> Outcome:
    """派给 X."""
    from bot.desk import dispatch
    from bot.desk.entrepreneur import tell

    got = desk.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if not units.may_choose(work, case, pressed.press.arg) or case.state not in desk.WAITING:
        return Outcome(common.STALE, alert=True)
    if not dispatch.to_unit(work, case, pressed.press.arg, people.actor_of(post), "坐席分派"):
        return Outcome("这个单位现在没有可用的承办人，已告知管理员。", alert=True)
    name = units.name(work, pressed.press.arg)
    desk.out_of_queue(work, case, f"已派{name}。")
    desk.turn(work, pressed, texts.done_card(case.number, f"已派{name}。"))
    tell.dispatched(work, case)
    return Outcome("已分派。")


def refuse(work: Work, pressed: Pressed) -> Outcome:
    """不予受理: which way is open?"""
    got = desk.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    desk.turn(work, pressed, texts.ways(case.id or 0, case.version, case.number))
    return OK


def refuse_with(work: Work, pressed: Pressed) -> Outcome:
    """Not accepted, with its statutory way (R20, R21)."""
    from bot.desk import dispatch
    from bot.desk.entrepreneur import tell

    got = desk.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if pressed.press.arg not in texts.WAYS:
        return Outcome(common.UNKNOWN_BUTTON)
    label, way = texts.WAYS[pressed.press.arg]
    way = work.office.pack.ways.get(
        texts.AS_IN_PACK.get(pressed.press.arg, ""), way
    )  # the city's own words, if it has any
    facts = facts_of(work, case, has_way=True)
    refusal = work.move(
        case,
        EventKind.REFUSED,
        people.actor_of(post),
        facts,
        set={"closed_at": work.now},
        facts={"way": pressed.press.arg},
    )
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    dispatch.finish(work, case)
    desk.out_of_queue(work, case, f"不予受理（{label}）。")
    desk.turn(work, pressed, texts.done_card(case.number, f"不予受理（{label}），已告知企业。"))
    tell.refused(work, case, label, way)
    return OK


PRESSES: dict[str, OnPress] = {"cpage": page, "send": dispatch_to, "refuse": refuse, "way": refuse_with}
