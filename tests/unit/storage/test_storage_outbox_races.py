"""The outbox under several processes at once, which only PostgreSQL allows."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlmodel import Session, select

from storage import outbox
from storage.outbox import Result
from storage.postgres_pool import PostgresPool
from storage.tables import Outbox
from storage.vocabulary import Op, OutboxStatus
from tests.unit.storage.storage_support import NOW, draft, fill, put, side_by_side

SENT, QUEUED = OutboxStatus.SENT, OutboxStatus.QUEUED


def test_several_processes_that_claim_at_once_take_each_row_once_and_a_chat_never_twice(
    postgres_engine: Engine,
) -> None:
    with Session(postgres_engine) as session:
        fill(session, [{"chat_id": n % 60} for n in range(300)])

    def take_all(_session: Session) -> list[tuple[int, int]]:
        mine: list[tuple[int, int]] = []
        for _ in range(30):
            with Session(postgres_engine) as unit:
                rows = outbox.claim(unit, NOW, 5)
                unit.commit()
                flying = [(row.chat_id, row.id) for row in rows]
                crowd = unit.exec(select(Outbox.chat_id).where(Outbox.status == OutboxStatus.SENDING)).all()
                assert len(crowd) == len(set(crowd)), "two rows of one chat in flight"
                outbox.settle(unit, [Result(row.id, SENT, row.id) for row in rows], NOW)
                unit.commit()
                mine += flying
        return mine

    found = side_by_side(postgres_engine, [take_all] * 4)
    assert [f for f in found if not isinstance(f, list)] == []
    rows = [row for mine in found if isinstance(mine, list) for row in mine]
    assert len(rows) == len(set(rows)) == 300


def test_of_many_units_with_the_same_dedupe_key_one_queues_and_none_fails(postgres_engine: Engine) -> None:
    def one(session: Session) -> bool:
        return outbox.put(session, draft(1, dedupe="once"), NOW) is not None

    found = side_by_side(postgres_engine, [one] * 8)
    assert sorted(map(bool, found)) == [False] * 7 + [True]
    assert not [f for f in found if isinstance(f, BaseException)]


def test_a_new_wording_that_meets_a_claim_is_not_lost(postgres_engine: Engine) -> None:
    """The unit read `queued`, meanwhile the row was claimed: it starts over and sees that it must queue an edit."""
    with Session(postgres_engine) as session:
        row_id = put(session, 1)
        session.commit()
    tries: list[OutboxStatus] = []

    def reword(session: Session) -> None:
        row = session.get_one(Outbox, row_id)
        tries.append(row.status)
        if len(tries) == 1:
            with Session(postgres_engine) as other:
                outbox.claim(other, NOW)
                other.commit()
        if row.status is QUEUED:
            row.body = b"new"
        else:
            outbox.put(session, draft(1, op=Op.EDIT, target_id=row_id, body=b"new"), NOW)

    pool = PostgresPool(postgres_engine)
    pool._work(reword)
    pool.stop()
    with Session(postgres_engine) as session:
        assert tries == [QUEUED, OutboxStatus.SENDING]
        assert [(row.op, row.body) for row in session.exec(select(Outbox).order_by(Outbox.id))] == [  # type: ignore[arg-type]
            (Op.SEND, b"sealed"),
            (Op.EDIT, b"new"),
        ]
