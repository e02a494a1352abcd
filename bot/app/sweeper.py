"""The sweep: every timer that is due is fired, each in its own transaction; one that fails is put off and stays visible."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import structlog
from sqlmodel import Session

from bot.app import anchors
from bot.desk import audit, keeper, retention, ticks
from bot.desk.work import Work
from bot.texts import keeper as texts
from storage import outbox, timers
from storage.db import Database

log = structlog.get_logger()
BATCH = 100
AUDIT_EVERY = timedelta(minutes=5)

MakeWork = Callable[[Session, datetime], Work]


class Sweeper:
    """`work` makes the unit of work; `leading` says whether this process may; `anchors` is the folder for chain heads."""

    def __init__(
        self,
        db: Database,
        work: MakeWork,
        now: Callable[[], datetime],
        leading: Callable[[], bool] = lambda: True,
        anchors: Path | None = None,
    ) -> None:
        self._db, self._work, self._now, self._leading, self._anchors = db, work, now, leading, anchors
        self._audited: datetime | None = None
        self._destroyed = False
        db.on_wake(retention.WAKE, self._was_destroyed)

    def _was_destroyed(self) -> None:
        self._destroyed = True

    async def sweep(self) -> int:
        """Fire what is due until nothing is; returns how many timers did something."""
        if not self._leading():
            return 0
        fired = 0
        while due := await self._db.run(self._due):
            results = await asyncio.gather(*(self._fire(timer_id) for timer_id in due))
            fired += sum(results)
            if not any(results):
                break
        if self._destroyed:
            self._destroyed = False
            await self._db.scrub()
        return fired

    def _due(self, session: Session) -> list[int]:
        return timers.due(session, self._now(), BATCH)

    async def _fire(self, timer_id: int) -> bool:
        now = self._now()
        try:
            return await self._db.run(lambda session: ticks.fire(self._work(session, now), timer_id))
        except Exception as error:
            log.error("timer failed", timer=timer_id, error=type(error).__name__, where=_where(error))
            await self._db.run(lambda session: timers.put_off(session, timer_id, now))
            return False

    async def audit(self) -> int:
        """Every few minutes, look for what must never be; the keepers hear of each finding once. Returns how many there are.

        Once a day the heads of all histories are anchored outside the database.
        """
        now = self._now()
        if not self._leading() or (self._audited is not None and now - self._audited < AUDIT_EVERY):
            return 0
        self._audited = now
        found, today = await self._db.run(lambda session: _audit(self._work(session, now)))
        if self._anchors is not None:
            await self._anchor(self._anchors, today, now)
        return found

    async def _anchor(self, folder: Path, today: date, now: datetime) -> None:
        try:
            await anchors.keep(self._db, folder, today, now)
        except OSError as error:
            log.error("anchors not written", error=type(error).__name__)
            once = f"anchors:{today}"
            text = texts.anchors_failed()
            await self._db.run(lambda session: keeper.tell(self._work(session, now), text, once=once))

    def nothing_due(self, session: Session) -> bool:
        """No timer is due and no message may leave now."""
        now = self._now()
        return outbox.pending_count(session, now) == 0 and not timers.due(session, now, 1)

    async def coming(self, limit: int) -> list[tuple[datetime, str]]:
        """What happens next by the clock: timers and messages that wait for their time."""

        def look(session: Session) -> list[tuple[datetime, str]]:
            found = [(row.at, row.kind.value) for row in timers.upcoming(session, limit)]
            found += [(at, "发出消息") for at in outbox.waiting_times(session, self._now(), limit)]
            return sorted(found)[:limit]

        return await self._db.run(look)


def _audit(work: Work) -> tuple[int, date]:
    """How many findings, and the city's date."""
    calendar = work.office.calendar
    found = audit.findings(work)
    for finding in found:
        keeper.tell(work, texts.found(finding.number, finding.what), once=finding.key)
    if calendar.runs_out(work.now):
        last = calendar.data_ends()
        keeper.tell(work, texts.calendar_runs_out(last), once=f"calendar:{last}")
    return len(found), calendar.local_date(work.now)


def _where(error: BaseException) -> str:
    """File and line of the innermost frame; never the error's words, which may hold content."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace is not None else ""
