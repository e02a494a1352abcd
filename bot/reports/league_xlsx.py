"""The league as a workbook: the table, the cases behind each figure, what is left out and why, and the formulas.

What a reader may not see is not in it: the caller hands in only such cases, with numbers masked where the reader's role asks
for it. Text is written as text, so that nothing in it is ever a formula.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.rules.scoring.figures import Rate
from bot.rules.scoring.league import DEDUCTIONS, ITEMS, PULL, RANKED_FROM, SHRUNK_BELOW, League, Row
from bot.rules.scoring.measures import Mark

HEAD = ["名次", "单位", "得分", "件数", "收缩前", "扣分"]
WIDTHS = {"单位": 24, "科室": 18, "单号": 18, "剔除原因": 16}


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case behind the figures; `number` as the reader may see it."""

    unit: str
    section: str
    number: str
    marks: Mark
    excluded: str


def workbook(
    made: League,
    rows: Sequence[Row],
    cases: Sequence[CaseLine],
    names: Mapping[str, str],
    title: str,
    notes: Sequence[str],
) -> bytes:
    """The bytes of an xlsx. `rows` is the part of the table that the reader may see."""
    import xlsxwriter  # type: ignore[import-untyped]

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format(
            {"bold": True, "bg_color": "#E8ECF2", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        _sheet(book, "名次", bold, _table_head(), [_table_row(row, names) for row in rows], title, notes)
        counted = [_case_row(case, names) for case in cases if not case.excluded]
        _sheet(
            book, "明细", bold, _case_head(), counted, f"{title}：每个数背后的件（1 达到，0 未达到，空 不计）", notes
        )
        left_out = [[names.get(c.unit, c.unit), c.section, c.number, c.excluded] for c in cases if c.excluded]
        _sheet(book, "剔除清单", bold, ["单位", "科室", "单号", "剔除原因"], left_out, f"{title}：剔除清单", notes)
        _sheet(book, "口径", bold, ["项", "权重"], _formulas(made), made.version, notes)
    return file.getvalue()


def _sheet(
    book: Any,
    name: str,
    bold: Any,
    head: Sequence[str],
    rows: Sequence[Sequence[Any]],
    title: str,
    notes: Sequence[str],
) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, "；".join(notes))
    for at, text in enumerate(head):
        sheet.write_string(3, at, text, bold)
        sheet.set_column(at, at, WIDTHS.get(text, 11))
    for line, row in enumerate(rows, start=4):
        for at, value in enumerate(row):
            _write(sheet, line, at, value)
    sheet.freeze_panes(4, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    sheet.set_footer("&C第 &P 页，共 &N 页&R" + "；".join(notes).replace("&", "&&")[:120])


def _write(sheet: Any, line: int, at: int, value: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(line, at, value)
    elif value is not None:
        sheet.write_number(line, at, value)


def _table_head() -> list[str]:
    rates = [f"{item.name}{part}" for item in ITEMS for part in ("", "分子", "分母")]
    return [*HEAD, *rates, "解决率区间下", "解决率区间上", *(name for _mark, _points, name in DEDUCTIONS), "剔除件数"]


def _table_row(row: Row, names: Mapping[str, str]) -> list[Any]:
    low, high = row.interval or (None, None)
    figures = [value for rate in row.rates for value in (_percent(rate), rate.good, rate.due)]
    first = [row.place if row.place is not None else "不排名", names.get(row.unit, row.unit), _number(row.points)]
    return [
        *first,
        row.cases,
        _number(row.raw),
        row.deducted,
        *figures,
        _number(low),
        _number(high),
        *row.deductions,
        sum(row.excluded.values()),
    ]


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _percent(rate: Rate) -> float | None:
    return _number(rate.percent)


def _case_head() -> list[str]:
    return ["单位", "科室", "单号", *(item.name for item in ITEMS), *(name for _mark, _points, name in DEDUCTIONS)]


def _case_row(case: CaseLine, names: Mapping[str, str]) -> list[Any]:
    rates = [int(bool(case.marks & item.good)) if case.marks & item.due else None for item in ITEMS]
    minus = [-points if case.marks & mark else None for mark, points, _name in DEDUCTIONS]
    return [names.get(case.unit, case.unit), case.section, case.number, *rates, *minus]


def _formulas(made: League) -> list[list[Any]]:
    average = "" if made.average is None else f"，本季 {made.average}"
    rows: list[list[Any]] = [[item.name, item.weight] for item in ITEMS]
    rows += [[f"扣分：{name}", -points] for _mark, points, name in DEDUCTIONS]
    rows += [[f"件数不足 {RANKED_FROM} 不排名", None]]
    rows += [[f"件数不足 {SHRUNK_BELOW}：(件数×原始分+{PULL}×均值)÷(件数+{PULL})，均值{average}", None]]
    return rows
