"""People and posts: who is behind a Telegram account, who holds a post, who stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import col, select

from bot.desk.work import Actor, Work
from storage.tables import CaseFile, Enterprise, Person, Staff
from storage.vocabulary import Role

NOBODY = -(2**60)  # far below every account and chat that Telegram gives out: the account of somebody who has none


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote or pressed, as the channel knows them."""

    tg_id: int
    name: str = ""
    username: str = ""


def person_of(work: Work, sender: Sender) -> Person:
    """The entrepreneur behind an account; a new row on first contact."""
    row = work.session.exec(select(Person).where(Person.tg_id == sender.tg_id)).first()
    if row is not None:
        if row.blocked_at is not None:
            row.blocked_at = None
        return row
    key_id = work.office.vault.new_key(work.session, "person", work.now)
    work.session.flush()
    name_id = work.office.vault.put(work.session, key_id, sender.name) if sender.name else None
    row = Person(tg_id=sender.tg_id, key_id=key_id, name_id=name_id)
    work.session.add(row)
    work.session.flush()
    return row


def find_person(work: Work, tg_id: int) -> Person | None:
    """The entrepreneur behind an account, if they ever wrote to us."""
    return work.session.exec(select(Person).where(Person.tg_id == tg_id)).first()


def complainant_chat(work: Work, case: CaseFile) -> int | None:
    """The private chat of the person who filed a case; None if there is none or they blocked the bot."""
    person = work.session.get(Person, case.person_id) if case.person_id else None
    return person.tg_id if person is not None and person.blocked_at is None else None


def posts_of(work: Work, tg_id: int) -> list[Staff]:
    """The active posts that an account holds."""
    return list(work.session.exec(select(Staff).where(Staff.tg_id == tg_id, col(Staff.active)).order_by(col(Staff.id))))


def post_as(work: Work, tg_id: int, *roles: Role) -> Staff | None:
    """The first active post of an account in one of these roles."""
    return next((post for post in posts_of(work, tg_id) if post.role in roles), None)


def staff_by_code(work: Work, code: str | None) -> Staff | None:
    """A post by its stable code."""
    return work.session.exec(select(Staff).where(Staff.code == code)).first() if code else None


def unit_staff(work: Work, unit: str, *ranks: str) -> list[Staff]:
    """The active posts of a unit, by rank if ranks are given, in the order of the pack."""
    query = select(Staff).where(Staff.unit == unit, col(Staff.active)).order_by(col(Staff.id))
    return [post for post in work.session.exec(query) if not ranks or post.rank in ranks]


def role_staff(work: Work, *roles: Role) -> list[Staff]:
    """All active posts in these roles."""
    query = select(Staff).where(col(Staff.role).in_(roles), col(Staff.active)).order_by(col(Staff.id))
    return list(work.session.exec(query))


def reachable(posts: Iterable[Staff]) -> list[Staff]:
    """Those whom the bot may write to in private."""
    return [post for post in posts if post.tg_id is not None and post.unreachable_at is None and not post.away]


def name_of(work: Work, post: Staff | int | None) -> str:
    """An officer's name as shown on cards; a polite blank if there is none."""
    row = work.session.get(Staff, post) if isinstance(post, int) else post
    return str(work.text(row.name_id)) if row is not None else "待定"


def actor_of(post: Staff) -> Actor:
    """The actor behind a post."""
    return Actor(post.role, post.id)


def enterprise_name(work: Work, enterprise_id: int | None) -> str | None:
    """The enterprise's name, if we were told."""
    row = work.session.get(Enterprise, enterprise_id) if enterprise_id else None
    name = work.text(row.name_id) if row is not None else None
    return str(name) if name else None
