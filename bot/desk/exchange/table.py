"""A file of the other platform, row by row: what can be taken, and what goes back with its line and reason."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.exchange.systems import System
from bot.texts import exchange as texts

NUMBER = re.compile(r"[0-9A-Za-z_-]{1,40}")
LONGEST = 10_000  # characters of one matter
TIMES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d")
NEEDED = ("external_no", "内容", "状态")
ALSO = ("来电时间", "姓名", "电话", "企业", "承办单位")
NAMES = {"工单编号": "external_no", "编号": "external_no", "诉求内容": "内容", "联系电话": "电话", "企业名称": "企业"}


class Unreadable(ValueError):
    """The file as a whole is no table of ours; the words say why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One matter as the other platform wrote it down. `line` counts the file's lines from 1, the head included."""

    line: int
    number: str
    words: str
    name: str = ""
    phone: str = ""
    enterprise: str = ""
    unit: str = ""
    called_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that goes back: its line, why, and its cells by column."""

    line: int
    reason: str
    cells: dict[str, str]


def read(data: bytes, system: System, now: datetime, zone: str) -> Iterator[tuple[Row | Bad, dict[str, str]]]:
    """Every row of a file with its cells. Raises `Unreadable` if there is no table in it."""
    table = csv.reader(io.StringIO(_decoded(data), newline=""), strict=True)
    try:
        head = [NAMES.get(name.strip(), name.strip()) for name in next(table, [])]
        lacking = [name for name in NEEDED if name not in head]
        if lacking:
            raise Unreadable(texts.no_columns("、".join(lacking)))
        seen: set[str] = set()
        before = table.line_num
        for row in table:
            line, before = before + 1, table.line_num
            if any(cell.strip() for cell in row):
                cells = {name: plain(cell) for name, cell in zip(head, row, strict=False)}
                reason = texts.CELLS if len(row) != len(head) else ""
                yield _judged(cells, line, reason, seen, system, now, zone), cells
    except csv.Error as error:
        raise Unreadable(texts.UNREADABLE) from error


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(texts.UNREADABLE)


def plain(cell: str) -> str:
    """A cell's words; the mark that made a formula harmless on the way out is taken off again."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@"} else cell


def _judged(
    cells: dict[str, str], line: int, reason: str, seen: set[str], system: System, now: datetime, zone: str
) -> Row | Bad:
    number, words = cells.get("external_no", ""), cells.get("内容", "")
    called = _moment(cells.get("来电时间", ""), zone)
    reason = reason or _number(number, seen) or _words(words) or _status(cells.get("状态", ""), system)
    if not reason and isinstance(called, str):
        reason = called
    if not reason and isinstance(called, datetime) and called > now:
        reason = texts.LATER
    if reason:
        return Bad(line, reason, cells)
    seen.add(number)
    name, phone, firm, unit = (cells.get(key, "") for key in ("姓名", "电话", "企业", "承办单位"))
    at = called if isinstance(called, datetime) else None
    return Row(line, number, words, name[:60], phone[:40], firm[:120], unit, at)


def _number(number: str, seen: set[str]) -> str:
    if not number:
        return texts.NO_NUMBER
    if NUMBER.fullmatch(number) is None:
        return texts.BAD_NUMBER
    return texts.TWICE if number in seen else ""


def _words(words: str) -> str:
    if not words:
        return texts.NO_WORDS
    return texts.TOO_LONG if len(words) > LONGEST else ""


def _status(word: str, system: System) -> str:
    if word not in system.said:
        return texts.no_status(word, system.words)
    return "" if system.said[word] else texts.ENDED


def _moment(word: str, zone: str) -> datetime | str | None:
    """The time in the city's zone; None if there is none; the reason in words if it cannot be read."""
    for form in TIMES if word else ():
        try:
            return datetime.strptime(word, form).replace(tzinfo=ZoneInfo(zone))
        except ValueError:
            continue
    return texts.NO_TIME if word else None
