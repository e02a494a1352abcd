"""Enrolment: a signed deep link from the keeper ties an account to a post, once."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk import people
from bot.desk.words import Words
from bot.desk.work import OK, Outcome, Work
from bot.texts import officer as texts
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
    """Binding the account that holds the post makes a used link worthless."""
    return work.office.vault.sign(f"enrol {body} {post.tg_id}", 20)


def accept(work: Work, words: Words, given: str) -> Outcome:
    """Follow a link. Expired, forged or used ones get a clear answer and change nothing."""
    if not words.private:
        return OK
    post, why = _check(work, given)
    if post is None:
        work.send(words.chat_id, texts.enrol_failed(why), lane=Lane.ANSWER, purpose="enrol")
        return OK
    post.tg_id, post.enrolled_at, post.unreachable_at = words.sender.tg_id, work.now, None
    work.session.flush()
    unit = work.office.catalogue.get(post.unit)
    backup = people.name_of(work, people.staff_by_code(work, post.backup_code))
    message = texts.enrolled(unit.name if unit else post.unit, post.section, post.title, backup)
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="enrol")
    return OK


def _check(work: Work, given: str) -> tuple[Staff | None, str]:
    parts = given.removeprefix(PREFIX).split("_")
    if len(parts) != 3 or not all(part and set(part) <= set(DIGITS) for part in parts[:2]) or max(map(len, parts)) > 20:
        return None, "链接不完整。"
    post = work.session.get(Staff, min(int(parts[0], 36), 2**31))
    if post is None or not post.active or _tag(work, post, f"{parts[0]}_{parts[1]}") != parts[2]:
        return None, "链接无效或已经用过。"
    if datetime.fromtimestamp(min(int(parts[1], 36), 2**33), tz=work.now.tzinfo) < work.now:
        return None, "链接已过期。"
    return post, ""


def known(work: Work, tg_id: int) -> bool:
    """True if this account holds a post."""
    return bool(people.posts_of(work, tg_id))


def help_officer(work: Work, words: Words) -> None:
    """/help for officers."""
    work.send(words.chat_id, texts.help_officer(), lane=Lane.ANSWER, purpose="help", topic_id=words.topic_id)


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits or "0"
