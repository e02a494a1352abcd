"""Hostile updates in the middle of ordinary work: nothing is lost, nothing moves that should not, and the next person is served."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session, col, func, select

from bot.channel import worker
from storage import inbox
from storage.tables import CaseFile, Inbox, Item
from storage.vocabulary import InboxStatus, State
from tests.support import hostile
from tests.support.city import City, city

WATER = "我们厂在经开区，自来水压力太低，机器老停，已经三天了，请供水公司来看看。"
STRANGERS = [990001, 990002]
COUNT = 250


def ignore_all(c: City) -> None:
    """What the bot said to the hostile is its own business."""
    for entry in c.playground.chats()["chats"]:
        c.chat(entry["id"]).ignore()


def statuses(session: Session) -> dict[InboxStatus, int]:
    """How many updates ended how."""
    counted = session.exec(select(Inbox.status, func.count()).group_by(col(Inbox.status)))
    return {InboxStatus(status): number for status, number in counted}


def cases(session: Session) -> list[tuple[str, State, str | None, int]]:
    """What the cases look like."""
    return [
        (case.number, case.state, case.unit, len(session.exec(select(Item).where(Item.case_id == case.id)).all()))
        for case in session.exec(select(CaseFile).order_by(col(CaseFile.id)))
        if case.state is not State.DRAFT
    ]


async def quiet(c: City) -> None:
    """Until every update has ended one way or the other."""
    async with asyncio.timeout(60):
        while (await c.look(statuses)).get(InboxStatus.NEW) or c.playground.core.updates.waiting:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await c.settle()


def of_strangers(groups: list[int]) -> Iterator[dict[str, Any]]:
    """Updates of people whom nobody knows, in private and in the city's groups."""
    for raw in hostile.updates(COUNT, users=STRANGERS, groups=groups):
        text = json.dumps(raw, ensure_ascii=False).encode("utf-16", "surrogatepass")
        yield json.loads(text.decode("utf-16", "replace"))  # half a letter does not travel over the wire


@pytest.mark.timeout(180)
async def test_hostile_updates_are_handled_or_parked_and_the_next_complaint_is_filed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker, "PAUSES", (0.01,))
    async with city() as c:
        for stranger in STRANGERS:
            c.playground.add_person({"id": stranger, "first_name": "某人"})
        await c.boss.says(WATER)
        ignore_all(c)
        before = await c.look(cases)
        for raw in of_strangers([c.group("GSGS").id, c.clerks.id, c.supervisors.id, c.keepers.id]):
            c.playground.update(raw)
        await quiet(c)
        ended = await c.look(statuses)
        assert ended[InboxStatus.DONE] > COUNT / 3
        assert sum(ended.values()) == COUNT + 1
        assert [case for case in await c.look(cases) if case[0] == before[0][0]] == before
        ignore_all(c)
        second = c.bosses[1]
        await second.says(WATER)
        second.sees("已收到。编号")
        ignore_all(c)


async def test_buttons_that_a_stranger_forges_change_no_case_and_open_none() -> None:
    async with city() as c:
        await c.boss.says(WATER)
        ignore_all(c)
        before = await c.look(cases)
        card = c.boss.chat.messages()[-1]
        for number, data in enumerate(hostile.FORGED):
            c.playground.update(press(800_000 + number, STRANGERS[0], c.boss.id, card["message_id"], data))
        await quiet(c)
        ignore_all(c)
        assert await c.look(cases) == before
        assert (await c.look(statuses)).get(InboxStatus.PARKED) is None


async def test_a_bad_update_between_two_good_ones_is_parked_and_told_once_and_both_are_served() -> None:
    async with city() as c:
        c.playground.say(c.bosses[0].id, WATER)
        c.playground.fault("bad_update")
        c.playground.say(c.bosses[1].id, WATER)
        await quiet(c)
        for boss in c.bosses[:2]:
            assert any("已收到。编号" in str(m.get("text")) for m in boss.chat.messages())
        parked = await c.look(lambda s: [row.id for row in inbox.parked(s)])
        assert len(parked) == 1
        c.keepers.sees("搁置", "内容没有丢")
        c.keepers.hears_nothing()
        ignore_all(c)


def press(update_id: int, user: int, chat: int, message_id: int, data: str) -> dict[str, Any]:
    """A press of somebody else's button."""
    message = {"message_id": message_id, "date": 1773018000, "chat": {"id": chat, "type": "private"}, "text": "x"}
    query = {
        "id": str(update_id),
        "from": {"id": user, "is_bot": False, "first_name": "某人"},
        "chat_instance": "1",
        "data": data,
        "message": message,
    }
    return {"update_id": update_id, "callback_query": query}
