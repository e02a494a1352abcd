"""Workers: one chat in order, chats side by side; what fails is tried again, then parked and told; nothing is dropped."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from channel_support import BOSS, OFFICER, ScriptedRequest, store, stored, text_update, until
from sqlmodel import Session, col, select
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, TypeHandler

from bot.channel import worker
from bot.channel.worker import SIDE_BY_SIDE, Workers, current_inbox, finished_here, remember_failure
from storage import inbox
from storage.db import Database
from storage.tables import Inbox
from storage.vault import Vault
from storage.vocabulary import InboxStatus

ME = json.dumps(
    {"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "顶格办", "username": "dingge_demo_bot"}}
)
Handle = Callable[[str, int], Awaitable[None]]
UNPARSEABLE = {"update_id": 3, "message": {"message_id": "x", "date": "y", "chat": {"id": BOSS}}}


class Office:
    """Handles texts as the test says; remembers which, and what was told."""

    def __init__(self, db: Database) -> None:
        self.db, self.heard, self.told = db, list[str](), list[int]()
        self.handle: Handle = self.nothing
        self.workers: Workers | None = None

    async def nothing(self, _text: str, _chat: int) -> None:
        return None

    async def on_update(self, update: Update, _context: object) -> None:
        text = (update.effective_message.text or "") if update.effective_message else ""
        self.heard.append(text)
        await self.handle(text, update.effective_chat.id if update.effective_chat else 0)

    async def parked(self, inbox_id: int) -> None:
        self.told.append(inbox_id)

    def finish(self, session: Session) -> bool:
        """What a desk call does inside its own unit."""
        return inbox.finish(session, current_inbox.get() or 0)

    def start(self, application: Any) -> Workers:
        return Workers(application, self.db, self.parked)


@pytest.fixture
def office(db: Database, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(worker, "PAUSES", (0.0, 0.001, 0.01))
    return Office(db)


@pytest.fixture
async def application(office: Office) -> AsyncIterator[Any]:
    """The library's application with one handler; it knows its name from a scripted answer."""
    request = ScriptedRequest((200, ME.encode()))
    made: Application[Any, Any, Any, Any, Any, Any] = (
        ApplicationBuilder().token("1:TEST").updater(None).request(request).job_queue(None).build()
    )
    made.add_handler(TypeHandler(Update, office.on_update))
    made.add_error_handler(remember_failure)
    await made.initialize()
    yield made
    await made.shutdown()


@pytest.fixture
async def workers(office: Office, application: Any) -> AsyncIterator[Workers]:
    made = office.start(application)
    yield made
    await made.stop(1.0)


async def rows(db: Database) -> list[Inbox]:
    """The inbox, oldest first."""

    def read(session: Session) -> list[Inbox]:
        found = list(session.exec(select(Inbox).order_by(col(Inbox.id))))
        session.expunge_all()
        return found

    return await db.run(read)


async def test_updates_of_a_chat_are_handled_in_order_though_the_first_is_slow(
    office: Office, workers: Workers, db: Database, vault: Vault
) -> None:
    async def slow_at_first(text: str, _chat: int) -> None:
        await asyncio.sleep(0.05 if text == "0" else 0)

    office.handle = slow_at_first
    await workers.deliver(await store(db, vault, *(text_update(n + 1, str(n)) for n in range(10))))
    await until(lambda: workers.idle)
    assert office.heard == [str(number) for number in range(10)]


async def test_a_slow_chat_does_not_keep_another_waiting(
    office: Office, workers: Workers, db: Database, vault: Vault
) -> None:
    gate = asyncio.Event()

    async def slow_for_one(_text: str, chat: int) -> None:
        if chat == BOSS:
            await gate.wait()

    office.handle = slow_for_one
    await workers.deliver(await store(db, vault, text_update(1, "慢"), text_update(2, "快", OFFICER)))
    await until(lambda: "快" in office.heard)
    await until(lambda: stored_as(db, 2, InboxStatus.DONE))
    gate.set()
    await until(lambda: workers.idle)


async def stored_as(db: Database, update_id: int, status: InboxStatus) -> bool:
    return (update_id, status.value) in await stored(db)


async def test_only_so_many_are_handled_at_once(office: Office, workers: Workers, db: Database, vault: Vault) -> None:
    running, most = 0, 0

    async def count(_text: str, _chat: int) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.01)
        running -= 1

    office.handle = count
    await workers.deliver(await store(db, vault, *(text_update(n, "x", 5000 + n) for n in range(1, 100))))
    await until(lambda: workers.idle)
    assert most == SIDE_BY_SIDE
    assert len(office.heard) == 99


async def test_a_handled_update_is_marked_and_emptied_even_if_no_desk_call_was_made(
    workers: Workers, db: Database, vault: Vault
) -> None:
    await workers.deliver(await store(db, vault, text_update(1)))
    await until(lambda: workers.idle)
    assert [(row.status, row.body) for row in await rows(db)] == [(InboxStatus.DONE, None)]


async def test_a_failure_is_tried_again_and_the_next_of_the_chat_waits_for_it(
    office: Office, workers: Workers, db: Database, vault: Vault
) -> None:
    async def twice_bad(text: str, _chat: int) -> None:
        if text == "a" and office.heard.count("a") < 3:
            raise RuntimeError("content that must not be logged")

    office.handle = twice_bad
    await workers.deliver(await store(db, vault, text_update(1, "a"), text_update(2, "b")))
    await until(lambda: workers.idle)
    assert office.heard == ["a", "a", "a", "b"]
    assert [row.status for row in await rows(db)] == [InboxStatus.DONE] * 2
    assert office.told == []


async def test_what_always_fails_is_parked_with_its_body_told_once_and_names_no_content(
    office: Office, workers: Workers, db: Database, vault: Vault
) -> None:
    async def bad(text: str, _chat: int) -> None:
        if text == "坏":
            raise RuntimeError("电话 10012345678")

    office.handle = bad
    await workers.deliver(await store(db, vault, text_update(1, "坏"), text_update(2, "好")))
    await until(lambda: workers.idle)
    bad_row, good_row = await rows(db)
    assert (bad_row.status, good_row.status) == (InboxStatus.PARKED, InboxStatus.DONE)
    assert bad_row.body is not None
    assert bad_row.error is not None
    assert bad_row.error.startswith("RuntimeError test_channel_worker.py:")
    assert "1001" not in bad_row.error
    assert office.told == [bad_row.id]
    assert office.heard.count("坏") == inbox.MAX_TRIES


async def test_an_update_that_the_library_cannot_read_is_parked_and_stops_nothing(
    office: Office, workers: Workers, db: Database, vault: Vault
) -> None:
    batch = [text_update(1, "前"), UNPARSEABLE, {"no": "id"}, text_update(4, "后")]
    await workers.deliver(await store(db, vault, *batch))
    await until(lambda: workers.idle)
    assert office.heard == ["前", "后"]
    statuses = [row.status for row in await rows(db)]
    assert statuses == [InboxStatus.DONE, InboxStatus.PARKED, InboxStatus.PARKED, InboxStatus.DONE]
    assert len(office.told) == 2


async def test_what_another_process_ended_meanwhile_is_let_go(
    office: Office, workers: Workers, db: Database, vault: Vault
) -> None:
    """Both had it in hand; the other one parked it first: this one must neither go on for ever nor tell it again."""
    received = await store(db, vault, UNPARSEABLE)
    for _ in range(inbox.MAX_TRIES):
        await db.run(lambda session: inbox.fail(session, received[0].id, "elsewhere"))
    await workers.deliver(received)
    await until(lambda: workers.idle, 2.0)
    assert office.told == []
    assert (await rows(db))[0].attempts == inbox.MAX_TRIES


async def test_a_report_that_fails_does_not_end_the_line(
    office: Office, application: Any, db: Database, vault: Vault
) -> None:
    async def broken(_inbox_id: int) -> None:
        raise RuntimeError("the keeper's desk is broken")

    workers = Workers(application, db, broken)
    await workers.deliver(await store(db, vault, UNPARSEABLE, text_update(4, "后")))
    await until(lambda: workers.idle)
    await workers.stop()
    assert office.heard == ["后"]


async def test_an_update_finished_by_its_desk_call_is_not_repeated_when_something_fails_after_it(
    office: Office, workers: Workers, db: Database, vault: Vault
) -> None:
    async def done_then_bad(_text: str, _chat: int) -> None:
        inbox_id, ended = current_inbox.get() or 0, finished_here.get()
        assert await db.run(lambda session: inbox.finish(session, inbox_id))
        assert ended is not None
        ended.append(inbox_id)
        raise RuntimeError("after the commit")

    office.handle = done_then_bad
    await workers.deliver(await store(db, vault, text_update(1, "一次")))
    await until(lambda: workers.idle)
    assert office.heard == ["一次"]
    assert office.told == []


async def test_an_update_in_hand_is_not_taken_twice(
    office: Office, workers: Workers, db: Database, vault: Vault
) -> None:
    gate = asyncio.Event()

    async def wait(_text: str, _chat: int) -> None:
        await gate.wait()

    office.handle = wait
    received = await store(db, vault, text_update(1, "一"), text_update(2, "二"))
    for _ in range(3):
        await workers.deliver(received)
    gate.set()
    await until(lambda: workers.idle)
    assert office.heard == ["一", "二"]


async def test_stopping_finishes_what_is_in_hand_and_leaves_the_rest_in_the_inbox(
    office: Office, workers: Workers, db: Database, vault: Vault
) -> None:
    gate = asyncio.Event()

    async def wait(_text: str, _chat: int) -> None:
        await gate.wait()

    office.handle = wait
    await workers.deliver(await store(db, vault, *(text_update(n, str(n)) for n in range(1, 1001))))
    await until(lambda: office.heard)
    stopping = asyncio.create_task(workers.stop(5.0))
    await asyncio.sleep(0.01)
    gate.set()
    await asyncio.wait_for(stopping, 5.0)
    assert office.heard == ["1"]
    statuses = [row.status for row in await rows(db)]
    assert statuses == [InboxStatus.DONE] + [InboxStatus.NEW] * 999


async def test_stopping_does_not_wait_for_ever_for_a_handler_that_hangs(
    office: Office, workers: Workers, db: Database, vault: Vault
) -> None:
    async def hang(_text: str, _chat: int) -> None:
        await asyncio.Event().wait()

    office.handle = hang
    await workers.deliver(await store(db, vault, text_update(1)))
    await until(lambda: office.heard)
    async with asyncio.timeout(2):
        await workers.stop(0.05)
    assert await stored(db) == [(1, InboxStatus.NEW.value)]


async def test_a_full_queue_makes_the_receiver_wait_and_a_stop_frees_it(
    office: Office, workers: Workers, db: Database, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "MOST_QUEUED", 5)
    gate = asyncio.Event()

    async def wait(_text: str, _chat: int) -> None:
        await gate.wait()

    office.handle = wait
    received = await store(db, vault, *(text_update(n, str(n)) for n in range(1, 21)))
    delivering = asyncio.create_task(workers.deliver(received))
    await until(lambda: office.heard)
    assert not delivering.done()
    gate.set()
    await asyncio.wait_for(delivering, 5.0)
    await until(lambda: workers.idle)
    assert office.heard == [str(number) for number in range(1, 21)]


async def test_a_failure_that_cannot_be_recorded_is_tried_until_it_can(
    office: Office, workers: Workers, db: Database, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, full = db.run, [True] * 5

    async def sometimes(fn: Callable[[Session], Any]) -> Any:
        if full:
            full.pop()
            raise OSError("database or disk is full")
        return await run(fn)

    async def bad(_text: str, _chat: int) -> None:
        raise RuntimeError("bad")

    received = await store(db, vault, text_update(1))
    monkeypatch.setattr(db, "run", sometimes)
    office.handle = bad
    await workers.deliver(received)
    await until(lambda: workers.idle)
    assert [row.status for row in await rows(db)] == [InboxStatus.PARKED]
    assert office.told == [received[0].id]
