"""首接坐席: the queue of unsure, voice and odd cases; claims, questions, dispatch, refusals, transfer rulings."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from sqlmodel import col, select

from bot.desk import asks, cards, clocks, gist, guards, people, places, units, views
from bot.desk.facts import facts_of
from bot.desk.words import OnAnswer, OnCommand, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.rules import deadlines
from bot.texts import clerk as texts
from bot.texts import common
from bot.texts.officer import TRANSFER_REASONS
from bot.texts.values import Message
from storage import outbox
from storage.tables import Ask, CaseFile, Staff
from storage.vocabulary import AskKind, ChatPurpose, EventKind, Lane, Role, Secrecy, Stage, State

DESK = (Role.CLERK, Role.OFFICE)
WAITING = (State.ACCEPTING, State.TO_DISPATCH, State.NEEDS_INFO)


def offer(work: Work, case: CaseFile, why: str) -> None:
    """Put a case into the clerks' group; to each clerk privately if there is no group."""
    view = views.view(work, case)
    options = tuple((units.name(work, code), reason) for code, reason in gist.load(work, case).units[:3])
    row = clocks.running(work, case, Stage.TRIAGE)
    message = texts.queue_card(view, why, options, row.due_at if row else None)
    for place in _places(work):
        cards.put(work, case, place, message, role="clerk", dedupe=f"queue:{case.id}:{case.version}:{place.chat_id}")


def _places(work: Work) -> list[places.Place]:
    group = places.desk_group(work, ChatPurpose.CLERKS)
    if group is not None:
        return [group]
    return [places.Place(post.tg_id or 0) for post in people.reachable(people.role_staff(work, Role.CLERK))]


def claim(work: Work, pressed: Pressed) -> Outcome:
    """认领: the first wins, the others are told."""
    got = _desk(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if case.state not in WAITING:
        return Outcome("这件已经分派。", alert=True)
    if case.claimed_by is not None and case.claimed_by != post.id:
        return Outcome(f"已由{people.name_of(work, case.claimed_by)}认领。", alert=True)
    if case.claimed_by is None:
        work.move(case, EventKind.CLAIMED, people.actor_of(post), facts_of(work, case), set={"claimed_by": post.id})
    view = views.view(work, case)
    who = people.name_of(work, post)
    cards.refresh(work, case, "clerk", lambda _card: texts.claimed_card(view, who))
    _open_desk(work, case, post)
    return Outcome("已认领，全文和操作在您的私信里。")


def _open_desk(work: Work, case: CaseFile, post: Staff) -> None:
    from bot.desk.officer import card

    card.send_full(work, case, post)
    options, last = units.options(work, case, 0)
    message = texts.desk(views.view(work, case), options, 0, last)
    work.send(post.tg_id or 0, message, lane=Lane.ANSWER, purpose="clerk.desk", case=case)


def page(work: Work, pressed: Pressed) -> Outcome:
    """More units."""
    got = _desk(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    number = min(int(pressed.press.arg), 20) if pressed.press.arg.isdigit() else 0
    options, last = units.options(work, case, number)
    _turn(work, pressed, texts.desk(views.view(work, case), options, number, last))
    return OK


def dispatch_to(work: Work, pressed: Pressed) -> Outcome:
    """派给 X."""
    from bot.desk import dispatch
    from bot.desk.entrepreneur import tell

    got = _desk(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if not units.may_choose(work, case, pressed.press.arg) or case.state not in WAITING:
        return Outcome(common.STALE, alert=True)
    if not dispatch.to_unit(work, case, pressed.press.arg, people.actor_of(post), "坐席分派"):
        return Outcome("这个单位现在没有可用的承办人，已告知管理员。", alert=True)
    name = units.name(work, pressed.press.arg)
    _out_of_queue(work, case, f"已派{name}。")
    _turn(work, pressed, texts.done_card(case.number, f"已派{name}。"))
    tell.dispatched(work, case)
    return Outcome("已分派。")


def ask_prompt(work: Work, pressed: Pressed) -> Outcome:
    """补问企业: what?"""
    got = _desk(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    message = texts.question_prompt(case.number)
    asks.open_ask(work, pressed.sender.tg_id, pressed.chat_id, AskKind.CLERK_QUESTION, message, case=case)
    return OK


def question(work: Work, words: Words, ask: Ask) -> Outcome:
    """The clerk's question goes to the enterprise; the case waits."""
    from bot.desk.entrepreneur import tell

    case = work.case(ask.case_id or 0)
    post = people.post_as(work, words.sender.tg_id, *DESK)
    asks.close(work, words.sender.tg_id, words.chat_id)
    if case is None or post is None or not words.text.strip():
        return OK
    refusal = work.move(case, EventKind.ASKED, people.actor_of(post), facts_of(work, case), words={"text": words.text})
    if refusal is not None:
        work.send(words.chat_id, Message(refusal.reason_zh), lane=Lane.ANSWER, purpose="clerk.refused", case=case)
        return OK
    tell.asked(work, case, words.text.strip())
    work.send(words.chat_id, texts.asked(case.number), lane=Lane.ANSWER, purpose="clerk.asked", case=case)
    return OK


def info_given(work: Work, case: CaseFile) -> None:
    """The enterprise answered a clerk's question: back into the queue, to the clerk who asked."""
    post = work.session.get(Staff, case.claimed_by) if case.claimed_by else None
    if post is not None and post.tg_id is not None:
        message = texts.info_came(case.number)
        work.send(
            post.tg_id,
            message,
            lane=Lane.ANSWER,
            purpose="clerk.info",
            case=case,
            not_before=clocks.polite(work, case.urgency),
        )
        _open_desk(work, case, post)
    else:
        offer(work, case, "企业已补充")


def refuse(work: Work, pressed: Pressed) -> Outcome:
    """不予受理: which way is open?"""
    got = _desk(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    _turn(work, pressed, texts.ways(case.id or 0, case.version, case.number))
    return OK


def refuse_with(work: Work, pressed: Pressed) -> Outcome:
    """Not accepted, with its statutory way (R20, R21)."""
    from bot.desk import dispatch
    from bot.desk.entrepreneur import tell

    got = _desk(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if pressed.press.arg not in texts.WAYS:
        return Outcome(common.UNKNOWN_BUTTON)
    label, way = texts.WAYS[pressed.press.arg]
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
    _out_of_queue(work, case, f"不予受理（{label}）。")
    _turn(work, pressed, texts.done_card(case.number, f"不予受理（{label}），已告知企业。"))
    tell.refused(work, case, way)
    return OK


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
    for place in _places(work):
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
    got = _desk(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    number = min(int(pressed.press.arg), 20) if pressed.press.arg.isdigit() else 0
    options, last = units.options(work, case, number, without=(case.unit or "",))
    _turn(work, pressed, texts.rule_units(views.view(work, case), options, number, last))
    return OK


def rule(work: Work, pressed: Pressed) -> Outcome:
    """The ruling: final; limits keep running from the first dispatch (R07, R08)."""
    from bot.desk import dispatch
    from bot.desk.entrepreneur import tell
    from bot.desk.officer import notices

    got = _desk(work, pressed)
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
        verdict = f"裁定转{units.name(work, code)}。"
    else:
        dispatch.refresh_unit_card(work, case)
        notices.kept(work, case)
        verdict = f"裁定维持{units.name(work, case.unit)}，不得再退。"
    cards.retire(work, case, texts.done_card(case.number, verdict), "ruling")
    return Outcome("已裁定。")


def ask_to_ring(work: Work, case: CaseFile) -> None:
    """特急: the clerk on duty is asked to ring the owner and record it."""
    message = texts.ring(views.view(work, case), people.name_of(work, case.owner_id))
    for place in _places(work):
        key = f"clerkring:{case.id}:{case.round}:{case.unit}:{place.chat_id}"
        work.send(
            place.chat_id,
            message,
            lane=Lane.SAFETY,
            purpose="clerk.ring",
            case=case,
            topic_id=place.topic_id,
            dedupe=key,
        )


def rang(work: Work, pressed: Pressed) -> Outcome:
    """The call was made: recorded with who and when."""
    got = _desk(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, post = got
    reached = pressed.press.arg == "1"
    work.record(case, EventKind.CHASED, people.actor_of(post), facts={"point": "ring", "reached": reached})
    if reached:
        _turn(work, pressed, texts.rang(case.number, True, people.name_of(work, post), work.now))
    return Outcome("已记录。" if reached else "已记录没打通，请换备岗再打。")


def overdue(work: Work, case: CaseFile, due: datetime, step: str) -> None:
    """The triage limit passed: said once for each `step` (a rung, later a day)."""
    for place in _places(work):
        key = f"triage:{case.id}:{due.isoformat()}:{step}:{place.chat_id}"
        work.send(
            place.chat_id,
            texts.overdue(case.number, due),
            lane=Lane.CHASE,
            purpose="chase.due",
            case=case,
            topic_id=place.topic_id,
            dedupe=key,
            not_before=clocks.polite(work, case.urgency),
        )


def queue(work: Work, words: Words, _rest: str) -> Outcome:
    """/queue: what waits for a clerk."""
    if people.post_as(work, words.sender.tg_id, *DESK) is None:
        return OK
    query = (
        select(CaseFile)
        .where(col(CaseFile.state).in_(WAITING), CaseFile.secrecy != Secrecy.C)
        .order_by(col(CaseFile.id))
    )
    open_ = (case for case in work.session.exec(query) if not guards.barred(work, case, words.sender.tg_id))
    shown = [views.view(work, case) for case in islice(open_, 50)]
    work.send(words.chat_id, texts.queue(shown), lane=Lane.ANSWER, purpose="clerk.queue", topic_id=words.topic_id)
    return OK


def _desk(work: Work, pressed: Pressed, *, fresh: bool = True) -> tuple[CaseFile, Staff] | Outcome:
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


def _out_of_queue(work: Work, case: CaseFile, what: str) -> None:
    cards.retire(work, case, texts.done_card(case.number, what), "clerk")


def _turn(work: Work, pressed: Pressed, message: Message) -> None:
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        work.edit(row, message)


PRESSES: dict[str, OnPress] = {
    "claim": claim,
    "cpage": page,
    "send": dispatch_to,
    "cask": ask_prompt,
    "refuse": refuse,
    "way": refuse_with,
    "rulepage": rule_page,
    "rule": rule,
    "rang": rang,
}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.CLERK_QUESTION: question}
COMMANDS: dict[str, OnCommand] = {"queue": queue}
