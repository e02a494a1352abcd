"""督办人: overdue notices that can be acted on, nudging, reassigning, extensions."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, select

from bot.desk import cards, clocks, guards, people, places, units, views
from bot.desk.facts import facts_of
from bot.desk.words import OnAnswer, OnCommand, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.rules import deadlines
from bot.rules.limits import Limit, Unit
from bot.texts import common
from bot.texts import officer as officer_texts
from bot.texts import supervisor as texts
from bot.texts.values import Message
from storage import history, outbox
from storage.tables import CaseFile, Deadline, Event, Staff
from storage.vocabulary import AskKind, ChatPurpose, EventKind, Lane, Role, Secrecy, Stage, State

DESK = (Role.SUPERVISOR, Role.OFFICE)
NUDGE_GAP = timedelta(hours=4)
STUCK = {
    State.TO_SIGN: ("还没有签收", "请单位分管负责人当场指定人签收，或改派备岗"),
    State.WORKING: ("已签收，没有答复企业", "请主办今天给出方案；跨部门的由督办人召集当面定"),
}


def overdue(work: Work, case: CaseFile, row: Deadline, *, key: str) -> None:
    """Tell the supervisors' group, with what is needed to act (R34)."""
    from bot.desk import chase

    place = places.desk_group(work, ChatPurpose.SUPERVISORS)
    if place is None or _accused_office(case):
        return
    stuck, advice = STUCK.get(case.state, ("等待处理", "请看案情后督促或改派"))
    if row.stage is Stage.FIRST_CONTACT and clocks.running(work, case, Stage.FIRST_CONTACT) is not None:
        stuck = "还没有联系企业"
    view = views.view(work, case)
    message = texts.overdue_card(
        view,
        row.stage,
        row.due_at,
        work.now,
        chase.chased(work, case),
        chase.last_progress(work, case),
        stuck,
        advice,
    )
    cards.put(
        work,
        case,
        place,
        message,
        role="supervisor",
        lane=Lane.CHASE,
        purpose="chase.rung",
        dedupe=key,
        not_before=clocks.polite(work, case.urgency),
    )


def _accused_office(case: CaseFile) -> bool:
    return "YSB" in case.accused


def show_facts(work: Work, pressed: Pressed) -> Outcome:
    """看案情: masked facts and timeline, logged."""
    got = _desk(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, post = got
    work.record(case, EventKind.VIEWED, people.actor_of(post), facts={"what": "facts"})
    timeline = [(event.kind, event.at) for event in history.events_of(work.session, case.id or 0)]
    message = texts.facts(views.view(work, case), timeline)
    work.send(
        pressed.chat_id,
        message,
        lane=Lane.ANSWER,
        purpose="supervisor.facts",
        case=case,
        topic_id=pressed.topic_id,
    )
    return OK


def nudge(work: Work, pressed: Pressed) -> Outcome:
    """督促: one message to the owner, at most every four hours."""
    got = _desk(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if case.state not in {State.TO_SIGN, State.WORKING}:
        return Outcome("这件现在不在承办单位手里。")
    last = _last(work, case, EventKind.NUDGED)
    if last is not None and work.now - last < NUDGE_GAP:
        return Outcome("四小时内已督促过，主办已收到。", alert=True)
    work.record(case, EventKind.NUDGED, people.actor_of(post), set={"nudges": case.nudges + 1})
    owner = work.session.get(Staff, case.owner_id) if case.owner_id else None
    place = places.unit_group(work, case.unit or "")
    if place is None and owner is not None and owner.tg_id is not None:
        place = places.Place(owner.tg_id)
    if place is not None:
        tags = (owner.tg_id,) if owner is not None and owner.tg_id is not None else ()
        work.send(
            place.chat_id,
            texts.nudged(views.view(work, case), tags),
            lane=Lane.CHASE,
            purpose="chase.nudge",
            case=case,
            topic_id=place.topic_id,
            dedupe=f"nudge:{case.id}:{case.nudges}",
            not_before=clocks.polite(work, case.urgency),
        )
    return Outcome("已督促主办。")


def give(work: Work, pressed: Pressed) -> Outcome:
    """改派: to whom?"""
    got = _desk(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    able = people.unit_staff(work, case.unit or "", "owner", "backup", "head")
    team = [post for post in able if post.id != case.owner_id and not post.away]
    options = tuple((post.id or 0, f"{post.section} {people.name_of(work, post)}（{post.title}）") for post in team[:6])
    message = texts.give(views.view(work, case), options)
    work.send(
        pressed.chat_id,
        message,
        lane=Lane.ANSWER,
        purpose="supervisor.give",
        case=case,
        topic_id=pressed.topic_id,
    )
    return OK


def give_to(work: Work, pressed: Pressed) -> Outcome:
    """Another officer of the unit."""
    from bot.desk import dispatch

    got = _desk(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    new = work.session.get(Staff, int(pressed.press.arg)) if pressed.press.arg.isdigit() else None
    if new is None or new.unit != case.unit or not new.active or case.state not in {State.TO_SIGN, State.WORKING}:
        return Outcome(common.STALE, alert=True)
    dispatch.reassign(work, case, new, people.actor_of(post), "督办改派")
    _turn(work, pressed, texts.given(case.number, people.name_of(work, new)))
    return Outcome("已改派。")


def give_page(work: Work, pressed: Pressed) -> Outcome:
    """Pages of other units."""
    got = _desk(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    number = min(int(pressed.press.arg), 20) if pressed.press.arg.isdigit() else 0
    options, last = units.options(work, case, number, without=(case.unit or "",))
    _turn(work, pressed, texts.give_units(views.view(work, case), options, number, last))
    return OK


def give_unit(work: Work, pressed: Pressed) -> Outcome:
    """Another unit; the clock goes on."""
    from bot.desk import dispatch
    from bot.desk.entrepreneur import tell

    got = _desk(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    code = pressed.press.arg
    if not units.may_choose(work, case, code) or code == case.unit or case.state not in {State.TO_SIGN, State.WORKING}:
        return Outcome(common.STALE, alert=True)
    dispatch.move_unit(work, case, code, people.actor_of(post), "督办改派")
    tell.transferred(work, case)
    _turn(work, pressed, texts.given(case.number, units.name(work, code)))
    return Outcome("已改派。")


def offer_extension(work: Work, case: CaseFile, reason: str) -> None:
    """An extension to approve, in the supervisors' group."""
    days = int((case.pending or {}).get("days", 0))
    row = clocks.running(work, case, Stage.RESOLVE)
    place = places.desk_group(work, ChatPurpose.SUPERVISORS)
    if row is None or place is None:
        return
    due = deadlines.deadline(row.due_at, Limit(days, Unit.WD), work.office.calendar)
    message = texts.extension_card(views.view(work, case), days, work.office.mask(reason), due.at)
    cards.put(work, case, place, message, role="extension", dedupe=f"extension:{case.id}:{case.version}")


def extension_yes(work: Work, pressed: Pressed) -> Outcome:
    """同意: a later limit; the enterprise is told and may object."""
    return _rule_extension(work, pressed, agreed=True)


def extension_no(work: Work, pressed: Pressed) -> Outcome:
    """不同意: the old limit stays."""
    return _rule_extension(work, pressed, agreed=False)


def _rule_extension(work: Work, pressed: Pressed, *, agreed: bool) -> Outcome:
    from bot.desk import dispatch
    from bot.desk.entrepreneur import tell

    got = _desk(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    pending = case.pending or {}
    row = clocks.running(work, case, Stage.RESOLVE)
    if pending.get("what") != "extension" or row is None:
        return Outcome(common.STALE, alert=True)
    days = int(pending["days"])
    changes = {"pending": None, "extensions": case.extensions + (1 if agreed else 0)}
    refusal = work.move(
        case,
        EventKind.EXTENSION_RULED,
        people.actor_of(post),
        facts_of(work, case, agreed=agreed),
        set=changes,
        facts={"agreed": agreed, "days": days},
    )
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    text = "延期申请未获同意，按原时限办理。"
    if agreed:
        due = deadlines.deadline(row.due_at, Limit(days, Unit.WD), work.office.calendar)
        clocks.extend(work, case, Stage.RESOLVE, due)
        work.session.flush()
        tell.extended(work, case, _reason(work, case), due.at)
        text = f"已同意延期{days}个工作日。"
    cards.retire(work, case, texts.ruled(case.number, text), "extension")
    dispatch.refresh_unit_card(work, case)
    owner = work.session.get(Staff, case.owner_id) if case.owner_id else None
    if owner is not None and owner.tg_id is not None:
        message = officer_texts.ruled(case.number, text)
        work.send(
            owner.tg_id,
            message,
            lane=Lane.ANSWER,
            purpose="officer.ruled",
            case=case,
            not_before=clocks.polite(work, case.urgency),
        )
    return Outcome("已裁定。")


def _reason(work: Work, case: CaseFile) -> str:
    query = (
        select(Event)
        .where(Event.case_id == case.id, Event.kind == EventKind.EXTENSION_ASKED)
        .order_by(col(Event.seq).desc())
    )
    event = work.session.exec(query).first()
    kept = work.text(event.content_id) if event is not None else None
    return work.office.mask(str((kept or {}).get("text", "")))


def objected(work: Work, pressed: Pressed) -> Outcome:
    """不同意延期, by the enterprise: the office reviews."""
    case = work.case(pressed.press.case_id)
    if case is None or not guards.complainant(work, case, pressed.sender.tg_id) or not case.state.is_open:
        return Outcome(common.UNKNOWN_BUTTON)
    place = places.desk_group(work, ChatPurpose.SUPERVISORS)
    if place is not None:
        message = texts.objected(views.view(work, case))
        key = f"objected:{case.id}:{case.extensions}"
        work.send(
            place.chat_id,
            message,
            lane=Lane.ANSWER,
            purpose="supervisor.objected",
            case=case,
            topic_id=place.topic_id,
            dedupe=key,
            not_before=clocks.polite(work, case.urgency),
        )
    return Outcome("已转营商办复核，结果会告诉您。", alert=True)


def listed(work: Work, words: Words, _rest: str) -> Outcome:
    """/overdue: what is past a limit now, in the supervisors' group or in private."""
    post = people.post_as(work, words.sender.tg_id, *DESK)
    chat = places.bound(work, words.chat_id)
    if post is None or not (words.private or (chat is not None and chat.purpose is ChatPurpose.SUPERVISORS)):
        return OK
    query = (
        select(Deadline, CaseFile)
        .join(CaseFile, col(CaseFile.id) == Deadline.case_id)
        .where(
            col(Deadline.breached_at).is_not(None),
            col(Deadline.met_at).is_(None),
            col(Deadline.ended_at).is_(None),
            CaseFile.secrecy != Secrecy.C,
        )
        .order_by(col(Deadline.due_at))
        .limit(200)
    )
    worst: dict[int, tuple[CaseFile, Deadline]] = {}
    for row, case in work.session.exec(query):
        if not _accused_office(case):
            worst.setdefault(case.id or 0, (case, row))
    shown = [(views.view(work, case), row.stage, row.due_at) for case, row in worst.values()]
    work.send(
        words.chat_id,
        texts.overdue_list(shown, work.now),
        lane=Lane.ANSWER,
        purpose="supervisor.overdue",
        topic_id=words.topic_id,
    )
    return OK


def _desk(work: Work, pressed: Pressed, *, fresh: bool = True) -> tuple[CaseFile, Staff] | Outcome:
    post = guards.desk_post(work, pressed.sender.tg_id, *DESK)
    if isinstance(post, Outcome):
        return post
    case = work.case(pressed.press.case_id)
    if case is None:
        return Outcome(common.UNKNOWN_BUTTON)
    if case.secrecy is Secrecy.C or post.unit in case.accused:
        return Outcome(common.NOT_YOURS, alert=True)
    stale = guards.fresh(pressed, case) if fresh else None
    return stale or (case, post)


def _last(work: Work, case: CaseFile, kind: EventKind) -> datetime | None:
    query = select(Event.at).where(Event.case_id == case.id, Event.kind == kind).order_by(col(Event.seq).desc())
    return work.session.exec(query).first()


def _turn(work: Work, pressed: Pressed, message: Message) -> None:
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        work.edit(row, message)


PRESSES: dict[str, OnPress] = {
    "facts": show_facts,
    "nudge": nudge,
    "give": give,
    "giveto": give_to,
    "givepage": give_page,
    "giveunit": give_unit,
    "extyes": extension_yes,
    "extno": extension_no,
    "objext": objected,
}
ANSWERS: dict[AskKind, OnAnswer] = {}
COMMANDS: dict[str, OnCommand] = {"overdue": listed}
