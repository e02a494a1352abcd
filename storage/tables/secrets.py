"""Encrypted content and the wrapped keys that open it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel


class DataKey(SQLModel, table=True):
    """A data key, wrapped by the master key. Destroying it (wrapped = NULL) deletes all that it sealed."""

    __tablename__ = "data_key"

    id: str = Field(primary_key=True, max_length=32)
    scope: str = Field(max_length=60)  # what it belongs to: case, person, staff, chat, inbox
    sealed: bool = False  # class C: opened only with a grant
    wrapped: bytes | None = None
    created_at: datetime
    destroyed_at: datetime | None = None


class Content(SQLModel, table=True):
    """One piece of personal content, AES-GCM under `key_id`. `digest` is what history chains hash."""

    __tablename__ = "content"

    id: str = Field(primary_key=True, max_length=32)
    key_id: str = Field(foreign_key="data_key.id", index=True, max_length=32)
    blob: bytes
    digest: str = Field(max_length=64)
