"""The sender: the only caller of the Bot API's sending methods. It drains the outbox, lanes first, within the limits."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from sqlmodel import Session
from telegram.error import TelegramError

from bot.channel import encode
from bot.channel.api import Api
from bot.channel.buckets import Buckets, SendLimits
from bot.channel.errors import Judged, Verdict, judge
from bot.texts.values import Message
from storage import crash, outbox
from storage.db import Database
from storage.outbox import Claimed, Result
from storage.vault import Grant, Vault, VaultError
from storage.vocabulary import Op, OutboxStatus

log = structlog.get_logger()
SEALED_PREFIX = "sealed"
SENDER = Grant(0)  # the letter carrier: opens only what is addressed to the sealed contact
MOST_TRIES = 8
BATCH = 24
LOOK_AGAIN = 0.5  # seconds; other processes may queue without waking us


@dataclass(frozen=True, slots=True)
class Reports:
    """Whom to tell what the sender could not do by itself."""

    undeliverable: Callable[[int, str], Awaitable[None]]
    uncertain: Callable[[int], Awaitable[None]]
    migrated: Callable[[int, int], Awaitable[None]]
    topic_gone: Callable[[int], Awaitable[None]]


class Sender:
    """One loop that claims, and one task a call."""

    def __init__(
        self,
        api: Api,
        db: Database,
        vault: Vault,
        now: Callable[[], datetime],
        limits: SendLimits,
        reports: Reports,
        may_send: Callable[[], bool] = lambda: True,
    ) -> None:
        self._api, self._db, self._vault, self._now = api, db, vault, now
        self._buckets, self._reports, self._may_send = Buckets(limits), reports, may_send
        self._wake = asyncio.Event()
        self._flying: dict[int, asyncio.Task[None]] = {}
        self._results: list[Result] = []
        self._settling: asyncio.Task[None] | None = None
        self._looking = False
        self._stopping = False
        db.on_wake(outbox.WAKE, self._wake.set)

    async def run(self) -> None:
        """Send until cancelled."""
        await self._db.run(outbox.take_over)
        while not self._stopping:
            sent = await self._round() if self._may_send() else 0
            if not sent:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), LOOK_AGAIN)
            self._wake.clear()

    @property
    def idle(self) -> bool:
        """No call in flight and no result unwritten."""
        return not self._flying and not self._results and self._settling is None and not self._looking

    async def stop(self, seconds: float = 5.0) -> None:
        """Finish the calls in flight and write their results."""
        self._stopping = True
        self._wake.set()
        if self._flying:
            await asyncio.wait(self._flying.values(), timeout=seconds)
        if self._settling is not None:
            await self._settling

    async def answer(self, query_id: str, text: str, alert: bool) -> None:
        """End a button's spinner, best effort: an answer that comes too late is normal and nothing is lost by it."""
        asked: dict[str, Any] = {"callback_query_id": query_id}
        if text:
            asked |= {"text": encode.cut(text, 200), "show_alert": alert}
        try:
            await self._api.call("answerCallbackQuery", asked, read_timeout=5.0)
        except TelegramError as error:
            log.info("callback not answered", error=type(error).__name__)

    async def _round(self) -> int:
        now = time.monotonic()
        room = min(BATCH, self._buckets.room(now), BATCH * 2 - len(self._flying))
        if room <= 0:
            await asyncio.sleep(0.02)
            return 1
        self._looking = True
        try:
            busy = [*self._flying, *self._buckets.busy(now)]
            claimed = await self._db.run(lambda session: self._claim(session, room, busy))
            crash.point("outbox.after_claim")
            for row, message in claimed:
                self._start(row, message)
        finally:
            self._looking = False
        return len(claimed)

    def _claim(self, session: Session, room: int, busy: list[int]) -> list[tuple[Claimed, Message | None]]:
        return [(row, self._open(session, row)) for row in outbox.claim(session, self._now(), room, busy)]

    def _open(self, session: Session, row: Claimed) -> Message | None:
        try:
            grant = SENDER if row.purpose.startswith(SEALED_PREFIX) else None
            return Message.from_json(self._vault.open(session, row.key_id, row.body, grant))
        except VaultError:
            return None

    def _start(self, row: Claimed, message: Message | None) -> None:
        self._buckets.sent(row.chat_id, time.monotonic())
        task = asyncio.create_task(self._send(row, message))
        self._flying[row.chat_id] = task

    async def _send(self, row: Claimed, message: Message | None) -> None:
        try:
            result = await self._outcome(row, message)
        finally:
            self._flying.pop(row.chat_id, None)
        self._results.append(result)
        if self._settling is None:
            self._settling = asyncio.create_task(self._settle())
        self._wake.set()

    async def _outcome(self, row: Claimed, message: Message | None) -> Result:
        if message is None:
            return Result(row.id, OutboxStatus.FAILED, error="content was deleted")
        try:
            answer = await self._call(row, message)
        except Exception as error:
            return await self._failed(row, message, error)
        crash.point("outbox.after_call")
        return Result(row.id, OutboxStatus.SENT, message_id=_message_id(answer))

    async def _call(self, row: Claimed, message: Message) -> Any:
        place: dict[str, Any] = {"chat_id": row.chat_id}
        if row.op is Op.EDIT:
            return await self._post(
                "editMessageText", place | {"message_id": row.target} | encode.edit_parameters(message)
            )
        if row.op is Op.BUTTONS_OFF:
            keep: dict[str, Any] = {"message_id": row.target, "reply_markup": {"inline_keyboard": []}}
            return await self._post("editMessageReplyMarkup", place | keep)
        if row.op is Op.DELETE:
            return await self._post("deleteMessage", place | {"message_id": row.target})
        if row.topic_id is not None:
            place["message_thread_id"] = row.topic_id
        if row.reply_to is not None:
            place["reply_parameters"] = {"message_id": row.reply_to, "allow_sending_without_reply": True}
        if row.op is Op.FILE:
            method, parameters = encode.file_call(message)
            return await self._post(method, place | parameters)
        return await self._post("sendMessage", place | encode.send_parameters(message))

    async def _post(self, method: str, parameters: dict[str, Any]) -> Any:
        return await self._api.call(method, parameters)

    async def _failed(self, row: Claimed, message: Message, error: Exception) -> Result:
        judged = judge(error)
        text = f"{type(error).__name__}: {str(error)[:120]}"
        if judged.verdict is Verdict.MIGRATED and judged.new_chat is not None:
            await self._reports.migrated(row.chat_id, judged.new_chat)
            return await self._outcome(replace(row, chat_id=judged.new_chat, topic_id=None, reply_to=None), message)
        if judged.verdict is Verdict.NO_TOPIC and row.topic_id is not None:
            await self._reports.topic_gone(row.chat_id)
            return await self._outcome(replace(row, topic_id=None), message)
        log.info(
            "call failed", row=row.id, purpose=row.purpose, verdict=judged.verdict.value, error=type(error).__name__
        )
        return await self._judged(row, judged, text)

    async def _judged(self, row: Claimed, judged: Judged, text: str) -> Result:
        if judged.verdict is Verdict.WAIT:
            self._buckets.halt(row.chat_id, time.monotonic() + judged.seconds)
            return Result(
                row.id, OutboxStatus.QUEUED, error=text, not_before=self._now() + timedelta(seconds=judged.seconds)
            )
        if judged.verdict is Verdict.AGAIN and row.attempts < MOST_TRIES:
            pause = min(60.0, 0.5 * 2**row.attempts)
            self._buckets.halt(row.chat_id, time.monotonic() + pause)
            return Result(row.id, OutboxStatus.QUEUED, error=text, not_before=self._now() + timedelta(seconds=pause))
        if judged.verdict is Verdict.HARMLESS:
            return Result(row.id, OutboxStatus.SENT, error=text)
        if judged.verdict is Verdict.UNCERTAIN:
            return Result(row.id, OutboxStatus.UNCERTAIN, error=text)
        await self._reports.undeliverable(row.id, text)
        return Result(row.id, OutboxStatus.FAILED, error=text)

    async def _settle(self) -> None:
        """Write results, several in one commit."""
        while self._results:
            await asyncio.sleep(0.005)
            results, self._results = self._results, []
            doubtful = await self._db.run(partial(self._write, results))
            crash.point("outbox.after_result")
            for outbox_id in doubtful:
                await self._reports.uncertain(outbox_id)
        self._settling = None

    def _write(self, results: list[Result], session: Session) -> list[int]:
        return outbox.settle(session, results, self._now())


def _message_id(answer: Any) -> int | None:
    return int(answer["message_id"]) if isinstance(answer, dict) and "message_id" in answer else None
