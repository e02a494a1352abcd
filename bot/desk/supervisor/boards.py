"""/board, /unit, /stubborn and the lists behind every figure. Only for supervisors, only where cases may be laid open."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import people, views
from bot.desk.supervisor import ahead, desk, hot, race, season, select
from bot.desk.words import OnCommand, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.texts import boards as texts
from bot.texts import common
from bot.texts.clues import button as clue_button
from bot.texts.values import Message
from bot.texts.view import CaseView
from nlp.catalogue import Unit
from storage.tables import CaseFile
from storage.vocabulary import Lane

UNITS = 10  # of one page
CHOICES = 8


def reply(work: Work, words: Words, message: Message) -> Outcome:
    """Answer a command where it was given."""
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="supervisor.board", topic_id=words.topic_id)
    return OK


def heard(work: Work, words: Words) -> bool:
    """True if who asks may see boards here; otherwise it is as if there were no such command."""
    return race.sees_all(work, words.sender.tg_id, words.chat_id, private=words.private)


def refused(work: Work, pressed: Pressed) -> Outcome | None:
    """Why this press opens nothing."""
    if people.post_as(work, pressed.sender.tg_id, *desk.DESK) is None:
        return Outcome(common.NOT_YOURS, alert=True)
    if not desk.here(work, pressed.chat_id, private=pressed.private):
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    return None


def board(work: Work, words: Words, _rest: str) -> Outcome:
    """/board."""
    return reply(work, words, _board(work, words, 0)) if heard(work, words) else OK


def board_page(work: Work, pressed: Pressed) -> Outcome:
    """Another page of units."""
    no = refused(work, pressed)
    number = pressed.press.arg
    if no is not None or not number.isdecimal():
        return no or Outcome(common.UNKNOWN_BUTTON, alert=True)
    desk.turn(work, pressed, _board(work, pressed, int(number[:3])))
    return OK


def _board(work: Work, given: Words | Pressed, page: int) -> Message:
    tg_id = given.sender.tg_id
    found = given.ready or ahead.counts(work, ahead.ON_BOARD, tg_id)
    codes = sorted(
        {code for counted in found.values() for code in +counted},
        key=lambda c: (-found["late"][c], -found["open"][c], c),
    )
    page = min(page, max(0, len(codes) - 1) // UNITS)
    part, last = codes[page * UNITS : (page + 1) * UNITS], (page + 1) * UNITS >= len(codes)
    names = race.names(work) | {"": texts.NOBODY}
    rows = [(code, names.get(code, code), {name: counted[code] for name, counted in found.items()}) for code in part]
    total = {name: sum(counted.values()) for name, counted in found.items()}
    return _with_clues(work, texts.board(total, rows, select.NAMES, page, last), tg_id)


def _with_clues(work: Work, message: Message, tg_id: int) -> Message:
    """The way to the clues, if any waits for a look."""
    from bot.desk.supervisor import clue_list

    waiting = clue_list.count(work, tg_id)
    return replace(message, rows=(*message.rows, (clue_button(waiting),))) if waiting else message


def unit(work: Work, words: Words, rest: str) -> Outcome:
    """/unit 供水."""
    if not heard(work, words):
        return OK
    options = called(work, rest.strip())
    if len(options) == 1:
        return reply(work, words, _unit(work, options[0], words))
    if not options:
        return reply(work, words, Message(texts.NO_UNIT if rest.strip() else texts.UNIT_USAGE))
    return reply(work, words, texts.which_unit(tuple((one.code, one.name) for one in options)))


def called(work: Work, name: str) -> list[Unit]:
    """The units that are called so, exactly or in part; never a sealed one."""
    units = [unit for unit in work.office.catalogue.units if not unit.sealed]
    exact = [unit for unit in units if name.upper() == unit.code or name in unit.names]
    return exact[:1] or ([unit for unit in units if any(name in one for one in unit.names)][:CHOICES] if name else [])


def unit_pressed(work: Work, pressed: Pressed) -> Outcome:
    """A unit of a board."""
    no = refused(work, pressed)
    found = work.office.catalogue.get(pressed.press.arg)
    if no is not None or found is None or found.sealed:
        return no or Outcome(common.UNKNOWN_BUTTON, alert=True)
    desk.turn(work, pressed, _unit(work, found, pressed))
    return OK


def _unit(work: Work, found: Unit, given: Words | Pressed) -> Message:
    by_unit = given.ready or ahead.counts(work, ahead.OF_UNIT, given.sender.tg_id, found.code)
    counted = {name: sum(counts.values()) for name, counts in by_unit.items()}
    made, _stand = season.table(work, season.now(work))
    row = made.row(found.code)
    standing = f"已计{row.cases}件，得分 {row.points if row.points is not None else '—'}" if row is not None else ""
    return texts.unit(found.code, found.name, counted, select.NAMES, made.quarter, standing)


def stubborn(work: Work, words: Words, _rest: str) -> Outcome:
    """/stubborn: open for more than 60 days or reopened twice (A45)."""
    return reply(work, words, listed(work, "stub", "", 0, words.sender.tg_id)) if heard(work, words) else OK


def list_pressed(work: Work, pressed: Pressed) -> Outcome:
    """The cases behind a figure: a new message, so that the board stays; its pages turn in place."""
    no = refused(work, pressed)
    name, unit_code, number = [*pressed.press.arg.split("."), "", "", ""][:3]
    known = name in select.NAMES or name in hot.LISTS
    if no is not None or not known or not number.isdecimal():
        return no or Outcome(common.UNKNOWN_BUTTON, alert=True)
    message = listed(work, name, unit_code, int(number[:4]), pressed.sender.tg_id)
    if number != "0":
        desk.turn(work, pressed, message)
        return OK
    work.send(pressed.chat_id, message, lane=Lane.ANSWER, purpose="supervisor.board", topic_id=pressed.topic_id)
    return OK


def listed(work: Work, name: str, unit_code: str, page: int, tg_id: int) -> Message:
    """One page of a selection, or of the cases that speak of a word."""
    if name in hot.LISTS:
        rows, total = hot.page(work, name, unit_code, tg_id, page)
        title, note = hot.title(name, unit_code), hot.note(name)
    else:
        rows, total = select.page(work, name, tg_id, unit_code, page, texts.PAGE)
        title = select.NAMES[name] + (f"｜{race.names(work).get(unit_code, unit_code)}" if unit_code else "")
        note = ""
    return texts.cases(title, name, unit_code, _views(work, rows), total, page, work.now, note)


def _views(work: Work, rows: list[CaseFile]) -> list[CaseView]:
    return [views.view(work, case) for case in rows]


def find(work: Work, words: Words, rest: str) -> Outcome:
    """/find 水压: cases whose masked summary, or whose number, has the word."""
    if not heard(work, words):
        return OK
    word = hot.cleaned(rest)
    if not word:
        return reply(work, words, Message(texts.FIND_USAGE))
    message = listed(work, "find", word, 0, words.sender.tg_id)
    return reply(work, words, message if message.rows else Message(texts.NOTHING_FOUND))


def hot_topics(work: Work, words: Words, _rest: str) -> Outcome:
    """/hot."""
    return reply(work, words, hot.topics(work, 7)) if heard(work, words) else OK


def hot_pressed(work: Work, pressed: Pressed) -> Outcome:
    """7 or 30 days."""
    no = refused(work, pressed)
    if no is not None or pressed.press.arg not in {"7", "30"}:
        return no or Outcome(common.UNKNOWN_BUTTON, alert=True)
    desk.turn(work, pressed, hot.topics(work, int(pressed.press.arg)))
    return OK


def case(work: Work, words: Words, rest: str) -> Outcome:
    """/case 000012: the same as /look."""
    from bot.desk import office

    return office.COMMANDS["look"](work, words, rest)


PRESSES: dict[str, OnPress] = {"board": board_page, "unitb": unit_pressed, "list": list_pressed, "hot": hot_pressed}
COMMANDS: dict[str, OnCommand] = {
    "board": board,
    "unit": unit,
    "stubborn": stubborn,
    "find": find,
    "hot": hot_topics,
    "case": case,
}
