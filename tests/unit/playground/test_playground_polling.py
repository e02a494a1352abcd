"""getUpdates: what is confirmed is gone, what is not comes again."""

from __future__ import annotations

import asyncio

import pytest
from playground_support import BOSS, make_bot
from telegram import Bot
from telegram.error import Conflict, InvalidToken

from bot.playground.server import Playground


async def test_an_update_comes_again_until_it_is_confirmed(playground: Playground, bot: Bot) -> None:
    playground.say(BOSS, "停水三天了")
    first = await bot.get_updates()
    again = await bot.get_updates()
    assert [update.update_id for update in first] == [update.update_id for update in again]
    assert await bot.get_updates(offset=first[-1].update_id + 1) == ()
    assert await bot.get_updates() == ()


async def test_at_most_a_hundred_updates_come_at_once_in_order(playground: Playground, bot: Bot) -> None:
    for number in range(130):
        playground.say(BOSS, f"第{number}条")
    batch = await bot.get_updates(limit=1000)
    assert [update.message.text for update in batch if update.message] == [f"第{n}条" for n in range(100)]


async def test_a_negative_offset_keeps_only_the_last_ones(playground: Playground, bot: Bot) -> None:
    ids = [playground.say(BOSS, f"第{number}条")["update_ids"][0] for number in range(5)]
    last = await bot.get_updates(offset=-2)
    assert [update.update_id for update in last] == ids[-2:]
    assert [update.update_id for update in await bot.get_updates()] == ids[-2:]


async def test_a_long_poll_answers_as_soon_as_somebody_writes(playground: Playground, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    playground.say(BOSS, "在吗")
    updates = await asyncio.wait_for(poll, 2)
    assert updates[0].message is not None
    assert updates[0].message.text == "在吗"


async def test_a_second_poller_ends_the_first_with_a_conflict(playground: Playground, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.2)
    async with make_bot(playground) as second:
        later = asyncio.create_task(second.get_updates(timeout=20))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await asyncio.wait_for(first, 2)
        playground.say(BOSS, "在吗")
        assert len(await asyncio.wait_for(later, 2)) == 1


async def test_polling_is_refused_while_a_webhook_is_set(playground: Playground, bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/nowhere")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_kinds_that_were_not_asked_for_make_no_update(playground: Playground, bot: Bot) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    assert playground.say(BOSS, "你好")["update_ids"] == []
    await bot.get_updates(allowed_updates=[])
    assert len(playground.say(BOSS, "你好")["update_ids"]) == 1


async def test_what_waited_longer_than_a_day_is_forgotten(playground: Playground, bot: Bot) -> None:
    playground.say(BOSS, "昨天的话")
    await playground.advance(24 * 3600 + 1)
    playground.say(BOSS, "今天的话")
    texts = [update.message.text for update in await bot.get_updates() if update.message]
    assert texts == ["今天的话"]


async def test_ids_may_start_anew_lower_after_an_idle_week(playground: Playground, bot: Bot) -> None:
    first = playground.say(BOSS, "早")["update_ids"][0]
    await bot.get_updates(offset=first + 1)
    playground.core.updates.restart_ids(500)
    assert playground.say(BOSS, "晚")["update_ids"] == [500]
    assert [update.update_id for update in await bot.get_updates()] == [500]


async def test_ids_lower_than_earlier_ones_are_confirmed_one_by_one(playground: Playground, bot: Bot) -> None:
    playground.say(BOSS, "早")
    playground.update({"update_id": 7, "message": None})
    await bot.get_updates(offset=8)
    assert [update.update_id for update in await bot.get_updates()] == [100_000_001]


async def test_a_wrong_token_is_refused(playground: Playground) -> None:
    stranger = make_bot(playground, "2:WRONG")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.request.shutdown()


async def test_a_raw_update_reaches_the_bot_as_it_was_given(playground: Playground, bot: Bot) -> None:
    update_id = playground.update({"message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}})
    updates = await bot.get_updates()
    assert updates[0].update_id == update_id["update_id"]
    assert updates[0].message is not None
    assert updates[0].message.chat.id == 5
