"""SIGTERM in the middle of a rush."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from storage.db import make_engine
from storage.tables import Inbox, Item
from storage.vocabulary import InboxStatus
from tests.scale.service import Service, ended, service

FIRST, PEOPLE = 700_001, 1000
TEXT = "第{n}号：我们厂在经开区，自来水压力太低，机器老停，请供水公司来看看。"


@pytest.mark.timeout(120)
async def test_a_stop_with_a_thousand_updates_waiting_ends_in_ten_seconds_and_loses_none(
    tmp_path: Path, record_property: Any
) -> None:
    async with service(tmp_path) as there:
        ids = _rush(there)
        process = await there.run()
        await there.called("sendMessage", 0)
        seconds = await ended(process)
        outside = {update.id for update in there.playground.core.updates.waiting}
        inside = _inbox(there.database)
    left = outside | {update_id for update_id, status in inside.items() if status is InboxStatus.NEW}
    print(f"\nstopped in {seconds:.2f} s with {len(left)} of {PEOPLE} updates still to do")
    record_property("stop_seconds", round(seconds, 2))
    assert process.returncode == 0
    assert seconds <= 10
    assert ids == outside | inside.keys()
    assert left, "everything was done before the stop: the rush was too small to say anything"
    assert set(inside.values()) <= {InboxStatus.NEW, InboxStatus.DONE}
    assert _filed(there.database) == sum(status is InboxStatus.DONE for status in inside.values())


def _rush(there: Service) -> set[int]:
    """A thousand people write one complaint each; the ids of their updates."""
    ids: set[int] = set()
    for person in range(FIRST, FIRST + PEOPLE):
        there.playground.add_person({"id": person, "first_name": "企业", "started": True})
        ids |= set(there.playground.say(person, TEXT.format(n=person))["update_ids"])
    assert len(ids) == PEOPLE
    return ids


def _inbox(database: str) -> dict[int, InboxStatus]:
    with Session(make_engine(database)) as session:
        rows = session.exec(select(Inbox.update_id, Inbox.status))
        return {update_id: InboxStatus(status) for update_id, status in rows}


def _filed(database: str) -> int:
    with Session(make_engine(database)) as session:
        return len(session.exec(select(Item.id).where(col(Item.chat_id) >= FIRST)).all())
