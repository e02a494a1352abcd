"""/pack and /ledger: dispatch material on demand, for supervisors and the office; sent to the asker in private."""

from __future__ import annotations

from collections import Counter

import sqlalchemy
from sqlalchemy import func
from sqlmodel import col, or_
from sqlmodel import select as pick

from bot.desk import files, guards
from bot.desk.supervisor import boards, pack_files, pack_lines, race, season, select
from bot.desk.words import OnCommand, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.reports.packs import choose
from bot.reports.packs.lines import FORTNIGHT_FROM
from bot.texts import common, decide
from bot.texts import packs as texts
from bot.texts.values import Button, Message
from storage.tables import CaseFile, Deadline
from storage.vocabulary import Lane, Secrecy, Stage

QUARTERS = frozenset({"q", "b", "t"})  # packs that speak of a quarter
DRAFTS = frozenset({"q", "b", "t", "c"})
COUNTED = frozenset({"w", "f", "q", "e"})  # packs that may need an annex
LETTER = "督办函"
Counts = dict[str, dict[str, int]]


def pack(work: Work, words: Words, rest: str) -> Outcome:
    """/pack, /pack 周 获得用水用气专班, /pack 季 2026Q1, /pack 督办函 000123."""
    if not boards.heard(work, words):
        return OK
    name, _, more = rest.strip().partition(" ")
    if not name:
        return boards.reply(work, words, texts.chooser())
    if name == LETTER:
        return _letter(work, words, more.strip())
    code = texts.which([name])
    if code is None:
        return boards.reply(work, words, Message(texts.NO_PACK))
    said = order(work, words.sender.tg_id, code, more.strip())
    if isinstance(said, Message):
        return boards.reply(work, words, said)
    return OK if words.private and not said else boards.reply(work, words, Message(said or texts.MAKING))


def pressed(work: Work, press: Pressed) -> Outcome:
    """A button of the chooser, or of the task forces."""
    no = boards.refused(work, press)
    code, argument = press.press.arg[:1], press.press.arg[1:]
    if no is not None or code not in dict(texts.KINDS):
        return no or Outcome(common.UNKNOWN_BUTTON, alert=True)
    if code == "w" and argument:
        named = pack_files.forces(work)
        if not argument.isdecimal() or int(argument) >= len(named):
            return Outcome(common.UNKNOWN_BUTTON, alert=True)
        argument = named[int(argument)]
    said = order(work, press.sender.tg_id, code, argument)
    if isinstance(said, Message):
        work.send(press.chat_id, said, lane=Lane.ANSWER, purpose="pack.ask", topic_id=press.topic_id)
        return OK
    return Outcome(said or texts.MAKING, alert=bool(said))


def order(work: Work, tg_id: int, code: str, argument: str) -> Message | str:
    """Queue a pack for its reader; a question back, a reason why not, or nothing if it is on its way."""
    if code == "w" and argument not in pack_files.forces(work):
        return _forces(work, argument) if counts(work) else texts.NOTHING
    if code in QUARTERS:
        quarter = season.read(work, argument)
        if quarter is None:
            return "没看懂是哪个季度。例如：/pack 季 2026Q1。"
        season.table(work, quarter)  # the books are brought up to date here: what is made later only reads
        argument = str(quarter)
    send(work, tg_id, code, argument)
    return ""


def send(
    work: Work, tg_id: int, code: str, argument: str, words: str = "", dedupe: str = "", found: Counts | None = None
) -> None:
    """Queue the document, and its annex if the paper does not hold everything. `found`: the counts, if they are known."""
    name = argument if code == "w" else dict(texts.KINDS).get(code, LETTER)
    title = f"周调度单（{name}）" if code == "w" else name
    said = words or (texts.draft_caption(title) if code in DRAFTS or code == "l" else texts.caption(title))
    from bot.desk.supervisor import decide_sheet

    rows = decide.record_row() if code == "w" else ()
    _queue(work, tg_id, said, f"{title}.docx", f"pack:{code}.{tg_id}.{argument}", dedupe, rows)
    beside = decide_sheet.counts(work).get(argument, (0, 0))[0] if code == "w" else 0
    more = left_out(code, argument, counts(work) if found is None and code in COUNTED else found or {}, beside)
    if more:
        recipe = f"packx:{code}.{tg_id}.{argument}"
        _queue(work, tg_id, texts.annex(title, more), f"{title}附件.xlsx", recipe, dedupe and f"{dedupe}:x")


def _queue(
    work: Work, tg_id: int, said: str, name: str, recipe: str, dedupe: str, rows: tuple[tuple[Button, ...], ...] = ()
) -> None:
    message = Message(said, rows, protect=True)
    more = {"lane": Lane.REPORT, "purpose": "pack.file", "dedupe": dedupe or None}
    files.send_when_made(work, tg_id, message, "document", name, recipe, **more)


def left_out(code: str, argument: str, every: Counts, beside: int = 0) -> int:
    """How many cases the paper cannot hold `beside` so many decisions, from counts alone: nothing is opened here."""
    if code == "w":
        room = choose.room(beside)
        return sum(max(0, every.get(argument, {}).get(name, 0) - most) for name, most in room.items())
    if code == "e":
        mine = sum(found.get("open", 0) for force, found in every.items() if force in choose.ELEMENTS)
        return max(0, mine - choose.MEETING)
    most = {"f": choose.FORTNIGHT, "q": choose.QUARTER_LATE}.get(code)
    return max(0, sum(found.get("late", 0) for found in every.values()) - most) if most is not None else 0


def counts(work: Work) -> Counts:
    """Open, late, soon and redone by task force, class A; a task force without anything open is not in it."""
    force = {unit.code: unit.taskforce for unit in work.office.catalogue.units}
    found: Counts = {}
    for name in ("open", "late", "soon", "redo"):
        query = sqlalchemy.select(col(CaseFile.unit), func.count()).where(*plain(work, name))
        for unit, n in work.session.execute(query.group_by(col(CaseFile.unit))):
            mine = found.setdefault(force.get(unit or "", "平台运行组"), {})
            mine[name] = mine.get(name, 0) + n
    return found


def heavy(work: Work) -> int:
    """How many cases are for the vice-mayor at least: late for ten working days, or a request on a hold waits."""
    calendar = work.office.calendar
    since = calendar.day_start(work.now)
    day = calendar.working_day_before(calendar.local_date(since), FORTNIGHT_FROM)
    old = pick(Deadline.case_id).where(
        Deadline.due_at < calendar.day_end(day),
        col(Deadline.breached_at).is_not(None),
        col(Deadline.met_at).is_(None),
        col(Deadline.ended_at).is_(None),
    )
    late = sqlalchemy.select(func.count()).select_from(CaseFile).where(*plain(work, "late"), col(CaseFile.id).in_(old))
    disputed = sqlalchemy.select(col(CaseFile.pending), col(CaseFile.transfers)).where(*plain(work, "open"))
    waiting = disputed.where(or_(col(CaseFile.pending).is_not(None), col(CaseFile.transfers) >= choose.TRANSFERS))
    words = {"hold", "transfer"}
    rows = work.session.execute(waiting)
    disputes = sum((pending or {}).get("what") in words or n >= choose.TRANSFERS for pending, n in rows)
    return int(work.session.execute(late).scalar_one()) + int(disputes)


def month_count(work: Work) -> int:
    """How many class A cases the last whole month brought."""
    begin, end = pack_files.last_month(work)
    query = pick(func.count()).select_from(CaseFile).where(CaseFile.secrecy == Secrecy.A)
    return int(
        work.session.exec(query.where(col(CaseFile.submitted_at) >= begin, col(CaseFile.submitted_at) < end)).one()
    )


def plain(work: Work, name: str) -> select.Where:
    """The conditions of a selection, of what may stand on paper."""
    return [*select.where(work, name), col(CaseFile.secrecy) == Secrecy.A, col(CaseFile.merged_into).is_(None)]


def stuck(work: Work) -> dict[str, list[tuple[str, int]]]:
    """Where the late cases of each task force stick, from counts alone."""
    contact = pick(Deadline.case_id).where(
        Deadline.stage == Stage.FIRST_CONTACT,
        col(Deadline.breached_at).is_not(None),
        col(Deadline.met_at).is_(None),
        col(Deadline.ended_at).is_(None),
    )
    force = {unit.code: unit.taskforce for unit in work.office.catalogue.units}
    columns = (col(CaseFile.unit), col(CaseFile.state), col(CaseFile.id).in_(contact))
    query = sqlalchemy.select(*columns, func.count()).where(*plain(work, "late")).group_by(*columns)
    found: dict[str, Counter[str]] = {}
    for unit, state, silent, n in work.session.execute(query):
        word = pack_lines.sticks(state, silent=bool(silent))[0]
        found.setdefault(force.get(unit or "", "平台运行组"), Counter())[word] += n
    return {name: sorted(mine.items(), key=_most)[: choose.STUCK] for name, mine in found.items()}


def _most(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _forces(work: Work, part: str) -> Message:
    """Those task forces that have something open, the most overdue first; by a part of the name if one was typed."""
    found = counts(work)
    named = [(place, name) for place, name in enumerate(pack_files.forces(work)) if name in found and part in name]
    options = [(place, name, found[name].get("open", 0), found[name].get("late", 0)) for place, name in named]
    return texts.forces(sorted(options, key=lambda one: (-one[3], -one[2], one[0]))[:20])


def _letter(work: Work, words: Words, digits: str) -> Outcome:
    """督办函 for one case, by the last digits of its number."""
    found = list(work.session.exec(pick(CaseFile).where(col(CaseFile.number).endswith(digits.zfill(6)))))
    case = found[-1] if digits.isdecimal() and found else None
    barred = case is None or guards.barred(work, case, words.sender.tg_id)
    if case is None or barred or not pack_files.fit_for_letter(case):
        return boards.reply(work, words, Message(texts.NO_LETTER))
    send(work, words.sender.tg_id, "l", str(case.id))
    return OK if words.private else boards.reply(work, words, Message(texts.MAKING))


def ledger(work: Work, words: Words, rest: str) -> Outcome:
    """/ledger 逾期 供水: the cases of a board's figure as a workbook."""
    if not boards.heard(work, words):
        return OK
    name, _, unit = rest.strip().partition(" ")
    code = next((code for code, label in select.NAMES.items() if name and label.startswith(name)), None)
    options = boards.called(work, unit.strip()) if unit.strip() else []
    if code is None or (unit.strip() and len(options) != 1):
        return boards.reply(work, words, Message(texts.LEDGER_USAGE))
    tg_id, whose = words.sender.tg_id, options[0].code if options else ""
    title = f"{race.names(work).get(whose, '全市')}{select.NAMES[code]}台账"
    _queue(work, tg_id, texts.caption(title), f"{title}.xlsx", f"ledger:{code}.{tg_id}.{whose}", "")
    return OK if words.private else boards.reply(work, words, Message(texts.MAKING))


PRESSES: dict[str, OnPress] = {"pack": pressed}
COMMANDS: dict[str, OnCommand] = {"pack": pack, "ledger": ledger}
