"""What came in and is not handled yet, what must go out, and small durable facts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, SmallInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import Words
from storage.vocabulary import InboxStatus, Op, OutboxStatus


class Inbox(SQLModel, table=True):
    """A raw update as Telegram sent it, kept encrypted until it is handled, then emptied.

    Keyed by (bot, update id) for deduplication only: ids are neither ordered nor free of gaps.
    """

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("bot_id", "update_id"), Index("ix_inbox_status", "status", "id"))

    id: int | None = Field(default=None, primary_key=True)
    bot_id: int = Field(sa_type=BigInteger)
    update_id: int = Field(sa_type=BigInteger)
    chat_id: int | None = Field(default=None, sa_type=BigInteger)  # one chat's updates are handled in order
    body: bytes | None = None
    status: InboxStatus = Field(default=InboxStatus.NEW, sa_type=Words(InboxStatus))
    attempts: int = 0
    error: str | None = Field(default=None, max_length=200)  # exception type and place; never content
    holder: str | None = Field(default=None, max_length=40)  # process that handles it
    received_at: datetime


class Outbox(SQLModel, table=True):
    """One outgoing call of the Bot API. The rendered body is encrypted under `key_id`."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_claim", "status", "lane", "id"),
        Index("ix_outbox_message", "chat_id", "message_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    lane: int = Field(sa_type=SmallInteger)
    op: Op = Field(sa_type=Words(Op))
    chat_id: int = Field(sa_type=BigInteger)
    topic_id: int | None = Field(default=None, sa_type=BigInteger)
    key_id: str = Field(max_length=32)
    body: bytes
    case_id: int | None = Field(default=None, index=True)
    purpose: str = Field(max_length=40)
    dedupe: str | None = Field(default=None, unique=True, max_length=160)
    target_id: int | None = Field(default=None, index=True)  # outbox row that an edit or deletion is about
    target_message: int | None = Field(default=None, sa_type=BigInteger)  # a message that is not ours
    reply_to: int | None = Field(default=None, sa_type=BigInteger)  # message id in the same chat
    status: OutboxStatus = Field(default=OutboxStatus.QUEUED, sa_type=Words(OutboxStatus))
    attempts: int = 0
    doubts: int = 0  # how often a call ended without our knowing whether it arrived
    not_before: datetime | None = None
    created_at: datetime
    sent_at: datetime | None = None
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    error: str | None = Field(default=None, max_length=200)


class Counter(SQLModel, table=True):
    """A number that only grows; case numbers come from here, once each."""

    __tablename__ = "counter"

    name: str = Field(primary_key=True, max_length=40)
    value: int


class Setting(SQLModel, table=True):
    """A small durable fact: the polling offset, the last successful poll, chain anchors."""

    __tablename__ = "setting"

    name: str = Field(primary_key=True, max_length=60)
    value: dict[str, Any] = Field(sa_type=JSON)
    at: datetime


class Lease(SQLModel, table=True):
    """Which process holds a job that only one may do, and until when."""

    __tablename__ = "lease"

    name: str = Field(primary_key=True, max_length=40)
    holder: str = Field(max_length=40)
    until: datetime
