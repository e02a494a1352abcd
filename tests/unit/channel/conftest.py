"""A database in a file, a playground, a sender between them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from channel_support import NINE, SEED, TOKEN, HandClock, Rig, ScriptedRequest, batches, new_vault, no_outage
from receive_support import Make
from sqlmodel import SQLModel

import storage.tables  # noqa: F401  (registers the tables)
from bot.channel import receive
from bot.channel.receive import Poller
from bot.channel.request import AiohttpRequest
from bot.playground.server import Playground
from storage.db import Database
from storage.inbox import Received
from storage.vault import Vault


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database."""
    made = Database(f"sqlite:///{tmp_path}/channel.sqlite3")
    SQLModel.metadata.create_all(made.engine)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
def vault() -> Vault:
    return new_vault()


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """Without flood limits, its clock standing at a Monday morning."""
    made = Playground(SEED, token=TOKEN, limits=False, start_at=NINE, frozen=True)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    made = AiohttpRequest(read_timeout=5.0, connect_timeout=2.0)
    await made.initialize()
    yield made
    await made.shutdown()


@pytest.fixture
async def rig(db: Database, vault: Vault, playground: Playground, request_: AiohttpRequest) -> AsyncIterator[Rig]:
    made = Rig(db, vault, playground, request_)
    yield made
    await made.stop()


@pytest.fixture
async def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def got() -> list[Received]:
    """What reached the workers."""
    return []


@pytest.fixture
def make(db: Database, vault: Vault, clock: HandClock, got: list[Received], monkeypatch: pytest.MonkeyPatch) -> Make:
    """Makes pollers that ask a scripted Telegram; their back-offs take no time."""
    monkeypatch.setattr(receive, "LONGEST_BACK_OFF", 0.001)

    def made(request: ScriptedRequest, **more: Any) -> Poller:
        given: dict[str, Any] = {"deliver": batches(got), "on_outage": no_outage} | more
        url = "http://telegram.invalid/bot1:TEST/getUpdates"
        return Poller(request=request, url=url, db=db, vault=vault, now=clock.now, bot_id=1, holder="h", **given)

    return made
