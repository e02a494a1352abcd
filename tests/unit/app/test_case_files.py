"""`dingge case files`: a case's own copies are written out; what is sealed stays sealed, what is missing is said."""

from __future__ import annotations

from pathlib import Path

from app_support import Run
from sqlmodel import Session, select

from bot.app.office import build
from bot.clock import SystemClock
from bot.desk import files, front
from bot.desk.people import Sender
from bot.desk.words import Media, Words
from bot.desk.work import Work
from bot.settings import load
from storage.db import make_engine
from storage.tables import CaseFile
from storage.vocabulary import ItemKind
from tests.support import template

WATER = "我们厂自来水压力太低，机器老停"
BRIBE = "环保局李科长要我五万块红包，不给就不验收"
BYTES = b"%PDF-1.7 nothing in it"


def sent(text: str, name: str, *, arrives: bool = True) -> str:
    """A document with these words was filed, and its bytes came or not; the case's number."""
    now = SystemClock().now()
    media = Media(ItemKind.DOCUMENT, "BQAC1", "U1", name, "application/pdf", len(BYTES))
    understood = template.understander().understand(text)
    words = Words(Sender(990001, "赵六", ""), 990001, True, 1, text=text, media=media, understood=understood)
    engine = make_engine(load().database)
    with Session(engine) as session:
        work = Work(session, now, build(load()))
        front.hear(work, words)
        session.flush()
        for wanted in files.wanted(work, 9) if arrives else []:
            files.keep(work, wanted.timer_id, BYTES)
        session.commit()
        number = session.exec(select(CaseFile.number)).one()
    engine.dispose()
    return number


def test_a_kept_file_is_written_under_its_own_name(home: Path, run: Run) -> None:
    number = sent(WATER, "用水合同.pdf")
    result = run("case", "files", number, str(home / "out"))
    assert result.exit_code == 0
    assert (home / "out" / f"{number}-1-用水合同.pdf").read_bytes() == BYTES


def test_a_name_never_leads_out_of_the_folder(home: Path, run: Run) -> None:
    number = sent(WATER, "../../坏 名:字.pdf")
    run("case", "files", number, str(home / "out"))
    (written,) = (home / "out").iterdir()
    assert written.name == f"{number}-1-坏 名字.pdf"


def test_a_file_that_has_not_come_is_said_and_not_written(home: Path, run: Run) -> None:
    number = sent(WATER, "用水合同.pdf", arrives=False)
    result = run("case", "files", number, str(home / "out"))
    assert "共 1 个附件，写出 0 个" in result.stdout
    assert "还没取到" in result.stdout


def test_files_of_a_sealed_case_are_not_written(home: Path, run: Run) -> None:
    number = sent(BRIBE, "录音.pdf")
    result = run("case", "files", number, str(home / "out"))
    assert result.exit_code == 3
    assert not (home / "out").exists()


def test_the_bytes_do_not_lie_open_in_the_database(home: Path, run: Run) -> None:
    sent(WATER, "用水合同.pdf")
    stored = b"".join(path.read_bytes() for path in home.glob("dingge.sqlite3*"))
    assert BYTES not in stored
    assert "用水合同".encode() not in stored
    assert b"BQAC1" not in stored
