"""The sender: the only caller of the Bot API's sending methods. It drains the outbox, lanes first, within the limits.

A chat with a call in flight, with an unwritten result, or with a row that waits to be tried again gives no other row: its
messages keep their order.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from bot.channel.answers import Answers
from bot.channel.api import Api
from bot.channel.buckets import MINUTE, SendLimits
from bot.channel.courier import Carried, Copies, Courier, Reports, no_copies, told
from bot.channel.errors import Judged
from bot.channel.opening import claim
from bot.channel.pace import Pace
from bot.channel.results import Results
from bot.channel.retry import ending, given_up
from bot.texts.values import Message
from storage import crash, outbox
from storage.db import Database
from storage.outbox import Claimed, Result
from storage.vault import Vault
from storage.vocabulary import OutboxStatus

__all__ = ["Reports", "Sender"]

log = structlog.get_logger()
LOOK_AGAIN = 0.5  # seconds; other processes may queue without waking us
SHORTEST = 0.005


class Sender:
    """One loop that claims, and one task a call. `may_send` says whether this process leads."""

    def __init__(
        self,
        api: Api,
        db: Database,
        vault: Vault,
        now: Callable[[], datetime],
        limits: SendLimits,
        reports: Reports,
        may_send: Callable[[], bool] = lambda: True,
        copies: Copies = no_copies,
    ) -> None:
        self._db, self._vault, self._now = db, vault, now
        self._reports, self._may_send = reports, may_send
        self._answers, self._pace = Answers(api), Pace(limits, now)
        self._courier = Courier(api, reports, self._pace.take, copies)
        self._results = Results(db, now, self._written, self._tell_doubts)
        self._wake = asyncio.Event()
        self._calls: set[asyncio.Task[None]] = set()
        self._looking = self._stopping = self._leading = False
        self._ended = asyncio.Event()
        self._ended.set()
        db.on_wake(outbox.WAKE, self.poke)

    def poke(self) -> None:
        """Look at the outbox now: something was queued, or the clock was moved."""
        self._wake.set()

    async def run(self) -> None:
        """Send until stopped. A database that does not answer is asked again, with a back-off."""
        self._ended.clear()
        troubles = 0
        try:
            while not self._stopping:
                self._wake.clear()
                try:
                    busy = self._may_lead() and await self._round()
                    troubles = 0
                except Exception as error:
                    troubles += 1
                    log.error("outbox not read", error=type(error).__name__)
                    busy = False
                if not busy:
                    await self._rest(min(5.0, 0.2 * 2**troubles) if troubles else LOOK_AGAIN)
        finally:
            self._ended.set()

    @property
    def idle(self) -> bool:
        """No call in flight and no result unwritten."""
        return not self._calls and not self._looking and self._results.idle and self._answers.idle

    async def stop(self, seconds: float = 5.0) -> None:
        """Claim no more, finish the calls in flight and write their results. A call that does not end is in doubt."""
        self._stopping = True
        self._wake.set()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), seconds)
        await self._answers.stop(1.0)
        if self._calls:
            await asyncio.wait(self._calls, timeout=seconds)
        for call in list(self._calls):
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)
        await self._results.drain(2.0)

    async def answer(self, query_id: str, text: str, alert: bool) -> None:
        """End a button's spinner, best effort, beside everything else."""
        self._answers.give(query_id, text, alert)

    # -- claiming --------------------------------------------------------------------------------------------------

    def _may_lead(self) -> bool:
        may = self._may_send()
        self._leading = self._leading and may
        return may

    async def _round(self) -> bool:
        """Claim and start what may leave now; False if that was nothing."""
        self._looking = True
        try:
            if not self._leading:
                await self._take_over()
            leave = self._pace.leave(len(self._calls))
            if leave.room <= 0:
                return False
            now = self._now()
            claimed = await self._db.run(lambda session: claim(session, self._vault, leave, now))
            crash.point("outbox.after_claim")
            for row, message in claimed:
                self._start(row, message)
            return bool(claimed)
        finally:
            self._looking = False

    async def _take_over(self) -> None:
        """What the one before us had in flight is in doubt; what it sent lately still counts."""
        lately, doubtful = await self._db.run(self._left_behind)
        self._pace.recall(lately)
        self._leading = True
        await self._tell_doubts(doubtful)

    def _left_behind(self, session: Session) -> tuple[list[tuple[int, datetime]], list[int]]:
        outbox.take_over(session)
        doubtful = [row.id or 0 for row in outbox.uncertain(session) if row.status is OutboxStatus.UNCERTAIN]
        return outbox.sent_since(session, self._now() - timedelta(seconds=MINUTE)), doubtful

    async def _rest(self, longest: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), max(SHORTEST, min(longest, self._pace.soon())))

    # -- sending ---------------------------------------------------------------------------------------------------

    def _start(self, row: Claimed, message: Message | Result) -> None:
        if isinstance(message, Result) or self._stopping:
            self._pace.take(row.id, row.chat_id)
            self._results.add(message if isinstance(message, Result) else Result(row.id, OutboxStatus.QUEUED))
            return
        self._pace.begin(row)
        task = asyncio.create_task(self._send(row, message))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _send(self, row: Claimed, message: Message) -> None:
        result = Result(row.id, OutboxStatus.UNCERTAIN, error="stopped while in flight")
        try:
            result = await self._outcome(row, message)
        except Exception as error:
            log.error("send failed", row=row.id, error=type(error).__name__)
        finally:
            self._pace.end(row.chat_id)
            self._results.add(result)

    async def _outcome(self, row: Claimed, message: Message) -> Result:
        carried = await self._courier.carry(row, message)
        others_pass = self._pace.heard(carried.row, carried.judged)
        if carried.judged is None:
            return Result(row.id, OutboxStatus.SENT, message_id=carried.message_id)
        return await self._failed(carried, carried.judged, others_pass)

    async def _failed(self, carried: Carried, judged: Judged, others_pass: bool) -> Result:
        row = carried.row
        log.info("call failed", row=row.id, purpose=row.purpose, verdict=judged.verdict.value)
        if given_up(row, judged, others_pass=others_pass):
            await told(self._reports.undeliverable, row.id, carried.why)
        result = ending(row, judged, carried.why, self._now(), others_pass=others_pass)
        self._pace.hold(row, result.not_before)
        return result

    def _written(self, results: Sequence[Result]) -> None:
        for result in results:
            self._pace.release(result.id)
            if result.status is not OutboxStatus.QUEUED:
                self._pace.forget(result.id)
                self._courier.forget(result.id)
        self._wake.set()

    async def _tell_doubts(self, outbox_ids: Sequence[int]) -> None:
        for outbox_id in outbox_ids:
            await told(self._reports.uncertain, outbox_id)
