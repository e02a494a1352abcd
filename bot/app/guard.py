"""One instance a database: an operating-system lock beside SQLite's file, a lease row on PostgreSQL."""

from __future__ import annotations

import fcntl
import os
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from storage.tables import Lease

LEASE = timedelta(seconds=30)


class Taken(Exception):
    """Another process works on this database."""


class FileLock:
    """Held as long as the process lives; the system releases it whatever way the process ends."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def take(self) -> None:
        """Raise `Taken` if somebody else has it."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Taken from error

    def release(self) -> None:
        """Give it back."""
        os.close(self._file)


def hold(session: Session, name: str, holder: str, now: datetime) -> bool:
    """Take or renew a lease; False while another holder's runs."""
    row = session.exec(select(Lease).where(col(Lease.name) == name).with_for_update()).first()
    if row is None:
        session.add(Lease(name=name, holder=holder, until=now + LEASE))
        return True
    if row.holder != holder and row.until > now:
        return False
    row.holder, row.until = holder, now + LEASE
    return True
