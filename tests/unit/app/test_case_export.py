"""`dingge case export`: a period's cases, masked, marked with who took them, and logged (R03)."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from app_support import Run
from sqlmodel import Session, select

from bot.app.office import build
from bot.reports.export import harmless, table
from bot.settings import load
from storage.db import make_engine
from storage.tables import CaseFile, Look
from storage.vocabulary import Secrecy

HEAD = "external_no,姓名,电话,企业,内容,状态"
A = "A-1,王测试,10012345678,假想机械有限公司,我们厂自来水压力太低，机器老停，电话10012345678，请供水公司来看看管道,待派单"
B = "A-2,,,,政务大厅窗口人员态度恶劣，对我们推诿刁难，让我跑了五趟,待派单"
C = "A-3,,,,环保局李科长要我五万块红包，不给就不验收,待派单"
DAYS = ("--from", "2020-01-01", "--to", "2099-12-31")


@pytest.fixture
def three(home: Path, run: Run) -> Path:
    (home / "in.csv").write_text("\n".join((HEAD, A, B, C)), "utf-8")
    assert run("exchange", "import", "in.csv", "--system", "12345").exit_code == 0
    return home


def chief() -> str:
    return build(load()).pack.supervisors[0].code


def cells(home: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO((home / "out.csv").read_text("utf-8-sig"))))


def test_class_a_is_masked_class_b_is_a_state_and_class_c_is_not_there(three: Path, run: Run) -> None:
    assert run("case", "export", "out.csv", *DAYS, "--by", chief()).exit_code == 0
    head, one, two, mark = cells(three)
    assert head[0] == "单号"
    assert "自来水" in one[4]
    assert "10012345678" not in "".join(one)
    assert "假想机械" not in "".join(one)
    assert (two[0][:3], two[2:]) == ("QS-", [""] * 11)
    assert chief() in mark[0]
    with Session(make_engine(load().database)) as session:
        sealed = session.exec(select(CaseFile.id).where(CaseFile.secrecy == Secrecy.C)).one()
        looks = [look.case_id for look in session.exec(select(Look)) if look.what == "export"]
        assert len(looks) == 2
        assert sealed not in looks


def test_a_filter_tells_nothing_of_class_b(three: Path, run: Run) -> None:
    for unit in build(load()).catalogue.units:
        run("case", "export", "out.csv", *DAYS, "--by", chief(), "--unit", unit.code)
        assert all(row[2] for row in cells(three)[1:-1])


def test_a_period_without_cases_and_an_officer_get_none(three: Path, run: Run) -> None:
    assert (
        run("case", "export", "out.csv", "--from", "2020-01-01", "--to", "2020-01-02", "--by", chief()).exit_code == 0
    )
    assert len(cells(three)) == 2
    assert run("case", "export", "no.csv", *DAYS, "--by", "GSGS-01").exit_code == 3
    assert not (three / "no.csv").exists()


def test_the_workbook_holds_the_same_words(three: Path, run: Run) -> None:
    run("case", "export", "out.csv", *DAYS, "--by", chief())
    run("case", "export", "out.xlsx", *DAYS, "--by", chief(), "--format", "xlsx")
    sheet = openpyxl.load_workbook(three / "out.xlsx").active
    there = [[str(cell.value or "") for cell in row] for row in sheet]
    assert [row[:6] for row in there[:-1]] == [row[:6] for row in cells(three)[:-1]]
    assert "内部资料" in there[-1][0]


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-2", "@SUM(A1)", " =1", "\t=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless("供水=正常") == "供水=正常"
    assert f"'{cell.strip()}" in table(("列",), [(cell,)]).decode("utf-8-sig").replace("' ", "'").replace("'\t", "'")
