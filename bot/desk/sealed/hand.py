"""What the sealed contact has in hand: a list of numbers, and each card once more; in private only."""

from __future__ import annotations

from sqlmodel import col, select

from bot.desk import people
from bot.desk.sealed import delivery
from bot.desk.sealed.speaking import mine
from bot.desk.words import OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.texts import sealed as texts
from storage.tables import CaseFile
from storage.vocabulary import Lane, Role, Secrecy

MOST = 20  # cases on the list, the oldest first


def listed(work: Work, words: Words) -> bool:
    """/todo of a sealed contact, in private. False if it is not for one."""
    post = people.post_as(work, words.sender.tg_id, Role.SEALED) if words.private else None
    if post is None:
        return False
    query = (
        select(CaseFile).where(CaseFile.secrecy == Secrecy.C, CaseFile.owner_id == post.id).order_by(col(CaseFile.id))
    )
    held = [case for case in work.session.exec(query) if case.state.is_open]
    rows = [(case.id or 0, case.number, case.created_at, case.state) for case in held[:MOST]]
    work.send(words.chat_id, texts.in_hand(rows, len(held)), lane=Lane.ANSWER, purpose="sealed.list")
    return True


def again(work: Work, pressed: Pressed) -> Outcome:
    """The card once more: the old one may be far up. Each time is a look and logged as one."""
    got = mine(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    delivery.card(work, case, post, dedupe=None)
    return OK


PRESSES: dict[str, OnPress] = {"sagain": again}
