"""Who may press what, and whether what they saw still holds. Each guard returns a polite refusal, or None to go on."""

from __future__ import annotations

from bot.desk import people
from bot.desk.words import Pressed
from bot.desk.work import Outcome, Work
from bot.texts import common
from storage.tables import CaseFile, Staff
from storage.vocabulary import Role, Secrecy


def fresh(pressed: Pressed, case: CaseFile | None) -> Outcome | None:
    """A press carries the version that its card showed; a stale one is told so and changes nothing."""
    if case is None:
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    if pressed.press.version and pressed.press.version != case.version:
        return Outcome(common.STALE, alert=True)
    return None


def unit_officer(work: Work, case: CaseFile, tg_id: int) -> Staff | None:
    """The post by which this account may act for the case's unit; None for strangers and other units.

    Class C is nobody's here: it is opened only through the sealed contact's own use cases.
    """
    if case.unit is None or barred(work, case, tg_id):
        return None
    posts = [post for post in people.posts_of(work, tg_id) if post.unit == case.unit and post.role in OFFICER_ROLES]
    return min(posts, key=lambda post: post.id not in (case.owner_id, case.backup_id), default=None)


def barred(work: Work, case: CaseFile, tg_id: int) -> bool:
    """True if this account may not even know of the case: it is class C, or one of the account's posts, whichever it
    presses with, is in a unit that is complained about (R01)."""
    if case.secrecy is Secrecy.C:
        return True
    return bool(case.accused) and any(post.unit in case.accused for post in people.posts_of(work, tg_id))


OFFICER_ROLES = {Role.OFFICER, Role.OFFICE, Role.SUPERVISOR, Role.CLERK}


def desk_post(work: Work, tg_id: int, *roles: Role) -> Staff | Outcome:
    """The post of a desk (clerk, supervisor, keeper), or a refusal that says what to do."""
    post = people.post_as(work, tg_id, *roles)
    if post is not None:
        return post
    enrolled = people.posts_of(work, tg_id)
    return Outcome(common.NOT_YOURS if enrolled else common.NOT_ENROLLED, alert=True)


def complainant(work: Work, case: CaseFile, tg_id: int) -> bool:
    """True if this account filed the case."""
    person = people.find_person(work, tg_id)
    return person is not None and person.id == case.person_id
