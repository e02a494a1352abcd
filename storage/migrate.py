"""Brings a database to the schema that this code needs; refuses politely if the database is newer."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

FOLDER = Path(__file__).with_name("migrations")
LOCK = 3_707_160_001  # PostgreSQL's advisory lock under which one process migrates


class NewerSchema(Exception):
    """The database was written by a newer version: this one must not touch it."""


def config() -> Config:
    """Alembic's configuration, without a file."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    return made


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Make or migrate the tables, one process at a time. A new SQLite file is made readable by its owner only."""
    prepare_file(engine)
    with engine.execution_options(writer=True).connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        there = MigrationContext.configure(connection).get_current_revision()
        check(there)
        if revision == "head" and there == needed():
            return
        settings = config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)
        connection.commit()


def downgrade(engine: Engine, revision: str) -> None:
    """Go back to an earlier schema."""
    with engine.connect() as connection:
        settings = config()
        settings.attributes["connection"] = connection
        command.downgrade(settings, revision)
        connection.commit()


def current(engine: Engine) -> str | None:
    """The database's revision; None for an empty database."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def needed() -> str:
    """The revision that this code needs."""
    return _revisions()[0]


@cache  # reading them runs every revision's file
def _revisions() -> tuple[str, frozenset[str]]:
    scripts = ScriptDirectory.from_config(config())
    return scripts.get_current_head() or "", frozenset(script.revision for script in scripts.walk_revisions())


def check(revision: str | None) -> None:
    """Raise `NewerSchema` for a revision that this code does not know."""
    if revision is not None and revision not in _revisions()[1]:
        raise NewerSchema(f"数据库结构版本 {revision} 比本程序新。请用新版程序，或从备份恢复。")


def prepare_file(engine: Engine) -> None:
    """Make the folder and an empty file with mode 0600, so that no other user reads along."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
