"""/clues: what a person should look at, with facts, and what they made of it. For supervisors only, where cases may be laid open.

A case that accuses the viewer's unit, or the office, is not there for them (R01). Who belongs to a clue's unit does not rule on it.
"""

from __future__ import annotations

from collections import Counter

import sqlalchemy
from sqlmodel import col, or_, select

from bot.desk import people
from bot.desk.supervisor import boards, desk
from bot.desk.supervisor import select as selections
from bot.desk.words import OnCommand, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.rules.clues import Finding, Sort, ended
from bot.texts import clues as texts
from bot.texts import common
from bot.texts.values import Message
from storage.tables import CaseFile, Clue, Event
from storage.vocabulary import EventKind, Lane, Secrecy

OPEN = or_(col(Clue.finding).is_(None), col(Clue.finding) == Finding.AGAIN.value)


def clues(work: Work, words: Words, _rest: str) -> Outcome:
    """/clues."""
    return boards.reply(work, words, _page(work, words.sender.tg_id, 0)) if boards.heard(work, words) else OK


def turned(work: Work, pressed: Pressed) -> Outcome:
    """Another page; from the board, a message of its own."""
    no, number = boards.refused(work, pressed), pressed.press.arg
    if no is not None or not (number == "new" or number.isdecimal()):
        return no or Outcome(common.UNKNOWN_BUTTON, alert=True)
    if number == "new":
        _say(work, pressed, _page(work, pressed.sender.tg_id, 0))
    else:
        desk.turn(work, pressed, _page(work, pressed.sender.tg_id, int(number[:4])))
    return OK


def _say(work: Work, pressed: Pressed, message: Message) -> None:
    where, topic = pressed.chat_id, pressed.topic_id
    work.send(where, message, lane=Lane.ANSWER, purpose="supervisor.clues", topic_id=topic)


def _page(work: Work, tg_id: int, page: int) -> Message:
    found = _visible(work, tg_id)
    page = min(page, max(0, len(found) - 1) // texts.PAGE)
    shown = [
        line for clue_id, _sort in found[page * texts.PAGE : (page + 1) * texts.PAGE] if (line := _line(work, clue_id))
    ]
    tally = Counter(sort for _id, sort in found)
    return texts.listing(shown, {sort.value: tally[sort.value] for sort in Sort}, page)


def count(work: Work, tg_id: int) -> int:
    """How many this viewer could look at."""
    return len(_visible(work, tg_id))


def _visible(work: Work, tg_id: int) -> list[tuple[int, str]]:
    """Id and sort of the open clues, newest first."""
    hidden = selections.hidden_from(work, tg_id)
    query = sqlalchemy.select(col(Clue.id), col(Clue.sort), col(CaseFile.accused))
    query = query.join(CaseFile, col(CaseFile.id) == col(Clue.case_id))
    query = query.where(OPEN, col(CaseFile.secrecy) != Secrecy.C).order_by(col(Clue.id).desc())
    return [(clue_id, sort) for clue_id, sort, accused in work.session.execute(query) if hidden.isdisjoint(accused)]


def _line(work: Work, clue_id: int) -> texts.Line | None:
    row = work.session.get(Clue, clue_id)
    case = work.session.get(CaseFile, row.case_id) if row is not None else None
    if row is None or case is None:
        return None
    stated = select(Event).where(Event.case_id == row.case_id, Event.seq == row.seq)
    unit = work.office.catalogue.get(row.unit)
    return texts.Line(
        id=clue_id,
        case_id=row.case_id,
        number=case.number,
        unit_name=unit.name if unit is not None else row.unit,
        sort=Sort(row.sort),
        what=row.what,
        at=row.at,
        finding=Finding(row.finding) if row.finding else None,
        facts=work.session.exec(stated).one().data,
    )


def shown(work: Work, pressed: Pressed) -> Outcome:
    """One clue, as a message of its own: the list stays."""
    got = _found(work, pressed, pressed.press.arg)
    if isinstance(got, Outcome):
        return got
    line = _line(work, got.id or 0)
    if line is not None:
        _say(work, pressed, texts.detail(line))
    return OK


def _found(work: Work, pressed: Pressed, clue_id: str) -> Clue | Outcome:
    """The clue, if this presser may know of its case."""
    no = boards.refused(work, pressed)
    row = work.session.get(Clue, int(clue_id)) if clue_id.isdecimal() and len(clue_id) < 12 else None
    case = work.case(row.case_id) if row is not None else None
    if no is not None or row is None or case is None:
        return no or Outcome(common.UNKNOWN_BUTTON, alert=True)
    hidden = selections.hidden_from(work, pressed.sender.tg_id)
    if case.secrecy is Secrecy.C or not hidden.isdisjoint(case.accused):
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    return row


def ruled(work: Work, pressed: Pressed) -> Outcome:
    """属实, 不属实 or 再核: recorded with whoever said so; nothing follows by itself."""
    clue_id, _, code = pressed.press.arg.partition(".")
    row, finding = _found(work, pressed, clue_id), texts.CODES.get(code)
    if isinstance(row, Outcome) or finding is None:
        return row if isinstance(row, Outcome) else Outcome(common.UNKNOWN_BUTTON, alert=True)
    if row.finding is not None and ended(Finding(row.finding)):
        return Outcome(texts.SETTLED, alert=True)
    posts = people.posts_of(work, pressed.sender.tg_id)
    post, case = people.post_as(work, pressed.sender.tg_id, *desk.DESK), work.case(row.case_id)
    if post is None or case is None or any(one.unit == row.unit for one in posts):
        return Outcome(texts.OWN, alert=True)
    facts = {"sort": row.sort, "what": row.what, "of": row.seq, "finding": finding}
    work.record(case, EventKind.CLUE, people.actor_of(post), facts=facts)
    row.finding, row.ruled_at = finding.value, work.now
    work.session.flush()
    line = _line(work, row.id or 0)
    if line is not None:
        desk.turn(work, pressed, texts.detail(line))
    return Outcome(texts.THANKS[finding])


PRESSES: dict[str, OnPress] = {"clues": turned, "clue": shown, "cluef": ruled}
COMMANDS: dict[str, OnCommand] = {"clues": clues}
