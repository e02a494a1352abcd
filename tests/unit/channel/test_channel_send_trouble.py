"""The sender when the network, Telegram, the database or the process itself fails: nothing is lost, nothing spins."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from channel_support import BOSS, CLERK, GROUP, OFFICER, TOKEN, Rig, until
from sqlalchemy.exc import OperationalError

from bot.channel.api import Api
from storage import outbox
from storage.vocabulary import Lane, Op, OutboxStatus


async def test_a_dead_network_loses_nothing_however_long_it_lasts(rig: Rig) -> None:
    playground, rig.api = rig.playground, Api(rig.api._request, f"http://127.0.0.1:9/bot{TOKEN}")
    rows = [await rig.put(BOSS, f"{number}") for number in range(3)]
    rig.start(rig.new_sender())
    for _ in range(40):
        rig.clock.move(minutes=10)
        rig.sender.poke()
        await asyncio.sleep(0.02)
    assert await rig.statuses() == [OutboxStatus.QUEUED] * 3
    assert (await rig.row(rows[0])).attempts < 10  # it is tried now and then, not all the time
    rig.sender._courier._api._root = f"{playground.url}/bot{TOKEN}"
    await rig.rest(10)
    assert rig.heard(BOSS) == ["0", "1", "2"]
    assert rig.told.undeliverable == []
    assert await rig.db.run(outbox.uncertain) == []  # it never left: there is nothing to doubt


async def test_an_outage_of_telegram_gives_up_no_message(rig: Rig) -> None:
    rig.playground.fault("502", method="sendMessage", times=10_000)
    await rig.put(BOSS)
    await rig.put(OFFICER)
    rig.start()
    for _ in range(30):
        rig.clock.move(minutes=2)
        rig.sender.poke()
        await asyncio.sleep(0.05)
    assert OutboxStatus.FAILED not in await rig.statuses()
    rig.playground.clear_faults()
    for _ in range(400):
        rig.clock.move(minutes=2)
        rig.sender.poke()
        await asyncio.sleep(0.05)
        if set(await rig.statuses()) == {OutboxStatus.SENT}:
            break
    assert rig.heard(BOSS) == ["您好"]


async def test_a_message_that_always_breaks_the_server_is_given_up_and_told_while_others_pass(rig: Rig) -> None:
    rig.playground.fault("500", method="sendMessage", chat=BOSS, times=100)
    bad = await rig.put(BOSS, "坏")
    rig.start()
    for number in range(12):
        await rig.put(OFFICER, f"{number}")
        rig.clock.move(minutes=2)
        rig.sender.poke()
        await rig.rest(20)
    row = await rig.row(bad)
    assert (row.status, row.attempts) == (OutboxStatus.FAILED, 6)
    assert [row_id for row_id, _ in rig.told.undeliverable] == [bad]
    assert len(rig.heard(OFFICER)) == 12


async def test_a_revoked_token_keeps_every_message(rig: Rig) -> None:
    rig.api = Api(rig.api._request, f"{rig.playground.url}/bot9:WRONG")
    await rig.put(BOSS)
    await rig.put(OFFICER)
    rig.start(rig.new_sender())
    for _ in range(20):
        rig.clock.move(minutes=5)
        rig.sender.poke()
        await asyncio.sleep(0.05)
    assert set(await rig.statuses()) <= {OutboxStatus.QUEUED, OutboxStatus.SENDING}


async def test_an_answer_that_never_comes_is_in_doubt_and_is_asked_again_once(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = rig.api.call

    async def impatient(method: str, parameters: dict[str, Any], *, read_timeout: float = 20.0) -> Any:
        return await call(method, parameters, read_timeout=0.2)

    monkeypatch.setattr(rig.api, "call", impatient)
    rig.playground.fault("timeout_before", method="sendMessage", seconds=3)
    row_id = await rig.put(BOSS, "等")
    rig.start()
    await rig.rest()
    row = await rig.row(row_id)
    assert rig.heard(BOSS) == ["等"]
    assert (row.status, row.doubts) == (OutboxStatus.SENT, 1)


async def test_a_database_that_fails_for_a_while_delays_and_doubles_nothing(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    await rig.put(BOSS, "只一次")
    run, failing = rig.db.run, 4

    async def shaky(fn: Any) -> Any:
        nonlocal failing
        if failing > 0:
            failing -= 1
            raise OperationalError("insert", {}, Exception("database or disk is full"))
        return await run(fn)

    monkeypatch.setattr(rig.db, "run", shaky)
    rig.start()
    await until(lambda: failing == 0, 20)
    monkeypatch.undo()
    await rig.rest(10)
    assert rig.heard(BOSS) == ["只一次"]
    assert await rig.statuses() == [OutboxStatus.SENT]


async def test_a_result_that_cannot_be_written_is_kept_and_its_chat_waits(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = await rig.put(BOSS, "一"), await rig.put(BOSS, "二")
    settle, failing = outbox.settle, 3

    def full(*args: Any) -> list[int]:
        nonlocal failing
        failing -= 1
        if failing >= 0:
            raise OperationalError("update", {}, Exception("database or disk is full"))
        return settle(*args)

    monkeypatch.setattr(outbox, "settle", full)
    rig.start()
    await until(lambda: failing == 1)
    assert rig.heard(BOSS) == ["一"]
    assert (await rig.row(first)).status is OutboxStatus.SENDING
    await rig.rest()
    assert rig.heard(BOSS) == ["一", "二"]


async def test_what_a_dead_process_had_in_flight_is_sent_again_once_and_told_if_it_stays_in_doubt(rig: Rig) -> None:
    once, twice = await rig.put(BOSS, "一次"), await rig.put(OFFICER, "两次")
    await rig.db.run(lambda session: outbox.claim(session, rig.clock.now(), 10))
    await rig.db.run(lambda session: setattr(session.get_one(outbox.Outbox, twice), "doubts", 1))
    rig.start()
    await rig.rest()
    assert rig.heard(BOSS) == ["一次"]
    assert rig.heard(OFFICER) == []
    assert (await rig.row(once)).doubts == 1
    assert rig.told.uncertain == [twice]


async def test_a_process_that_does_not_lead_touches_nothing(rig: Rig) -> None:
    flying = await rig.put(BOSS)
    await rig.db.run(lambda session: outbox.claim(session, rig.clock.now(), 10))
    await rig.put(OFFICER)
    rig.leads = False
    rig.start()
    await asyncio.sleep(0.1)
    assert await rig.statuses() == [OutboxStatus.SENDING, OutboxStatus.QUEUED]
    rig.leads = True
    rig.sender.poke()
    await rig.rest()
    assert await rig.statuses() == [OutboxStatus.SENT] * 2
    assert (await rig.row(flying)).doubts == 1


async def test_stopping_finishes_the_call_in_flight_and_starts_no_other(rig: Rig) -> None:
    rig.playground.fault("slow", method="sendMessage", seconds=0.4)
    await rig.put_many([(BOSS if number % 2 else OFFICER, f"{number}") for number in range(1000)])
    rig.start()
    await until(lambda: rig.sender._calls)
    began = time.monotonic()
    await rig.stop()
    assert time.monotonic() - began < 3
    statuses = await rig.statuses()
    assert OutboxStatus.SENDING not in statuses
    assert statuses.count(OutboxStatus.SENT) == len(rig.heard(BOSS)) + len(rig.heard(OFFICER)) < 50


async def test_stopping_does_not_wait_for_ever_for_a_call_that_hangs(rig: Rig) -> None:
    rig.playground.fault("timeout_after", method="sendMessage", seconds=10)
    row_id = await rig.put(BOSS)
    rig.start()
    await until(lambda: rig.sender._calls)
    await rig.sender.stop(0.3)
    assert (await rig.row(row_id)).doubts == 1


async def test_edits_that_wait_for_their_message_do_not_block_the_queue(rig: Rig) -> None:
    later = rig.clock.now().replace(hour=23)
    cards = await rig.put_many([(GROUP, "明天")] * 200, lane=Lane.CHASE, not_before=later)
    for card in cards:
        await rig.db.run(lambda s, card=card: rig.put_in(s, GROUP, op=Op.EDIT, target_id=card))
    await rig.put(CLERK, "照常", lane=Lane.REPORT)
    rig.start()
    await until(lambda: rig.heard(CLERK) == ["照常"])


async def test_an_edit_whose_message_never_arrived_is_dropped(rig: Rig) -> None:
    rig.playground.block(BOSS)
    card = await rig.put(BOSS, "卡片")
    edit = await rig.put(BOSS, "新", op=Op.EDIT, target_id=card)
    rig.start()
    await rig.rest()
    assert (await rig.row(edit)).status is OutboxStatus.DROPPED
