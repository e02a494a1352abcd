"""Receiving: what was fetched is kept once, handled once, tried again, and parked at last; by however many processes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, func, select

from storage import inbox
from storage.inbox import Raw, Received
from storage.tables import DataKey, Inbox
from storage.vault import INBOX_KEY, Vault
from storage.vocabulary import InboxStatus
from tests.unit.storage.storage_support import NOW, new_vault, side_by_side

BOT = 9001


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as made:
        yield made


@pytest.fixture
def vault() -> Vault:
    return new_vault()


def store(session: Session, vault: Vault, *ids: int, bot_id: int = BOT, holder: str = "one") -> list[Received]:
    key_id = inbox.inbox_key(session, vault, NOW)
    batch = [Raw(n, n % 7, f'{{"update_id": {n}}}') for n in ids]
    return inbox.store(session, vault, key_id, bot_id, batch, NOW, holder)


def statuses(session: Session) -> list[InboxStatus]:
    return list(session.exec(select(Inbox.status).order_by(Inbox.id)))  # type: ignore[arg-type]


def test_a_batch_is_kept_in_the_order_it_came_whatever_its_ids(session: Session, vault: Vault) -> None:
    stored = store(session, vault, 900, 5, 77, 2**40)
    assert [r.update_id for r in stored] == [900, 5, 77, 2**40]
    assert [r.id for r in stored] == sorted(r.id for r in stored)
    assert [r.body for r in inbox.waiting(session, vault)] == [r.body for r in stored]


def test_a_batch_that_is_rolled_back_is_not_there(session: Session, vault: Vault) -> None:
    store(session, vault, 1, 2)
    session.rollback()
    assert inbox.waiting(session, vault) == []


def test_an_update_that_comes_again_is_kept_once_in_the_same_batch_or_a_later_one(
    session: Session, vault: Vault
) -> None:
    assert [r.update_id for r in store(session, vault, 1, 2, 1)] == [1, 2]
    assert [r.update_id for r in store(session, vault, 2, 3)] == [3]
    assert store(session, vault, 1, 2, 3) == []
    assert [r.update_id for r in store(session, vault, 1, bot_id=BOT + 1)] == [1], "another bot's ids are its own"


def test_an_update_that_was_handled_is_not_kept_again(session: Session, vault: Vault) -> None:
    (received,) = store(session, vault, 1)
    assert inbox.finish(session, received.id)
    assert store(session, vault, 1) == []
    assert inbox.waiting(session, vault) == []


def test_the_body_is_sealed_while_it_waits_and_gone_when_it_is_handled(session: Session, vault: Vault) -> None:
    (received,) = store(session, vault, 1)
    row = session.get_one(Inbox, received.id)
    assert b"update_id" not in (row.body or b"update_id")
    inbox.finish(session, received.id)
    session.refresh(row)
    assert row.body is None


def test_half_a_character_survives_the_way_through_the_database(session: Session, vault: Vault) -> None:
    raw = inbox.raw_of({"update_id": 1, "message": {"text": "坏\ud83d"}}, 0)
    inbox.store(session, vault, inbox.inbox_key(session, vault, NOW), BOT, [raw], NOW, "one")
    assert inbox.waiting(session, vault)[0].body == raw.body


@pytest.mark.parametrize("update", [None, [], "x", {"message": 1}, {"update_id": True}, {"update_id": 2**70}])
def test_an_update_without_a_usable_id_is_kept_under_a_spare_one(update: object) -> None:
    assert inbox.raw_of(update, -5).update_id == -5


def test_a_failing_update_is_parked_after_four_tries_and_the_keeper_can_give_it_back(
    session: Session, vault: Vault
) -> None:
    (received,) = store(session, vault, 1)
    assert [inbox.fail(session, received.id, "KeyError x.py:1") for _ in range(4)] == [False, False, False, True]
    assert [row.error for row in inbox.parked(session)] == ["KeyError x.py:1"]
    assert inbox.waiting(session, vault) == []
    assert not inbox.finish(session, received.id), "a parked update is not handled behind the keeper's back"
    inbox.retry_parked(session, received.id)
    assert [r.attempts for r in inbox.waiting(session, vault)] == [0]


def test_giving_back_what_was_handled_meanwhile_changes_nothing(session: Session, vault: Vault) -> None:
    (received,) = store(session, vault, 1)
    inbox.finish(session, received.id)
    inbox.retry_parked(session, received.id)
    assert not inbox.fail(session, received.id, "late")
    assert statuses(session) == [InboxStatus.DONE]


def test_what_is_in_nobodys_hands_is_found_and_what_somebody_just_took_is_not(session: Session, vault: Vault) -> None:
    store(session, vault, 1, holder="one")
    store(session, vault, 2, holder="dead")
    minute, ten = NOW - timedelta(minutes=1), NOW - timedelta(minutes=10)
    assert inbox.left_over(session, vault, "one", minute, ten) == []
    soon = inbox.left_over(session, vault, "one", NOW + timedelta(seconds=1), ten)
    assert [r.update_id for r in soon] == [1]
    late = inbox.left_over(session, vault, "one", minute, NOW + timedelta(seconds=1))
    assert [r.update_id for r in late] == [1, 2]


def test_two_processes_that_are_handed_the_same_batch_keep_each_update_once(postgres_engine: Engine) -> None:
    vaults = [new_vault() for _ in range(8)]
    with Session(postgres_engine) as session:
        inbox.inbox_key(session, vaults[0], NOW)
        session.commit()
    ids = list(range(1, 101))
    batches = [[*ids[n * 7 :], *ids[: n * 7]] for n in range(8)]
    found = side_by_side(
        postgres_engine,
        [lambda s, v=v, b=b: _retried(s, v, b) for v, b in zip(vaults, batches, strict=True)],  # type: ignore[misc]
    )
    kept = [update_id for ids_ in found if isinstance(ids_, list) for update_id in ids_]
    assert sorted(kept) == ids, f"{[f for f in found if not isinstance(f, list)]}"
    with Session(postgres_engine) as session:
        assert session.exec(select(func.count()).select_from(Inbox)).one() == 100


def _retried(session: Session, vault: Vault, ids: list[int]) -> list[int]:
    """As the pool does it: one that met a deadlock starts over."""
    from storage.postgres_pool import PostgresPool

    pool = PostgresPool(session.get_bind())  # type: ignore[arg-type]
    try:
        return [r.update_id for r in pool._work(lambda s: store(s, vault, *ids))]
    finally:
        pool.stop()


def test_of_many_processes_that_handle_one_update_exactly_one_finishes_it(postgres_engine: Engine) -> None:
    vault = new_vault()
    with Session(postgres_engine) as session:
        ids = [r.id for r in store(session, vault, *range(20))]
        session.commit()
    found = side_by_side(
        postgres_engine,
        [lambda s: [i for i in ids if inbox.finish(s, i)], lambda s: [i for i in ids if inbox.finish(s, i)]],
    )
    assert sorted(i for done in found if isinstance(done, list) for i in done) == ids


def test_two_processes_that_start_together_do_not_take_over_the_same_update(postgres_engine: Engine) -> None:
    vault = new_vault()
    with Session(postgres_engine) as session:
        ids = [r.id for r in store(session, vault, *range(50))]
        session.commit()
    with Session(postgres_engine) as first, Session(postgres_engine) as second:
        taken = inbox.waiting(first, vault, 20, holder="one")
        other = inbox.waiting(second, vault, holder="two")
    assert sorted(r.id for r in [*taken, *other]) == ids


def test_keys_that_two_processes_made_at_the_very_first_start_both_open(session: Session) -> None:
    vault = new_vault()
    keys = [vault.new_key(session, INBOX_KEY, NOW) for _ in range(2)]
    for n, key_id in enumerate(keys):
        inbox.store(session, vault, key_id, BOT, [Raw(n, None, str(n))], NOW, "one")
    assert sorted(r.body for r in inbox.waiting(session, vault)) == ["0", "1"]
    assert session.exec(select(func.count()).select_from(DataKey)).one() == 2


def test_a_start_with_ten_thousand_waiting_updates_asks_the_database_a_few_times_only(
    engine: Engine, vault: Vault
) -> None:
    with Session(engine) as session:
        store(session, vault, *range(10_000))
        session.commit()
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda c, cur, sql, *rest: asked.append(sql))
    with Session(engine) as session:
        assert len(inbox.waiting(session, vault, 100_000)) == 10_000
    assert len(asked) < 10
