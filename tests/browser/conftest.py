"""A real playground, a tiny scripted bot, and the page in headless Chromium (tests skip where there is none)."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright

from bot.playground.server import Playground
from tests.browser.scripted_bot import ScriptedBot

TOKEN = "1:TEST"
BOSS, OFFICER, WATCHER = 1001, 1002, 1003
GROUP, ABOVE = -2001, -2002
FRIDAY = datetime(2026, 3, 6, 8, 30, tzinfo=UTC)  # Friday 16:30 in Shanghai
SEED: dict[str, Any] = {
    "bot": {"id": 1, "username": "demo_bot", "first_name": "顶格办"},
    "people": [
        {"id": BOSS, "first_name": "周老板", "phone": "10000000001", "role": "企业", "label": "示例面粉厂 周老板"},
        {"id": OFFICER, "first_name": "李工", "phone": "10000000002", "role": "承办人", "label": "示例供水 李工"},
        {"id": WATCHER, "first_name": "督示一", "phone": "10000000003", "role": "督办人", "label": "督办 督示一"},
    ],
    "chats": [
        {"id": GROUP, "type": "group", "title": "示例供水群", "members": [OFFICER]},
        {"id": ABOVE, "type": "group", "title": "示例督办群", "members": [WATCHER, OFFICER]},
    ],
}
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Open = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class World:
    """The playground and the bot that answers in it."""

    play: Playground
    bot: ScriptedBot


@pytest_asyncio.fixture(loop_scope="session")
async def world() -> AsyncIterator[World]:
    """A playground whose clock stands at Friday 16:30, with the scripted bot polling."""
    play = Playground(SEED, token=TOKEN, limits=False, start_at=FRIDAY, frozen=True)
    url = await play.start()
    bot = ScriptedBot(url, TOKEN)
    polling = asyncio.create_task(bot.run())
    yield World(play, bot)
    polling.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await polling
    await play.stop()


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Headless Chromium, one for all tests: each opens contexts of its own."""
    if CHROMIUM is None:
        pytest.skip("no Chromium in PATH (looked for chromium, chromium-browser, google-chrome)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        await browser.close()


def _is_error(line: ConsoleMessage) -> bool:
    # A refused or broken request is told to the person; the browser's own note of it is not the page's mistake.
    return line.type == "error" and not line.text.startswith("Failed to load resource")


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(world: World, browser: Browser) -> AsyncIterator[Open]:
    """Opens the page at a width; whatever it logs as an error fails the test."""
    wrong: list[str] = []
    contexts: list[BrowserContext] = []

    async def opened(width: int = 1280, height: int = 800, hash: str = "", **options: Any) -> Page:
        context = await browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(8_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if _is_error(line) else None)
        await page.goto(f"{world.play.url}/{hash}")
        await page.wait_for_selector("body[data-ready]")
        return page

    yield opened
    for context in contexts:
        await context.close()
    assert wrong == []
