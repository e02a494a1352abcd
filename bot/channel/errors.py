"""What a failed call means: wait, try again, give up, or nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)


class NeverSent(NetworkError):
    """The call never left this machine (no connection): safe to try again."""


class Verdict(StrEnum):
    """What to do with a failed row."""

    WAIT = "wait"  # as long as Telegram says
    AGAIN = "again"  # it was not delivered: later
    UNCERTAIN = "uncertain"  # it may have been delivered
    HARMLESS = "harmless"  # the wished state holds already, or the thing is gone
    NO_TOPIC = "no topic"  # send to the group instead
    MIGRATED = "migrated"  # to a new chat id
    PERMANENT = "permanent"  # this recipient cannot be reached
    REFUSED = "refused"  # our own mistake: this call will never be accepted


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with what comes with it: seconds to wait, or the new chat."""

    verdict: Verdict
    seconds: float = 0.0
    new_chat: int | None = None


HARMLESS = (
    "message is not modified",
    "message to edit not found",
    "message can't be edited",
    "message to delete not found",
    "message can't be deleted",
    "message identifier is not specified",
)
NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted", "topic closed")
GONE = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "peer_id_invalid",
    "group chat was deactivated",
    "have no rights",
    "not enough rights",
)


def judge(error: Exception) -> Judged:
    """Total: every exception of a call has a verdict."""
    if isinstance(error, RetryAfter):
        after = error.retry_after
        return Judged(Verdict.WAIT, after.total_seconds() if hasattr(after, "total_seconds") else float(after))
    if isinstance(error, ChatMigrated):
        return Judged(Verdict.MIGRATED, new_chat=error.new_chat_id)
    if isinstance(error, NeverSent):
        return Judged(Verdict.AGAIN)
    if isinstance(error, Forbidden):
        return Judged(Verdict.PERMANENT)
    if isinstance(error, BadRequest):
        return _bad_request(str(error).lower())
    if isinstance(error, TimedOut):
        return Judged(Verdict.UNCERTAIN)
    if isinstance(error, InvalidToken):
        return Judged(Verdict.AGAIN)
    if isinstance(error, NetworkError):
        return Judged(Verdict.AGAIN) if _server_said_no(error) else Judged(Verdict.UNCERTAIN)
    return Judged(Verdict.REFUSED if isinstance(error, TelegramError) else Verdict.UNCERTAIN)


def _bad_request(text: str) -> Judged:
    if any(part in text for part in HARMLESS):
        return Judged(Verdict.HARMLESS)
    if any(part in text for part in NO_TOPIC):
        return Judged(Verdict.NO_TOPIC)
    return Judged(Verdict.PERMANENT if any(part in text for part in GONE) else Verdict.REFUSED)


def _server_said_no(error: NetworkError) -> bool:
    """An answer with a 5xx status: the server says that it did not do it."""
    return any(
        part in str(error).lower()
        for part in ("bad gateway", "internal server error", "service unavailable", "gateway timeout")
    )
