"""Claims rows and opens their sealed bodies, in one unit."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from bot.channel.pace import Leave
from bot.texts.values import Message
from storage import outbox
from storage.outbox import Claimed, Result
from storage.vault import Destroyed, Grant, GrantNeeded, Vault, VaultError
from storage.vocabulary import OutboxStatus

log = structlog.get_logger()
SEALED_PREFIX = "sealed"
SENDER = Grant(0)  # the letter carrier: opens only what is addressed to the sealed contact
LATER = timedelta(minutes=1)


def claim(session: Session, vault: Vault, leave: Leave, now: datetime) -> list[tuple[Claimed, Message | Result]]:
    """The rows that leave now, each with its message or with how it ends without one."""
    outbox.put_behind(session, leave.held)
    rows = outbox.claim(session, now, leave.room, leave.busy, leave.lowest)
    return [(row, opened(session, vault, row, now)) for row in rows]


def opened(session: Session, vault: Vault, row: Claimed, now: datetime) -> Message | Result:
    """The message, or how the row ends without one.

    A destroyed key is a deletion: there is nothing to send. A key that does not open is a mistake of the installation (the
    wrong master key): the row waits until that is mended.
    """
    try:
        grant = SENDER if row.purpose.startswith(SEALED_PREFIX) else None
        return Message.from_json(vault.open(session, row.key_id, row.body, grant))
    except Destroyed:
        return Result(row.id, OutboxStatus.DROPPED, error="its content was deleted")
    except (GrantNeeded, ValueError, TypeError, KeyError) as error:
        log.error("row cannot be sent", row=row.id, purpose=row.purpose, error=type(error).__name__)
        return Result(row.id, OutboxStatus.FAILED, error=f"unreadable: {type(error).__name__}")
    except VaultError as error:
        log.error("row does not open", row=row.id, purpose=row.purpose, error=type(error).__name__)
        return Result(row.id, OutboxStatus.QUEUED, error="does not open", not_before=now + LATER)
