"""Extensions: offered to the supervisors, ruled by somebody else than the asker, told to the enterprise, who may object."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import col, select

from bot.desk import cards, clocks, guards, merge_tell, people, places, views
from bot.desk.facts import facts_of
from bot.desk.supervisor import desk, rank
from bot.desk.words import OnPress, Pressed
from bot.desk.work import Actor, Outcome, Work
from bot.rules import deadlines
from bot.rules.deadlines import Due
from bot.rules.limits import Limit, Unit
from bot.texts import common
from bot.texts import officer as officer_texts
from bot.texts import supervisor as texts
from storage.tables import CaseFile, Deadline, Event, Staff
from storage.vocabulary import EventKind, Lane, Role, Stage

OBJECTION = "不同意延期"  # the enterprise's words, as its button has them


def offer_extension(work: Work, case: CaseFile, reason: str) -> None:
    """An extension to approve, where the supervisors hear of the case; see `can_rule`."""
    days = int((case.pending or {}).get("days", 0))
    row = clocks.running(work, case, Stage.RESOLVE)
    if row is None:
        return
    by, view, due = rank.title(work, case), views.view(work, case), _later(work, row, days).at
    message = texts.extension_card(view, days, work.office.mask(reason), due, by=by)
    rulers = rank.asked_of(work, case)
    places_ = [*rulers, *(place for place in desk.heard(work, case) if place not in rulers)]
    for place in places_:
        key = f"extension:{case.id}:{case.version}:{place.chat_id}"
        later, shown = clocks.polite(work, case.urgency), message if place in rulers else replace(message, rows=())
        cards.put(work, case, place, shown, role="extension", dedupe=key, not_before=later)


def can_rule(work: Work, case: CaseFile) -> bool:
    """False if no supervisor may hear of the case: a request would wait for ever, and hold the chase meanwhile."""
    return bool(desk.heard(work, case))


def _later(work: Work, row: Deadline, days: int) -> Due:
    return deadlines.deadline(row.due_at, Limit(days, Unit.WD), work.office.calendar)


def agree(work: Work, pressed: Pressed) -> Outcome:
    """同意: a later limit; the enterprise is told and may object."""
    return _rule(work, pressed, agreed=True)


def decline(work: Work, pressed: Pressed) -> Outcome:
    """不同意: the old limit stays."""
    return _rule(work, pressed, agreed=False)


def _rule(work: Work, pressed: Pressed, *, agreed: bool) -> Outcome:
    got = _asked(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post, row = got
    days = int((case.pending or {})["days"])
    refusal = work.move(
        case,
        EventKind.EXTENSION_RULED,
        Actor(Role.OFFICE, post.id) if rank.title(work, case) else people.actor_of(post),
        facts_of(work, case, agreed=agreed),
        set={"pending": None, "extensions": case.extensions + (1 if agreed else 0)},
        facts={"agreed": agreed, "days": days},
    )
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    due = _extend(work, case, _later(work, row, days), post) if agreed else None
    _tell(work, case, texts.extension_ruled(days, due))
    return Outcome("已裁定。")


def _asked(work: Work, pressed: Pressed) -> tuple[CaseFile, Staff, Deadline] | Outcome:
    """The request that waits. Whoever has the case, or asked, does not rule on it."""
    got = _ruler(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    pending = case.pending or {}
    row = clocks.running(work, case, Stage.RESOLVE)
    if pending.get("what") != "extension" or row is None:
        return Outcome(common.STALE, alert=True)
    own = {one.id for one in people.posts_of(work, pressed.sender.tg_id)}
    if own & {case.owner_id, case.backup_id, pending.get("by")}:
        return Outcome(texts.NOT_ONES_OWN, alert=True)
    return case, post, row


def _ruler(work: Work, pressed: Pressed) -> tuple[CaseFile, Staff] | Outcome:
    """Who may rule on this one: the leader whose rank it takes, in private; else a supervisor."""
    case = work.case(pressed.press.case_id)
    if case is None or not rank.leaders(work, case):
        return desk.found(work, pressed)
    post = rank.leader_of(work, case, pressed.sender.tg_id)
    if post is None or not pressed.private:
        return Outcome(f"这次延期须{rank.title(work, case)}批准。", alert=True)
    return guards.fresh(pressed, case) or (case, post)


def _extend(work: Work, case: CaseFile, due: Due, post: Staff) -> datetime:
    from bot.desk.entrepreneur import tell

    clocks.extend(work, case, Stage.RESOLVE, due)
    work.session.flush()
    tell.extended(work, case, _reason(work, case), due.at)
    merge_tell.extended(work, case, due, _reason(work, case), post)
    return due.at


def _tell(work: Work, case: CaseFile, text: str) -> None:
    """The request's card, the unit's card, and the owner."""
    from bot.desk import dispatch

    cards.retire(work, case, texts.ruled(case.number, text), "extension")
    dispatch.refresh_unit_card(work, case)
    owner = work.session.get(Staff, case.owner_id) if case.owner_id else None
    if owner is not None and owner.tg_id is not None:
        message = officer_texts.ruled(case.number, text)
        later = clocks.polite(work, case.urgency)
        work.send(owner.tg_id, message, lane=Lane.ANSWER, purpose="officer.ruled", case=case, not_before=later)


def _reason(work: Work, case: CaseFile) -> str:
    query = select(Event).where(Event.case_id == case.id, Event.kind == EventKind.EXTENSION_ASKED)
    event = work.session.exec(query.order_by(col(Event.seq).desc())).first()
    kept = work.text(event.content_id) if event is not None else None
    return work.office.mask(str((kept or {}).get("text", "")))


def objected(work: Work, pressed: Pressed) -> Outcome:
    """不同意延期, by the enterprise: kept with its words, once an extension; the office looks again."""
    case = work.case(pressed.press.case_id)
    if case is None or not guards.complainant(work, case, pressed.sender.tg_id):
        return Outcome(common.UNKNOWN_BUTTON)
    if not case.state.is_open or not case.extensions:
        return Outcome(common.UNKNOWN_BUTTON)
    _record_objection(work, case)
    for place in desk.heard(work, case):
        _object(work, case, place)
    return Outcome("已转营商办复核并留了记录。", alert=True)


def _record_objection(work: Work, case: CaseFile) -> None:
    """It is more of what the enterprise says (补充), marked with the extension that it is about; twice pressed is once said."""
    query = select(Event).where(Event.case_id == case.id, Event.kind == EventKind.ADDED)
    if any(event.data.get("objection") == case.extensions for event in work.session.exec(query)):
        return
    actor = Actor(Role.ENTERPRISE, case.person_id)
    work.record(case, EventKind.ADDED, actor, facts={"objection": case.extensions}, words={"text": OBJECTION})


def _object(work: Work, case: CaseFile, place: places.Place) -> None:
    work.send(
        place.chat_id,
        texts.objected(views.view(work, case)),
        lane=Lane.ANSWER,
        purpose="supervisor.objected",
        case=case,
        topic_id=place.topic_id,
        dedupe=f"objected:{case.id}:{case.extensions}:{place.chat_id}",
        not_before=clocks.polite(work, case.urgency),
    )


PRESSES: dict[str, OnPress] = {"extyes": agree, "extno": decline, "objext": objected}
