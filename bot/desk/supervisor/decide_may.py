"""Who may take a meeting's decisions down, who may be given one, who answers for it, and who rules on what came of it (A14)."""

from __future__ import annotations

from bot.desk import guards, people, places, units
from bot.desk.supervisor import desk, pack_clock, pack_files
from bot.desk.work import Work
from bot.rules import routing
from storage.tables import CaseFile, Decision, Staff
from storage.vocabulary import Secrecy, State

RANKS = ("chief", "deputy", "head", "owner", "backup")  # a meeting speaks to a unit's first person
SECTION = ("head", "deputy", "chief", "owner", "backup")  # about its own case, to the section's
SUPERIORS = ("head", "deputy", "chief")


def decider(work: Work, tg_id: int, chat_id: int, *, private: bool) -> Staff | None:
    """The post by which somebody takes decisions down here: a supervisor or the office, in their group or in private; in
    private also the vice-mayor and the chief of a unit that leads a task force."""
    post = people.post_as(work, tg_id, *desk.DESK)
    if post is not None:
        return post if desk.here(work, chat_id, private=private) else None
    return next((one for one in people.posts_of(work, tg_id) if leads(work, one)), None) if private else None


def leads(work: Work, post: Staff) -> bool:
    """True for the vice-mayor and the chief of a task force's leading unit."""
    chains = work.office.pack.chains
    chief = post.rank == "chief" and post.unit in chains.taskforces.values()
    return chief or post.code == chains.default.get(pack_clock.VICE_MAYOR)


def scope(work: Work, post: Staff) -> frozenset[str] | None:
    """The units that a lead speaks to: those of the task forces led; None for no bound (the office, the vice-mayor)."""
    chains = work.office.pack.chains
    if post.role in desk.DESK or post.code == chains.default.get(pack_clock.VICE_MAYOR):
        return None
    led = [force for force, unit in chains.taskforces.items() if unit == post.unit]
    return frozenset(code for force in led for code in pack_files.units_of(work, force))


def may_decide_on(work: Work, post: Staff, case: CaseFile) -> bool:
    """True if this post may decide on this case: never an accused unit's or class C; of class B only the office's (R01)."""
    bound = scope(work, post)
    if case.state is State.DRAFT or post.tg_id is None or guards.barred(work, case, post.tg_id):
        return False
    if post.role not in desk.DESK and case.secrecy is not Secrecy.A:
        return False
    return bound is None or (case.unit or "") in bound


def may_owe(work: Work, post: Staff, case: CaseFile | None, code: str) -> bool:
    """True if this unit may be given the item: as a person may send it the case (R02b), and inside what the post leads."""
    bound = scope(work, post)
    if bound is not None and code not in bound:
        return False
    if case is not None:
        return units.may_choose(work, case, code)
    unit = work.office.catalogue.get(code)
    return unit is not None and not unit.sealed and code != routing.CLERKS and code not in routing.BY_CONTACT


def owner_of(work: Work, case: CaseFile | None, code: str, but: int | None) -> Staff | None:
    """Who owes an item of this unit: its first person, or the head of the case's own section; who can be written to before
    who cannot; never `but` (whoever decides). None if nobody could hear of it."""
    ranks = SECTION if case is not None and case.unit == code else RANKS
    posts = [post for post in people.unit_staff(work, code, *ranks) if but is None or post.tg_id != but]
    posts = [post for post in posts if not (case and post.tg_id and guards.barred(work, case, post.tg_id))]
    section = case.section if case is not None else None
    posts.sort(key=lambda post: (ranks.index(post.rank), post.section != section))
    reached = people.reachable(posts)
    if reached:
        return reached[0]
    return posts[0] if posts and places.unit_group(work, code) is not None else None


def hidden(work: Work, row: Decision) -> bool:
    """True if its case may no longer be known to the unit that owes it: it became a complaint about it, or was sealed."""
    case = work.session.get(CaseFile, row.case_id) if row.case_id else None
    return case is not None and not units.may_choose(work, case, row.unit)


def may_see(work: Work, row: Decision, tg_id: int) -> bool:
    """True if this account may know of the item: nobody of an accused unit, nobody of a sealed one (R01)."""
    case = work.session.get(CaseFile, row.case_id) if row.case_id else None
    return case is None or not guards.barred(work, case, tg_id)


def owes(work: Work, row: Decision, tg_id: int) -> Staff | None:
    """The post by which this account answers for the item: its owner, or a superior in the unit; anybody of the unit if the
    owner cannot be written to and it lies in the unit's group."""
    posts = [post for post in people.posts_of(work, tg_id) if post.unit == row.unit]
    owner = work.session.get(Staff, row.owner_id)
    reached = owner is not None and owner.active and bool(people.reachable([owner]))
    mine = [post for post in posts if not reached or post.id == row.owner_id or post.rank in SUPERIORS]
    able = [post for post in mine if post.role in guards.OFFICER_ROLES and may_see(work, row, tg_id)]
    return able[0] if able and not hidden(work, row) else None


def rules_on(work: Work, row: Decision, tg_id: int, chat_id: int, *, private: bool) -> Staff | None:
    """The post by which this account accepts, sends back, moves or drops it: whoever decided, or any supervisor."""
    post = decider(work, tg_id, chat_id, private=private)
    if post is None or not may_see(work, row, tg_id):
        return None
    mine = {one.id for one in people.posts_of(work, tg_id)}
    return post if post.role in desk.DESK or row.by_id in mine else None


def open_class(work: Work, row: Decision) -> bool:
    """True if the item belongs to no case, or to one of class A: what may be read beside the office."""
    case = work.session.get(CaseFile, row.case_id) if row.case_id else None
    return case is None or case.secrecy is Secrecy.A
