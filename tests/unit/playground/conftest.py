"""A playground with a few fictional people, and python-telegram-bot's own Bot talking to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playground_support import NINE, SEED, TOKEN, make_bot
from telegram import Bot

from bot.playground.server import Playground


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    # Without it the library warns of a coming change whenever a RetryAfter is made, and warnings are errors here.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """Without flood limits, its clock standing at a Monday morning."""
    made = Playground(SEED, token=TOKEN, limits=False, start_at=NINE, frozen=True)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def bot(playground: Playground) -> AsyncIterator[Bot]:
    """python-telegram-bot as it comes, its address changed."""
    async with make_bot(playground) as made:
        yield made
