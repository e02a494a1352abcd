"""The webhook endpoint: who may write, and that 200 means committed."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from channel_support import NINE, HandClock, batches, store, stored, text_update, until
from sqlmodel import Session

from bot.channel.heard import mark_poll
from bot.channel.webhook import HEADER, LARGEST, Webhook
from storage import inbox
from storage.db import Database, wake
from storage.inbox import Received
from storage.vault import Vault

SECRET = "a secret of the tests"


class Hook:
    """A listening endpoint and how to call it."""

    def __init__(
        self, db: Database, vault: Vault, clock: HandClock, got: list[Received], holder: str = "h", **more: Any
    ) -> None:
        given: dict[str, Any] = {"deliver": batches(got), "secret": SECRET, "path": "/telegram"} | more
        self.endpoint = Webhook(db=db, vault=vault, now=clock.now, bot_id=1, holder=holder, **given)
        self.url = ""

    async def start(self) -> Hook:
        self.url = f"http://127.0.0.1:{await self.endpoint.start('127.0.0.1', 0)}/telegram"
        return self

    async def post(self, body: bytes | dict[str, Any], secret: str | None = SECRET) -> int:
        """The status of a call."""
        headers = {} if secret is None else {HEADER: secret}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.url, data=BytesIO(data), headers=headers) as answer,
        ):
            return answer.status


@pytest.fixture
async def hook(db: Database, vault: Vault, clock: HandClock, got: list[Received]) -> AsyncIterator[Hook]:
    made = await Hook(db, vault, clock, got).start()
    yield made
    await made.endpoint.stop()


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], "\xe9\xff"])
async def test_a_call_without_the_right_secret_is_refused_and_keeps_nothing(
    hook: Hook, db: Database, got: list[Received], secret: str | None
) -> None:
    assert await hook.post(text_update(1), secret) == 403
    assert (await stored(db), got) == ([], [])


def test_an_endpoint_without_a_secret_is_not_made(db: Database, vault: Vault) -> None:
    with pytest.raises(ValueError, match="secret"):
        Hook(db, vault, HandClock.__new__(HandClock), [], secret="")


@pytest.mark.parametrize(
    "body",
    [b"", b"{broken", b"[1]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"update_id": ' + b"9" * 10_000 + b"}"],
    ids=["empty", "broken", "list", "null", "no text", "deep", "endless number"],
)
async def test_a_body_that_is_no_update_is_refused_and_the_next_one_is_served(
    hook: Hook, db: Database, got: list[Received], body: bytes
) -> None:
    assert await hook.post(body) == 400
    assert await stored(db) == []
    assert await hook.post(text_update(2)) == 200
    assert [received.update_id for received in got] == [2]


async def test_a_body_beyond_the_limit_is_refused_and_the_next_one_is_served(hook: Hook, db: Database) -> None:
    assert await hook.post(text_update(1, "x" * LARGEST)) == 413
    assert await stored(db) == []
    assert await hook.post(text_update(2)) == 200


async def test_another_path_and_another_method_are_not_served(hook: Hook, db: Database) -> None:
    async with aiohttp.ClientSession(headers={HEADER: SECRET}) as session:
        async with session.post(hook.url + "/other", data=json.dumps(text_update(1))) as answer:
            assert answer.status == 404
        async with session.get(hook.url) as answer:
            assert answer.status == 405
    assert await stored(db) == []


async def test_200_comes_only_after_the_commit(hook: Hook, db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    run, gate = db.run, asyncio.Event()

    async def waiting(fn: Callable[[Session], Any]) -> Any:
        await gate.wait()
        return await run(fn)

    monkeypatch.setattr(db, "run", waiting)
    posting = asyncio.create_task(hook.post(text_update(1)))
    await asyncio.sleep(0.05)
    assert not posting.done()
    gate.set()
    assert await posting == 200
    assert [update_id for update_id, _ in await stored(db)] == [1]


async def test_a_commit_that_fails_is_no_200_and_telegram_comes_again(
    hook: Hook, db: Database, got: list[Received], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:

        async def full(_fn: Callable[[Session], Any]) -> Any:
            raise OSError("No space left on device")

        patch.setattr(db, "run", full)
        assert await hook.post(text_update(1)) == 503
    assert await hook.post(text_update(1)) == 200
    assert [received.update_id for received in got] == [1]


async def test_the_same_update_again_is_answered_and_handed_out_once(hook: Hook, got: list[Received]) -> None:
    assert [await hook.post(text_update(1)) for _ in range(3)] == [200] * 3
    assert [received.update_id for received in got] == [1]


async def test_calls_side_by_side_are_all_kept(hook: Hook, db: Database, got: list[Received]) -> None:
    statuses = await asyncio.gather(*(hook.post(text_update(n % 40 + 1)) for n in range(80)))
    assert set(statuses) == {200}
    assert sorted(received.update_id for received in got) == list(range(1, 41))
    assert len(await stored(db)) == 40


async def test_a_taken_port_is_an_os_error(db: Database, vault: Vault, clock: HandClock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        made = Hook(db, vault, clock, [])
        with pytest.raises(OSError, match="address already in use"):
            await made.endpoint.start("127.0.0.1", taken.getsockname()[1])
        await made.endpoint.stop()


async def test_an_outage_is_told_at_the_start_though_nobody_writes(
    db: Database, vault: Vault, clock: HandClock
) -> None:
    await db.run(lambda session: mark_poll(session, NINE))
    clock.move(hours=50)
    announced: list[int] = []

    async def told(hours: int) -> None:
        announced.append(hours)

    for _ in range(2):
        made = await Hook(db, vault, clock, [], on_outage=told).start()
        await until(lambda: announced)
        await asyncio.sleep(0.05)
        await made.endpoint.stop()
    assert announced == [50]


async def test_two_processes_on_one_database_hand_each_update_out_once(
    postgres_url: str, vault: Vault, clock: HandClock
) -> None:
    databases = [Database(postgres_url), Database(postgres_url)]
    for database in databases:
        await database.start()
    got: tuple[list[Received], list[Received]] = ([], [])
    hooks = [await Hook(databases[n], vault, clock, got[n], holder=f"h{n}").start() for n in (0, 1)]
    statuses = await asyncio.gather(*(hooks[n % 2].post(text_update(n // 2 + 1)) for n in range(60)))
    assert set(statuses) == {200}
    assert sorted(received.update_id for part in got for received in part) == list(range(1, 31))
    for hook in hooks:
        await hook.endpoint.stop()
    for database in databases:
        await database.stop()


async def test_what_a_dead_process_left_is_taken_by_the_other_after_ten_minutes(
    postgres_url: str, vault: Vault, clock: HandClock
) -> None:
    database = Database(postgres_url)
    await database.start()
    await store(database, vault, text_update(1), holder="dead")
    found: list[int] = []

    async def deliver(batch: Sequence[Received]) -> None:
        found.extend(received.update_id for received in batch)

    hook = await Hook(database, vault, clock, [], holder="living", deliver=deliver).start()
    clock.move(minutes=9)
    await database.run(lambda session: wake(session, inbox.WAKE))
    await asyncio.sleep(0.2)
    assert found == []
    clock.move(minutes=2)
    await database.run(lambda session: wake(session, inbox.WAKE))
    await until(lambda: found)
    assert found == [1]
    await hook.endpoint.stop()
    await database.stop()
