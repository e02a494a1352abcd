"""The sender under Telegram's limits, held by the playground in real time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from channel_support import BOSS, GROUP, NINE, OFFICER, SEED, TOKEN, HandClock, Rig, until

from bot.channel.buckets import SendLimits
from bot.channel.request import AiohttpRequest
from bot.playground.server import Playground
from storage.db import Database
from storage.vault import Vault
from storage.vocabulary import Lane

FIRST = 50_000
CHASES, RECEIPTS = 5_000, 15


@pytest.fixture
async def crowded(db: Database, vault: Vault, request_: AiohttpRequest) -> AsyncIterator[Rig]:
    """A rig whose playground holds Telegram's limits, with many people."""
    people = [{"id": FIRST + number, "first_name": f"某人{number}"} for number in range(CHASES + RECEIPTS)]
    playground = Playground({**SEED, "people": [*SEED["people"], *people]}, token=TOKEN, limits=True, start_at=NINE)
    await playground.start()
    rig = Rig(db, vault, playground, request_)
    rig.clock = HandClock(running=True)
    yield rig
    await rig.stop()
    await playground.stop()


async def test_receipts_leave_within_a_second_while_five_thousand_chases_wait_and_no_call_is_refused(
    crowded: Rig,
) -> None:
    await crowded.put_many([(FIRST + number, f"催{number}") for number in range(CHASES)], lane=Lane.CHASE)
    crowded.start(crowded.new_sender(SendLimits()))
    await until(lambda: len(crowded.calls()) > 20)
    waits = []
    for number in range(RECEIPTS):
        waits.append(await _receipt(crowded, FIRST + CHASES + number))
        await asyncio.sleep(0.3)
    calls = crowded.calls()
    print(f"receipt p95 {sorted(waits)[-1]:.3f} s, worst of {RECEIPTS}; {len(calls)} calls")
    assert sorted(waits)[-1] <= 1.0
    assert [call for call in calls if not call["ok"]] == []
    assert len(calls) > 60


async def _receipt(rig: Rig, chat: int) -> float:
    loop = asyncio.get_running_loop()
    began = loop.time()
    await rig.put(chat, "已收到", lane=Lane.SAFETY)
    await until(lambda: rig.heard(chat), 10)
    return loop.time() - began


async def test_a_group_and_a_private_chat_get_no_more_than_they_may(crowded: Rig) -> None:
    await crowded.put_many([(GROUP, f"{number}") for number in range(25)])
    await crowded.put_many([(BOSS, f"{number}") for number in range(4)])
    crowded.start(crowded.new_sender(SendLimits()))
    await until(lambda: len(crowded.heard(BOSS)) == 4, 10)
    assert len(crowded.heard(GROUP)) == 18
    assert [call for call in crowded.calls() if not call["ok"]] == []


async def test_after_a_restart_what_was_sent_before_still_counts(crowded: Rig) -> None:
    await crowded.put_many([(GROUP, f"{number}") for number in range(20)])
    crowded.start(crowded.new_sender(SendLimits()))
    await until(lambda: len(crowded.heard(GROUP)) == 18)
    await crowded.stop()
    crowded.start(crowded.new_sender(SendLimits()))
    await crowded.put(OFFICER, "之后")
    await until(lambda: crowded.heard(OFFICER))
    assert len(crowded.heard(GROUP)) == 18
    assert [call for call in crowded.calls() if not call["ok"]] == []


async def test_lanes_go_before_each_other(crowded: Rig) -> None:
    for lane in (Lane.REPORT, Lane.DIGEST, Lane.CHASE, Lane.ANSWER, Lane.SAFETY):
        await crowded.put_many([(FIRST + 10 * lane + number, lane.name) for number in range(3)], lane=lane)
    crowded.start(crowded.new_sender(SendLimits.off()))
    await crowded.rest()
    order = [call["params"]["text"] for call in crowded.calls("sendMessage")]
    assert order == [lane.name for lane in Lane for _ in range(3)]
