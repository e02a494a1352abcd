"""The overdue ladder of a case: the owner hears of each missed limit once, everybody above hears of the case once a rung.

A case climbs on its oldest missed limit; what else is late is named in the same notices, not told by a second ladder. Only
when the oldest one is met does the next one lead. So the lock against a second notice is the leading limit (case, round,
stage and number in one), the rung and the recipient.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.desk import cards, chase_digest, chase_facts, clerk, clocks, guards, keeper, people, places, views
from bot.desk.places import Place
from bot.desk.work import CLOCK, Work
from bot.rules.ladder import Rung
from bot.texts import chase as texts
from bot.texts.values import Message
from storage.tables import CaseFile, Deadline, Staff
from storage.vocabulary import ChatPurpose, EventKind, Lane, Stage, State, Urgency

OFFICE_TITLES = "营商办"
RANKS = {"科室负责人": "head", "单位分管负责人": "deputy", "单位主要负责人": "chief"}
STUCK = {
    State.TO_SIGN: ("还没有签收", "请单位分管负责人当场指定人签收，或改派备岗"),
    State.WORKING: ("已签收，没有答复企业", "请主办今天给出方案；跨部门的由督办人召集当面定"),
}
NOT_CONTACTED = ("还没有联系企业", "请主办今天先打电话给企业，说明谁在办、哪天有结果")
NOT_DISPATCHED = ("还没有分派到单位", "请坐席今天分派；单位有争议的由营商办当场指定")


def climb(work: Work, case: CaseFile, row: Deadline, rung: Rung, *, missed: bool = False) -> None:
    """One rung for one missed limit. `missed`: found long after its time, so it leaves with the next digest instead."""
    if row.stage is Stage.TRIAGE:
        _triage(work, case, row, rung)
    elif rung.in_group and places.unit_group(work, case.unit or "") is not None:
        _tell_owner(work, case, row, rung, missed)
    elif rung.in_group or row.id in {late.id for late in chase_facts.late(work, case)[:1]}:
        _lead(work, case, row, rung, missed)
    else:
        refresh_office(work, case)


def _triage(work: Work, case: CaseFile, row: Deadline, rung: Rung) -> None:
    """No unit yet: the clerks are told at every rung, the office when its own comes."""
    clerk.overdue(work, case, row.due_at, rung.level)
    if rung.to_office:
        _office_card(work, case, row, rung)
    note(work, case, row, rung.level)


def _tell_owner(work: Work, case: CaseFile, row: Deadline, rung: Rung, missed: bool) -> None:
    """In the unit's group, once for each set of missed limits: two that pass at one instant are one notice."""
    owner = work.session.get(Staff, case.owner_id) if case.owner_id else None
    group = places.unit_group(work, case.unit or "")
    if group is None or missed or enough_today(work, case, owner):
        chase_digest.join_unit(work, case, row)
        return
    if chase_facts.just_told(work, case, row):
        note(work, case, row, rung.level)
        return
    rows = chase_facts.late(work, case)
    posts = resolve(work, case, rung.to)
    view, called = views.view(work, case), tuple(post.id or 0 for post in posts)
    message = texts.overdue_group(view, _stages(rows), row.due_at, rung.level, mentions=mentions(posts))
    lock = f"{'+'.join(str(late.id) for late in rows)}:{rung.level}"
    if say(work, case, group, message, "chase.due", lock):
        note(work, case, row, rung.level, owner, called)


def _lead(work: Work, case: CaseFile, row: Deadline, rung: Rung, missed: bool) -> None:
    """A rung above the owner. One nobody can be reached on goes to the next and tells the keeper."""
    if rung.supervise:
        clocks.supervise(work, case, f"{row.stage.value}超期")
    reached = _tell_superiors(work, case, row, rung, missed)
    if rung.to_office:
        reached = _tell_office(work, case, row, rung, missed) or reached
    if not reached:
        text = f"工单 {case.number} 逾期第 {rung.level} 级无人可送达，已转上一级。请核对人员登记。"
        keeper.tell(work, text, once=f"unreached:{row.id}:{rung.level}")
        _tell_office(work, case, row, rung, missed)
    note(work, case, row, rung.level)


def _tell_superiors(work: Work, case: CaseFile, row: Deadline, rung: Rung, missed: bool) -> bool:
    """Everybody named on the rung, in private; the office has its own group. True if anybody can be reached."""
    office = places.desk_group(work, ChatPurpose.SUPERVISORS) is not None
    titles = [title for title in rung.to if not (office and title.startswith(OFFICE_TITLES))]
    posts = people.reachable(resolve(work, case, titles))
    for post in posts:
        most = work.office.policy.per_person_cap - chase_digest.kept(work)
        full = chase_facts.told_privately_today(work, post) >= most
        if missed or (full and case.urgency is not Urgency.CRITICAL):
            chase_digest.join(work, case, f"staff:{post.id}")
            continue
        rows = chase_facts.late(work, case)
        counted, progress = chase_facts.chased(work, case), chase_facts.last_progress(work, case)
        view = views.view(work, case)
        message = texts.overdue_private(view, _stages(rows), row.due_at, rung.level, counted, progress)
        say(work, case, Place(post.tg_id or 0), message, "chase.rung", f"{row.id}:{rung.level}")
    return bool(posts)


def _tell_office(work: Work, case: CaseFile, row: Deadline, rung: Rung, missed: bool) -> bool:
    """The supervisors' group; False if there is none, or the case accuses the office itself."""
    if places.desk_group(work, ChatPurpose.SUPERVISORS) is None or "YSB" in case.accused:
        return False
    if missed or _office_full(work, case):
        chase_digest.join(work, case, chase_digest.OFFICE)
    else:
        _office_card(work, case, row, rung)
    return True


def _office_full(work: Work, case: CaseFile) -> bool:
    """True if the supervisors' group got as many notices today as anybody may: what comes on top leaves in one list (R13).
    Never for 特急."""
    place = places.desk_group(work, ChatPurpose.SUPERVISORS)
    if place is None or case.urgency is Urgency.CRITICAL:
        return False
    most = work.office.policy.per_person_cap - chase_digest.kept(work)
    return chase_facts.told_in_chat_today(work, place.chat_id) >= most


def _office_card(work: Work, case: CaseFile, row: Deadline, rung: Rung) -> None:
    place = places.desk_group(work, ChatPurpose.SUPERVISORS)
    if place is None or "YSB" in case.accused:
        return
    cards.put(
        work,
        case,
        place,
        _card_text(work, case),
        role="supervisor",
        lane=Lane.CHASE,
        purpose="chase.rung",
        dedupe=_key(case, f"{row.id}:{rung.level}", place),
        not_before=clocks.polite(work, case.urgency),
    )


def refresh_office(work: Work, case: CaseFile) -> None:
    """What the supervisors know of a case changed (another late limit, another owner): their notice says so, without a
    second one."""
    if chase_facts.late(work, case):
        message = _card_text(work, case)
        cards.refresh(work, case, "supervisor", lambda _card: message)


def _card_text(work: Work, case: CaseFile) -> Message:
    rows = chase_facts.late(work, case)
    stuck, advice = STUCK.get(case.state, NOT_DISPATCHED)
    if case.state is State.WORKING and any(row.stage is Stage.FIRST_CONTACT for row in rows):
        stuck, advice = NOT_CONTACTED
    counted, progress = chase_facts.chased(work, case), chase_facts.last_progress(work, case)
    late = texts.Late(views.view(work, case), _stages(rows), rows[0].due_at, counted)
    return texts.overdue_office(late, work.now, progress, stuck, advice)


def resolve(work: Work, case: CaseFile, titles: Iterable[str]) -> list[Staff]:
    """The people behind titles, for this case's unit; titles nobody holds give nobody. Never anybody of an accused unit,
    whichever desk or leadership names them (R01)."""
    found = [post for title in titles for post in _resolve_one(work, case, title)]
    kept = [post for post in found if post.tg_id is None or not guards.barred(work, case, post.tg_id)]
    return list({post.id: post for post in kept if post.unit not in case.accused}.values())


def _resolve_one(work: Work, case: CaseFile, title: str) -> list[Staff]:
    unit = case.unit or ""
    if title in {"承办人", "备岗"}:
        staff_id = case.owner_id if title == "承办人" else case.backup_id
        named = work.session.get(Staff, staff_id) if staff_id else None
        return [named] if named is not None else []
    if title in RANKS:
        return people.unit_staff(work, unit, RANKS[title])
    post = people.staff_by_code(work, work.office.pack.chain_code(unit, title))
    return [post] if post is not None else []


def enough_today(work: Work, case: CaseFile, owner: Staff | None) -> bool:
    """True if this owner was written to as often today as a person may be, but for the day's digest; never for 特急 (R13)."""
    most = work.office.policy.per_person_cap - chase_digest.kept(work)
    return owner is not None and case.urgency is not Urgency.CRITICAL and chase_facts.told_today(work, owner) >= most


def say(work: Work, case: CaseFile, place: Place, message: Message, purpose: str, lock: str) -> bool:
    """Queue one chasing message for the next moment at which it may be read. False if it was said before."""
    row = work.send(
        place.chat_id,
        message,
        lane=Lane.CHASE,
        purpose=purpose,
        case=case,
        topic_id=place.topic_id,
        dedupe=_key(case, lock, place),
        not_before=clocks.polite(work, case.urgency),
    )
    return row is not None


def note(
    work: Work, case: CaseFile, row: Deadline, point: str, owner: Staff | None = None, called: tuple[int, ...] = ()
) -> None:
    """Keep in the history that a point of the chase was reached; `owner` if a message to them was part of it, `called`:
    the posts that it called."""
    facts = {
        "stage": row.stage,
        "point": point,
        "round": row.round,
        "owner": owner.id if owner else None,
        "called": list(called),
    }
    work.record(case, EventKind.CHASED, CLOCK, facts=facts)


def mentions(posts: Iterable[Staff | None]) -> tuple[int, ...]:
    """Whom a message in a group calls, each once."""
    return tuple(dict.fromkeys(post.tg_id for post in posts if post is not None and post.tg_id is not None))


def _key(case: CaseFile, lock: str, place: Place) -> str:
    return f"chase:{case.id}:{case.unit}:{lock}:{place.chat_id}"


def _stages(rows: Iterable[Deadline]) -> tuple[Stage, ...]:
    return tuple(row.stage for row in rows)
