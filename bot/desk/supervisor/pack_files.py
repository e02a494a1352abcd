"""The packs as files, made when they are sent, in a session that only reads. A recipe is `code.reader.argument`.

Everything on them is class A and masked; each copy names its reader and the time (R03). Letters are drafts (R35).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk import people
from bot.desk.supervisor import pack_lines, race, season, select
from bot.desk.work import Work
from bot.reports.packs import charts, choose, ledger, papers, word
from bot.reports.packs.document import Document, Picture, Table
from bot.reports.packs.lines import Line, worst_first
from bot.reports.packs.papers import Cover
from bot.rules.quarters import Quarter
from bot.rules.scoring.league import ITEMS, League, Row
from bot.texts import packs as texts
from bot.texts import times
from storage.tables import CaseFile
from storage.vocabulary import Secrecy, State

BOTTOM = 3  # A26: units at the end of the table
IN_HAND = (State.TO_SIGN, State.WORKING)
Lines = list[Line]


def forces(work: Work) -> list[str]:
    """The task forces of this city, in the catalogue's order."""
    return list(dict.fromkeys(unit.taskforce for unit in work.office.catalogue.units if unit.taskforce))


def units_of(work: Work, force: str) -> list[str]:
    """The units of a task force."""
    return [unit.code for unit in work.office.catalogue.units if unit.taskforce == force and not unit.sealed]


def reader_name(work: Work, tg_id: int) -> str:
    """Whose copy it is."""
    post = next(iter(people.posts_of(work, tg_id)), None)
    return people.name_of(work, post) if post is not None else ""


def cover(work: Work, tg_id: int) -> Cover:
    """What each page says of itself."""
    pack = work.office.pack
    return Cover(pack.city, texts.mark(pack.operator, reader_name(work, tg_id), work.now), work.now)


def _read(recipe: str) -> tuple[str, int, str]:
    code, reader, argument = recipe.split(".", 2)
    return code, int(reader), argument


def make_pack(work: Work, recipe: str) -> bytes:
    """The docx of a pack."""
    code, tg_id, argument = _read(recipe)
    return word.docx(PAPERS[code](work, tg_id, argument))


def make_annex(work: Work, recipe: str) -> bytes:
    """The xlsx of all that a pack chooses from, what stands on its paper included."""
    code, tg_id, argument = _read(recipe)
    title = f"{dict(texts.KINDS)[code]}附件台账"
    return ledger.workbook(title, chosen(work, code, tg_id, argument), cover(work, tg_id).mark)


def make_ledger(work: Work, recipe: str) -> bytes:
    """The xlsx of a selection, of one unit or of all."""
    name, tg_id, unit = _read(recipe)
    lines = pack_lines.open_lines(work, tg_id, [unit] if unit else None, name)
    whose = race.names(work).get(unit, "全市")
    notes = [f"{select.NAMES[name]}{len(lines)}件", "只列办事类；监督件、密件不在内"]
    return ledger.workbook(f"{whose}{select.NAMES[name]}台账", lines, cover(work, tg_id).mark, notes)


def chosen(work: Work, code: str, tg_id: int, argument: str) -> Lines:
    """The lines that a pack chooses from."""
    if code == "w":
        return worst_first(pack_lines.open_lines(work, tg_id, units_of(work, argument)))
    lines = worst_first(pack_lines.open_lines(work, tg_id))
    if code == "f":
        return [line for line in lines if choose.why(line)]
    if code == "e":
        return [line for line in lines if line.taskforce in choose.ELEMENTS]
    return [line for line in lines if line.is_late or line.held]


def _weekly(work: Work, tg_id: int, force: str) -> Document:
    from bot.desk.supervisor import decide_sheet

    lead = work.office.pack.chains.taskforces.get(force, "")
    items = decide_sheet.rows(work, units_of(work, force))
    found = choose.weekly(chosen(work, "w", tg_id, force), len(items))
    return papers.weekly(force, race.names(work).get(lead, "未定"), found, cover(work, tg_id), items)


def _fortnight(work: Work, tg_id: int, _argument: str) -> Document:
    return papers.fortnight(choose.fortnight(chosen(work, "f", tg_id, "")), cover(work, tg_id))


def _meeting(work: Work, tg_id: int, _argument: str) -> Document:
    return papers.meeting(choose.saturday(chosen(work, "e", tg_id, "")), cover(work, tg_id))


def last_month(work: Work) -> tuple[datetime, datetime]:
    """The first instants of the last whole month and of this one, by the city's time."""
    zone = ZoneInfo(work.office.calendar.zone)
    end = work.now.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    begin = (end - timedelta(days=1)).replace(day=1)
    return begin.astimezone(UTC), end.astimezone(UTC)


def _common(work: Work, tg_id: int, _argument: str) -> Document:
    """Of the last whole month."""
    begin, end = last_month(work)
    found = choose.common(pack_lines.themes(work, begin, end))
    return papers.common(texts.month(begin), found, cover(work, tg_id))


def _quarter(work: Work, argument: str) -> Quarter:
    found = season.read(work, argument)
    if found is None:
        raise ValueError(f"a recipe names no quarter: {argument}")
    return found


def _quarterly(work: Work, tg_id: int, argument: str) -> Document:
    quarter = _quarter(work, argument)
    lines = pack_lines.open_lines(work, tg_id)
    cases = pack_lines.themes(work, quarter.begin, min(quarter.end, work.now + timedelta(seconds=1)))
    found = choose.quarterly(lines, Counter(theme for theme, _unit, _number in cases))
    made, _stand = season.look(work, quarter)
    stuck = Counter(line.stuck for line in lines if line.is_late and line.stuck).most_common(1)
    figures = _figures(work, quarter, made, found.open)
    pictures = _charts(made, found)
    return papers.quarterly(quarter.words, figures, found, stuck, pictures, cover(work, tg_id))


def rates(made: League) -> list[tuple[str, int, int]]:
    """Name, good and due of each published rate, over all units. The one place that decides where a pack's rates come from."""
    found = [(item.name, [row.rates[n] for row in made.rows]) for n, item in enumerate(ITEMS)]
    return [(name, sum(rate.good for rate in mine), sum(rate.due for rate in mine)) for name, mine in found]


def _figures(work: Work, quarter: Quarter, made: League, still_open: int) -> list[tuple[str, str]]:
    totals = pack_lines.totals(work, quarter)
    counted = [(name, f"{totals[name]}件") for name in ("受理", "办结", "重办")]
    shown = [(name, f"{100 * good / due:.1f}%（{good}／{due}）") for name, good, due in rates(made) if due]
    return [*counted, ("在办（办事类，截至导出时）", f"{still_open}件"), *shown]


def _charts(made: League, found: choose.Quarterly) -> list[Picture]:
    shares = [(name, round(100 * good / due, 1)) for name, good, due in rates(made) if due]
    drawn = Picture(charts.bars("各项比率", shares, "%"), "图1　各项比率") if shares else None
    themes = [(name, float(n)) for name, n in found.themes]
    second = Picture(charts.bars("前五类问题", themes, "件"), "图2　前五类问题") if themes else None
    return [picture for picture in (drawn, second) if picture is not None]


def bottom(work: Work, quarter: Quarter) -> tuple[League, list[tuple[Row, bool]]]:
    """The last places of those that are ranked (five cases and more), and whether they were there the quarter before:
    those first (A26). Nobody who stands in the upper half."""
    made, _stand = season.look(work, quarter)
    before = {row.unit for row in season.look(work, quarter.previous)[0].ranked[-BOTTOM:]}
    last = [row for row in made.ranked if (row.place or 0) > (len(made.ranked) + 1) // 2][-BOTTOM:]
    return made, sorted(
        ((row, row.unit in before) for row in last), key=lambda pair: (not pair[1], -(pair[0].place or 0))
    )


def _bulletin(work: Work, tg_id: int, argument: str) -> Document:
    quarter = _quarter(work, argument)
    made, last = bottom(work, quarter)
    named = race.names(work)
    listed = "、".join(named.get(row.unit, row.unit) for row, _again in last)
    words = texts.bulletin(quarter.words, len(made.ranked), listed, sum(row.cases for row in made.ranked))
    lines = tuple(_standing(row, named) for row, _again in last)
    rows = Table(texts.BULLETIN_HEAD, (16, 52, 22, 20, 23, 23), lines) if lines else None
    title = f"关于{quarter.words}营商环境“赛马”情况的通报"
    return papers.draft(title, "（通报稿）", words, rows, cover(work, tg_id))


def _standing(row: Row, named: dict[str, str]) -> tuple[str, ...]:
    share = [f"{row.rates[n].percent}%" if row.rates[n].percent is not None else "—" for n in (3, 2)]
    return (str(row.place), named.get(row.unit, row.unit), str(row.points), str(row.cases), *share)


def _talk(work: Work, tg_id: int, argument: str) -> Document:
    quarter = _quarter(work, argument)
    made, last = bottom(work, quarter)
    named = race.names(work)
    words = [f"依据{quarter.words}赛马结果，提出以下约谈建议，供研究。"]
    for row, again in last:
        words += texts.talk(named.get(row.unit, row.unit), quarter.words, row.place or 0, len(made.ranked), again)
    words += [] if last else ["本季没有符合条件的单位（件数不足5件的不排名）。"]
    return papers.draft(f"{work.office.pack.city}营商环境约谈建议", quarter.words, words, None, cover(work, tg_id))


def _letter(work: Work, tg_id: int, argument: str) -> Document:
    case = work.session.get_one(CaseFile, int(argument))
    line = pack_lines.line(work, case)
    calendar = work.office.calendar
    due = line.due_at if line.due_at is not None and line.due_at > work.now else calendar.add_working_days(work.now, 3)
    state = texts.late_words(line.late_days, line.late) if line.is_late else texts.due_words(line.due_at)
    facts = f"{state}；{texts.chased(line.chased)}，最后进展：{line.progress}"
    advice = line.advice or "由分管负责人当面听取企业意见，定人定时"
    words = texts.letter(line.number, line.unit_name, line.summary.rstrip("。"), facts, advice, times.moment(due))
    return papers.draft("督办函", f"单号 {line.number}", words, None, cover(work, tg_id))


def fit_for_letter(case: CaseFile | None) -> bool:
    """A letter goes to the unit that has the case in hand: class A only (R01)."""
    return case is not None and case.secrecy is Secrecy.A and case.state in IN_HAND and case.unit is not None


Composer = Callable[[Work, int, str], Document]
PAPERS: dict[str, Composer] = {
    "w": _weekly,
    "f": _fortnight,
    "q": _quarterly,
    "e": _meeting,
    "c": _common,
    "b": _bulletin,
    "t": _talk,
    "l": _letter,
}
MAKERS = {"pack": make_pack, "packx": make_annex, "ledger": make_ledger}
