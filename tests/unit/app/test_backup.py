"""A backup of a database in use is whole, and never overwrites an older one."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.cli.backup import backup
from bot.settings import SettingsError
from storage import migrate
from storage.db import make_engine
from storage.tables import Staff
from storage.vocabulary import Role


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path


def person(code: str) -> Staff:
    return Staff(code=code, role=Role.KEEPER, unit="PLAT", key_id="k", name_id="n")


def test_a_backup_taken_while_somebody_writes_holds_what_was_committed(data: Path) -> None:
    engine = make_engine(f"sqlite:///{data / 'dingge.sqlite3'}")
    migrate.upgrade(engine)
    with Session(engine) as session:
        session.add(person("KEEP-01"))
        session.commit()
        session.add(person("KEEP-02"))
        session.flush()
        assert backup(data / "copies" / "one.sqlite3") == 0
    with Session(make_engine(f"sqlite:///{data / 'copies' / 'one.sqlite3'}")) as session:
        assert list(session.exec(select(Staff.code))) == ["KEEP-01"]


def test_an_older_backup_is_never_overwritten(data: Path) -> None:
    migrate.upgrade(make_engine(f"sqlite:///{data / 'dingge.sqlite3'}"))
    (data / "old").write_text("yesterday")
    with pytest.raises(SettingsError, match="不覆盖"):
        backup(data / "old")
    assert (data / "old").read_text() == "yesterday"


def test_without_a_database_there_is_nothing_to_back_up(data: Path) -> None:
    with pytest.raises(SettingsError, match="没有数据库文件"):
        backup(data / "copy")
    assert not (data / "copy").exists()
