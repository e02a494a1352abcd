"""A seeded database, made once a test process and copied for each city: migrating and seeding costs more than a journey."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from sqlmodel import Session

from bot.app.demo import settings
from bot.app.office import build
from bot.desk import seed
from bot.desk.work import Work
from nlp.understand import Understander
from storage import migrate
from storage.db import make_engine

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@cache
def understander() -> Understander:
    """One for all cities: it is pure. By rules and catalogue alone: what a journey says must not be read otherwise
    because the reader was trained anew. How well it reads is measured in tests/nlp."""
    from bot.city.demo import demo_catalogue

    return Understander(demo_catalogue(), trained=False)


def copy_to(folder: Path) -> None:
    """Put the seeded database and its demo key there."""
    shutil.copytree(_made(), folder, dirs_exist_ok=True)


@cache
def _made() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="dingge-template-"))
    plain = settings(folder, "http://127.0.0.1:9")
    office, engine = build(plain), make_engine(plain.database)
    migrate.upgrade(engine)
    with Session(engine) as session:
        seed.seed(Work(session, LONG_AGO, office))
        session.commit()
    engine.dispose()  # closes the last connection: the write-ahead log is folded into the file
    return folder


def forget() -> None:
    """Remove the seeded database, if there is one."""
    if _made.cache_info().currsize:
        shutil.rmtree(_made(), ignore_errors=True)
        _made.cache_clear()
