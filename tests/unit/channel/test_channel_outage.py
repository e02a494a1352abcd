"""An outage of more than a day has lost updates, and is told; what was left lying in the inbox is found again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest
from channel_support import NINE, HandClock, ScriptedRequest, ok, running, store, text_update, until
from receive_support import Make, polls

from bot.channel.heard import mark_poll
from storage import inbox
from storage.db import Database, wake
from storage.inbox import Received
from storage.vault import Vault


@pytest.mark.parametrize(("hours", "expected"), [(23.9, []), (24.5, [24]), (75.0, [75])])
async def test_an_outage_of_more_than_a_day_is_announced_once(
    make: Make, db: Database, clock: HandClock, hours: float, expected: list[int]
) -> None:
    await db.run(lambda session: mark_poll(session, NINE))
    clock.move(hours=hours)
    announced: list[int] = []

    async def told(length: int) -> None:
        announced.append(length)

    for _ in range(2):
        request = ScriptedRequest(ok(), ok())
        await polls(make(request, on_outage=told), request, 3)
    assert announced == expected


async def test_an_outage_whose_announcement_fails_is_announced_later_and_receiving_goes_on(
    make: Make, db: Database, clock: HandClock, got: list[Received]
) -> None:
    await db.run(lambda session: mark_poll(session, NINE))
    clock.move(hours=30)
    announced: list[int] = []

    async def told(length: int) -> None:
        announced.append(length)
        if len(announced) == 1:
            raise RuntimeError("the keeper's desk is broken")

    request = ScriptedRequest(ok(text_update(7)), ok(), ok())
    await polls(make(request, on_outage=told), request, 4)
    assert announced == [30, 30]
    assert [received.update_id for received in got] == [7]


async def test_the_first_start_ever_and_a_clock_moved_by_hand_are_no_outage(
    make: Make, clock: HandClock, got: list[Received]
) -> None:
    request = ScriptedRequest(ok(text_update(7)), ok(), ok())
    poller = make(request)
    await poller._once()
    clock.move(days=30)
    await poller._once()
    assert len(got) == 1


async def test_an_update_whose_commit_came_through_without_an_answer_is_found_again(
    make: Make, db: Database, vault: Vault, clock: HandClock
) -> None:
    left = await store(db, vault, text_update(7))
    clock.move(minutes=2)
    found: list[int] = []

    async def deliver(batch: Sequence[Received]) -> None:
        found.extend(received.id for received in batch)

    async with running(make(ScriptedRequest(), deliver=deliver).run()):
        await db.run(lambda session: wake(session, inbox.WAKE))
        await until(lambda: found)
    assert found == [left[0].id]


async def test_the_delivery_of_leftovers_that_fails_once_is_repeated(
    make: Make, db: Database, vault: Vault, clock: HandClock
) -> None:
    await store(db, vault, text_update(7))
    clock.move(minutes=2)
    calls: list[int] = []

    async def deliver(batch: Sequence[Received]) -> None:
        if batch:
            calls.append(len(batch))
            if len(calls) == 1:
                raise RuntimeError("not now")

    def reached(wanted: int) -> bool:
        return len(calls) >= wanted

    async with running(make(ScriptedRequest(), deliver=deliver).run()):
        for expected in (1, 2):
            await db.run(lambda session: wake(session, inbox.WAKE))
            await until(partial(reached, expected))
    assert calls == [1, 1]
