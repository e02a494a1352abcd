"""随时调度 keeps to one page whatever a case went through."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.reports.packs import brief as papers
from bot.reports.packs import word
from bot.reports.packs.document import Para, Table
from bot.texts.brief import Brief, Chased, Said, chase_cells
from bot.texts.view import CaseView, Limit
from storage.vocabulary import Kind, Secrecy, Stage, State, Urgency
from tests.unit.reports.test_packs import COVER, LONG, NOW, OFFICE, pages

VIEW = CaseView(
    1, "QS-2026-000001", 1, State.WORKING, Kind.HELP, Urgency.CRITICAL, Secrecy.A, "ZJJ", "市住房和城乡建设局",
    "营商服务科", "示住建一", "示住建二", LONG, LONG, 3, True, False, 2, 1, 2, 4, NOW - timedelta(days=40), None, None,
    None, {stage: Limit(NOW, breached_at=NOW) for stage in Stage},
)  # fmt: skip
TIMES = tuple(NOW - timedelta(hours=n) for n in range(30))
FULL = Brief(
    VIEW, LONG * 3, "首联、答复、办结超期12个工作日", 90,
    tuple(Chased(f"市住房和城乡建设局单位主要负责同志 示住建{n}", TIMES) for n in range(12)), "3/5 10:00 已签收", LONG * 2,
    LONG * 2, Said(LONG * 9, NOW), Said(LONG * 9, NOW), tuple(LONG * 2 for _ in range(6)),
)  # fmt: skip


def test_the_last_three_times_of_each_are_named_and_the_rest_is_counted() -> None:
    cells = chase_cells(FULL.chases)
    assert len(cells) == 5
    assert cells[0][1] == "30次"
    assert cells[0][2].count("/") == 3
    assert cells[-1] == ("其他人", "240次", "")


def test_a_case_that_nobody_chased_says_so() -> None:
    page = papers.page(replace(FULL, chases=(), chased=0, enterprise=Said("", None)), COVER)
    assert Para("还没有催办过。") in page.blocks
    assert any(isinstance(block, Table) and ("企业", "还没有说过话") in block.rows for block in page.blocks)
    assert page.draft


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.timeout(180)
def test_libreoffice_lays_the_longest_case_on_one_page(tmp_path: Path) -> None:
    assert pages(tmp_path, "brief.docx", lambda: word.docx(papers.page(FULL, COVER))) == 1
