"""Anchors: the heads of all histories, written once a day to a file outside the database.

Whoever changes the database alone cannot change them: `storage.history.verify_anchors` finds a rewritten chain, a cut tail and
a case that is gone. Copy the folder to another machine; that is where it protects.
"""

from __future__ import annotations

import asyncio
import os
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session

from storage import history
from storage.db import Database
from storage.tables import Setting

LAST = "anchored"
FOLDER = "anchors"
DAYS_READ = 31  # a check looks back so many files


def lines(data_dir: Path) -> list[str]:
    """What was anchored lately; empty before the first day."""
    files = sorted((data_dir / FOLDER).glob("*.txt"))[-DAYS_READ:]
    return [line for path in files for line in path.read_text(encoding="ascii", errors="replace").splitlines()]


async def keep(db: Database, folder: Path, day: date, now: datetime) -> Path | None:
    """Append today's heads to `folder/2026-03-09.txt`, unless that was done today. OSError if the file cannot be written.

    A death between file and note writes the same heads twice, which changes nothing.
    """
    if await db.read(lambda session: _done(session, day)):
        return None
    lines = await db.read(lambda session: list(history.anchor_lines(session)))
    path = folder / f"{day.isoformat()}.txt"
    await asyncio.to_thread(_append, path, lines)
    await db.run(lambda session: _note(session, day, now))
    return path


def _done(session: Session, day: date) -> bool:
    row = session.get(Setting, LAST)
    return row is not None and str(row.value["day"]) >= day.isoformat()


def _note(session: Session, day: date, now: datetime) -> None:
    row = session.get(Setting, LAST) or Setting(name=LAST, value={}, at=now)
    row.value, row.at = {"day": day.isoformat()}, now
    session.add(row)


def _append(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        file.writelines(f"{line}\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
