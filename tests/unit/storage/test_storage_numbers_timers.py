"""Case numbers come once each and without gaps; a timer fires once, whoever sweeps."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session, func, select

from storage import numbers, timers
from storage.db import Database
from storage.tables import Timer
from storage.vocabulary import TimerKind
from tests.unit.storage.storage_support import NOW, side_by_side

HOUR = timedelta(hours=1)


async def test_two_hundred_numbers_asked_for_at_once_are_all_different_and_leave_no_gap(database: Database) -> None:
    found = await asyncio.gather(*(database.run(lambda s: numbers.case_number(s, 2026)) for _ in range(200)))
    assert sorted(found) == [f"QS-2026-{n:06d}" for n in range(1, 201)]


async def test_a_unit_that_fails_gives_its_number_back(database: Database) -> None:
    def failing(session: Session) -> None:
        numbers.case_number(session, 2026)
        raise LookupError

    jobs = [database.run(failing if n % 3 == 0 else _number) for n in range(90)]
    found = [n for n in await asyncio.gather(*jobs, return_exceptions=True) if isinstance(n, str)]
    assert sorted(found) == [f"QS-2026-{n:06d}" for n in range(1, 61)]


def _number(session: Session) -> str:
    return numbers.case_number(session, 2026)


def test_eight_threads_with_connections_of_their_own_never_get_the_same_number(engine: Engine) -> None:
    """Eight processes, as far as the database can tell; the counter's row does not exist before."""
    found: list[str] = []
    gate = threading.Barrier(8)

    def one() -> None:
        gate.wait()
        for _ in range(25):
            with Session(_writing(engine)) as session:
                found.append(numbers.case_number(session, 2026))
                session.commit()

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [f"QS-2026-{n:06d}" for n in range(1, 201)]


def _writing(engine: Engine) -> Engine:
    return engine.execution_options(writer=True)


def test_each_year_begins_at_one(engine: Engine) -> None:
    with Session(engine) as session:
        made = [numbers.case_number(session, year) for year in (2026, 2026, 2027)]
    assert made == ["QS-2026-000001", "QS-2026-000002", "QS-2027-000001"]


def ids(session: Session) -> list[int]:
    return timers.due(session, NOW)


def test_a_timer_with_the_same_key_moves_and_is_not_doubled(engine: Engine) -> None:
    with Session(engine) as session:
        timers.put(session, "k", TimerKind.DIGEST, NOW, data={"n": 1})
        timers.put(session, "k", TimerKind.DIGEST, NOW + HOUR, data={"n": 2})
        session.commit()
        assert [(t.at, t.data) for t in timers.upcoming(session)] == [(NOW + HOUR, {"n": 2})]


def test_due_timers_come_earliest_first_and_others_not_at_all(engine: Engine) -> None:
    with Session(engine) as session:
        for hours in (-1, -3, 1, 0):
            timers.put(session, f"k{hours}", TimerKind.DIGEST, NOW + hours * HOUR)
        session.commit()
        keys = [session.get_one(Timer, i).key for i in ids(session)]
    assert keys == ["k-3", "k-1", "k0"]


def test_a_timer_that_moved_after_it_was_seen_does_not_fire(engine: Engine) -> None:
    with Session(engine) as session:
        timers.put(session, "k", TimerKind.DIGEST, NOW)
        session.commit()
        (seen,) = ids(session)
        timers.put(session, "k", TimerKind.DIGEST, NOW + HOUR)
        assert timers.take(session, seen, NOW) is None


def test_a_unit_that_fails_leaves_its_timer_and_put_off_makes_it_wait_longer_each_time(engine: Engine) -> None:
    with Session(engine) as session:
        timers.put(session, "k", TimerKind.DIGEST, NOW)
        session.commit()
        (seen,) = ids(session)
        assert timers.take(session, seen, NOW) is not None
        session.rollback()
        waits = []
        for _ in range(8):
            timers.put_off(session, seen, NOW)
            waits.append(session.get_one(Timer, seen).at - NOW)
    assert waits == [timedelta(minutes=m) for m in (2, 4, 8, 16, 32, 60, 60, 60)]


def test_cancelling_spares_other_cases_and_other_kinds(engine: Engine) -> None:
    with Session(engine) as session:
        for case_id in (1, 2):
            for kind in (TimerKind.DIGEST, TimerKind.RUNG):
                timers.put(session, f"{case_id}{kind}", kind, NOW, case_id)
        timers.cancel(session, 1, [TimerKind.RUNG])
        timers.cancel(session, 2)
        assert [(t.case_id, t.kind) for t in timers.upcoming(session)] == [(1, TimerKind.DIGEST)]


def test_a_timer_that_two_processes_sweep_at_the_same_moment_fires_once(postgres_engine: Engine) -> None:
    with Session(postgres_engine) as session:
        for n in range(40):
            timers.put(session, f"k{n}", TimerKind.DIGEST, NOW)
        session.commit()
        all_ids = ids(session)

    def sweep(session: Session) -> list[int]:
        fired = []
        for timer_id in all_ids:
            with Session(postgres_engine) as unit:
                if timers.take(unit, timer_id, NOW) is not None:
                    fired.append(timer_id)
                unit.commit()
        return fired

    found = side_by_side(postgres_engine, [sweep] * 4)
    assert sorted(i for fired in found if isinstance(fired, list) for i in fired) == sorted(all_ids)


async def test_two_units_that_set_the_same_new_timer_leave_one(database: Database) -> None:
    await asyncio.gather(*(database.run(lambda s: timers.put(s, "same", TimerKind.DIGEST, NOW)) for _ in range(16)))
    count = select(func.count()).select_from(Timer)
    assert await database.run(lambda session: session.exec(count).one()) == 1
