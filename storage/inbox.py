"""Durable receiving: a raw batch is one commit, and only then is it confirmed to Telegram.

Updates are keyed by (bot, update id) for deduplication and never ordered by it: after an idle week ids restart at random.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from storage import crash
from storage.db import wake
from storage.tables import DataKey, Inbox
from storage.upsert import insert_into
from storage.vault import INBOX_KEY, Vault, VaultError
from storage.vocabulary import InboxStatus

MAX_TRIES = 4
WAKE = "inbox"


@dataclass(frozen=True, slots=True)
class Raw:
    """One update as it came: its id if it has one, the chat that orders it, its JSON text."""

    update_id: int
    chat_id: int | None
    body: str


@dataclass(frozen=True, slots=True)
class Received:
    """A stored update that waits for its worker."""

    id: int
    update_id: int
    chat_id: int | None
    body: str
    attempts: int


def inbox_key(session: Session, vault: Vault, now: datetime) -> str:
    """The key that seals raw updates; made on first use."""
    known = _inbox_keys(session)
    return known[0] if known else vault.new_key(session, INBOX_KEY, now)


def store(
    session: Session, vault: Vault, key_id: str, bot_id: int, batch: Sequence[Raw], now: datetime, holder: str
) -> list[Received]:
    """Keep a batch; updates seen before are skipped. Returns those that are new, in the order they came."""
    known = set(
        session.exec(
            select(Inbox.update_id).where(
                Inbox.bot_id == bot_id, col(Inbox.update_id).in_([raw.update_id for raw in batch])
            )
        )
    )
    fresh = list({raw.update_id: raw for raw in batch if raw.update_id not in known}.values())
    if not fresh:
        return []
    rows = [
        {
            "bot_id": bot_id,
            "update_id": raw.update_id,
            "chat_id": raw.chat_id,
            "body": vault.seal(session, key_id, raw.body.encode("utf-8", "surrogatepass")),
            "status": InboxStatus.NEW,
            "attempts": 0,
            "holder": holder,
            "received_at": now,
        }
        for raw in fresh
    ]
    ids = _insert(session, rows)
    crash.point("inbox.before_commit")
    new = [raw for raw in fresh if raw.update_id in ids]
    return [Received(ids[raw.update_id], raw.update_id, raw.chat_id, raw.body, 0) for raw in new]


def _insert(session: Session, rows: Sequence[dict[str, Any]]) -> dict[int, int]:
    """Row ids by update id. An update that another process stores at the same moment is left to that process."""
    query = insert_into(session, Inbox).on_conflict_do_nothing(index_elements=["bot_id", "update_id"])
    found = session.execute(query.returning(col(Inbox.update_id), col(Inbox.id)), rows)
    return {update_id: row_id or 0 for update_id, row_id in found}


def waiting(session: Session, vault: Vault, limit: int = 500, *, holder: str | None = None) -> list[Received]:
    """Updates that no worker finished, oldest first: what a start-up takes over. `holder` re-labels them."""
    query = select(Inbox).where(Inbox.status == InboxStatus.NEW).order_by(col(Inbox.id)).limit(limit)
    rows = list(session.exec(query.with_for_update(skip_locked=True)))
    for row in rows:
        row.holder = holder or row.holder
    return _received(session, vault, rows)


def left_over(
    session: Session, vault: Vault, holder: str, mine_before: datetime, any_before: datetime, limit: int = 200
) -> list[Received]:
    """Updates that nobody seems to handle: without a holder, of this holder and older than `mine_before` (its commit may have
    come through without an answer), or of anybody and older than `any_before` (that process is dead). Re-labels them."""
    query = select(Inbox).where(
        Inbox.status == InboxStatus.NEW,
        or_(
            col(Inbox.holder).is_(None),
            (col(Inbox.holder) == holder) & (col(Inbox.received_at) < mine_before),
            col(Inbox.received_at) < any_before,
        ),
    )
    rows = list(session.exec(query.order_by(col(Inbox.id)).limit(limit).with_for_update(skip_locked=True)))
    for row in rows:
        row.holder = holder
    return _received(session, vault, rows)


def finish(session: Session, inbox_id: int) -> bool:
    """Mark an update handled and empty it. False if it was handled before: the caller must then change nothing."""
    result = session.execute(
        update(Inbox)
        .where(col(Inbox.id) == inbox_id, col(Inbox.status) == InboxStatus.NEW)
        .values(status=InboxStatus.DONE, body=None)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]


def fail(session: Session, inbox_id: int, error: str) -> bool:
    """Count a failed try; True if it is now parked for the keeper."""
    row = session.get(Inbox, inbox_id, with_for_update=True)
    if row is None or row.status is not InboxStatus.NEW:
        return False
    row.attempts += 1
    row.error = error[:200]
    if row.attempts >= MAX_TRIES:
        row.status = InboxStatus.PARKED
        wake(session, "parked")
    return row.status is InboxStatus.PARKED


def parked(session: Session) -> list[Inbox]:
    """What the keeper must see."""
    return list(session.exec(select(Inbox).where(Inbox.status == InboxStatus.PARKED).order_by(col(Inbox.id))))


def retry_parked(session: Session, inbox_id: int) -> None:
    """Give a parked update another round of tries (after a repair). One that is not parked (any more) is left alone."""
    row = session.get_one(Inbox, inbox_id, with_for_update=True)
    if row.status is not InboxStatus.PARKED:
        return
    row.status, row.attempts, row.holder = InboxStatus.NEW, 0, None
    wake(session, WAKE)


def chat_of(raw: dict[str, Any]) -> int | None:
    """The chat whose order this raw update must keep; None if it has none. Total on any JSON object."""
    for value in raw.values():
        if isinstance(value, dict):
            message = value.get("message") if isinstance(value.get("message"), dict) else value
            chat = message.get("chat") if isinstance(message, dict) else None
            chat_id = chat.get("id") if isinstance(chat, dict) else None
            if isinstance(chat_id, int) and abs(chat_id) < 2**53:
                return chat_id
    return None


def raw_of(update_json: Any, fallback_id: int) -> Raw:
    """A raw update ready to store. One without a usable id gets `fallback_id`, so that nothing is dropped."""
    given = update_json.get("update_id") if isinstance(update_json, dict) else None
    update_id = given if isinstance(given, int) and not isinstance(given, bool) and abs(given) < 2**62 else fallback_id
    chat_id = chat_of(update_json) if isinstance(update_json, dict) else None
    return Raw(update_id, chat_id, json.dumps(update_json, ensure_ascii=True))


def _received(session: Session, vault: Vault, rows: Sequence[Inbox]) -> list[Received]:
    keys = _inbox_keys(session)
    found = [(row, row.body) for row in rows if row.body is not None]
    return [
        Received(row.id or 0, row.update_id, row.chat_id, _open(session, vault, keys, body), row.attempts)
        for row, body in found
    ]


def _inbox_keys(session: Session) -> list[str]:
    query = select(DataKey.id).where(DataKey.scope == INBOX_KEY, col(DataKey.wrapped).is_not(None))
    return list(session.exec(query.order_by(col(DataKey.created_at), col(DataKey.id))))


def _open(session: Session, vault: Vault, keys: Sequence[str], blob: bytes) -> str:
    """Two processes that start at the very first time together make a key each: either may fit."""
    failure = VaultError("no key for the inbox")
    for key_id in keys:
        try:
            return vault.open(session, key_id, blob).decode("utf-8", "surrogatepass")
        except VaultError as error:
            failure = error
    raise failure
