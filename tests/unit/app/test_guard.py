"""One process a database: a lock beside the file, a lease in the table."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, SQLModel, create_engine

from bot.app import guard
from bot.app.guard import FileLock, Taken
from bot.app.leader import Leader
from storage.db import Database

NINE = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
HOLDER = "import sys; from pathlib import Path; from bot.app.guard import FileLock; FileLock(Path(sys.argv[1])).take(); print('held', flush=True); sys.stdin.read()"


@pytest.fixture
def session() -> Iterator[Session]:
    """Tables in memory."""
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    with Session(engine) as made:
        yield made
    engine.dispose()


def test_a_second_process_is_refused_and_let_in_after_the_first_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "var" / "dingge.lock"
    first = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        second = FileLock(path)
        with pytest.raises(Taken):
            second.take()
        first.kill()
        first.wait(10)
    second.take()
    second.release()


def test_the_lock_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    FileLock(tmp_path / "dingge.lock").release()
    assert (tmp_path / "dingge.lock").stat().st_mode & 0o077 == 0


def test_a_lease_is_held_by_one_until_it_runs_out(session: Session) -> None:
    assert guard.hold(session, "sender", "a", NINE)
    assert not guard.hold(session, "sender", "b", NINE + guard.LEASE / 2)
    assert guard.hold(session, "sender", "a", NINE + guard.LEASE / 2)
    assert not guard.hold(session, "sender", "b", NINE + guard.LEASE)
    assert guard.hold(session, "sender", "b", NINE + 2 * guard.LEASE)
    assert not guard.hold(session, "sender", "a", NINE + 2 * guard.LEASE + timedelta(seconds=1))


async def test_on_sqlite_the_only_process_leads_without_a_lease() -> None:
    assert Leader(Database("sqlite://"), "a", lambda: NINE).leading
