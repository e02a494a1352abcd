"""People, posts, chats, and what the bot is talking about with them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index
from sqlmodel import Field, SQLModel

from storage.columns import Words
from storage.vocabulary import AskKind, ChatPurpose, Role


class Enterprise(SQLModel, table=True):
    """An enterprise as its own person told us; name and code are encrypted under `key_id`."""

    __tablename__ = "enterprise"

    id: int | None = Field(default=None, primary_key=True)
    key_id: str = Field(max_length=32)
    name_id: str | None = Field(default=None, max_length=32)  # content
    code_id: str | None = Field(default=None, max_length=32)  # content: 统一社会信用代码
    code_index: str | None = Field(default=None, index=True, max_length=64)  # keyed hash, for finding it again


class Person(SQLModel, table=True):
    """A Telegram user who wrote to the bot in private."""

    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    tg_id: int = Field(sa_type=BigInteger, unique=True)
    key_id: str = Field(max_length=32)
    name_id: str | None = Field(default=None, max_length=32)  # content: name as Telegram shows it
    phone_id: str | None = Field(default=None, max_length=32)  # content: from the contact button
    enterprise_id: int | None = Field(default=None, foreign_key="enterprise.id")
    introduced_at: datetime | None = None  # told who runs this, for what, how long data is kept (R02d)
    identity_asked_at: datetime | None = None  # enterprise identity is asked once
    blocked_at: datetime | None = None  # the bot may no longer write to them
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # small flags, nothing personal


class Staff(SQLModel, table=True):
    """A post held by a person: clerk, officer, supervisor, sealed contact, keeper."""

    __tablename__ = "staff"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=40)  # stable across imports, e.g. "GSGS-01"
    role: Role = Field(sa_type=Words(Role))
    unit: str = Field(index=True, max_length=20)
    section: str = Field(default="", max_length=60)
    title: str = Field(default="", max_length=60)
    rank: str = Field(default="owner", max_length=20)  # owner, backup, head, deputy, chief
    key_id: str = Field(max_length=32)
    name_id: str = Field(max_length=32)  # content
    tg_id: int | None = Field(default=None, sa_type=BigInteger, index=True)  # None until enrolled
    backup_code: str | None = Field(default=None, max_length=40)
    away: bool = False
    active: bool = True
    enrolled_at: datetime | None = None
    unreachable_at: datetime | None = None  # blocked the bot or never enrolled when we tried


class Chat(SQLModel, table=True):
    """A group that the keeper bound to a unit or a desk."""

    __tablename__ = "chat"

    id: int = Field(primary_key=True, sa_type=BigInteger)  # Telegram's chat id
    purpose: ChatPurpose = Field(sa_type=Words(ChatPurpose))
    unit: str | None = Field(default=None, index=True, max_length=20)
    topic_id: int | None = Field(default=None, sa_type=BigInteger)
    bound_at: datetime
    migrated_to: int | None = Field(default=None, sa_type=BigInteger)
    deaf_at: datetime | None = None  # sends fail for good; a person is told
    deaf_why: str | None = Field(default=None, max_length=200)


class Ask(SQLModel, table=True):
    """A question open with a person in a chat: one at a time, but one for each case that an officer is answering.

    Untouched ones end by a timer; nothing hangs on memory.
    """

    __tablename__ = "ask"
    __table_args__ = (Index("ix_ask_who", "tg_id", "chat_id", "slot", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    tg_id: int = Field(sa_type=BigInteger)
    chat_id: int = Field(sa_type=BigInteger)
    slot: int = 0  # the case, for questions that wait side by side
    kind: AskKind = Field(sa_type=Words(AskKind))
    case_id: int | None = Field(default=None, index=True)
    content_id: str | None = Field(default=None, max_length=32)
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    prompt_id: int | None = None  # outbox row of the question
    asked_at: datetime


class Relay(SQLModel, table=True):
    """A conversation between an owner and an enterprise through the bot; it has a banner and an end."""

    __tablename__ = "relay"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="casefile.id", index=True)
    staff_id: int = Field(foreign_key="staff.id")
    staff_tg: int = Field(sa_type=BigInteger, index=True)
    person_tg: int = Field(sa_type=BigInteger, index=True)
    opened_at: datetime
    ended_at: datetime | None = None
