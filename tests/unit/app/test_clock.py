"""The clock and the tick."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import structlog

from bot import clock as clocks
from bot.clock import ManualClock, SystemClock, Ticker

NINE = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)


def test_the_system_clock_says_an_aware_instant_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_a_frozen_clock_stands_still_until_it_is_moved() -> None:
    clock = ManualClock(NINE)
    assert clock.now() == clock.now() == NINE
    clock.move_to(NINE + timedelta(hours=1))
    assert clock.now() == NINE + timedelta(hours=1)


def test_a_manual_clock_never_goes_back() -> None:
    clock = ManualClock(NINE)
    clock.move_to(NINE - timedelta(days=1))
    assert clock.now() == NINE


async def test_a_running_clock_goes_on_from_where_it_was_put() -> None:
    clock = ManualClock(NINE, frozen=False)
    clock.move_to(NINE + timedelta(days=3))
    await asyncio.sleep(0.02)
    assert timedelta(days=3) < clock.now() - NINE < timedelta(days=3, seconds=10)


def test_a_clock_given_city_time_answers_in_utc() -> None:
    clock = ManualClock(datetime.fromisoformat("2026-03-09T09:00:00+08:00"))
    assert clock.now() == NINE
    assert clock.now().utcoffset() == timedelta(0)


async def test_a_sweep_that_fails_is_logged_and_the_next_tick_sweeps_again() -> None:
    ran: list[int] = []

    async def sweep() -> int:
        ran.append(1)
        if len(ran) == 1:
            raise RuntimeError("words of a complaint must not be logged")
        return 3

    ticker = Ticker(sweep)
    with structlog.testing.capture_logs() as logs:
        assert [await ticker.tick(), await ticker.tick()] == [0, 3]
    assert [entry["error"] for entry in logs] == ["RuntimeError"]
    assert "complaint" not in str(logs)


async def test_ticks_never_overlap() -> None:
    inside = most = 0

    async def sweep() -> int:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.005)
        inside -= 1
        return 0

    ticker = Ticker(sweep)
    await asyncio.gather(*(ticker.tick() for _ in range(5)))
    assert most == 1


async def test_a_started_ticker_ticks_and_a_stopped_one_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "TICK", 0.02)
    ticked = asyncio.Event()

    async def sweep() -> int:
        ticked.set()
        return 0

    ticker = Ticker(sweep)
    ticker.start()
    await asyncio.wait_for(ticked.wait(), 5)
    await ticker.stop()
    ticked.clear()
    await asyncio.sleep(0.08)
    assert not ticked.is_set()


async def test_a_stop_lets_the_sweep_that_runs_come_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "TICK", 0.02)
    begun, ended = asyncio.Event(), asyncio.Event()

    async def sweep() -> int:
        begun.set()
        await asyncio.sleep(0.1)
        ended.set()
        return 0

    ticker = Ticker(sweep)
    ticker.start()
    await asyncio.wait_for(begun.wait(), 5)
    await ticker.stop()
    assert ended.is_set()
