"""Outgoing calls as values: before they are queued, while they are sent, and how they ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.vocabulary import Lane, Op, OutboxStatus


@dataclass(frozen=True, slots=True)
class Draft:
    """An outgoing call before it is queued. `body` is sealed under `key_id` already."""

    lane: Lane
    op: Op
    chat_id: int
    key_id: str
    body: bytes
    purpose: str
    case_id: int | None = None
    topic_id: int | None = None
    dedupe: str | None = None
    target_id: int | None = None
    target_message: int | None = None
    reply_to: int | None = None
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that this process is sending now. `target` is the message id an edit or deletion is about."""

    id: int
    lane: int
    op: Op
    chat_id: int
    topic_id: int | None
    key_id: str
    body: bytes
    case_id: int | None
    purpose: str
    target: int | None
    reply_to: int | None
    attempts: int
    doubts: int


@dataclass(frozen=True, slots=True)
class Result:
    """How a claimed row ended."""

    id: int
    status: OutboxStatus
    message_id: int | None = None
    error: str | None = None
    not_before: datetime | None = None  # with status QUEUED: try again then
