"""/race: the league. Supervisors see all of it; a unit's people see their own figures beside the median (R28)."""

from __future__ import annotations

from bot.desk import guards, people, places
from bot.desk.supervisor import desk, season
from bot.desk.words import OnCommand, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.reports import books
from bot.rules.quarters import Quarter
from bot.rules.scoring.league import DEDUCTIONS, ITEMS, League
from bot.rules.scoring.measures import Mark
from bot.texts import common
from bot.texts import league as texts
from bot.texts.values import Message
from storage.tables import CaseFile, LeagueEntry
from storage.vocabulary import ChatPurpose, Lane, Secrecy

PAGE = 12  # cases of one page


def race(work: Work, words: Words, rest: str) -> Outcome:
    """The whole table, or one's own line. Elsewhere, and to others, it is as if there were no such command."""
    tg_id, chat_id = words.sender.tg_id, words.chat_id
    if sees_all(work, tg_id, chat_id, private=words.private):
        own = None
    else:
        own = _own_unit(work, tg_id, chat_id, private=words.private)
        if own is None:
            return OK
    quarter = season.read(work, rest)
    message = Message(texts.NO_QUARTER) if quarter is None else _shown(work, quarter, own, 0)
    work.send(chat_id, message, lane=Lane.REPORT, purpose="race", topic_id=words.topic_id)
    return OK


def sees_all(work: Work, tg_id: int, chat_id: int, *, private: bool) -> bool:
    """A supervisor, where cases may be laid open."""
    return people.post_as(work, tg_id, *desk.DESK) is not None and desk.here(work, chat_id, private=private)


def _own_unit(work: Work, tg_id: int, chat_id: int, *, private: bool) -> str | None:
    """The unit whose line may be shown here: the asker's, in private or in its own group."""
    units = [post.unit for post in people.posts_of(work, tg_id) if post.role in guards.OFFICER_ROLES]
    if private:
        return units[0] if units else None
    chat = places.bound(work, chat_id)
    return chat.unit if chat is not None and chat.purpose is ChatPurpose.UNIT and chat.unit in units else None


def _shown(work: Work, quarter: Quarter, own: str | None, page: int) -> Message:
    made, stand = season.table(work, quarter)
    if own is not None:
        return _unit(work, made, stand, own, back=False)
    if not made.rows:
        return texts.empty(stand)
    return texts.table(made, names(work), stand, min(page, (len(made.rows) - 1) // texts.PAGE))


def _unit(work: Work, made: League, stand: texts.Stand, code: str, *, back: bool) -> Message:
    row = made.row(code)
    name = names(work).get(code, code)
    if row is None:
        return texts.empty(stand)
    return texts.unit(made, row, name, stand, books.sections(work.session, made.quarter, code), back=back)


def names(work: Work) -> dict[str, str]:
    """Units as people call them."""
    return {unit.code: unit.name for unit in work.office.catalogue.units}


def turn(work: Work, pressed: Pressed) -> Outcome:
    """Another page or another quarter."""
    text, _, number = pressed.press.arg.partition(".")
    quarter = season.read(work, text) if text else None
    if quarter is None or not number.isdecimal():
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    every = sees_all(work, pressed.sender.tg_id, pressed.chat_id, private=pressed.private)
    own = None if every else _own_unit(work, pressed.sender.tg_id, pressed.chat_id, private=pressed.private)
    if not every and own is None:
        return Outcome(texts.NOT_YOURS, alert=True)
    desk.turn(work, pressed, _shown(work, quarter, own, int(number[:3])))
    return OK


def unit(work: Work, pressed: Pressed) -> Outcome:
    """One unit's figures."""
    text, _, code = pressed.press.arg.partition(".")
    quarter = season.read(work, text) if text else None
    if quarter is None:
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    if not may(work, pressed, code):
        return Outcome(texts.NOT_YOURS, alert=True)
    every = sees_all(work, pressed.sender.tg_id, pressed.chat_id, private=pressed.private)
    made, stand = season.table(work, quarter)
    desk.turn(work, pressed, _unit(work, made, stand, code, back=every))
    return OK


def may(work: Work, pressed: Pressed, code: str) -> bool:
    """True if this unit's figures may be shown to the presser here."""
    who, chat = pressed.sender.tg_id, pressed.chat_id
    every = sees_all(work, who, chat, private=pressed.private)
    if every or not pressed.private:
        return every or _own_unit(work, who, chat, private=False) == code
    return any(post.unit == code and post.role in guards.OFFICER_ROLES for post in people.posts_of(work, who))


def item(work: Work, pressed: Pressed) -> Outcome:
    """The cases behind one figure."""
    text, code, which, number = [*pressed.press.arg.split("."), "", "", "", ""][:4]
    quarter = season.read(work, text) if text else None
    if quarter is None or not (which.isdecimal() and number.isdecimal()) or int(which) >= len(texts.LISTS):
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    if not may(work, pressed, code):
        return Outcome(texts.NOT_YOURS, alert=True)
    desk.turn(work, pressed, _cases(work, pressed, quarter, code, int(which), int(number[:4])))
    return OK


def _cases(work: Work, pressed: Pressed, quarter: Quarter, code: str, n: int, page: int) -> Message:
    """Whom the case accuses, and class C, are left out for everybody concerned, however they got here (R01)."""
    _made, stand = season.table(work, quarter)
    every = sees_all(work, pressed.sender.tg_id, pressed.chat_id, private=pressed.private)
    judges = every and stand.frozen_at is None
    appeals = stand.ended and stand.frozen_at is None and work.now <= stand.appeals_end and not every
    lines = [
        texts.Line(case.id or 0, case.number, good, entry.excluded or case.state.value, appeals and not good, judges)
        for entry, good in _behind(work, quarter, code, n)
        if (case := visible(work, entry, pressed.sender.tg_id)) is not None
    ]
    page = min(page, max(0, len(lines) - 1) // PAGE)
    part, last = tuple(lines[page * PAGE : (page + 1) * PAGE]), (page + 1) * PAGE >= len(lines)
    return texts.cases(stand, code, names(work).get(code, code), n, part, page, last, look=every)


def visible(work: Work, entry: LeagueEntry, tg_id: int) -> CaseFile | None:
    """The case behind an entry, if this account may know of it."""
    case = work.session.get(CaseFile, entry.case_id)
    hidden = case is None or case.secrecy is Secrecy.C or guards.barred(work, case, tg_id)
    return None if hidden else case


def _behind(work: Work, quarter: Quarter, code: str, n: int) -> list[tuple[LeagueEntry, bool]]:
    """The entries of a figure, missed ones first; of what is left out, all."""
    found = books.entries(work.session, str(quarter), code)
    if n == texts.EXCLUDED:
        return [(entry, False) for entry in found if entry.excluded]
    if n > texts.EXCLUDED:
        mark = DEDUCTIONS[n - texts.EXCLUDED - 1][0]
        return [(entry, False) for entry in found if Mark(entry.marks) & mark]
    due, good = ITEMS[n].due, ITEMS[n].good
    mine = [(entry, bool(Mark(entry.marks) & good)) for entry in found if Mark(entry.marks) & due]
    return sorted(mine, key=lambda pair: (pair[1], -pair[0].case_id))


PRESSES: dict[str, OnPress] = {"race": turn, "raceu": unit, "racei": item}
COMMANDS: dict[str, OnCommand] = {"race": race}
