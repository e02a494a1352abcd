"""Enrolment: a signed deep link from the keeper ties an account to a post, once."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk import keeper_tell, people, places
from bot.desk.words import Words
from bot.desk.work import OK, Outcome, Work
from bot.texts import officer as texts
from bot.texts.values import Message
from storage.tables import Staff
from storage.vocabulary import Lane

PREFIX = "e_"
HOURS = 48
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def payload(work: Work, post: Staff) -> str:
    """A start payload for one post: at most 64 characters, signed, good for 48 hours and one use."""
    expiry = int((work.now + timedelta(hours=HOURS)).timestamp())
    body = f"{_base36(post.id or 0)}_{_base36(expiry)}"
    return f"{PREFIX}{body}_{_tag(work, post, body)}"


def _tag(work: Work, post: Staff, body: str) -> str:
    """Binding who holds the post, and since when, makes a used link worthless for good."""
    since = int(post.enrolled_at.timestamp()) if post.enrolled_at is not None else 0
    return work.office.vault.sign(f"enrol {body} {post.tg_id} {since}", 20)


def accept(work: Work, words: Words, given: str) -> Outcome:
    """Follow a link. Expired, forged or used ones get a clear answer and change nothing; who holds the post already is
    welcomed again. In a group none works, for there everybody can read it."""
    if not words.private:
        if places.bound(work, words.chat_id) is not None:
            _say(work, words, texts.enrol_privately())
        return OK
    post, why = _check(work, given)
    if post is not None and post.active and post.tg_id == words.sender.tg_id:
        _say(work, words, _welcome(work, post, words.sender.tg_id))
    elif post is None or why:
        _say(work, words, texts.enrol_failed(why))
    else:
        _enrol(work, words, post)
    return OK


def _enrol(work: Work, words: Words, post: Staff) -> None:
    before = post.tg_id
    post.tg_id, post.enrolled_at, post.unreachable_at = words.sender.tg_id, work.now, None
    work.session.flush()
    _say(work, words, _welcome(work, post, words.sender.tg_id))
    if before is not None:  # the keeper sees a link that went astray
        work.send(before, texts.replaced(post.title), lane=Lane.ANSWER, purpose="enrol")
        keeper_tell.tell(work, texts.replaced_told(post.code, people.name_of(work, post)))


def _welcome(work: Work, post: Staff, tg_id: int) -> Message:
    backup = people.staff_by_code(work, post.backup_code)
    others = [_place(work, one) for one in people.posts_of(work, tg_id) if one.id != post.id]
    name = people.name_of(work, backup) if backup is not None else ""
    return texts.enrolled(_place(work, post), name, texts.HOW.get(post.role, texts.HOW_OFFICER), tuple(others))


def _place(work: Work, post: Staff) -> str:
    unit = work.office.catalogue.get(post.unit)
    return " ".join(part for part in (unit.name if unit else post.unit, post.section, post.title) if part)


def _check(work: Work, given: str) -> tuple[Staff | None, str]:
    """The post that a link names, if there is one, and why the link does not work; an empty reason if it does."""
    parts = given.removeprefix(PREFIX).split("_")
    if len(parts) != 3 or not all(part and set(part) <= set(DIGITS) for part in parts[:2]) or max(map(len, parts)) > 20:
        return None, "链接不完整。"
    post = work.session.get(Staff, min(int(parts[0], 36), 2**31))
    if post is None or _tag(work, post, f"{parts[0]}_{parts[1]}") != parts[2]:
        return post, "链接无效或已经用过。"
    if datetime.fromtimestamp(min(int(parts[1], 36), 2**33), tz=work.now.tzinfo) < work.now:
        return post, "链接已过期。"
    return post, "" if post.active else "这个岗位已经撤销。"


def known(work: Work, tg_id: int) -> bool:
    """True if this account holds a post."""
    return bool(people.posts_of(work, tg_id))


def help_officer(work: Work, words: Words) -> None:
    """/help for those who hold a post: what their own desk can do."""
    roles = {post.role for post in people.posts_of(work, words.sender.tg_id)}
    _say(work, words, texts.help_officer(roles), "help")


def _say(work: Work, words: Words, message: Message, purpose: str = "enrol") -> None:
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose=purpose, topic_id=words.topic_id)


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits or "0"
