"""The league as a picture and as a workbook, made when they are sent. What a reader may not see is not in them (R01, R03)."""

from __future__ import annotations

from bot.desk import files, people
from bot.desk.supervisor import race, season
from bot.desk.words import OnPress, Pressed
from bot.desk.work import Outcome, Work
from bot.reports import books
from bot.reports.league_picture import picture
from bot.reports.league_xlsx import CaseLine, workbook
from bot.rules.quarters import Quarter, read_quarter
from bot.rules.scoring.league import League, Row
from bot.rules.scoring.measures import Mark
from bot.texts import common, times
from bot.texts import league as texts
from bot.texts.values import Message
from storage.tables import CaseFile, LeagueEntry
from storage.vocabulary import Lane, Secrecy

MADE = "正在生成，稍后发到这里。"
HIDDEN = "监督件"  # instead of a number that is not to travel in a file


def ask_picture(work: Work, pressed: Pressed) -> Outcome:
    """图片: figures of units and nothing else, so it may be forwarded."""
    quarter = season.read(work, pressed.press.arg) if pressed.press.arg else None
    if quarter is None:
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    if not race.sees_all(work, pressed.sender.tg_id, pressed.chat_id, private=pressed.private):
        return Outcome(texts.NOT_YOURS, alert=True)
    made, stand = season.table(work, quarter)
    if not made.rows:
        return Outcome("还没有可计的件。", alert=True)
    files.send_when_made(
        work,
        pressed.chat_id,
        Message(texts.head(stand)),
        "photo",
        f"赛马{quarter}.png",
        f"racepng:{quarter}",
        lane=Lane.REPORT,
        purpose="race.file",
        topic_id=pressed.topic_id,
    )
    return Outcome(MADE)


def ask_workbook(work: Work, pressed: Pressed) -> Outcome:
    """xlsx: to the asker in private, with their name on it; a unit's people get their own unit's part."""
    text, _, code = pressed.press.arg.partition(".")
    quarter = season.read(work, text) if text else None
    if quarter is None:
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    every = race.sees_all(work, pressed.sender.tg_id, pressed.chat_id, private=pressed.private)
    if not every and not race.may(work, pressed, code):
        return Outcome(texts.NOT_YOURS, alert=True)
    season.table(work, quarter)  # the books are brought up to date here: what is made later only reads
    files.send_when_made(
        work,
        pressed.sender.tg_id,
        Message(f"{quarter.words}赛马台账。限本人工作使用。", protect=True),
        "document",
        f"赛马{quarter}.xlsx",
        f"racexlsx:{quarter}.{'' if every else code}.{pressed.sender.tg_id}",
        lane=Lane.REPORT,
        purpose="race.file",
    )
    return Outcome("正在生成，稍后私聊发给您。" if not pressed.private else MADE)


def _quarter(work: Work, text: str) -> Quarter:
    found = read_quarter(text, work.office.calendar.zone)
    if found is None:
        raise ValueError(f"a recipe names no quarter: {text}")
    return found


def make_picture(work: Work, argument: str) -> bytes:
    """The PNG of a quarter."""
    quarter = _quarter(work, argument)
    made, stand = season.look(work, quarter)
    title = f"{work.office.pack.city}{quarter.words}营商环境“赛马”"
    return picture(made, race.names(work), title, f"{stand.words}｜{work.office.pack.operator}")


def make_workbook(work: Work, argument: str) -> bytes:
    """The workbook of a quarter for one reader."""
    text, code, who = argument.split(".")
    quarter = _quarter(work, text)
    made, stand = season.look(work, quarter)
    rows = [row for row in made.rows if not code or row.unit == code]
    lines, hidden = _lines(work, quarter, made, rows, int(who))
    post = next(iter(people.posts_of(work, int(who))), None)
    reader = people.name_of(work, post) if post is not None else ""
    notes = [f"{stand.words}", f"{reader} {times.moment(work.now)} 导出", "密件不入账"]
    notes += [f"另有{hidden}件依规不列"] if hidden else []
    return workbook(made, rows, lines, race.names(work), f"{quarter.words}赛马", notes)


def _lines(work: Work, quarter: Quarter, made: League, rows: list[Row], tg_id: int) -> tuple[list[CaseLine], int]:
    """The cases that this reader may know of, and how many are kept back."""
    entries = [entry for row in rows for entry in books.entries(work.session, str(made.quarter), row.unit)]
    seen = [(entry, race.visible(work, entry, tg_id)) for entry in entries]
    return [_line(entry, case) for entry, case in seen if case is not None], sum(case is None for _, case in seen)


def _line(entry: LeagueEntry, case: CaseFile) -> CaseLine:
    number = case.number if case.secrecy is Secrecy.A else HIDDEN
    return CaseLine(entry.unit, entry.section, number, Mark(entry.marks), entry.excluded)


PRESSES: dict[str, OnPress] = {"racep": ask_picture, "racex": ask_workbook}
MAKERS = {"racepng": make_picture, "racexlsx": make_workbook}
