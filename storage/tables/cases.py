"""The case: its history, its projection, its clocks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.columns import Words
from storage.vocabulary import (
    CloseKind,
    EventKind,
    ItemKind,
    Kind,
    ResultCode,
    Role,
    Secrecy,
    Stage,
    State,
    TimerKind,
    Urgency,
)

LATE = text("breached_at IS NOT NULL AND met_at IS NULL AND ended_at IS NULL")
RUNNING = text("breached_at IS NULL AND met_at IS NULL AND ended_at IS NULL")


class CaseFile(SQLModel, table=True):
    """A case. Every field but id, number, key, creation and chain head is the fold of its events."""

    __tablename__ = "casefile"
    __table_args__ = (
        Index("ix_case_unit_state", "unit", "state"),
        Index("ix_case_person_state", "person_id", "state"),
        Index("ix_case_board", "state", "secrecy", "unit"),
        Index("ix_case_state_submitted", "state", "submitted_at"),
        Index("ix_case_submitted", "submitted_at", "secrecy", "state", "unit"),
        Index("ix_case_state_reopens", "state", "reopens"),
        *(
            Index(f"ix_case_{name}", "id", sqlite_where=text(f"{name} IS 1"), postgresql_where=text(f"{name} IS true"))
            for name in ("supervised", "held")
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True, max_length=20)  # QS-2026-000123
    key_id: str = Field(foreign_key="data_key.id", max_length=32)
    created_at: datetime
    head_seq: int = 0
    head_hash: str = Field(default="", max_length=64)

    state: State = Field(sa_type=Words(State), index=True)
    secrecy: Secrecy = Field(default=Secrecy.A, sa_type=Words(Secrecy))
    kind: Kind = Field(sa_type=Words(Kind))
    urgency: Urgency = Field(sa_type=Words(Urgency))
    unit: str | None = Field(default=None, max_length=20)
    lead_unit: str | None = Field(default=None, max_length=20)
    section: str | None = Field(default=None, max_length=60)
    owner_id: int | None = Field(default=None, index=True)
    backup_id: int | None = None
    person_id: int | None = Field(default=None, foreign_key="person.id")
    enterprise_id: int | None = None
    anonymous: bool = False  # towards the unit; the platform knows the person
    confidential: bool = False
    accused: list[str] = Field(default_factory=list, sa_type=JSON)
    round: int = 1
    version: int = 0
    close_kind: CloseKind | None = Field(default=None, sa_type=Words(CloseKind))
    result: ResultCode | None = Field(default=None, sa_type=Words(ResultCode))
    supervised: bool = False  # 督办
    held: bool = False  # 挂账
    pending: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # transfer, extension, withdrawal asked for
    merged_into: int | None = Field(default=None, index=True)
    linked_to: int | None = None  # restricted case split off, or a later case of the same matter
    claimed_by: int | None = None  # clerk
    policy_version: str | None = Field(default=None, max_length=40)
    provisional: bool = False  # a deadline rests on a calendar year not announced yet (R38)
    submitted_at: datetime | None = None
    dispatched_at: datetime | None = None
    signed_at: datetime | None = None
    contacted_at: datetime | None = None
    replied_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    transfers: int = 0
    extensions: int = 0
    reopens: int = 0
    urges: int = 0
    nudges: int = 0
    rating: int | None = None

    summary_id: str | None = Field(default=None, max_length=32)  # content: one masked line for cards


class Event(SQLModel, table=True):
    """One link of a case's history; append-only, hash-chained over ciphertext."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="casefile.id")
    seq: int
    kind: EventKind = Field(sa_type=Words(EventKind))
    at: datetime
    role: Role = Field(sa_type=Words(Role))
    actor_id: int | None = None  # staff id, or person id for Role.ENTERPRISE
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # codes, ids, times; never personal content
    content_id: str | None = Field(default=None, max_length=32)
    prev: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class Item(SQLModel, table=True):
    """One message or file that the enterprise (or the owner, in a relay) put into a case."""

    __tablename__ = "item"
    __table_args__ = (Index("ix_item_message", "chat_id", "message_id"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="casefile.id", index=True)
    kind: ItemKind = Field(sa_type=Words(ItemKind))
    at: datetime
    by_staff: bool = False
    chat_id: int = Field(sa_type=BigInteger)
    message_id: int = Field(sa_type=BigInteger)
    media_group: str | None = Field(default=None, max_length=64)
    content_id: str = Field(max_length=32)  # JSON: text, caption, file_id, name, mime, size, ...
    bytes_id: str | None = Field(default=None, max_length=32)  # our own copy of the file, as content; None: not fetched
    edits: int = 0


class Deadline(SQLModel, table=True):
    """One limit of one round. A breach is a fact with a time."""

    __tablename__ = "deadline"
    __table_args__ = (
        UniqueConstraint("case_id", "round", "stage", "seq"),
        Index("ix_deadline_late", "due_at", "id", "case_id", sqlite_where=LATE, postgresql_where=LATE),
        Index("ix_deadline_running", "stage", "due_at", "case_id", sqlite_where=RUNNING, postgresql_where=RUNNING),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="casefile.id")
    round: int
    stage: Stage = Field(sa_type=Words(Stage))
    seq: int = 1  # grows with an extension
    start_at: datetime
    due_at: datetime
    zone: str = Field(default="Asia/Shanghai", max_length=40)
    provisional: bool = False
    met_at: datetime | None = None
    breached_at: datetime | None = None
    ended_at: datetime | None = None  # replaced or no longer needed


class Assist(SQLModel, table=True):
    """A unit that helps the leading one (协办), with a limit of its own (A08)."""

    __tablename__ = "assist"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="casefile.id", index=True)
    unit: str = Field(index=True, max_length=20)
    owner_id: int | None = None  # staff id
    by_id: int  # staff id of who asked
    content_id: str = Field(max_length=32)  # JSON: text, what is asked of it
    asked_at: datetime
    due_at: datetime
    done_at: datetime | None = None
    breached_at: datetime | None = None
    ended_at: datetime | None = None  # no longer needed: the case ended or moved


class Timer(SQLModel, table=True):
    """When the clock must look at something again. `key` keeps one timer a purpose."""

    __tablename__ = "timer"
    __table_args__ = (Index("ix_timer_at", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True, max_length=120)
    kind: TimerKind = Field(sa_type=Words(TimerKind))
    at: datetime
    case_id: int | None = Field(default=None, index=True)
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    attempts: int = 0


class Card(SQLModel, table=True):
    """A living message about a case in a chat: edited when the case changes, a stub when it moves away."""

    __tablename__ = "card"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="casefile.id", index=True)
    role: str = Field(max_length=20)  # draft, unit, clerk, sealed, supervisor, answer
    unit: str | None = Field(default=None, max_length=20)
    chat_id: int = Field(sa_type=BigInteger)
    outbox_id: int = Field(foreign_key="outbox.id")
    live: bool = True


class Look(SQLModel, table=True):
    """Somebody looked at protected content (R03)."""

    __tablename__ = "look"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="casefile.id", index=True)
    staff_id: int
    at: datetime
    what: str = Field(max_length=40)


class PolicySnapshot(SQLModel, table=True):
    """The clocks that a case was filed under; a later edit of the city's policy makes a new version."""

    __tablename__ = "policy_snapshot"

    version: str = Field(primary_key=True, max_length=40)
    body: dict[str, Any] = Field(sa_type=JSON)
    taken_at: datetime
