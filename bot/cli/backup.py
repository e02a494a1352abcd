"""`dingge backup`: a copy of a running SQLite database that is whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.settings import SettingsError, load


def backup(target: Path) -> int:
    """Copy the database to a new file while the bot goes on; contents stay encrypted in it.

    Raises `SettingsError` for PostgreSQL, which has its own tools, and for a target that exists.
    """
    address = make_url(load().database)
    if address.get_backend_name() != "sqlite" or not address.database:
        raise SettingsError("DATABASE_URL 是 PostgreSQL，请用 pg_dump 备份。")
    if not Path(address.database).exists():
        raise SettingsError(f"没有数据库文件 {address.database}。请核对 DATA_DIR。")
    if target.exists():
        raise SettingsError(f"{target} 已经存在，不覆盖旧备份。请换一个文件名。")
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(address.database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        sound = copy.execute("pragma integrity_check").fetchone()[0] == "ok"
    print(f"已备份到 {target}。" if sound else f"{target} 校验不通过，请换一块盘重试。")
    return 0 if sound else 1
