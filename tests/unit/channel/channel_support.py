"""What the channel's tests share: a clock moved by hand, an outbox to fill, a sender that talks to the playground."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session, select
from telegram.request import BaseRequest, RequestData

from bot.channel.api import Api
from bot.channel.buckets import SendLimits
from bot.channel.request import AiohttpRequest
from bot.channel.send import Reports, Sender
from bot.playground.server import Playground
from bot.texts.values import Message
from storage import inbox, outbox
from storage.db import Database
from storage.inbox import Received
from storage.tables import Inbox, Outbox
from storage.vault import MasterKeys, Vault
from storage.vocabulary import Lane, Op, OutboxStatus

TOKEN = "1:TEST"
BOSS, OFFICER, CLERK = 1001, 1002, 1003
GROUP, FORUM = -2001, -2002
NINE = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
SEED: dict[str, Any] = {
    "bot": {"id": 1, "username": "dingge_demo_bot", "first_name": "顶格办"},
    "people": [
        {"id": BOSS, "first_name": "周老板", "role": "企业", "label": "示例面粉厂 周老板"},
        {"id": OFFICER, "first_name": "李工", "role": "承办人"},
        {"id": CLERK, "first_name": "吴岚", "role": "首接坐席"},
    ],
    "chats": [
        {"id": GROUP, "type": "group", "title": "示例供水群", "members": [OFFICER, CLERK]},
        {
            "id": FORUM,
            "type": "supergroup",
            "title": "示例督办群",
            "is_forum": True,
            "members": [OFFICER],
            "admins": [1],
        },
    ],
}


@dataclass(slots=True)
class HandClock:
    """Moved by hand; with `running` it also runs on with the loop."""

    at: datetime = NINE
    running: bool = False
    _since: float = field(default_factory=lambda: asyncio.get_running_loop().time())

    def now(self) -> datetime:
        ran = asyncio.get_running_loop().time() - self._since if self.running and _in_loop() else 0.0
        return self.at + timedelta(seconds=ran)

    def move(self, **length: float) -> None:
        self.at += timedelta(**length)


def _in_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


@dataclass(slots=True)
class Told:
    """What the sender reported."""

    undeliverable: list[tuple[int, str]] = field(default_factory=list)
    uncertain: list[int] = field(default_factory=list)
    migrated: list[tuple[int, int]] = field(default_factory=list)
    topic_gone: list[int] = field(default_factory=list)
    broken: bool = False

    def reports(self) -> Reports:
        return Reports(
            self._into(self.undeliverable),
            self._into(self.uncertain),
            self._into(self.migrated),
            self._into(self.topic_gone),
        )

    def _into(self, box: list[Any]) -> Callable[..., Awaitable[None]]:
        async def report(*args: Any) -> None:
            if self.broken:
                raise RuntimeError("the keeper's desk is broken")
            box.append(args if len(args) > 1 else args[0])

        return report


class Rig:
    """A sender on a database, and the playground it talks to."""

    def __init__(self, db: Database, vault: Vault, playground: Playground, request: AiohttpRequest) -> None:
        self.db, self.vault, self.playground = db, vault, playground
        self.clock, self.told, self.leads = HandClock(), Told(), True
        self.api = Api(request, f"{playground.url}/bot{TOKEN}")
        self.sender = self.new_sender()
        self._task: asyncio.Task[None] | None = None

    def new_sender(self, limits: SendLimits | None = None) -> Sender:
        limits = limits or SendLimits.off()
        return Sender(self.api, self.db, self.vault, self.clock.now, limits, self.told.reports(), lambda: self.leads)

    def start(self, sender: Sender | None = None) -> None:
        self.sender = sender or self.sender
        self._task = asyncio.create_task(self.sender.run())

    async def stop(self) -> None:
        if self._task is not None:
            await self.sender.stop(3.0)
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    def put_in(self, session: Session, chat: int, text: str = "您好", **more: Any) -> int:
        """Queue a row inside a unit."""
        message = more.pop("message", None) or Message(text)
        key_id = more.pop("key_id", None) or self.vault.new_key(session, f"chat:{chat}", NINE)
        session.flush()
        body = self.vault.seal(session, key_id, message.to_json())
        lane, op, purpose = more.pop("lane", Lane.ANSWER), more.pop("op", Op.SEND), more.pop("purpose", "test")
        row = outbox.put(session, outbox.Draft(lane, op, chat, key_id, body, purpose, **more), self.clock.now())
        assert row is not None
        assert row.id is not None
        return row.id

    async def put(self, chat: int, text: str = "您好", **more: Any) -> int:
        return await self.db.run(lambda session: self.put_in(session, chat, text, **more))

    async def put_many(self, rows: Sequence[tuple[int, str]], **more: Any) -> list[int]:
        """Queue (chat, text) rows in one unit, under one key."""

        def unit(session: Session) -> list[int]:
            key_id = self.vault.new_key(session, "many", NINE)
            return [self.put_in(session, chat, text, key_id=key_id, **more) for chat, text in rows]

        return await self.db.run(unit)

    async def row(self, row_id: int) -> Outbox:
        def read(session: Session) -> Outbox:
            row = session.get_one(Outbox, row_id)
            session.expunge(row)
            return row

        return await self.db.run(read)

    async def rest(self, seconds: float = 5.0) -> None:
        """Wait until nothing may leave now and nothing is in flight."""

        async def calm() -> bool:
            left = await self.db.run(lambda session: outbox.pending_count(session, self.clock.now()))
            return self.sender.idle and left == 0

        await until(calm, seconds)

    def heard(self, chat: int) -> list[str]:
        """The bot's messages in a chat, oldest first."""
        found = self.playground.messages(chat)["messages"]
        return [m.get("text") or m.get("caption") or "" for m in found if m["from"]["is_bot"] and not m.get("service")]

    def calls(self, method: str | None = None) -> list[dict[str, Any]]:
        return self.playground.calls(method=method)

    async def statuses(self) -> list[OutboxStatus]:
        return await self.db.run(lambda s: [row.status for row in s.exec(select(Outbox).order_by(Outbox.id))])  # type: ignore[arg-type]


async def until(true: Callable[[], Any], seconds: float = 5.0) -> None:
    """Wait for something; the test fails if it does not come."""
    async with asyncio.timeout(seconds):
        while True:
            value = true()
            if await value if asyncio.iscoroutine(value) else value:
                return
            await asyncio.sleep(0.005)


class ScriptedRequest(BaseRequest):
    """Answers getUpdates from a list, then waits for ever; remembers what was asked."""

    def __init__(self, *answers: tuple[int, bytes] | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, Any]]] = []

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        return None

    async def shutdown(self) -> None:
        return None

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **more: Any
    ) -> tuple[int, bytes]:
        self.asked.append((url.rsplit("/", 1)[-1], dict(request_data.json_parameters if request_data else {})))
        if not self.answers:
            await asyncio.Event().wait()
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def ok(*updates: Any) -> tuple[int, bytes]:
    return 200, json.dumps({"ok": True, "result": list(updates)}).encode()


def text_update(update_id: int, text: str = "您好", chat: int = BOSS) -> dict[str, Any]:
    user = {"id": chat, "is_bot": False, "first_name": "周老板"}
    message = {
        "message_id": update_id,
        "date": 1773018000,
        "text": text,
        "from": user,
        "chat": {"id": chat, "type": "private"},
    }
    return {"update_id": update_id, "message": message}


def new_vault() -> Vault:
    return Vault(MasterKeys.from_secret(b"a secret of the tests"))


async def stored(db: Database) -> list[tuple[int, str]]:
    """Update ids and statuses of the inbox."""
    return await db.run(
        lambda s: [(row.update_id, row.status.value) for row in s.exec(select(Inbox).order_by(Inbox.id))]
    )  # type: ignore[arg-type]


async def store(db: Database, vault: Vault, *updates: Any, holder: str = "h") -> list[Received]:
    """Put updates into the inbox."""

    def unit(session: Session) -> list[Received]:
        key_id = inbox.inbox_key(session, vault, NINE)
        raws = [inbox.raw_of(update, -1 - number) for number, update in enumerate(updates)]
        return inbox.store(session, vault, key_id, 1, raws, NINE, holder)

    return await db.run(unit)


@contextlib.asynccontextmanager
async def running(work: Any) -> AsyncIterator[asyncio.Task[Any]]:
    """A task for the length of a block; what it raised is raised at the end unless it was cancelled."""
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def batches(into: list[Received]) -> Callable[[Sequence[Received]], Awaitable[None]]:
    async def deliver(batch: Sequence[Received]) -> None:
        into.extend(batch)

    return deliver


async def no_outage(_hours: int) -> None:
    raise AssertionError("no outage was expected")
