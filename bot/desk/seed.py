"""From the city pack to rows: posts and groups. Idempotent: what is there is updated, nobody is enrolled anew."""

from __future__ import annotations

from sqlmodel import select

from bot.city.pack import Group, Post
from bot.desk.work import Work
from storage.tables import Chat, Staff


def seed(work: Work) -> None:
    """Load the pack's people and groups."""
    known = {row.code: row for row in work.session.exec(select(Staff))}
    for post in work.office.pack.staff:
        _post(work, post, known.get(post.code))
    codes = {post.code for post in work.office.pack.staff}
    for code, row in known.items():
        row.active = code in codes
    for group in work.office.pack.groups:
        _group(work, group)


def _post(work: Work, post: Post, row: Staff | None) -> None:
    if row is None:
        key_id = work.office.vault.new_key(work.session, "staff", work.now)
        work.session.flush()
        name_id = work.office.vault.put(work.session, key_id, post.name)
        row = Staff(code=post.code, role=post.role, unit=post.unit, key_id=key_id, name_id=name_id)
        work.session.add(row)
    elif work.text(row.name_id) != post.name:
        row.name_id = work.office.vault.put(work.session, row.key_id, post.name)
    row.role, row.unit, row.section, row.title, row.rank = (
        post.role,
        post.unit,
        post.section,
        post.title,
        post.rank,
    )
    row.backup_code, row.active = post.backup, True
    if post.tg_id is not None and row.tg_id is None:
        row.tg_id, row.enrolled_at = post.tg_id, work.now


def _group(work: Work, group: Group) -> None:
    row = work.session.get(Chat, group.id)
    if row is None:
        row = Chat(id=group.id, purpose=group.purpose, bound_at=work.now)
        work.session.add(row)
    row.purpose, row.unit, row.topic_id = group.purpose, group.unit, group.topic_id
