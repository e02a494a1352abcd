"""Values that the storage tests share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Engine, insert
from sqlmodel import Session

from storage import outbox
from storage.tables import CaseFile, Outbox
from storage.vault import MasterKeys, Vault
from storage.vocabulary import Kind, Lane, Op, OutboxStatus, State, Urgency

T = TypeVar("T")
NOW = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
SECRET = b"a master secret of the tests, long enough"


def new_vault(secret: bytes = SECRET, older: tuple[bytes, ...] = (), sealed: bytes | None = None) -> Vault:
    """A vault, as a process that just started has it: nothing remembered."""
    return Vault(MasterKeys.from_secret(secret, sealed, older))


def draft(chat_id: int = 1, **more: Any) -> outbox.Draft:
    """A call to be queued; its body says nothing."""
    given: dict[str, Any] = {"lane": Lane.ANSWER, "op": Op.SEND, "key_id": "k", "body": b"sealed", "purpose": "test"}
    return outbox.Draft(chat_id=chat_id, **(given | more))


def put(session: Session, chat_id: int = 1, **more: Any) -> int:
    """Queue a call; its row's id."""
    row = outbox.put(session, draft(chat_id, **more), NOW)
    assert isinstance(row, Outbox)
    assert row.id is not None
    return row.id


def fill(session: Session, rows: list[dict[str, Any]]) -> None:
    """Queue many rows quickly; each given by what is special about it."""
    plain = {
        "lane": 1, "op": Op.SEND, "key_id": "k", "body": b"x", "purpose": "t", "status": OutboxStatus.QUEUED,
        "attempts": 0, "doubts": 0, "created_at": NOW, "target_id": None, "not_before": None,
    }  # fmt: skip
    session.execute(insert(Outbox), [plain | row for row in rows])
    session.commit()


def new_case(session: Session, vault: Vault, number: str = "QS-2026-000001") -> CaseFile:
    """A case without history."""
    key_id = vault.new_key(session, "case", NOW)
    session.flush()
    case = CaseFile(
        number=number, key_id=key_id, created_at=NOW, state=State.DRAFT, kind=Kind.COMPLAINT, urgency=Urgency.NORMAL
    )
    session.add(case)
    session.flush()
    return case


def side_by_side(engine: Engine, fns: Sequence[Callable[[Session], T]]) -> list[T | BaseException]:
    """Run each unit in a thread and session of its own, all at once; what each returned or raised."""
    gate = threading.Barrier(len(fns))
    found: list[Any] = [None] * len(fns)

    def one(index: int) -> None:
        with Session(engine, expire_on_commit=False) as session:
            gate.wait()
            try:
                found[index] = fns[index](session)
                session.commit()
            except BaseException as error:
                found[index] = error

    threads = [threading.Thread(target=one, args=(index,)) for index in range(len(fns))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
