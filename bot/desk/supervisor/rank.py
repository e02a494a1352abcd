"""Who grants an extension: the office the first time, the task force's leader the second (by the case's own policy)."""

from __future__ import annotations

from bot.desk import chase_ladder, clocks, people
from bot.desk.places import Place
from bot.desk.supervisor import desk
from bot.desk.work import Work
from storage.tables import CaseFile, Staff


def title(work: Work, case: CaseFile) -> str:
    """The title that grants the next extension; empty if it is the office's own to grant."""
    named = clocks.policy_of(work, case).extension.approvers
    found = named[case.extensions] if case.extensions < len(named) else ""
    return "" if found.startswith("营商办") else found


def leaders(work: Work, case: CaseFile) -> list[Staff]:
    """The people behind that title whom the bot can reach; none if it is the office's own to grant."""
    found = title(work, case)
    return people.reachable(chase_ladder.resolve(work, case, [found])) if found else []


def asked_of(work: Work, case: CaseFile) -> list[Place]:
    """Where the request is decided: privately by the leader, or where the supervisors hear of the case."""
    above = [Place(post.tg_id or 0) for post in leaders(work, case)]
    return above or desk.heard(work, case)


def leader_of(work: Work, case: CaseFile, tg_id: int) -> Staff | None:
    """The leader's post by which this account rules on this case."""
    return next((post for post in leaders(work, case) if post.tg_id == tg_id), None)
