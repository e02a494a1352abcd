"""裁定: a transfer between two units, ruled on once and finally (R07, R08)."""

from __future__ import annotations

from bot.desk import cards, people, units, views
from bot.desk.clerk import desk
from bot.desk.facts import facts_of
from bot.desk.words import OnPress, Pressed
from bot.desk.work import OK, Outcome, Work
from bot.rules import deadlines
from bot.texts import clerk as texts
from bot.texts import common
from bot.texts.officer import TRANSFER_REASONS
from storage.tables import CaseFile
from storage.vocabulary import EventKind


def offer_transfer(work: Work, case: CaseFile) -> None:
    """A transfer to rule on, in the clerks' group."""
    pending = case.pending or {}
    limit = work.office.policy.arbitration(case.urgency)
    due = deadlines.deadline(work.now, limit, work.office.calendar).at
    message = texts.transfer_card(
        views.view(work, case),
        units.name(work, pending.get("from")),
        units.name(work, pending.get("to")),
        TRANSFER_REASONS.get(str(pending.get("reason")), ""),
        str(pending.get("to")),
        due,
    )
    for place in desk.heard(work):
        cards.put(
            work,
            case,
            place,
            message,
            role="ruling",
            dedupe=f"ruling:{case.id}:{case.version}:{place.chat_id}",
        )


def rule_page(work: Work, pressed: Pressed) -> Outcome:
    """改派其它: pages of units."""
    got = desk.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    number = min(int(pressed.press.arg), 20) if pressed.press.arg.isdigit() else 0
    options, last = units.options(work, case, number, without=(case.unit or "",))
    desk.turn(work, pressed, texts.rule_units(views.view(work, case), options, number, last))
    return OK


def rule(work: Work, pressed: Pressed) -> Outcome:
    """The ruling: final; limits keep running from the first dispatch (R07, R08)."""
    from bot.desk import dispatch, office
    from bot.desk.entrepreneur import tell
    from bot.desk.officer import notices

    got = desk.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if (case.pending or {}).get("what") != "transfer":
        return Outcome(common.STALE, alert=True)
    agreed, _, code = pressed.press.arg.partition(".")
    if agreed == "y" and not units.may_choose(work, case, code):
        return Outcome("不能转给这个单位。", alert=True)
    old_owner = case.owner_id
    changes: dict[str, object] = {"pending": None}
    if agreed == "y":
        # The old unit lets go at once: if the new one has nobody, it must not go on looking or talking.
        changes |= {"transfers": case.transfers + 1, "unit": None, "owner_id": None, "backup_id": None, "section": None}
    refusal = work.move(
        case,
        EventKind.TRANSFER_RULED,
        people.actor_of(post),
        facts_of(work, case, agreed=agreed == "y"),
        set=changes,
        facts={"to": code or case.unit, "agreed": agreed == "y"},
    )
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    if agreed == "y":
        dispatch.move_unit(work, case, code, people.actor_of(post), "裁定", old_owner)
        tell.transferred(work, case)
        if case.transfers >= work.office.policy.transfer_cap:
            office.passed_around(work, case)
        verdict = f"裁定转{units.name(work, code)}。"
    else:
        dispatch.refresh_unit_card(work, case)
        notices.kept(work, case)
        verdict = f"裁定维持{units.name(work, case.unit)}，不得再退。"
    cards.retire(work, case, texts.done_card(case.number, verdict), "ruling")
    return Outcome("已裁定。")


PRESSES: dict[str, OnPress] = {"rulepage": rule_page, "rule": rule}
