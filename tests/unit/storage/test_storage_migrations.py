"""The schema's history: what the migrations make is what the code maps, on both engines, with rows or without."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlmodel import Session, SQLModel, select

from storage import migrate
from storage.db import make_engine
from storage.tables import Counter
from storage.vault import INBOX_KEY
from tests.unit.storage.storage_support import NOW, new_vault


@pytest.fixture
def empty(empty_url: str) -> Engine:
    """An engine on a database without tables."""
    return make_engine(empty_url)


def test_migrating_an_empty_database_gives_exactly_the_tables_that_the_code_maps(empty: Engine) -> None:
    migrate.upgrade(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    assert migrate.current(empty) == migrate.needed()
    empty.dispose()


def test_going_down_leaves_nothing_and_up_again_works(empty: Engine) -> None:
    migrate.upgrade(empty)
    migrate.downgrade(empty, "base")
    assert set(inspect(empty).get_table_names()) == {"alembic_version"}
    migrate.upgrade(empty)
    assert set(inspect(empty).get_table_names()) == {*SQLModel.metadata.tables, "alembic_version"}
    empty.dispose()


def test_an_upgrade_of_a_database_with_rows_keeps_them(empty: Engine) -> None:
    migrate.upgrade(empty)
    with Session(empty) as session:
        new_vault().new_key(session, INBOX_KEY, NOW)
        session.add(Counter(name="case-2026", value=41))
        session.commit()
    migrate.upgrade(empty)
    with Session(empty) as session:
        assert session.exec(select(Counter.value)).all() == [41]
    empty.dispose()


def test_two_processes_may_migrate_the_same_empty_database_at_the_same_moment(empty_url: str) -> None:
    troubles: list[BaseException] = []

    def one() -> None:
        engine = make_engine(empty_url)
        try:
            migrate.upgrade(engine)
        except BaseException as error:
            troubles.append(error)
        engine.dispose()

    threads = [threading.Thread(target=one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []


def test_a_database_of_a_newer_version_is_refused_and_not_touched(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrate.NewerSchema, match="9999"):
        migrate.upgrade(engine)
    assert migrate.current(engine) == "9999"


def test_a_new_sqlite_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "dingge.sqlite3"
    engine = make_engine(f"sqlite:///{path}")
    migrate.upgrade(engine)
    engine.dispose()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
