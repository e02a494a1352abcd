"""A weekly sheet with the open decisions of earlier meetings keeps its two pages, and says how many it does not hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.reports.packs import choose, papers, word
from bot.reports.packs.document import Heading, Para, Table
from tests.unit.reports.test_packs import COVER, LONG, OFFICE, crowd, pages

ROW = ("市住房和城乡建设局 示示住建五", f"000123 {LONG}", "3/12 17:30", "已过期，退回2次")


def sheet(cases: int, items: int) -> bytes:
    """A crowded week after a busy meeting."""
    return word.docx(
        papers.weekly("获得用水用气专班", "市住建局", choose.weekly(crowd(cases), items), COVER, [ROW] * items)
    )


def test_the_earliest_dates_stand_on_the_paper_and_the_rest_is_counted() -> None:
    heading, table, more = papers.decided([ROW] * 9)
    assert isinstance(heading, Heading)
    assert heading.text == "会上决定未销号（9项，过期9项）"
    assert isinstance(table, Table)
    assert len(table.rows) == choose.DECIDED
    assert isinstance(more, Para)
    assert "另有5项" in more.text
    assert not papers.decided([])


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.timeout(180)
def test_libreoffice_lays_a_crowded_week_with_decisions_on_two_pages(tmp_path: Path) -> None:
    assert pages(tmp_path, "week.docx", lambda: sheet(25, 30)) <= 2
