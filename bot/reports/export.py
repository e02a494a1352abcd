"""Rows as CSV for other people's tables: UTF-8 with BOM, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from bot.reports.packs.ledger import STAMP

STARTS = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: object) -> str:
    """A cell as text; what a spreadsheet would take for a formula gets an apostrophe before it."""
    text = str(cell)
    return f"'{text}" if text.lstrip(" \n\u3000").startswith(STARTS) or text.startswith(STARTS) else text


def table(head: Sequence[str], rows: Iterable[Sequence[object]], mark: str = "") -> bytes:
    """The bytes of a CSV file; `mark` is a last line that says who took it and when."""
    file = io.StringIO(newline="")
    out = csv.writer(file)
    for row in (head, *rows, *([(mark,)] if mark else [])):
        out.writerow([harmless(cell) for cell in row])
    return file.getvalue().encode("utf-8-sig")


def workbook(head: Sequence[str], rows: Iterable[Sequence[object]], mark: str = "") -> bytes:
    """The same as an xlsx of plain text cells, the mark in its footer, too."""
    import xlsxwriter  # type: ignore[import-untyped]

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"author": "顶格办", "created": STAMP})
        sheet = book.add_worksheet("工单")
        for line, row in enumerate((head, *rows, *([(mark,)] if mark else []))):
            for column, cell in enumerate(row):
                sheet.write_string(line, column, harmless(cell))
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&R" + mark.replace("&", "&&")[:200])
    return file.getvalue()
