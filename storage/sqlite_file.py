"""How every connection to SQLite is set up: durable, strict about references, and with transactions that we begin ourselves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "secure_delete=ON",  # a destroyed key is overwritten, not left in a free cell
)


def prepare_sqlite(engine: Engine, event: Any) -> None:
    """Set the pragmas on each connection and let SQLAlchemy, not the driver, begin transactions."""

    @event.listens_for(engine, "connect")  # type: ignore[untyped-decorator]
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")  # type: ignore[untyped-decorator]
    def _begin(connection: Any) -> None:
        raw = connection.connection.dbapi_connection
        if raw.in_transaction:  # a commit that failed may leave it open
            raw.rollback()
        writing = connection.get_execution_options().get("writer")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def empty_journal(engine: Engine) -> None:
    """Move the journal into the database and cut it to nothing, so that no older page image outlives what was overwritten.

    Does nothing, and harms nothing, while a reader is in the way.
    """
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()
