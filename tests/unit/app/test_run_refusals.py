"""`dingge run` and `dingge demo` that cannot start: one clear line with the cure, exit code 2, and nothing left behind."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from app_support import Beside, Run
from sqlalchemy import text
from typer.testing import Result

from bot.app import bot
from bot.app.guard import FileLock
from storage.db import make_engine

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A network that is not up gets no quarter of a minute here."""
    monkeypatch.setattr(bot, "PATIENCE", (0.0,))
    monkeypatch.setenv("LOG_LEVEL", "ERROR")


def refused(result: Result) -> str:
    """The one line of a command that ended with 2 and was never ready."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_without_a_token_it_says_where_to_get_one_and_how_to_try_without(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "")
    said = refused(run("run"))
    assert "@BotFather" in said
    assert "make demo" in said


def test_without_a_master_key_it_says_how_to_make_one(home: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MASTER_KEY")
    assert "dingge keys new" in refused(run("run"))


def test_a_bad_setting_is_named(home: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBHOOK_LISTEN", "nowhere")
    assert "WEBHOOK_LISTEN" in refused(run("run"))


def test_a_second_process_in_the_same_folder_is_refused(home: Path, run: Run) -> None:
    lock = FileLock(home / "dingge.lock")
    lock.take()
    try:
        assert "DATA_DIR" in refused(run("run"))
    finally:
        lock.release()


def test_a_database_of_a_newer_version_is_not_touched(telegram: Beside, home: Path, run: Run) -> None:
    with make_engine(f"sqlite:///{home / 'dingge.sqlite3'}").begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    said = refused(run("run"))
    assert "9999" in said
    assert "新版程序" in said
    assert telegram.playground.calls() == []


def test_a_telegram_out_of_reach_is_named_with_its_cure_and_leaves_the_lock_free(home: Path, run: Run) -> None:
    assert "TELEGRAM_BASE_URL" in refused(run("run"))
    lock = FileLock(home / "dingge.lock")
    lock.take()
    lock.release()


def test_a_token_that_telegram_does_not_know_is_named(
    telegram: Beside, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "9001:WRONG")
    assert "@BotFather" in refused(run("run"))


def test_a_database_that_cannot_be_opened_is_named(home: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "dingge.sqlite3").write_bytes(b"this is not a database at all" * 100)
    assert "DATABASE_URL" in refused(run("run"))


def test_a_postgres_that_is_not_there_is_named_without_its_password(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://dingge:hunter2@127.0.0.1:9/dingge")
    said = refused(run("run"))
    assert "DATABASE_URL" in said
    assert "hunter2" not in said


def test_a_taken_webhook_port_is_named(telegram: Beside, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("WEBHOOK_URL", "https://city.invalid/")
        monkeypatch.setenv("WEBHOOK_LISTEN", f"127.0.0.1:{taken.getsockname()[1]}")
        said = refused(run("run"))
    assert "端口已被占用" in said
    assert "WEBHOOK_LISTEN" in said


def test_a_folder_that_cannot_be_made_is_named(home: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("DATA_DIR", str(home / "file" / "var"))
    assert "DATA_DIR" in refused(run("run"))


def test_a_demo_on_a_taken_port_names_another_and_nothing_else(tmp_path: Path) -> None:
    """As a process: what it prints besides would be seen here."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "bot", "demo", "--port", port, "--data", str(tmp_path)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        program = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    assert program.returncode == 2
    assert "make demo PORT=" in program.stderr
    assert program.stderr.count("\n") == 1
    assert program.stdout == ""
