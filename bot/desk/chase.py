"""The chase: what happens when a step of a limit comes due. One notice a rung; working time only, 特急 excepted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlmodel import col, select

from bot.desk import clerk, clocks, dispatch, keeper, people, places, supervisor, views
from bot.desk.facts import facts_of
from bot.desk.places import Place
from bot.desk.work import CLOCK, Work
from bot.rules.ladder import Rung, Step
from bot.texts import chase as texts
from bot.texts.values import Message
from storage import timers
from storage.tables import CaseFile, Deadline, Event, Staff, Timer
from storage.vocabulary import ChatPurpose, EventKind, Lane, Stage, State, TimerKind, Urgency

LATE = timedelta(minutes=20)  # a step found this late was missed by an outage: caught up in one digest, not replayed
STOPPED = {"transfer", "extension"}  # a pending request holds the ladder (sla: 裁定中, 延期待批)


def fire(work: Work, timer: Timer) -> None:
    """A limit's timer is due: take its step, and set the next."""
    case = work.case(timer.case_id or 0)
    row = clocks.deadline_of(work, timer)
    if case is None or row is None or not case.state.is_open:
        return
    done = tuple(timer.data.get("done", ()))
    before = done
    for step in clocks.plan_of(work, case, row):
        if step.name in done:
            continue
        if step.at > work.now:
            break
        take(work, case, row, step)
        done = (*done, step.name)
    if done == before:
        _again(work, case, row)
    if row.met_at is None and row.ended_at is None:
        clocks.arm(work, case, row, done)


def _again(work: Work, case: CaseFile, row: Deadline) -> None:
    """The ladder is at its end and the limit is still not met: named once each working day, never dropped."""
    if _held(case) or case.kind in work.office.policy.unchased:
        return
    if row.stage is Stage.TRIAGE:
        clerk.overdue(work, case, row.due_at, work.now.date().isoformat())
    else:
        join_digest(work, case)


def take(work: Work, case: CaseFile, row: Deadline, step: Step) -> None:
    """One step: a reminder, the breach, the automatic signature, or a rung."""
    missed = work.now - step.at > LATE
    if step.name == "due":
        _breach(work, case, row)
    elif step.name == "auto-sign":
        _auto_sign(work, case)
    elif _held(case):
        return
    elif missed:
        join_digest(work, case)
    elif step.rung is not None:
        climb(work, case, row, step.rung)
    else:
        _remind(work, case, row, step)


def _held(case: CaseFile) -> bool:
    return case.held or (case.pending or {}).get("what") in STOPPED


def _breach(work: Work, case: CaseFile, row: Deadline) -> None:
    """A limit passed: a fact with the time at which it passed, whenever we noticed."""
    row.breached_at = row.due_at
    work.record(
        case,
        EventKind.BREACHED,
        CLOCK,
        facts={"stage": row.stage, "due": row.due_at, "round": row.round, "seq": row.seq},
    )


def _auto_sign(work: Work, case: CaseFile) -> None:
    """Not signed after a second limit: signed by the clock and marked late (sla: 超时签收)."""
    if case.state is not State.TO_SIGN:
        return
    refusal = work.move(
        case, EventKind.SIGNED, CLOCK, facts_of(work, case), set={"signed_at": work.now}, facts={"late": True}
    )
    if refusal is None:
        clocks.met(work, case, Stage.SIGN)
        dispatch.refresh_unit_card(work, case)


def _remind(work: Work, case: CaseFile, row: Deadline, step: Step) -> None:
    """A reminder before the limit: far ones join the next digest, the last one goes by itself."""
    if not step.direct:
        join_digest(work, case)
        return
    place = places.unit_group(work, case.unit or "")
    if place is None or row.stage is Stage.TRIAGE:
        return
    owner = work.session.get(Staff, case.owner_id) if case.owner_id else None
    if (
        owner is not None
        and reminders_today(work, owner) >= work.office.policy.per_person_cap
        and case.urgency is not Urgency.CRITICAL
    ):
        join_digest(work, case)
        return
    message = texts.last_reminder(views.view(work, case), row.stage, row.due_at, mentions=_tags([owner]))
    _say(work, case, place, message, "chase.remind", f"{row.stage.name}:{row.round}:{row.seq}:{step.name}")
    _note(work, case, row, step.name, owner)


def climb(work: Work, case: CaseFile, row: Deadline, rung: Rung) -> None:
    """One rung of the overdue ladder. A rung nobody can be reached on goes to the next and tells the keeper."""
    if row.stage is Stage.TRIAGE:
        clerk.overdue(work, case, row.due_at, rung.level)
        _note(work, case, row, rung.level, None)
        return
    if rung.supervise:
        clocks.supervise(work, case, f"{row.stage.value}超期")
    reached = _tell_rung(work, case, row, rung)
    if rung.to_office:
        supervisor.overdue(work, case, row, key=_key(case, row, rung.level, "office"))
        reached = True
    if not reached:
        keeper.tell(work, f"工单 {case.number} 逾期第 {rung.level} 级无人可送达，已转上一级。请核对人员登记。")
        _next_rung_up(work, case, row, rung)
    _note(work, case, row, rung.level, None)


def _tell_rung(work: Work, case: CaseFile, row: Deadline, rung: Rung) -> bool:
    posts = resolve(work, case, rung.to)
    view = views.view(work, case)
    group = places.unit_group(work, case.unit or "")
    if rung.in_group and group is not None:
        message = texts.overdue_group(view, row.stage, row.due_at, rung.level, mentions=_tags(posts))
        _say(work, case, group, message, "chase.rung", f"{row.stage.name}:{row.round}:{row.seq}:{rung.level}")
        return True
    sent = False
    for post in people.reachable(posts):
        message = texts.overdue_private(
            view, row.stage, row.due_at, rung.level, chased(work, case), last_progress(work, case)
        )
        _say(
            work,
            case,
            Place(post.tg_id or 0),
            message,
            "chase.rung",
            f"{row.stage.name}:{row.round}:{row.seq}:{rung.level}:{post.id}",
        )
        sent = True
    return sent


def _next_rung_up(work: Work, case: CaseFile, row: Deadline, rung: Rung) -> None:
    office = places.desk_group(work, ChatPurpose.SUPERVISORS)
    if office is not None and not rung.to_office:
        supervisor.overdue(work, case, row, key=_key(case, row, rung.level, "fallback"))


def resolve(work: Work, case: CaseFile, titles: Iterable[str]) -> list[Staff]:
    """The people behind titles, for this case's unit; titles nobody holds give nobody."""
    found: list[Staff] = []
    for title in titles:
        found.extend(_resolve_one(work, case, title))
    return list({post.id: post for post in found}.values())


def _resolve_one(work: Work, case: CaseFile, title: str) -> list[Staff]:
    unit = case.unit or ""
    ranks = {"科室负责人": "head", "单位分管负责人": "deputy", "单位主要负责人": "chief"}
    if title == "承办人":
        return [post for post in [work.session.get(Staff, case.owner_id)] if post] if case.owner_id else []
    if title == "备岗":
        return [post for post in [work.session.get(Staff, case.backup_id)] if post] if case.backup_id else []
    if title in ranks:
        return people.unit_staff(work, unit, ranks[title])
    code = work.office.pack.chain_code(unit, title)
    post = people.staff_by_code(work, code)
    return [post] if post is not None else []


def join_digest(work: Work, case: CaseFile) -> None:
    """Add a case to its unit's next digest; the digest is rendered when it leaves, so what was answered drops out."""
    if case.unit is None:
        return
    slot = work.office.calendar.next_digest(work.now, work.office.policy)
    key = f"-:{TimerKind.DIGEST.name}:{case.unit}:{slot.isoformat()}"
    existing = work.session.exec(select(Timer).where(Timer.key == key)).first()
    cases = sorted({*((existing.data.get("cases", [])) if existing else []), case.id})
    timers.put(work.session, key, TimerKind.DIGEST, slot, None, {"unit": case.unit, "cases": cases})
    work.session.flush()


def digest(work: Work, timer: Timer) -> None:
    """A unit's digest: one message with every case that still waits."""
    unit = str(timer.data["unit"])
    place = places.unit_group(work, unit)
    rows = [work.case(case_id) for case_id in timer.data.get("cases", [])]
    waiting = [
        case
        for case in rows
        if case and case.unit == unit and case.state in {State.TO_SIGN, State.WORKING} and not _held(case)
    ]
    if place is None or not waiting:
        return
    owners = [work.session.get(Staff, case.owner_id) for case in waiting if case.owner_id]
    message = texts.digest([views.view(work, case) for case in waiting], work.now, mentions=_tags(owners))
    key = f"digest:{unit}:{timer.at.isoformat()}"
    work.send(place.chat_id, message, lane=Lane.DIGEST, purpose="chase.digest", topic_id=place.topic_id, dedupe=key)
    for case in waiting:
        work.record(case, EventKind.CHASED, CLOCK, facts={"point": "digest", "unit": unit})


def chased(work: Work, case: CaseFile) -> int:
    """How often this case was chased in the present round."""
    query = select(Event).where(Event.case_id == case.id, Event.kind == EventKind.CHASED)
    return sum(1 for event in work.session.exec(query) if event.data.get("round", case.round) == case.round)


def last_progress(work: Work, case: CaseFile) -> str:
    """When and how the case last moved, in words that reveal nothing of its content."""
    moving = [
        EventKind.SIGNED,
        EventKind.CONTACTED,
        EventKind.PROGRESS,
        EventKind.RELAYED,
        EventKind.ANSWERED,
        EventKind.DISPATCHED,
    ]
    query = select(Event).where(Event.case_id == case.id, col(Event.kind).in_(moving)).order_by(col(Event.seq).desc())
    event = work.session.exec(query).first()
    return texts.progress_line(event.kind, event.at) if event is not None else "尚无进展"


def reminders_today(work: Work, owner: Staff) -> int:
    """Reminders that this owner got today, by the city's date."""
    start = work.office.calendar.day_start(work.now)
    query = select(Event).where(Event.kind == EventKind.CHASED, col(Event.at) >= start)
    return sum(1 for event in work.session.exec(query) if event.data.get("owner") == owner.id)


def _say(work: Work, case: CaseFile, place: Place, message: Message, purpose: str, lock: str) -> None:
    key = f"chase:{case.id}:{case.unit}:{lock}:{place.chat_id}"
    work.send(
        place.chat_id,
        message,
        lane=Lane.CHASE,
        purpose=purpose,
        case=case,
        topic_id=place.topic_id,
        dedupe=key,
        not_before=clocks.polite(work, case.urgency),
    )


def _note(work: Work, case: CaseFile, row: Deadline, point: str, owner: Staff | None) -> None:
    facts = {"stage": row.stage, "point": point, "round": row.round, "owner": owner.id if owner else None}
    work.record(case, EventKind.CHASED, CLOCK, facts=facts)


def _key(case: CaseFile, row: Deadline, level: str, recipient: str) -> str:
    return f"chase:{case.id}:{case.unit}:{row.stage.name}:{row.round}:{row.seq}:{level}:{recipient}"


def _tags(posts: Iterable[Staff | None]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(post.tg_id for post in posts if post is not None and post.tg_id is not None))
