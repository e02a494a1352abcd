"""Faults and flood limits: what goes wrong on order, and what is too fast."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import pytest
from playground_support import BOSS, GROUP, NINE, OFFICER, SEED, TOKEN, make_bot
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut

from bot.playground.errors import ApiError, PlayError
from bot.playground.limits import Flood, Limits
from bot.playground.server import Playground


def texts(playground: Playground, chat: int = BOSS) -> list[str]:
    return [message["text"] for message in playground.messages(chat)["messages"]]


async def test_an_ordered_429_says_how_long_to_wait(playground: Playground, bot: Bot) -> None:
    playground.fault(429, retry_after=7)
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(BOSS, "x")
    assert refused.value.retry_after == timedelta(seconds=7)
    await bot.send_message(BOSS, "y")
    assert texts(playground) == ["y"]


@pytest.mark.parametrize("kind", [500, 502])
async def test_server_errors_do_nothing(playground: Playground, bot: Bot, kind: int) -> None:
    playground.fault(kind, times=2)
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(BOSS, "x")
    assert texts(playground) == []


@pytest.mark.parametrize(("kind", "done"), [("timeout_before", []), ("timeout_after", ["x"])])
async def test_a_timeout_leaves_open_whether_it_was_done(
    playground: Playground, bot: Bot, kind: str, done: list[str]
) -> None:
    playground.fault(kind)
    with pytest.raises(TimedOut):
        await bot.send_message(BOSS, "x", read_timeout=0.1)
    assert texts(playground) == done


@pytest.mark.parametrize(("kind", "done"), [("drop_before", []), ("drop_after", ["x"])])
async def test_a_cut_connection_leaves_open_whether_it_was_done(
    playground: Playground, bot: Bot, kind: str, done: list[str]
) -> None:
    playground.fault(kind)
    with pytest.raises(NetworkError):
        await bot.send_message(BOSS, "x")
    assert texts(playground) == done


async def test_a_slow_answer_comes_late(playground: Playground, bot: Bot) -> None:
    playground.fault("slow", seconds=0.2)
    began = time.monotonic()
    await bot.send_message(BOSS, "x")
    assert time.monotonic() - began >= 0.2


async def test_a_fault_strikes_only_its_method_and_chat(playground: Playground, bot: Bot) -> None:
    playground.fault(500, method="sendMessage", chat=GROUP)
    await bot.send_message(BOSS, "x")
    await bot.get_updates()
    with pytest.raises(NetworkError):
        await bot.send_message(GROUP, "x")
    assert playground.core.faults.listed() == []


async def test_a_fault_without_a_method_spares_polling(playground: Playground, bot: Bot) -> None:
    playground.fault(500)
    assert await bot.get_updates() == ()
    assert len(playground.core.faults.listed()) == 1
    playground.clear_faults()
    assert playground.core.faults.listed() == []


async def test_a_bad_update_breaks_a_parser_and_keeps_its_place(playground: Playground, bot: Bot) -> None:
    playground.say(BOSS, "前")
    playground.fault("bad_update")
    playground.say(BOSS, "后")
    with pytest.raises((KeyError, TypeError)):
        await bot.get_updates()
    assert len(await bot.get_updates(offset=100_000_003)) == 1


async def test_an_unknown_fault_is_refused_with_the_kinds_there_are(playground: Playground) -> None:
    with pytest.raises(PlayError, match="timeout_after"):
        playground.fault("gremlin")


async def test_sending_too_fast_gets_429_over_http() -> None:
    limited = Playground(SEED, token=TOKEN, start_at=NINE)
    await limited.start()
    async with make_bot(limited) as bot:
        for _ in range(3):
            await bot.send_message(BOSS, "x")
        with pytest.raises(RetryAfter):
            await bot.send_message(BOSS, "x")
        await bot.send_message(OFFICER, "x")
    await limited.stop()


class Time:
    """A monotonic clock by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def at() -> Time:
    return Time()


@pytest.fixture
def flood(at: Time) -> Flood:
    return Flood(Limits(), at)


def wait(flood: Flood, chat: int, **more: bool) -> int:
    """Seconds told by the 429, or 0 when the message passes."""
    try:
        flood.take(chat, private=chat > 0, **more)
    except ApiError as error:
        return error.parameters["retry_after"]
    return 0


def test_a_private_chat_takes_one_message_a_second_after_a_burst_of_three(flood: Flood, at: Time) -> None:
    assert [wait(flood, BOSS) for _ in range(4)] == [0, 0, 0, 1]
    at.now += 1
    assert [wait(flood, BOSS), wait(flood, BOSS)] == [0, 1]


def test_a_group_takes_twenty_messages_a_minute_edits_included(flood: Flood, at: Time) -> None:
    for number in range(20):
        at.now += 1
        assert wait(flood, GROUP, edit=number % 2 == 0) == 0
    assert wait(flood, GROUP) == 41
    at.now += 41.1
    assert wait(flood, GROUP) == 0


def test_edits_in_private_chats_count_only_overall(flood: Flood) -> None:
    assert [wait(flood, BOSS, edit=True) for _ in range(31)] == [0] * 30 + [1]


def test_thirty_messages_a_second_go_out_overall(flood: Flood, at: Time) -> None:
    assert [wait(flood, chat) for chat in range(1, 32)] == [0] * 30 + [1]
    at.now += 1.01
    assert wait(flood, 40) == 0


def test_an_album_counts_each_of_its_messages(flood: Flood) -> None:
    flood.take(GROUP, private=False, messages=10)
    flood.take(GROUP, private=False, messages=10)
    with pytest.raises(ApiError, match="Too Many Requests: retry after 60"):
        flood.take(GROUP, private=False)


async def test_stopping_lets_held_connections_go() -> None:
    playground = Playground(SEED, token=TOKEN, limits=False)
    await playground.start()
    async with make_bot(playground) as bot:
        playground.fault("timeout_after", seconds=60)
        held = asyncio.create_task(bot.get_me(read_timeout=60))
        polled = asyncio.create_task(bot.get_updates(timeout=50))
        await asyncio.sleep(0.2)
        await asyncio.wait_for(playground.stop(), 3)
        await asyncio.gather(held, polled, return_exceptions=True)
    assert held.done()
    assert polled.done()
