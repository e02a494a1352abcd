"""管理员: binds groups, enrols people, sends owners on leave. What the machinery could not do by itself is told to them."""

from __future__ import annotations

from sqlmodel import col, select

from bot.desk import keeper_status, people, places
from bot.desk.keeper_tell import tell
from bot.desk.keeper_troubles import (
    Membership,
    membership,
    migrated,
    outage,
    parked,
    topic_gone,
    uncertain,
    undeliverable,
)
from bot.desk.officer import enrolment
from bot.desk.words import OnAnswer, OnCommand, OnPress, Words
from bot.desk.work import BOT, OK, Outcome, Work
from bot.texts import keeper as texts
from bot.texts.values import Message
from storage.tables import CaseFile, Chat, Staff
from storage.vocabulary import AskKind, ChatPurpose, Lane, Role, State

__all__ = [
    "ANSWERS",
    "COMMANDS",
    "PRESSES",
    "Membership",
    "membership",
    "migrated",
    "outage",
    "parked",
    "tell",
    "topic_gone",
    "uncertain",
    "undeliverable",
]

PURPOSES = {
    "单位": ChatPurpose.UNIT,
    "坐席": ChatPurpose.CLERKS,
    "督办": ChatPurpose.SUPERVISORS,
    "管理": ChatPurpose.KEEPERS,
}


def bind(work: Work, words: Words, rest: str) -> Outcome:
    """/bind in a group."""
    if people.post_as(work, words.sender.tg_id, Role.KEEPER) is None:
        if people.posts_of(work, words.sender.tg_id):
            _say(work, words, texts.not_keeper())
        return OK
    if words.private:
        _say(work, words, texts.bind_usage())
        return OK
    what, _, code = rest.partition(" ")
    purpose, code = PURPOSES.get(what), code.strip().upper()
    unit = work.office.catalogue.get(code) if code else None
    if purpose is None or (purpose is ChatPurpose.UNIT and (unit is None or unit.sealed)):
        _say(work, words, texts.bind_usage())
        return OK
    row = work.session.get(Chat, words.chat_id) or Chat(id=words.chat_id, purpose=purpose, bound_at=work.now)
    row.purpose, row.unit, row.topic_id = purpose, code if unit else None, words.topic_id
    row.deaf_at = row.deaf_why = None
    work.session.add(row)
    _only(work, row)
    _say(work, words, texts.bound(unit.name if unit else what, True))
    return OK


def _only(work: Work, row: Chat) -> None:
    """A purpose has one chat: the one that was bound last."""
    others = select(Chat).where(Chat.purpose == row.purpose, Chat.unit == row.unit, Chat.id != row.id)
    for other in work.session.exec(others.where(col(Chat.migrated_to).is_(None))):
        work.session.delete(other)


def unbind(work: Work, words: Words, _rest: str) -> Outcome:
    """/unbind in a group."""
    row = places.bound(work, words.chat_id)
    if row is not None and people.post_as(work, words.sender.tg_id, Role.KEEPER) is not None:
        work.session.delete(row)
        _say(work, words, texts.unbound())
    return OK


def enrol(work: Work, words: Words, rest: str) -> Outcome:
    """/enrol CODE: a signed link, in private only."""
    if people.post_as(work, words.sender.tg_id, Role.KEEPER) is None or not words.private:
        return OK
    post = people.staff_by_code(work, rest.strip().upper())
    if post is None:
        _say(work, words, texts.enrol_usage())
        return OK
    url = f"https://t.me/{work.office.bot_username}?start={enrolment.payload(work, post)}"
    _say(work, words, texts.link(f"{post.code} {people.name_of(work, post)}", url))
    return OK


def listed(work: Work, words: Words, rest: str) -> Outcome:
    """/people UNIT: posts and who is enrolled."""
    if people.post_as(work, words.sender.tg_id, Role.KEEPER) is None or not words.private:
        return OK
    unit = _unit_code(work, rest.strip())
    if unit is None:
        _say(work, words, texts.people_usage())
        return OK
    lines = [
        f"{post.code} {people.name_of(work, post)} {post.title} {'已登记' if post.tg_id else '未登记'}{' 离岗' if post.away else ''}"
        for post in people.unit_staff(work, unit)
    ]
    _say(work, words, texts.people(unit, lines))
    return OK


def _unit_code(work: Work, text: str) -> str | None:
    """The code of the one unit that is called so (供水 will do), or of a desk whose posts are written so."""
    units = [unit.code for unit in work.office.catalogue.units if text and any(text in name for name in unit.names)]
    code = units[0] if len(units) == 1 else text.upper()
    return code if people.unit_staff(work, code) else None


def away(work: Work, words: Words, rest: str) -> Outcome:
    """/away CODE on|off: absence hands open cases over to the backup."""
    if people.post_as(work, words.sender.tg_id, Role.KEEPER) is None or not words.private:
        return OK
    code, _, switch = rest.partition(" ")
    post = people.staff_by_code(work, code.strip().upper())
    if post is None or switch.strip() not in {"on", "off"}:
        _say(work, words, Message("用法：/away 岗位代码 on 或 off"))
        return OK
    if switch.strip() == "off":
        post.away = False
        _say(work, words, texts.away(post.code, False, "", 0))
        return OK
    return _leave(work, words, post)


def _leave(work: Work, words: Words, post: Staff) -> Outcome:
    from bot.desk import dispatch

    backup = people.staff_by_code(work, post.backup_code)
    if backup is None or backup.away or not backup.active:
        _say(work, words, texts.away_refused(post.code))
        return OK
    post.away = True
    query = select(CaseFile).where(
        CaseFile.owner_id == post.id, col(CaseFile.state).in_([State.TO_SIGN, State.WORKING])
    )
    moved = list(work.session.exec(query))
    for case in moved:
        dispatch.reassign(work, case, backup, BOT, "离岗交备岗")
    _say(work, words, texts.away(post.code, True, people.name_of(work, backup), len(moved)))
    return OK


def _say(work: Work, words: Words, message: Message) -> None:
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="keeper.reply", topic_id=words.topic_id)


PRESSES: dict[str, OnPress] = {**keeper_status.PRESSES}
ANSWERS: dict[AskKind, OnAnswer] = {}
COMMANDS: dict[str, OnCommand] = {
    "bind": bind,
    "unbind": unbind,
    "enrol": enrol,
    "people": listed,
    "away": away,
    "status": keeper_status.status,
}
