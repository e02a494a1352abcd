"""`dingge exchange`: cases from 12345 as CSV, once each, and their state back (A05, A46)."""

from __future__ import annotations

import csv
import io
import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from app_support import Run
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from bot.app.office import build
from bot.desk import dispatch, people, views
from bot.desk.exchange import taking
from bot.desk.work import Work
from bot.settings import load
from storage.db import make_engine
from storage.tables import CaseFile, DataKey, Event, Look, Outbox, Person, Setting
from storage.vocabulary import Secrecy, State

HEAD = "external_no,来电时间,姓名,电话,企业,内容,状态,承办单位"
WATER = "我们厂在临港工业园，自来水压力太低，机器老停，请供水公司来看看管道"
POWER = "经开区临河路8号厂房停电三天，供电公司一直没来抢修，请尽快恢复供电"
BRIBE = "环保局李科长要我五万块红包，不给就不验收"
RUDE = "政务大厅窗口人员态度恶劣，对我们推诿刁难，让我跑了五趟"
ONE = f"A-1,2026-03-06 10:30,王测试,10012345678,假想机械有限公司,{WATER},待派单,"
TWO = f"A-2,,,,,{POWER},办理中,"
THREE = f"A-3,2026/03/06 11:00,赵虚构,10012345679,假想食品有限公司,{BRIBE},待派单,"
FOUR = f"A-4,,钱虚构,10012345670,,{RUDE},待派单,"
NOON = datetime(2026, 3, 9, 4, tzinfo=UTC)
TABLES = ("casefile", "event", "item", "outbox", "person", "setting", "timer", "content", "data_key", "look", "counter")
KILLED = """
import os, signal
from bot.desk import dispatch
filed, seen = dispatch.file, []
def file(*given):
    filed(*given)
    seen.append(1)
    if len(seen) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
dispatch.file = file
from bot.cli.exchange import bring_in
from pathlib import Path
bring_in(Path("in.csv"), "12345", None)
"""


def put(home: Path, *rows: str, encoding: str = "utf-8") -> Path:
    file = home / "in.csv"
    file.write_bytes("\r\n".join((HEAD, *rows)).encode(encoding))
    return file


def engine() -> Engine:
    return make_engine(load().database)


def state_of_everything() -> dict[str, list[object]]:
    with engine().connect() as there:
        return {name: list(there.execute(text(f"select * from {name} order by 1"))) for name in TABLES}  # noqa: S608


def cases() -> list[CaseFile]:
    with Session(engine()) as session:
        return list(session.exec(select(CaseFile).order_by(col(CaseFile.id))))


def table(file: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"))))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_good_row_becomes_a_filed_case_with_its_number_and_its_caller(home: Path, run: Run, encoding: str) -> None:
    result = run("exchange", "import", str(put(home, ONE, encoding=encoding)), "--system", "12345")
    assert (result.exit_code, result.stdout) == (0, "已受理 1 件，此前已有 0 件，退回 0 行。\n")
    (case,) = cases()
    assert case.state in {State.TO_SIGN, State.ACCEPTING}
    with Session(engine()) as session:
        facts = [event.data for event in session.exec(select(Event)) if "external_no" in event.data]
        assert [(one["source_system"], one["external_no"]) for one in facts] == [("12345", "A-1")]
        work = Work(session, case.created_at, build(load()))
        person = session.get_one(Person, case.person_id)
        assert work.text(person.phone_id) == "10012345678"
        assert people.enterprise_name(work, case.enterprise_id) == "假想机械有限公司"
        assert people.complainant_chat(work, case) is None
        assert person.tg_id not in set(session.exec(select(Outbox.chat_id)))
        assert "水压" in views.view(work, session.get_one(CaseFile, case.id)).summary


def test_the_same_file_again_changes_nothing_at_all(home: Path, run: Run) -> None:
    file = put(home, ONE, TWO, THREE, FOUR)
    assert run("exchange", "import", str(file), "--system", "12345").exit_code == 0
    before = state_of_everything()
    result = run("exchange", "import", str(file), "--system", "12345")
    assert result.stdout == "已受理 0 件，此前已有 4 件，退回 0 行。\n"
    assert state_of_everything() == before


def test_the_same_number_of_another_platform_is_another_case(home: Path, run: Run) -> None:
    run("exchange", "import", str(put(home, ONE)), "--system", "12345")
    run("exchange", "import", str(put(home, ONE.replace("待派单", "待交办"))), "--system", "两有三解")
    assert len(cases()) == 2


def test_bad_rows_go_back_with_line_and_reason_and_good_rows_stay(home: Path, run: Run) -> None:
    rows = (
        ONE,
        f",,,,,{POWER},待派单,",
        "A-6,,,,,,待派单,",
        f"A-7,,,,,{POWER},天知道,",
        f"A-1,,,,,{POWER},待派单,",
        f"A-8,昨天,,,,{POWER},待派单,",
        f"A-9,,,,,{POWER},已办结,",
        "A-10,,",
        f"A-11,2999-01-01,,,,{POWER},待派单,",
        f"=1+1,,,,,{POWER},待派单,",
        TWO,
    )
    result = run("exchange", "import", str(put(home, *rows)), "--system", "12345")
    assert result.exit_code == 1
    assert "已受理 2 件，此前已有 0 件，退回 9 行。" in result.stdout
    head, *back = table(home / "in-退回.csv")
    assert head[:3] == ["行号", "原因", "external_no"]
    words = ["缺少编号", "缺少内容", "天知道", "编号重复", "来电时间", "已办结", "列数", "晚于现在", "编号只能用"]
    assert [row[0] for row in back] == [str(line) for line in range(3, 12)]
    assert all(word in row[1] for word, row in zip(words, back, strict=True))
    assert back[-1][2] == "'=1+1"


def test_a_returned_file_put_right_is_taken_without_doubling_the_rest(home: Path, run: Run) -> None:
    run("exchange", "import", str(put(home, ONE, f"A-7,,,,,{POWER},天知道,")), "--system", "12345")
    back = home / "in-退回.csv"
    back.write_text(back.read_text("utf-8-sig").replace(",天知道,", ",待派单,"), "utf-8")
    result = run("exchange", "import", str(back), "--system", "12345")
    assert result.stdout == "已受理 1 件，此前已有 0 件，退回 0 行。\n"
    assert len(cases()) == 2


def test_words_over_several_lines_keep_the_count_of_lines(home: Path, run: Run) -> None:
    file = put(home, f'A-1,,,,,"{WATER}\r\n第二行",待派单,', "A-2,,,,,,待派单,")
    run("exchange", "import", str(file), "--system", "12345")
    assert table(home / "in-退回.csv")[1][0] == "4"


def test_a_sealed_row_goes_to_the_contact_and_leaves_no_link_to_its_number(home: Path, run: Run) -> None:
    result = run("exchange", "import", str(put(home, THREE)), "--system", "12345")
    assert result.stdout == "已受理 1 件，此前已有 0 件，退回 0 行。\n"
    (case,) = cases()
    assert case.secrecy is Secrecy.C
    with Session(engine()) as session:
        assert session.get_one(Setting, "external:12345:A-3").value == {}
        assert not [one for one in session.exec(select(Event)) if "A-3" in str(one.data)]
        person = session.get_one(Person, case.person_id)
        assert (person.name_id, person.phone_id, person.enterprise_id) == (None, None, None)
        assert session.get_one(DataKey, case.key_id).sealed
        sent = {row.purpose for row in session.exec(select(Outbox))}
        assert sent == {"sealed.card"}
    run("exchange", "export", str(home / "out.csv"), "--system", "12345", "--by", "YSB-01")
    assert "A-3" not in (home / "out.csv").read_text("utf-8-sig")


def test_out_go_states_and_dates_of_class_a_and_of_class_b_a_state_alone(home: Path, run: Run) -> None:
    run("exchange", "import", str(put(home, FOUR, TWO, ONE)), "--system", "12345")
    by = supervisor()
    assert run("exchange", "export", str(home / "out.csv"), "--system", "12345", "--by", by).exit_code == 0
    head, *rows = table(home / "out.csv")
    assert head[:2] == ["external_no", "状态"]
    assert [row[0] for row in rows] == ["A-1", "A-2", "A-4"]
    assert rows[0][3]
    assert rows[2][2:] == [""] * 6
    assert "10012345678" not in (home / "out.csv").read_text("utf-8-sig")
    with Session(engine()) as session:
        looks = [look.what for look in session.exec(select(Look))]
        assert looks.count("export 12345") == 3


def test_an_officer_takes_nothing_away_and_what_did_not_move_stays_out(home: Path, run: Run) -> None:
    run("exchange", "import", str(put(home, ONE)), "--system", "12345")
    out = str(home / "out.csv")
    assert run("exchange", "export", out, "--system", "12345", "--by", "GSGS-01").exit_code == 3
    assert not (home / "out.csv").exists()
    run("exchange", "export", out, "--system", "12345", "--by", supervisor(), "--since", "2999-01-01")
    assert len(table(home / "out.csv")) == 1
    assert run("exchange", "export", out, "--system", "12345", "--by", supervisor(), "--since", "明天").exit_code == 2


def test_a_kill_in_the_middle_leaves_no_row_half_made_and_the_same_file_completes_it(home: Path, run: Run) -> None:
    file = put(home, ONE, TWO, FOUR)
    root = Path(dispatch.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", KILLED], cwd=home, env={**os.environ, "PYTHONPATH": str(root)}, timeout=120, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert len(cases()) == 1
    result = run("exchange", "import", str(file), "--system", "12345")
    assert result.stdout == "已受理 2 件，此前已有 1 件，退回 0 行。\n"
    assert len(cases()) == 3
    with Session(engine()) as session:
        from bot.desk.audit import findings

        assert not findings(Work(session, cases()[-1].created_at, build(load())), deep=True)


@pytest.mark.parametrize(("data", "word"), [(b"\xff\xff\x81", "UTF-8"), ("编号,状态\r\n".encode(), "表头缺少列：内容")])
def test_what_is_no_table_is_said_and_changes_nothing(home: Path, run: Run, data: bytes, word: str) -> None:
    (home / "in.csv").write_bytes(data)
    result = run("exchange", "import", str(home / "in.csv"), "--system", "12345")
    assert result.exit_code == 2
    assert word in result.stdout
    assert cases() == []
    assert run("exchange", "import", str(home / "in.csv"), "--system", "别处").exit_code == 2


def supervisor() -> str:
    return build(load()).pack.supervisors[0].code


def test_beside_a_bot_that_writes_all_the_while_every_row_is_taken(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    over, take = threading.Event(), taking.take

    def slowly(work: Work, *given: Any) -> taking.Taken:
        work.session.exec(select(Setting)).all()  # what it has read is old by the time it writes
        time.sleep(0.3)
        return take(work, *given)

    monkeypatch.setattr(taking, "take", slowly)

    def write() -> None:
        for n in itertools.takewhile(lambda _n: not over.is_set(), itertools.count()):
            with Session(engine().execution_options(writer=True)) as session:
                session.merge(Setting(name="busy", value={"n": n}, at=NOON))
                session.commit()

    bot = threading.Thread(target=write)
    bot.start()
    try:
        result = run("exchange", "import", str(put(home, ONE, TWO, FOUR)), "--system", "12345")
    finally:
        over.set()
        bot.join()
    assert (result.exit_code, result.stdout) == (0, "已受理 3 件，此前已有 0 件，退回 0 行。\n")
