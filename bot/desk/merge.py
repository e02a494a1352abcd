"""并案: several reports of one thing under a main case (R09). One chase, one answer, as many confirmations as reports.

A case under another one keeps number, words, limits and verdict of its own; unit, owner, signature and first contact follow
the main case. Nobody who reported learns of the others. What ends the main case before its answer sets the others free.
"""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from bot.desk import cards, clocks, names, people, standstill
from bot.desk.facts import facts_of
from bot.desk.merge_tell import told_apart, told_joined, told_moved
from bot.desk.work import BOT, Actor, Work
from bot.rules import merging
from bot.rules.lifecycle import Refusal
from bot.texts import clerk as clerk_texts
from bot.texts import merge as texts
from storage.tables import CaseFile, Staff
from storage.vocabulary import EventKind, Role, Stage, State

QUEUED = (State.ACCEPTING, State.NEEDS_INFO, State.TO_DISPATCH)
AT_UNIT = (State.TO_SIGN, State.WORKING)
IN_REACH = (*QUEUED, *AT_UNIT)  # what may be joined, and joined to


def children(work: Work, main: CaseFile) -> list[CaseFile]:
    """The open cases under this one, oldest first."""
    query = select(CaseFile).where(CaseFile.merged_into == main.id).order_by(col(CaseFile.id))
    return [case for case in work.session.exec(query) if case.state.is_open]


def may_join(work: Work, child: CaseFile, main: CaseFile) -> bool:
    """True if a person may put `child` under `main`: both of class A, both before their answer, neither in a chain,
    the clocks of both running."""
    reach = child.state in IN_REACH and main.state in IN_REACH
    above = main.merged_into is not None
    reach = reach and main.unit not in child.accused
    reach = reach and not any(case.held or standstill.paused(case) for case in (child, main))
    return reach and not children(work, child) and merging.may_join(_report(child), _report(main), parent_merged=above)


def _report(case: CaseFile) -> merging.Report:
    """A person says that it is one event; the rule still refuses what may never be joined."""
    return merging.Report(case.id or 0, case.enterprise_id or 0, "confirmed", case.created_at, case.secrecy)


def join(work: Work, child: CaseFile, main: CaseFile, actor: Actor) -> Refusal | None:
    """Put a case under another one; the reason if it may not stand there."""
    known = facts_of(work, child, merged=child.merged_into is not None, mergeable=may_join(work, child, main))
    changes = {"merged_into": main.id}
    refusal = work.move(child, EventKind.MERGED, actor, known, set=changes, facts={"into": main.number})
    if refusal is not None:
        return refusal
    _quiet(work, child, main)
    work.session.flush()
    follow(work, main, actor, quiet=True)
    told_joined(work, child, main, len(children(work, main)) + 1)
    return None


def _quiet(work: Work, child: CaseFile, main: CaseFile) -> None:
    """Nothing of the case is chased or worked on by itself any more."""
    from bot.desk import dispatch
    from storage import outbox

    outbox.drop_queued(work.session, child.id or 0, dispatch.CHASES)
    cards.retire(work, child, clerk_texts.done_card(child.number, texts.in_queue(main.number)), "clerk")
    cards.retire(work, child, texts.stub(child.number, main.number), "unit")


def leave(work: Work, child: CaseFile, actor: Actor) -> Refusal | None:
    """Take a case out again: it goes on by itself, with the limits that it always had."""
    from bot.desk import dispatch

    known = facts_of(work, child, merged=child.merged_into is not None)
    refusal = work.move(child, EventKind.UNMERGED, actor, known, set={"merged_into": None})
    if refusal is not None:
        return refusal
    work.session.flush()
    if child.unit is None:
        dispatch.to_clerks(work, child, "拆回单独办理")
    else:
        dispatch.repost(work, child, f"alone:{child.version}")
    told_apart(work, child)
    return None


def follow(work: Work, main: CaseFile, actor: Actor, *, quiet: bool = False) -> None:
    """Bring the cases under this one to its unit, its owner, its signature and its first contact. Each enterprise is told,
    unless it is about to hear of the joining itself (`quiet`)."""
    for child in children(work, main):
        if main.unit is not None and child.state in IN_REACH:
            before = (child.unit, child.state)
            _same_hands(work, child, main, actor)
            _same_steps(work, child, main, actor)
            if not quiet and child.merged_into == main.id:
                told_moved(work, child, *before)


def _same_hands(work: Work, child: CaseFile, main: CaseFile, actor: Actor) -> None:
    team = {"section": main.section, "owner_id": main.owner_id, "backup_id": main.backup_id}
    if child.unit != main.unit:
        _dispatch(work, child, main, actor, team)
    elif child.owner_id != main.owner_id:
        work.record(child, EventKind.REASSIGNED, BOT, set=team, facts={"why": f"随主件 {main.number}"})


def _dispatch(work: Work, child: CaseFile, main: CaseFile, actor: Actor, team: dict[str, Any]) -> None:
    """To the main case's unit, without a card. Its limits start now if it never was with a unit (R08)."""
    from bot.desk import recall

    first, old = child.dispatched_at is None, child.unit
    changes = team | {"unit": main.unit, "lead_unit": child.lead_unit or main.unit, "pending": None}
    changes |= {"dispatched_at": work.now, "policy_version": work.office.policy.version} if first else {}
    known = facts_of(work, child, has_team=True, unit_accused=main.unit in child.accused)
    facts = {"why": f"随主件 {main.number}"}
    if work.move(child, EventKind.DISPATCHED, actor, known, set=changes, facts=facts) is not None:
        leave(work, child, BOT)  # it may not go there (R01): it goes on by itself rather than lie still
        return
    clocks.end_triage(work, child)
    if old is not None:
        recall.from_unit(work, child, {post.tg_id for post in people.unit_staff(work, old) if post.tg_id})
    if first:
        clocks.start_round(work, child)


def _same_steps(work: Work, child: CaseFile, main: CaseFile, actor: Actor) -> None:
    """Signed and contacted with the main case: one piece of work, one signature, one first contact."""
    hand = _hand(work, main, actor)
    if main.signed_at is not None and main.state is not State.TO_SIGN and child.state is State.TO_SIGN:
        signed = work.move(child, EventKind.SIGNED, hand, facts_of(work, child), set={"signed_at": work.now})
        if signed is None:
            clocks.met(work, child, Stage.SIGN)
    reached = main.contacted_at is not None and clocks.running(work, main, Stage.FIRST_CONTACT) is None
    if reached and child.state in AT_UNIT and clocks.running(work, child, Stage.FIRST_CONTACT) is not None:
        changes = {"contacted_at": work.now} if child.contacted_at is None else {}
        work.record(child, EventKind.CONTACTED, hand, set=changes, facts={"by": "main", "reached": True})
        clocks.met(work, child, Stage.FIRST_CONTACT)


def _hand(work: Work, main: CaseFile, actor: Actor) -> Actor:
    """Who did it: the actor, or the main case's owner where the bot only brings it into line."""
    owner = work.session.get(Staff, main.owner_id) if actor.role is Role.BOT and main.owner_id else None
    return people.actor_of(owner) if owner is not None else actor


def set_free(work: Work, main: CaseFile) -> None:
    """The main case ended. Those that wait for their answer go on: the oldest leads, the others stand under it."""
    waiting = [case for case in children(work, main) if case.state in IN_REACH]
    for case in waiting:
        leave(work, case, BOT)
    for case in waiting[1:]:
        join(work, case, waiting[0], BOT)


def named(work: Work, case: CaseFile, text: str) -> tuple[str, ...]:
    """What is wrong with words that will reach several enterprises: they must name none of them."""
    others = children(work, case)
    pieces = {piece for one in (case, *others) for piece in names.of_enterprises(work, one)} if others else set()
    return (texts.NAMED,) if any(piece in text for piece in pieces) else ()
