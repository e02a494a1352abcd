"""A prepared city in a folder, the command line, and a playground that runs beside it."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from app_support import Beside, Run
from sqlmodel import Session, col, select
from typer.testing import CliRunner, Result

from bot.app.demo import TOKEN
from bot.app.office import build
from bot.cli.commands import app
from bot.clock import SystemClock
from bot.desk import front
from bot.desk.people import Sender
from bot.desk.words import Words
from bot.desk.work import Work
from bot.settings import load
from storage.db import make_engine
from storage.tables import CaseFile
from tests.support import template

KEY, SEALED = "m" * 64, "s" * 64


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `dingge …`; an exception that nobody explained is raised. Logs stay as the test run has them: the command's own set-up
    would outlive it."""
    monkeypatch.setattr("bot.logs.configure", lambda *_: None)

    def invoke(*words: str) -> Result:
        with structlog.testing.capture_logs() as logs:
            result = CliRunner().invoke(app, list(words), catch_exceptions=False)
        assert [entry for entry in logs if entry["log_level"] in {"error", "critical"}] == []
        return result

    return invoke


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo city's database, once."""
    folder = tmp_path_factory.mktemp("seeded")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("DATA_DIR", str(folder))
        patch.setenv("MASTER_KEY", KEY)
        patch.setenv("SEALED_KEY", SEALED)
        CliRunner().invoke(app, ["seed-demo"], catch_exceptions=False)
    with contextlib.closing(sqlite3.connect(folder / "dingge.sqlite3")) as file:
        file.execute("pragma wal_checkpoint(truncate)")  # the copies take the file alone
    return folder / "dingge.sqlite3"


@pytest.fixture
def home(tmp_path: Path, seeded: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with the demo city, and an environment in which everything is right but the address of Telegram."""
    shutil.copy(seeded, tmp_path / "dingge.sqlite3")
    monkeypatch.chdir(tmp_path)
    right = {"DATA_DIR": str(tmp_path), "MASTER_KEY": KEY, "SEALED_KEY": SEALED, "TELEGRAM_TOKEN": TOKEN}
    for name, value in right.items():
        monkeypatch.setenv(name, value)
    for name in ("DATABASE_URL", "CITY_PACK", "WEBHOOK_URL", "SLA_FILE", "CALENDAR_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TELEGRAM_BASE_URL", "http://127.0.0.1:9")
    return tmp_path


@pytest.fixture
def telegram(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Beside]:
    """The playground of the demo city; the environment points to it."""
    made = Beside()
    monkeypatch.setenv("TELEGRAM_BASE_URL", str(made.playground.url))
    yield made
    made.stop()


@pytest.fixture
def filed(home: Path) -> Callable[[str], str]:
    """Files a complaint of a stranger's through the desk; its number."""

    def file(text: str) -> str:
        office = build(load())
        now = SystemClock().now()
        words = Words(
            Sender(990001, "赵六", ""), 990001, True, 1, text=text, understood=template.understander().understand(text)
        )
        engine = make_engine(load().database)
        with Session(engine) as session:
            front.hear(Work(session, now, office), words)
            session.commit()
            number = session.exec(select(CaseFile.number).order_by(col(CaseFile.id).desc())).first()
        engine.dispose()
        assert number is not None
        return number

    return file
