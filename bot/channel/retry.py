"""From a verdict to how the row ends. Pure: the time is a parameter."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.channel.errors import Judged, Verdict
from storage.outbox import Claimed, Result
from storage.vocabulary import OutboxStatus

MOST_TRIES = 6  # of a row that fails while others get through
LONGEST = 60.0  # seconds between two tries of one row
FOR_GOOD = frozenset({Verdict.PERMANENT, Verdict.REFUSED, Verdict.NO_TOPIC, Verdict.MIGRATED})


def back_off(attempts: int) -> float:
    """Seconds before the next try of a row that was tried `attempts` times."""
    return min(LONGEST, 0.5 * 2.0 ** min(attempts, 10))


def given_up(row: Claimed, judged: Judged, *, others_pass: bool) -> bool:
    """True if this row will never be delivered. While nothing at all gets through, no row is given up."""
    if judged.verdict is Verdict.AGAIN:
        return others_pass and row.attempts >= MOST_TRIES
    return judged.verdict in FOR_GOOD


def ending(row: Claimed, judged: Judged, why: str, now: datetime, *, others_pass: bool) -> Result:
    """The result to record. `not_before` is on the clock that the outbox is read by; None with QUEUED means at once."""
    if given_up(row, judged, others_pass=others_pass):
        return Result(row.id, OutboxStatus.FAILED, error=why)
    if judged.verdict is Verdict.HARMLESS:
        return Result(row.id, OutboxStatus.SENT, error=why)
    if judged.verdict is Verdict.UNCERTAIN:
        return Result(row.id, OutboxStatus.UNCERTAIN, error=why)
    if judged.verdict is Verdict.OFFLINE:
        return Result(row.id, OutboxStatus.QUEUED, error=why)
    seconds = judged.seconds if judged.verdict is Verdict.WAIT else back_off(row.attempts)
    return Result(row.id, OutboxStatus.QUEUED, error=why, not_before=now + timedelta(seconds=seconds))
