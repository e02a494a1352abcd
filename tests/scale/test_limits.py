"""Telegram's flood limits, in real time: never overrun, and a receipt never waits behind the chases."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from bot.app import demo
from bot.texts.values import Message
from storage.vocabulary import Lane
from tests.scale.service import in_process

FIRST, CHASED = 700_001, 800_001
TEXTS = (
    "第{n}号：我们厂在经开区，自来水压力太低，机器老停，请供水公司来看看。",
    "第{n}号：车间这边停电三回了，供电所也没个说法，我们在高新区。",
    "第{n}号：办公楼的宽带断了一星期，电信师傅一直没来修。",
    "第{n}号：食品经营许可证市场监管局拖了一个月没有核发。",
)
BUSY_SECONDS, PER_SECOND = 30, 1
DAYS_WORTH = 1200  # seconds: as many complaints as a busy city has in some days, without a pause
LATER = 4  # seconds: a person reads before pressing, and the card comes a second after the greeting
CHASES, RECEIPTS = 5000, 40
RECEIPT_SECONDS = 1.0


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seconds", [BUSY_SECONDS, pytest.param(DAYS_WORTH, marks=pytest.mark.soak)])
async def test_a_complaint_a_second_never_hits_a_limit(tmp_path: Path, record_property: Any, seconds: int) -> None:
    async with in_process(tmp_path, limits=True) as there:
        count = seconds * PER_SECOND
        for n in range(count + LATER):
            if n < count:
                _says(there, FIRST + n, n)
            await _submits(there, FIRST + n - LATER)
            await asyncio.sleep(1 / PER_SECOND)
        await asyncio.sleep(3)
        calls = there.playground.calls()
    sent, refused = [c for c in calls if c["ok"] and c["method"] != "getUpdates"], _floods(calls)
    print(f"\n{count} complaints in {seconds} s: {len(sent)} calls, {len(refused)} times 429")
    record_property("flood_refusals", len(refused))
    assert len(sent) > count * 4
    assert not refused


@pytest.mark.timeout(150)
async def test_a_receipt_leaves_within_a_second_while_five_thousand_chases_wait(
    tmp_path: Path, record_property: Any
) -> None:
    async with in_process(tmp_path, limits=True) as there:
        for n in range(CHASES):
            there.playground.add_person({"id": CHASED + n, "first_name": "承办人", "started": True})
        await there.bot.db.run(lambda session: _queue_chases(there, session))
        await asyncio.sleep(2)
        waited = sorted([await _until_answered(there, n) for n in range(RECEIPTS)])
        calls = there.playground.calls()
    chased = sum(int(call["params"].get("chat_id") or 0) >= CHASED for call in calls)
    p50, p95 = waited[RECEIPTS // 2], waited[int(RECEIPTS * 0.95)]
    print(f"\n{CHASES} chases queued, {chased} left meanwhile; receipt after p50 {p50:.2f} s, p95 {p95:.2f} s")
    record_property("receipt_p95_seconds", round(p95, 2))
    assert 0 < chased < CHASES, "the chases did not compete"
    assert p95 <= RECEIPT_SECONDS
    assert not _floods(calls)


def _says(there: demo.Demo, person: int, n: int) -> None:
    there.playground.add_person({"id": person, "first_name": f"企业{n}", "started": True})
    there.playground.say(person, TEXTS[n % len(TEXTS)].format(n=n))


async def _submits(there: demo.Demo, person: int) -> None:
    """Presses 提交."""
    if person < FIRST:
        return
    for message in there.playground.messages(person)["messages"]:
        for button in [button for row in message.get("keyboard") or [] for button in row]:
            if button["text"] == "提交":
                await there.playground.press(
                    person, chat=person, message_id=message["message_id"], data=button["data"], wait=0
                )
                return


def _queue_chases(there: demo.Demo, session: Session) -> None:
    work = there.bot.work(session, there.bot.clock.now())
    for n in range(CHASES):
        work.send(CHASED + n, Message(f"请办理第{n}件。"), lane=Lane.CHASE, purpose="chase")


async def _until_answered(there: demo.Demo, n: int) -> float:
    """Seconds from a person's word to the first message that comes back."""
    person, began = FIRST + n, time.monotonic()
    _says(there, person, n)
    while not any(message["from"]["is_bot"] for message in there.playground.messages(person)["messages"]):
        assert time.monotonic() - began < 20, "no receipt"
        await there.playground.core.world.changed.wait(0.5)
    return time.monotonic() - began


def _floods(calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [call for call in calls if call["error_code"] == 429]
