"""Thousands of hostile updates: the process lives, every update has an end, and nobody's case shows up with somebody else."""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlmodel import Session, col, select

from bot.app import demo
from bot.channel import worker
from bot.channel.intake import Intake
from bot.city.demo import demo_pack
from storage.tables import CaseFile, Inbox, Person
from storage.vocabulary import ChatPurpose, InboxStatus
from tests.scale.service import in_process
from tests.support import hostile

COUNT, SOAK = 1_000, 10_000
BATCH = 100
SECONDS = 90.0
BOSS, SECRET = 10601, "我们厂自来水压力太低，机器老停，锅炉房旁边那台蓝色的"
STRANGERS = list(range(990_001, 990_021))
NUMBER = re.compile(r"QS-\d{4}-\d{6}")


@pytest.mark.timeout(240)
async def test_a_thousand_hostile_updates_lose_and_leak_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Any
) -> None:
    monkeypatch.setattr(worker, "PAUSES", (0.01,))
    seconds, ends = await _flood(tmp_path, COUNT)
    record_property("hostile_seconds", round(seconds, 1))
    assert ends.total() == COUNT
    assert seconds < SECONDS


@pytest.mark.soak
@pytest.mark.timeout(3600)
async def test_ten_thousand_hostile_updates_lose_and_leak_nothing(tmp_path: Path) -> None:
    _, ends = await _flood(tmp_path, SOAK)
    assert ends.total() == SOAK


async def _flood(folder: Path, count: int) -> tuple[float, Counter[InboxStatus]]:
    """A case is filed, strangers and other units' groups pour in, then all is looked at. Seconds; updates by their end."""
    with structlog.testing.capture_logs() as logs:
        async with in_process(folder) as there:
            for person in STRANGERS:
                there.playground.add_person({"id": person, "first_name": "某人", "started": True})
            there.playground.say(BOSS, SECRET)
            await _rest(there, 20)
            began = time.monotonic()
            await _pour(there, count)
            await _rest(there, 3000)
            seconds = time.monotonic() - began
            ends = await there.bot.db.run(_ends)
            print(f"\n{count} hostile updates: {seconds:.1f} s, {dict(ends)}")
            print(await there.bot.db.run(_reasons))
            assert not await there.bot.db.run(_without_reason)
            _nothing_leaked(there, await there.bot.db.run(_owners))
            await _still_serves(there)
    errors = Counter(str(entry["event"]) for entry in logs if entry["log_level"] in {"error", "critical"})
    assert not errors, errors
    return seconds, ends


async def _pour(there: demo.Demo, count: int) -> None:
    """Straight into the receiving path, as the polling loop does it: a batch is one commit, then the workers get it."""
    bot = there.bot
    intake = Intake(bot.db, bot.office.vault, bot.clock.now, bot.application.bot.id, bot.holder)
    updates = hostile.updates(count, users=STRANGERS, groups=_other_groups())
    while batch := list(itertools.islice(updates, BATCH)):
        await bot.workers.deliver(await intake.keep(batch))


def _other_groups() -> list[int]:
    """Groups of units that have no part in the case."""
    groups = [group.id for group in demo_pack().groups if group.purpose is ChatPurpose.UNIT and group.unit != "GSGS"]
    return groups[:10]


async def _rest(there: demo.Demo, seconds: float) -> None:
    until = time.monotonic() + seconds
    while there.playground.core.updates.waiting or not await there.bot.quiet():
        assert time.monotonic() < until, "the bot does not come to rest"
        await asyncio.sleep(0.1)


def _ends(session: Session) -> Counter[InboxStatus]:
    rows = session.exec(select(Inbox.status).where(col(Inbox.update_id).between(10_000_000, 90_000_000)))
    ends = Counter(InboxStatus(status) for status in rows)
    assert InboxStatus.NEW not in ends, ends
    return ends


def _reasons(session: Session) -> list[tuple[str | None, int]]:
    """Why updates were parked, most frequent first."""
    return Counter(session.exec(select(Inbox.error).where(Inbox.status == InboxStatus.PARKED))).most_common(12)


def _without_reason(session: Session) -> list[int]:
    """Parked updates of which nobody could say why."""
    query = select(Inbox.update_id).where(Inbox.status == InboxStatus.PARKED, col(Inbox.error).is_(None))
    return list(session.exec(query))


def _owners(session: Session) -> dict[str, int]:
    """Who wrote each case, by number."""
    joined = select(CaseFile.number, Person.tg_id).where(col(CaseFile.person_id) == col(Person.id))
    return {number: tg_id for number, tg_id in session.exec(joined) if tg_id is not None}


def _nothing_leaked(there: demo.Demo, owners: dict[str, int]) -> None:
    """No private chat shows a number of somebody else's case, and the boss's words stand nowhere among the strangers."""
    assert BOSS in owners.values()
    looked, others = 0, {BOSS, *STRANGERS}  # a broken update may come from nobody: then the chat is all there is
    for chat in [*STRANGERS, *_other_groups()]:
        for message in there.playground.messages(chat)["messages"]:
            words = str(message.get("text") or message.get("caption") or "")
            looked += 1
            assert "蓝色" not in words, chat
            if chat > 0 and message["from"]["is_bot"]:
                foreign = {number for number in NUMBER.findall(words) if owners.get(number, chat) in others - {chat}}
                assert not foreign, (chat, foreign)
    assert looked > 0


async def _still_serves(there: demo.Demo) -> None:
    seen = there.playground.core.journal.total
    there.playground.say(10602, "我们车间停电三回了，供电所也没个说法。")
    await _rest(there, 20)
    sent = there.playground.calls(seen, "sendMessage")
    assert [call for call in sent if int(call["params"]["chat_id"]) == 10602]
