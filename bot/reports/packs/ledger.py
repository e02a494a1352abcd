"""台账: open cases as a workbook. Who exported it, when, and what was left out stand in it (R03); no text is a formula."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.reports.packs.lines import Line

Cell = str | int
STAMP = datetime(2000, 1, 1)  # noqa: DTZ001  (so that the bytes depend on the lines alone)
COLUMNS: tuple[tuple[str, int, Callable[[Line], Cell]], ...] = (
    ("单号", 16, lambda x: x.number),
    ("紧急度", 8, lambda x: x.urgency.value),
    ("事由", 46, lambda x: x.summary),
    ("问题", 14, lambda x: x.theme),
    ("专班", 20, lambda x: x.taskforce),
    ("主办单位", 20, lambda x: x.unit_name),
    ("科室", 14, lambda x: x.section),
    ("承办人", 10, lambda x: x.owner),
    ("状态", 14, lambda x: x.state.value),
    ("收件", 16, lambda x: _moment(x.opened_at)),
    ("办结时限", 16, lambda x: _moment(x.due_at)),
    ("逾期环节", 14, lambda x: x.late),
    ("逾期工作日", 10, lambda x: x.late_days if x.is_late else ""),
    ("已催次数", 9, lambda x: x.chased),
    ("最后进展", 20, lambda x: x.progress),
    ("卡点", 20, lambda x: x.stuck),
    ("建议", 34, lambda x: x.advice),
    ("重办", 6, lambda x: x.reopens),
    ("转办", 6, lambda x: x.transfers),
    ("协办单位数", 10, lambda x: x.helpers),
    ("督办", 6, lambda x: "是" if x.supervised else ""),
    ("挂账", 6, lambda x: "是" if x.held else ""),
    ("检视日", 16, lambda x: _moment(x.review)),
    ("历史遗留", 8, lambda x: "是" if x.legacy else ""),
    ("在办天数", 9, lambda x: x.age_days),
)


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m-%d %H:%M}" if at is not None else ""


def workbook(title: str, lines: Iterable[Line], mark: str, notes: Iterable[str] = ()) -> bytes:
    """The bytes of an xlsx, ready to print: landscape, one page wide, its head on every page."""
    import xlsxwriter  # type: ignore[import-untyped]

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"author": "顶格办", "title": title, "created": STAMP})
        sheet = book.add_worksheet("台账")
        sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 16, "font_name": "黑体"}))
        sheet.write_string(1, 0, "；".join([mark, *notes]), book.add_format({"font_color": "#808080"}))
        _head(book, sheet)
        plain = book.add_format({"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": "宋体"})
        count = 0
        for count, line in enumerate(lines, start=1):
            _line(sheet, 2 + count, line, plain)
        sheet.autofilter(2, 0, 2 + count, len(COLUMNS) - 1)
        _paper(sheet, mark)
    return file.getvalue()


def _head(book: Any, sheet: Any) -> None:
    style = {
        "bold": True,
        "bg_color": "#E8ECF2",
        "border": 1,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
    }
    bold = book.add_format({**style, "font_name": "黑体"})
    for at, (name, width, _value) in enumerate(COLUMNS):
        sheet.write_string(2, at, name, bold)
        sheet.set_column(at, at, width)


def _line(sheet: Any, at: int, line: Line, plain: Any) -> None:
    for column, (_name, _width, value) in enumerate(COLUMNS):
        cell = value(line)
        if isinstance(cell, str):
            sheet.write_string(at, column, cell, plain)
        else:
            sheet.write_number(at, column, cell, plain)


def _paper(sheet: Any, mark: str) -> None:
    sheet.freeze_panes(3, 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.set_header("&R" + mark.replace("&", "&&")[:200])
    sheet.set_footer("&C第 &P 页，共 &N 页")
