"""A full disk (SQLite may take no further page): nothing more is confirmed, nothing is lost, and it goes on when there is room."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import event
from sqlmodel import Session, col, select

from bot.app import demo
from bot.channel import receive
from storage.tables import Item
from tests.scale.service import in_process

FIRST, PEOPLE = 700_001, 300
ROOM = 1 << 30  # pages


class Disk:
    """Says before every transaction how many pages the file may have; 1 means not one more than it has."""

    def __init__(self, there: demo.Demo) -> None:
        self.pages = ROOM
        event.listen(there.bot.db.engine, "checkout", self._lay_down)

    def _lay_down(self, connection: Any, _record: object, _proxy: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {self.pages}")


@pytest.mark.timeout(150)
async def test_a_full_disk_stops_confirming_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receive, "LONGEST_BACK_OFF", 0.2)
    with structlog.testing.capture_logs() as logs:
        async with in_process(tmp_path) as there:
            disk = Disk(there)
            await _until(there, lambda: not there.playground.core.updates.waiting)
            disk.pages = 1
            for n in range(PEOPLE):
                _says(there, n)
            await _until(there, lambda: _told(logs) >= 3)
            stuck = len(there.playground.core.updates.waiting)
            assert stuck > 0
            disk.pages = ROOM
            await _until(there, lambda: not there.playground.core.updates.waiting)
            await _until_filed(there)
            filed = await there.bot.db.run(_filed)
    print(f"\n{stuck} of {PEOPLE} updates stayed unconfirmed while the disk was full; told {_told(logs)} times")
    assert filed == Counter(range(FIRST, FIRST + PEOPLE))


def _says(there: demo.Demo, n: int) -> None:
    there.playground.add_person({"id": FIRST + n, "first_name": f"企业{n}", "started": True})
    there.playground.say(FIRST + n, f"第{n}号：我们厂在经开区，自来水压力太低，机器老停，请供水公司来看看。")


def _told(logs: list[Any]) -> int:
    """How often the log said that receiving failed."""
    return sum(entry["event"] == "poll failed" for entry in logs)


def _filed(session: Session) -> Counter[int | None]:
    """Words in the files, by chat."""
    rows = session.exec(select(Item.chat_id).where(col(Item.chat_id) >= FIRST))
    return Counter(rows)


async def _until(there: demo.Demo, true: Any) -> None:
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < 60
        await asyncio.sleep(0.05)


async def _until_filed(there: demo.Demo) -> None:
    began = time.monotonic()
    while (await there.bot.db.run(_filed)).total() < PEOPLE:
        assert time.monotonic() - began < 60
        await asyncio.sleep(0.2)
    while not await there.bot.quiet():
        assert time.monotonic() - began < 90
        await asyncio.sleep(0.2)
