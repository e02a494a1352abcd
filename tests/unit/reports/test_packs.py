"""What goes into each pack, when it is due, and that paper keeps its length however much there is."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from bot.reports.packs import charts, choose, ledger, papers, when, word
from bot.reports.packs.document import Document, Table
from bot.reports.packs.lines import Line, worst_first
from bot.rules.calendar import WorkCalendar
from storage.vocabulary import State, Urgency

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkCalendar(((time(8, 30), time(12)), (time(14, 30), time(17, 30))))
NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
COVER = papers.Cover("示范市", "示范市营商办　督示一 2026-03-09 09:00 导出", NOW)
LONG = "我们厂在经开区，自来水压力太低，机器老停，已经三天了，请供水公司来看看，再不来就要停产了，工人都在等"


def line(n: int, **more: object) -> Line:
    """A quiet open case."""
    plain = Line(
        n, f"QS-2026-{n:06d}", "GSGS", "市供水集团", "获得用水用气专班", State.WORKING, Urgency.NORMAL, "水压", LONG,
        "示供一", "营商服务科", NOW - timedelta(days=20), NOW + timedelta(days=9),
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


def late(n: int, days: int, **more: object) -> Line:
    """An overdue one."""
    told = {"progress": "3/5 10:00 已签收", "chased": 12, "stuck": "已签收，没有答复企业", "advice": LONG}
    return line(n, late="首联、答复、办结", late_since=NOW - timedelta(days=days), late_days=days, **{**told, **more})


def crowd(times: int) -> list[Line]:
    """An ordinary week's lines, so many times over."""
    one = [late(n, n + 3) for n in range(8)] + [line(n + 100, soon=True) for n in range(6)]
    one += [line(n + 200, reopens=2) for n in range(3)] + [line(n + 300, held=True, review=NOW) for n in range(3)]
    return [replace(x, id=x.id + 1000 * k) for k in range(times) for x in one]


# -- what goes in ----------------------------------------------------------------------------------------------------------


def test_the_longest_overdue_stands_first_and_a_case_in_one_part_only() -> None:
    found = choose.weekly(
        [late(1, 2), late(2, 9, reopens=1, soon=True), line(3, soon=True), line(4, reopens=1, soon=True)]
    )
    assert [x.id for x in found.late.shown] == [2, 1]
    assert [x.id for x in found.redone.shown] == [4]
    assert [x.id for x in found.soon.shown] == [3]
    assert found.stuck == (("已签收，没有答复企业", 2),)


def test_among_equally_late_the_more_urgent_comes_first() -> None:
    assert [x.id for x in worst_first([late(1, 3), late(2, 3, urgency=Urgency.CRITICAL)])] == [2, 1]


def test_what_is_held_is_counted_beside_and_is_never_late() -> None:
    found = choose.weekly([late(1, 9, held=True), line(2)])
    assert (found.open, found.held, found.late.total) == (1, 1, 0)


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (late(1, 10), "逾期满10个工作日"),
        (late(1, 9), ""),
        (line(1, pending="hold"), "挂账待签"),
        (line(1, pending="transfer"), "跨部门争议"),
        (line(1, transfers=2), "跨部门争议"),
        (late(1, 1, helpers=1), "跨部门争议"),
        (line(1, helpers=1), ""),
        (late(1, 12, held=True), ""),
    ],
)
def test_the_vice_mayor_sees_l5_disputes_and_holds_to_sign_and_nothing_else(case: Line, why: str) -> None:
    assert [item.why for item in choose.fortnight([case]).items] == ([why] if why else [])


def test_the_vice_mayor_never_gets_more_than_ten_and_is_told_how_many_are_left_out() -> None:
    found = choose.fortnight([late(n, 11) for n in range(53)])
    assert (len(found.items), found.left_out) == (10, 43)
    assert "另有43件未列" in str(papers.fortnight(found, COVER))


def test_the_quarter_lists_what_is_more_than_twenty_working_days_late_and_five_themes() -> None:
    themes = Counter({"水压": 9, "停电": 9, "噪声": 1, "贷款": 3, "用地": 4, "执照": 2})
    found = choose.quarterly([late(1, 20), late(2, 21), line(3, held=True)], themes)
    assert [x.id for x in found.late.shown] == [2]
    assert [x.id for x in found.held.shown] == [3]
    assert [name for name, _n in found.themes] == ["停电", "水压", "用地", "贷款", "执照"]


def test_five_of_one_cause_make_a_common_problem_and_four_do_not() -> None:
    cases = [("水压", "市供水集团", f"QS-{n}") for n in range(5)] + [("停电", "供电公司", f"QS-{n}") for n in range(4)]
    assert [(one.theme, len(one.numbers)) for one in choose.common(cases)] == [("水压", 5)]


def test_the_saturday_meeting_is_about_land_power_and_money_only() -> None:
    cases = [line(1, taskforce="获得电力专班"), line(2), line(3, taskforce="获得信贷专班")]
    assert {x.id for x in choose.saturday(cases).shown} == {1, 3}


# -- when ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "now", "due"),
    [
        ("w", "2026-03-09 08:59", "2026-03-09 09:00"),
        ("w", "2026-03-09 09:00", "2026-03-16 09:00"),
        ("w", "2026-02-14 09:00", "2026-02-24 09:00"),  # the Monday of 春节 is off: the first working day after
        ("f", "2026-03-09 09:00", "2026-03-16 09:00"),
        ("f", "2026-03-16 09:00", "2026-03-30 09:00"),
        ("e", "2026-03-09 09:00", "2026-03-13 15:00"),
        ("e", "2026-04-27 09:00", "2026-04-30 15:00"),  # Friday is Labour Day
        ("c", "2026-03-09 09:00", "2026-04-01 09:00"),
        ("q", "2026-03-09 09:00", "2026-04-10 09:00"),  # the seventh working day after the quarter, 清明 off
    ],
)
def test_each_pack_has_its_morning_and_holidays_move_it(step: str, now: str, due: str) -> None:
    at = when.next_at(step, datetime.fromisoformat(now).replace(tzinfo=ZONE), CALENDAR)
    assert f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}" == due


# -- how it looks ----------------------------------------------------------------------------------------------------------


def weekly(times: int) -> Document:
    """The sheet of a crowded week."""
    return papers.weekly("获得用水用气专班", "市供水集团", choose.weekly(crowd(times)), COVER)


def test_five_times_the_volume_makes_the_annex_longer_and_not_the_paper() -> None:
    rows = [sum(len(b.rows) for b in weekly(times).blocks if isinstance(b, Table)) for times in (5, 25)]
    assert rows[0] == rows[1] == choose.LATE + choose.SOON + choose.REDONE
    assert "另有33件未列" in str(weekly(5))


def test_no_cell_is_longer_than_its_column_allows() -> None:
    for cells in papers.table(crowd(1)).rows:
        assert max(map(len, cells)) <= papers.LONG


def test_the_bytes_depend_on_the_document_alone() -> None:
    assert word.docx(weekly(1)) == word.docx(weekly(1))
    assert ledger.workbook("台账", crowd(1), COVER.mark) == ledger.workbook("台账", crowd(1), COVER.mark)


def test_a_draft_says_so_on_every_page_and_leaves_the_signature_open() -> None:
    made = papers.draft("督办函", "单号 QS-2026-000001", ["市供水集团：", "请办。"], None, COVER)
    with zipfile.ZipFile(io.BytesIO(word.docx(made))) as parts:
        heads = "".join(parts.read(name).decode() for name in parts.namelist() if "header" in name)
        body = parts.read("word/document.xml").decode()
    assert "草稿" in heads
    assert "督示一" in heads
    assert "签发人" in body


def test_what_an_enterprise_wrote_is_never_a_formula() -> None:
    data = ledger.workbook("台账", [line(1, summary='=HYPERLINK("http://x","点我")')], COVER.mark)
    cell = openpyxl.load_workbook(io.BytesIO(data))["台账"]["C4"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x","点我")')


def test_an_empty_ledger_opens() -> None:
    book = openpyxl.load_workbook(io.BytesIO(ledger.workbook("台账", [], COVER.mark)))
    assert [cell.value for cell in book["台账"][3]][:2] == ["单号", "紧急度"]


def test_a_chart_is_a_png_even_if_all_is_nought() -> None:
    assert charts.bars("问题", [("水压低得连饭都做不成的那一种情形", 0)], "件").startswith(b"\x89PNG")


OFFICE = shutil.which("soffice")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.timeout(180)
def test_libreoffice_lays_the_crowded_week_on_two_pages_and_opens_the_ledger(tmp_path: Path) -> None:
    assert pages(tmp_path, "week.docx", lambda: word.docx(weekly(25))) <= 2
    assert pages(tmp_path, "ten.docx", lambda: word.docx(papers.fortnight(choose.fortnight(crowd(25)), COVER))) <= 2
    assert pages(tmp_path, "ledger.xlsx", lambda: ledger.workbook("台账", crowd(5), COVER.mark)) >= 1


def pages(folder: Path, name: str, make: Callable[[], bytes]) -> int:
    """How many pages LibreOffice makes of a file, in the bundled typefaces."""
    from pylopdf_fonts_zh_cn import sans_path

    (folder / name).write_bytes(make())
    fonts = folder / "fonts.conf"
    fonts.write_text(f"<fontconfig><dir>{sans_path().parent}</dir><dir>/usr/share/fonts</dir><cachedir>{folder}/c</cachedir></fontconfig>")  # fmt: skip
    command = [str(OFFICE), f"-env:UserInstallation=file://{folder}/lo", "--headless", "--convert-to", "pdf", name]
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment, timeout=120)
    return len(re.findall(rb"/Type\s*/Page[^s]", (folder / name).with_suffix(".pdf").read_bytes()))
