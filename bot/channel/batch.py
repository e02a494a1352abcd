"""What a body of getUpdates says. Pure; total on any bytes: it returns an answer or raises a named error."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from telegram.error import NetworkError

from storage.inbox import Raw, raw_of

MOST_ID = 2**31 - 2  # an update id is a positive 32-bit number


class SecondInstance(Exception):
    """Another process polls with the same token: two would each get half. Stop one of them."""


class BadToken(Exception):
    """Telegram does not know this token."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Updates; or seconds to wait; or what stands in the way."""

    updates: list[Any] = field(default_factory=list)
    wait: float = 0.0
    hooked: bool = False  # a webhook is set
    offset_refused: bool = False


def answer_of(status: int, body: bytes) -> Answer:
    """Read one answer. Raises `SecondInstance`, `BadToken`, or NetworkError for what may pass."""
    answer = _object(body)
    updates, words = answer.get("result"), str(answer.get("description", ""))[:200]
    if status == 200 and answer.get("ok") is True and isinstance(updates, list):
        return Answer(updates)
    if status == 409 and "webhook" in words:
        return Answer(hooked=True, wait=0.1)
    if status == 409:
        raise SecondInstance(words)
    if status in {401, 404}:
        raise BadToken(words)
    if status == 429:
        return Answer(wait=_retry_after(answer))
    if status == 400:
        return Answer(offset_refused=True, wait=1.0)
    raise NetworkError(f"status {status}")


def batch_of(updates: Sequence[Any]) -> list[Raw]:
    """The updates ready to store. One without a usable id gets one from its own content, so that a repeat is recognised."""
    return [raw_of(update, 0 if _named(update) else made_up_id(update)) for update in updates]


def next_offset(updates: Sequence[Any]) -> int | None:
    """One past the last usable id, in the order they came: ids are not compared with earlier ones."""
    ids = [update.get("update_id") for update in updates if isinstance(update, dict)]
    usable = [id_ for id_ in ids if isinstance(id_, int) and not isinstance(id_, bool) and 0 <= id_ <= MOST_ID]
    return usable[-1] + 1 if usable else None


def made_up_id(update: Any) -> int:
    """A stable negative number for an update without an id; Telegram's own are positive."""
    text = json.dumps(update, sort_keys=True, ensure_ascii=True)
    return -(int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big")) - 1


def _named(update: Any) -> bool:
    """Hashing every body costs more than storing it: only one without an id of Telegram's own is hashed."""
    given = update.get("update_id") if isinstance(update, dict) else None
    return isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= MOST_ID


def _object(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NetworkError("the body is not JSON") from error
    if not isinstance(answer, dict):
        raise NetworkError("the body is no object")
    return answer


def _retry_after(answer: dict[str, Any]) -> float:
    parameters = answer.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(seconds) if isinstance(seconds, int | float) and seconds > 0 else 1.0
