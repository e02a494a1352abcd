"""What a failed call means: wait, try again, give up, or nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from telegram.error import InvalidToken, NetworkError, TelegramError


class NeverSent(NetworkError):
    """The call never left this machine (no connection): safe to try again."""


class Refused(TelegramError):
    """Telegram, or something on the way to it, answered no. `words` are Telegram's own and hold nothing personal."""

    def __init__(
        self, status: int, words: str, *, retry_after: float | None = None, new_chat: int | None = None
    ) -> None:
        super().__init__(words)
        self.status, self.words, self.retry_after, self.new_chat = status, words, retry_after, new_chat


class Verdict(StrEnum):
    """What to do with a failed row."""

    WAIT = "wait"  # as long as Telegram says
    OFFLINE = "offline"  # it never left this machine; nothing else will either
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
UNSAID_WAIT = 5.0  # seconds, when a 429 does not say


def judge(error: BaseException) -> Judged:
    """Total: every exception of a call has a verdict. What is not known is uncertain, never lost."""
    if isinstance(error, NeverSent):
        return Judged(Verdict.OFFLINE)
    if isinstance(error, InvalidToken):
        return Judged(Verdict.AGAIN)  # not this row's fault: it waits until the installation is mended
    if isinstance(error, Refused):
        return _refused(error)
    return Judged(Verdict.UNCERTAIN)


def _refused(error: Refused) -> Judged:
    if error.new_chat is not None:
        return Judged(Verdict.MIGRATED, new_chat=error.new_chat)
    if error.status == 429:
        return Judged(Verdict.WAIT, UNSAID_WAIT if error.retry_after is None else error.retry_after)
    if error.status >= 500:
        return Judged(Verdict.AGAIN)  # the server says that it did not do it
    if error.status == 403:
        return Judged(Verdict.PERMANENT)
    return _bad_request(error.words.lower())


def _bad_request(text: str) -> Judged:
    if any(part in text for part in HARMLESS):
        return Judged(Verdict.HARMLESS)
    if any(part in text for part in NO_TOPIC):
        return Judged(Verdict.NO_TOPIC)
    return Judged(Verdict.PERMANENT if any(part in text for part in GONE) else Verdict.REFUSED)
