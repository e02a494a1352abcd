"""From a filed case to a named owner: routing, owner, card, and every later change of owner.

No dispatch without unit, section, owner, backup and deadlines (A12); the clock never resets on a transfer (R08).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk import (
    assist_chase,
    callback,
    cards,
    clerk,
    clocks,
    event_hint,
    gist,
    keeper,
    malicious,
    merge,
    people,
    places,
    recall,
    rectify,
    ring_back,
    sealed,
    standstill,
    statutory_clock,
    turns,
    views,
)
from bot.desk.facts import facts_of
from bot.desk.gist import Gist
from bot.desk.work import BOT, Actor, Work
from bot.rules.routing import To
from bot.texts import officer as texts
from storage import outbox
from storage.tables import CaseFile, Staff
from storage.vocabulary import CloseKind, EventKind, Lane, Secrecy, State, Urgency

CHASES = ("chase.due", "chase.remind", "chase.digest", "chase.rung", "chase.nudge")


def file(work: Work, case: CaseFile, reading: Gist, actor: Actor) -> None:
    """Submit a draft and send it on its way. A case that was submitted before is left as it is."""
    if case.state is not State.DRAFT:
        return
    work.move(case, EventKind.SUBMITTED, actor, facts_of(work, case), set={"submitted_at": work.now})
    work.no_timer(case)
    route(work, case, reading)


def route(work: Work, case: CaseFile, reading: Gist) -> None:
    """Send a submitted case to the unit, the office, the sealed contact or a clerk."""
    way = gist.receiver(reading, case)
    sure = bool(reading.chosen) or reading.confident or case.secrecy is Secrecy.B
    doubt = reading.doubt or reading.elsewhere or malicious.why_clerks(work, case)
    if case.secrecy is Secrecy.C or way.to in {To.SEALED, To.OFFICIAL_CHANNEL}:
        _seal(work, case)
    elif way.unit_code and sure and not doubt:
        to_unit(work, case, way.unit_code, BOT, reading.why or way.reason)
        event_hint.look(work, case)
    else:
        to_clerks(work, case, doubt or (way.reason if not way.unit_code else "单位不明确"))


def _seal(work: Work, case: CaseFile) -> None:
    """Only the sealed contact may see it, whatever class it was filed under: no group and no clerk hears of it."""
    if case.secrecy is not Secrecy.C:
        work.record(case, EventKind.RECLASSIFIED, BOT, set={"secrecy": Secrecy.C})
    to_sealed(work, case)


def to_clerks(work: Work, case: CaseFile, why: str) -> None:
    """Put a case into the clerks' queue, with the triage clock running."""
    clocks.start_triage(work, case)
    clerk.offer(work, case, why)


def to_sealed(work: Work, case: CaseFile) -> None:
    """Hand a class C case to the sealed contact, and to nobody else."""
    sealed.deliver(work, case)


def to_unit(work: Work, case: CaseFile, unit: str, actor: Actor, why: str) -> bool:
    """Dispatch to a unit. False, and the case is with the clerks, if the unit has no owner and backup."""
    team = pick_team(work, unit)
    if team is None:
        keeper.tell(work, f"{unit} 没有可用的承办人或备岗，工单 {case.number} 已转坐席。请补齐人员。")
        to_clerks(work, case, "单位没有可用承办人")
        return False
    owner, backup = team
    first = case.dispatched_at is None
    changes = {
        "unit": unit,
        "lead_unit": case.lead_unit or unit,
        "section": owner.section,
        "owner_id": owner.id,
        "backup_id": backup.id,
        "pending": None,
        "held": False,
    } | ({"dispatched_at": work.now, "policy_version": work.office.policy.version} if first else {})
    wait = standstill.of(work, case)
    refusal = work.move(
        case,
        EventKind.DISPATCHED,
        actor,
        facts_of(work, case, has_team=True, unit_accused=unit in case.accused),
        set=changes,
        words={"why": why},  # it may quote the complaint: sealed, never a plain fact
    )
    if refusal is not None:
        to_clerks(work, case, refusal.reason_zh)
        return False
    gist.save(work, case, replace(gist.load(work, case), why=why))
    clocks.end_triage(work, case)
    standstill.go_on(work, case, wait)
    if first:
        clocks.start_round(work, case)
        statutory_clock.cut(work, case)
    post_card(work, case)
    merge.follow(work, case, actor)
    return True


def pick_team(work: Work, unit: str) -> tuple[Staff, Staff] | None:
    """The owner whose turn it is among those present, and a backup who is someone else. None if either is missing."""
    present = [post for post in people.unit_staff(work, unit) if not post.away]
    owners = [post for post in present if post.rank == "owner"] or [post for post in present if post.rank == "backup"]
    if not owners:
        return None
    owner = turns.next_owner(work, owners)
    named = people.staff_by_code(work, owner.backup_code)
    others = [named] if named and named.active and not named.away else []
    others += [post for post in present if post.rank in {"backup", "head", "owner"}]
    backup = next((post for post in others if post.id != owner.id), None)
    return (owner, backup) if backup is not None else None


def post_card(work: Work, case: CaseFile) -> None:
    """Put the dispatch card into the unit's group, in working time unless it is 特急; privately if there is no group."""
    view = views.view(work, case)
    place = places.unit_group(work, case.unit or "")
    owner = work.session.get(Staff, case.owner_id)
    if place is None and owner is not None and owner.tg_id is not None:
        place = places.Place(owner.tg_id)
    if place is None:
        keeper.tell(
            work,
            f"{view.unit_name} 没有绑定群，承办人也未登记，工单 {case.number} 的派单卡送不到。请绑定群或登记人员。",
        )
        return
    tagged = texts.dispatch_card(view, mentions=_mentions(work, case))
    cards.put(
        work,
        case,
        place,
        tagged,
        role="unit",
        dedupe=f"card:{case.id}:{case.round}:{case.unit}:{case.version}",
        not_before=_polite(work, case),
    )
    if case.urgency is Urgency.CRITICAL:
        _ring(work, case)


def repost(work: Work, case: CaseFile, lock: str) -> None:
    """Put a case's card again where the unit can hear now: its old one cannot be reached. Once for each `lock`."""
    place, owner = places.unit_group(work, case.unit or ""), work.session.get(Staff, case.owner_id)
    if place is None and owner is not None and people.reachable([owner]):
        place = places.Place(owner.tg_id or 0)
    if place is not None:
        message = replace(texts.card_for(views.view(work, case)), mentions=_mentions(work, case))
        key, later = f"again:{case.id}:{lock}", _polite(work, case)
        cards.put(work, case, place, message, role="unit", dedupe=key, not_before=later)


def _mentions(work: Work, case: CaseFile) -> tuple[int, ...]:
    posts = [work.session.get(Staff, staff_id) for staff_id in (case.owner_id, case.backup_id) if staff_id]
    return tuple(post.tg_id for post in posts if post is not None and post.tg_id is not None)


def _ring(work: Work, case: CaseFile) -> None:
    """特急: the owner and backup also hear privately, and the clerks are asked to ring them and record it."""
    view = views.view(work, case)
    for tg_id in _mentions(work, case):
        key = f"ring:{case.id}:{case.round}:{case.unit}:{tg_id}"
        work.send(tg_id, texts.ring_private(view), lane=Lane.SAFETY, purpose="card.ring", case=case, dedupe=key)
    clerk.ask_to_ring(work, case)


def reassign(work: Work, case: CaseFile, post: Staff, actor: Actor, why: str) -> None:
    """Another owner in the same unit. The old one hears once that it is no longer theirs; the clock goes on."""
    old = work.session.get(Staff, case.owner_id) if case.owner_id else None
    changes = {"owner_id": post.id, "section": post.section}
    if case.backup_id == post.id and old is not None:
        changes["backup_id"] = old.id
    work.record(case, EventKind.REASSIGNED, actor, set=changes, facts={"why": why})
    work.session.flush()
    _tell_old(work, case, old)
    refresh_unit_card(work, case)
    merge.follow(work, case, actor)
    if post.tg_id is not None:
        message = texts.now_yours(views.view(work, case))
        work.send(
            post.tg_id,
            message,
            lane=Lane.ANSWER,
            purpose="card.now_yours",
            case=case,
            not_before=_polite(work, case),
        )


def move_unit(work: Work, case: CaseFile, unit: str, actor: Actor, why: str, old_owner: int | None = None) -> bool:
    """Another unit, by ruling. Earlier cards become stubs; limits keep running from the first dispatch."""
    old_id = old_owner or case.owner_id
    old = work.session.get(Staff, old_id) if old_id else None
    stub = texts.card_stub(case.number, "已转其他单位办理")
    cards.retire(work, case, stub, "unit")
    outbox.drop_queued(work.session, case.id or 0, CHASES)
    if old is not None:
        recall.from_unit(work, case, {post.tg_id for post in people.unit_staff(work, old.unit) if post.tg_id})
    done = to_unit(work, case, unit, actor, why)
    _tell_old(work, case, old)
    return done


def refresh_unit_card(work: Work, case: CaseFile) -> None:
    """Edit the unit's living card to the present state."""
    view = views.view(work, case)
    cards.refresh(work, case, "unit", lambda _card: texts.card_for(view))


def _tell_old(work: Work, case: CaseFile, old: Staff | None) -> None:
    if old is None or old.tg_id is None or old.id == case.owner_id:
        return
    key = f"notyours:{case.id}:{case.round}:{old.id}:{case.version}"
    work.send(
        old.tg_id,
        texts.no_longer_yours(case.number),
        lane=Lane.ANSWER,
        purpose="card.not_yours",
        case=case,
        dedupe=key,
        not_before=_polite(work, case),
    )


def reopen(work: Work, case: CaseFile, actor: Actor, reason: str) -> bool:
    """A new round at 60 % of the limits: first with the unit's deputy named, the second supervised (R06)."""
    number = case.reopens + 1
    changes = {
        "round": case.round + 1,
        "reopens": number,
        "close_kind": None,
        "result": None,
        "answered_at": None,
        "closed_at": None,
        "supervised": case.supervised or number >= 2,
        "policy_version": work.office.policy.version,  # a new round is a new clock
        "pending": None,
        "merged_into": None,  # who says that it is not solved goes on alone
        "rating": None,  # the new round is rated anew; the old rating stays in the history
    }
    refusal = work.move(case, EventKind.REOPENED, actor, facts_of(work, case), set=changes, facts={"reason": reason})
    if refusal is not None:
        return False
    rectify.superseded(work, case)
    callback.superseded(work, case)
    ring_back.over(work, case, "已重新办理，不用再打")
    clocks.end_round(work, case, case.round - 1)
    clocks.start_round(work, case, factor=clocks.policy_of(work, case).reopen_factor)
    statutory_clock.cut(work, case)
    statutory_clock.again(work, case)
    stub = texts.card_stub(case.number, "企业反映没有解决，已重办，见新卡片")
    cards.retire(work, case, stub, "unit")
    post_card(work, case)
    _tell_superiors(work, case, number)
    return True


def _tell_superiors(work: Work, case: CaseFile, number: int) -> None:
    from bot.desk import office

    view = views.view(work, case)
    if number == 1:
        for post in people.reachable(people.unit_staff(work, case.unit or "", "deputy")):
            message = texts.reopened_to_deputy(view)
            work.send(
                post.tg_id or 0,
                message,
                lane=Lane.ANSWER,
                purpose="card.deputy",
                case=case,
                dedupe=f"deputy:{case.id}:{case.round}:{post.id}",
                not_before=_polite(work, case),
            )
        return
    clocks.supervise(work, case, "第二次重办")
    office.reopened_again(work, case)


def close(work: Work, case: CaseFile, kind: CloseKind, actor: Actor, event: EventKind = EventKind.CLOSED) -> bool:
    """End a case: clocks stop, queued chases are taken back, cards show the end."""
    changes = {"close_kind": kind, "closed_at": work.now, "pending": None}
    refusal = work.move(case, event, actor, facts_of(work, case), set=changes)
    if refusal is not None:
        return False
    finish(work, case)
    return True


def finish(work: Work, case: CaseFile) -> None:
    """Stop every clock of an ended case and leave only what may follow it: archive and masking."""
    clocks.end_round(work, case, case.round)
    ring_back.over(work, case, "已办结，不用再打")
    work.no_timer(case)
    assist_chase.end_all(work, case)
    outbox.drop_queued(work.session, case.id or 0, CHASES)
    clocks.after_close(work, case)
    callback.draw(work, case)
    refresh_unit_card(work, case)
    merge.set_free(work, case)


def _polite(work: Work, case: CaseFile) -> datetime | None:
    """When an officer may be written to about this case: None for now, or the next open moment."""
    return clocks.polite(work, case.urgency)
