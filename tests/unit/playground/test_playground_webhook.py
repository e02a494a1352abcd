"""The webhook: every update is posted until it is answered, in order, with the secret."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from playground_support import BOSS, OFFICER
from telegram import Bot
from telegram.error import BadRequest

from bot.playground.server import Playground


class Endpoint:
    """A bot's webhook: remembers what came; fails the first `failures` times."""

    def __init__(self) -> None:
        self.url = ""
        self.failures = 0
        self.seen: list[dict[str, Any]] = []
        self.secrets: set[str | None] = set()
        self.at_once = 0
        self.most_at_once = 0

    async def take(self, request: web.Request) -> web.Response:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0.01)
        self.at_once -= 1
        if self.failures > 0:
            self.failures -= 1
            return web.Response(status=503)
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.seen.append(await request.json())
        return web.Response()

    def texts(self, user: int) -> list[str]:
        """What the person said, in the order it arrived."""
        return [each["message"]["text"] for each in self.seen if each["message"]["from"]["id"] == user]


@pytest.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    made = Endpoint()
    app = web.Application()
    app.router.add_post("/hook", made.take)
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


async def test_updates_are_posted_with_the_secret(playground: Playground, bot: Bot, endpoint: Endpoint) -> None:
    await bot.set_webhook(endpoint.url, secret_token="s3cret")
    playground.say(BOSS, "停水了")
    assert (await playground.settle(5))["settled"]
    assert endpoint.texts(BOSS) == ["停水了"]
    assert endpoint.secrets == {"s3cret"}


async def test_what_is_refused_is_posted_again_and_order_is_kept(
    playground: Playground, bot: Bot, endpoint: Endpoint
) -> None:
    endpoint.failures = 2
    await bot.set_webhook(endpoint.url)
    for number in range(4):
        playground.say(BOSS, str(number))
    assert (await playground.settle(10))["settled"]
    assert endpoint.texts(BOSS) == ["0", "1", "2", "3"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"
    assert info.pending_update_count == 0


async def test_different_chats_are_delivered_side_by_side_up_to_the_agreed_number(
    playground: Playground, bot: Bot, endpoint: Endpoint
) -> None:
    for number in range(10):
        playground.add_person({"id": 3000 + number, "first_name": f"某甲{number}"})
        playground.say(3000 + number, "问")
        playground.say(3000 + number, "再问")
    await bot.set_webhook(endpoint.url, max_connections=3)
    assert (await playground.settle(10))["settled"]
    assert endpoint.most_at_once == 3
    assert all(endpoint.texts(3000 + number) == ["问", "再问"] for number in range(10))


async def test_deleting_the_webhook_leaves_the_rest_for_polling(
    playground: Playground, bot: Bot, endpoint: Endpoint
) -> None:
    endpoint.failures = 100
    await bot.set_webhook(endpoint.url)
    playground.say(OFFICER, "稍后再说")
    await asyncio.sleep(0.05)
    await bot.delete_webhook()
    assert len(await bot.get_updates()) == 1


async def test_pending_updates_are_dropped_only_when_asked(playground: Playground, bot: Bot) -> None:
    playground.say(BOSS, "一")
    await bot.delete_webhook()
    assert len(await bot.get_updates()) == 1
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_an_unacceptable_secret_is_refused(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await bot.set_webhook("http://127.0.0.1:9/x", secret_token="密码")
