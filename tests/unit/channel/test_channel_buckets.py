"""Telegram's limits as arithmetic, and what they mean together."""

from __future__ import annotations

import heapq
import random

import pytest

from bot.channel.buckets import Buckets, SendLimits
from bot.channel.line import Floods, Line

BOSS, OFFICER, GROUP = 1001, 1002, -2001


def send(buckets: Buckets, chat: int, at: float) -> None:
    buckets.begin()
    buckets.end(chat, at)


def test_a_private_chat_gets_one_message_a_second() -> None:
    buckets = Buckets(SendLimits())
    send(buckets, BOSS, 100.0)
    assert buckets.wait_for(BOSS, 100.0) == pytest.approx(1.05)
    assert buckets.wait_for(OFFICER, 100.0) == 0
    assert buckets.wait_for(BOSS, 101.06) == 0


def test_a_group_gets_fewer_than_twenty_messages_in_any_minute() -> None:
    buckets = Buckets(SendLimits())
    for number in range(18):
        assert buckets.wait_for(GROUP, 100.0 + number) == 0
        send(buckets, GROUP, 100.0 + number)
    assert buckets.wait_for(GROUP, 117.0) == pytest.approx(43.5)
    assert buckets.wait_for(GROUP, 160.6) == 0


def test_some_of_each_second_is_kept_for_receipts_and_answers() -> None:
    buckets = Buckets(SendLimits())
    for number in range(22):
        send(buckets, 5000 + number, 100.0)
    assert buckets.room(100.5, bulk=True) == 0
    assert buckets.room(100.5) == 5
    assert buckets.room(101.0, bulk=True) == 22


def test_a_call_in_flight_takes_its_place_until_a_second_after_its_end() -> None:
    buckets = Buckets(SendLimits())
    buckets.begin()
    assert buckets.room(100.0) == 26
    buckets.end(BOSS, 109.0)
    assert buckets.room(109.5) == 26
    assert buckets.room(110.0) == 27


def test_a_halt_of_everything_leaves_no_room_and_a_halt_of_one_chat_only_that() -> None:
    buckets = Buckets(SendLimits.off())
    buckets.halt(BOSS, 105.0)
    assert buckets.busy(100.0) == [BOSS]
    assert buckets.room(100.0) > 0
    buckets.halt(None, 103.0)
    assert (buckets.room(100.0), buckets.room_in(100.0)) == (0, 3.0)
    assert buckets.wait_for(OFFICER, 100.0) == 3.0
    assert buckets.room(103.0) > 0


def test_without_limits_nothing_waits_and_nothing_is_remembered() -> None:
    buckets = Buckets(SendLimits.off())
    for _ in range(1000):
        send(buckets, BOSS, 100.0)
    assert (buckets.room(100.0), buckets.busy(100.0), buckets.wait_for(BOSS, 100.0)) == (1000, [], 0.0)


def test_chats_that_are_free_again_cost_nothing() -> None:
    buckets = Buckets(SendLimits())
    for number in range(20_500):
        send(buckets, 10_000 + number, float(number))
    assert len(buckets.busy(20_500.0)) <= 2
    assert len(buckets._chats) < 20_001


@pytest.mark.parametrize("seed", range(5))
def test_no_window_is_ever_overfull_whenever_telegram_counts_within_a_call(seed: int) -> None:
    """Calls last 20 ms to 1.5 s; the far side counts each at any moment between start and end."""
    rng, buckets, now = random.Random(seed), Buckets(SendLimits()), 0.0
    chats = [*range(1000, 1040), -1, -2]
    counted: list[tuple[float, int]] = []
    ends: list[tuple[float, int]] = []
    flying: set[int] = set()
    while now < 200.0:
        while ends and ends[0][0] <= now:
            end, chat = heapq.heappop(ends)
            buckets.end(chat, end)
            flying.discard(chat)
        busy = {*buckets.busy(now), *flying}
        for chat in rng.sample(chats, 8):
            if chat not in busy and buckets.room(now) > 0:
                end = now + rng.uniform(0.02, 1.5)
                buckets.begin()
                flying.add(chat)
                heapq.heappush(ends, (end, chat))
                counted.append((rng.uniform(now, end), chat))
        now += rng.uniform(0.005, 0.05)
    counted.sort()
    assert len(counted) > 1500
    assert most_within(1.0, [at for at, _ in counted]) <= 30
    assert most_within(60.0, [at for at, chat in counted if chat == -1]) <= 20
    assert most_within(1.0, [at for at, chat in counted if chat == 1000]) <= 1


def most_within(window: float, times: list[float]) -> int:
    most = first = 0
    for number, at in enumerate(times):
        while times[first] <= at - window:
            first += 1
        most = max(most, number - first + 1)
    return most


def test_three_rows_that_fail_in_a_row_mean_the_line_and_one_row_that_fails_thrice_does_not() -> None:
    line = Line()
    for _ in range(5):
        line.bad(1, 10.0)
    assert not line.down
    line.bad(2, 10.0)
    assert line.bad(3, 10.0) == 10.5
    assert line.down
    line.good()
    assert not line.down


def test_a_line_that_is_cut_is_tried_less_and_less_often_but_at_least_every_fifteen_seconds() -> None:
    line, now, pauses = Line(), 0.0, []
    for _ in range(9):
        until = line.bad(1, now, surely=True)
        assert line.bad(2, now, surely=True) == until  # failed together: once
        pauses.append(until - now)
        now = until
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0, 15.0, 15.0]


def test_floods_of_three_chats_at_once_halt_everything_for_a_moment() -> None:
    floods = Floods()
    assert floods.overall(1, 30.0, 10.0) == 0.0
    assert floods.overall(1, 30.0, 10.1) == 0.0
    assert floods.overall(2, 30.0, 10.2) == 0.0
    assert floods.overall(3, 30.0, 10.3) == 15.3
    assert floods.overall(4, 30.0, 20.0) == 0.0
