"""The sweep: what is due is done, what fails is put off and seen, and the rest goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import structlog
from sqlmodel import Session, SQLModel, select

from bot.app import sweeper as sweeping
from bot.app.sweeper import Sweeper
from bot.desk import audit, keeper, ticks
from bot.rules.calendar import WorkCalendar
from storage import timers
from storage.db import Database
from storage.tables import Timer
from storage.vocabulary import TimerKind

NINE = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)


@pytest.fixture
async def db(tmp_path: Any) -> AsyncIterator[Database]:
    """A database with tables."""
    made = Database(f"sqlite:///{tmp_path}/x.sqlite3")
    SQLModel.metadata.create_all(made.engine)
    await made.start()
    yield made
    await made.stop()


class Bench:
    """A sweeper whose work is the session itself and whose clock is moved by hand."""

    def __init__(self, db: Database, *, leading: bool = True) -> None:
        self.db, self.now, self.leading = db, NINE, leading
        self.sweeper = Sweeper(db, lambda session, _now: session, lambda: self.now, lambda: self.leading)  # type: ignore[arg-type,return-value]

    async def put(self, key: str, at: datetime) -> None:
        await self.db.run(lambda session: timers.put(session, key, TimerKind.DIGEST, at))

    async def left(self) -> dict[str, tuple[datetime, int]]:
        return await self.db.run(
            lambda session: {row.key: (row.at, row.attempts) for row in session.exec(select(Timer))}
        )


@pytest.fixture
def bench(db: Database, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Timers whose key begins with "bad" fail; one with "more" sets another that is due as well."""

    def fire(session: Session, timer_id: int) -> bool:
        timer = session.get_one(Timer, timer_id)
        if timer.key.startswith("bad"):
            raise LookupError("泉河面粉厂 must not be logged")
        if timer.key == "more":
            timers.put(session, "another", TimerKind.DIGEST, timer.at)
        session.delete(timer)
        return True

    monkeypatch.setattr(ticks, "fire", fire)
    return Bench(db)


async def test_everything_due_is_fired_in_one_sweep_even_what_it_sets_itself(bench: Bench) -> None:
    for number in range(sweeping.BATCH + 5):
        await bench.put(f"t{number}", NINE)
    await bench.put("more", NINE)
    assert await bench.sweeper.sweep() == sweeping.BATCH + 7
    assert await bench.left() == {}


async def test_nothing_is_fired_before_its_time(bench: Bench) -> None:
    await bench.put("later", NINE + timedelta(seconds=1))
    assert await bench.sweeper.sweep() == 0
    bench.now += timedelta(seconds=1)
    assert await bench.sweeper.sweep() == 1


async def test_a_timer_that_fails_is_put_off_with_its_attempts_and_the_others_are_fired(bench: Bench) -> None:
    await bench.put("bad", NINE)
    await bench.put("good", NINE)
    with structlog.testing.capture_logs() as logs:
        assert await bench.sweeper.sweep() == 1
    left = await bench.left()
    assert left["bad"][0] > NINE
    assert left["bad"][1] == 1
    assert logs[0]["error"] == "LookupError"
    assert "泉河" not in str(logs)


async def test_a_failing_timer_waits_longer_each_time_and_is_never_dropped(bench: Bench) -> None:
    await bench.put("bad", NINE)
    waits = []
    for _ in range(8):
        await bench.sweeper.sweep()
        at = (await bench.left())["bad"][0]
        waits.append(at - bench.now)
        bench.now = at
    assert waits == sorted(waits)
    assert waits[0] < waits[-1] <= timedelta(hours=1)


async def test_a_process_that_does_not_lead_fires_nothing(bench: Bench) -> None:
    bench.leading = False
    await bench.put("due", NINE)
    assert await bench.sweeper.sweep() == 0
    assert set(await bench.left()) == {"due"}


async def test_what_comes_next_is_listed_earliest_first(bench: Bench) -> None:
    await bench.put("b", NINE + timedelta(hours=2))
    await bench.put("a", NINE + timedelta(hours=1))
    coming = await bench.sweeper.coming(5)
    assert [at for at, _what in coming] == [NINE + timedelta(hours=1), NINE + timedelta(hours=2)]
    assert len(await bench.sweeper.coming(1)) == 1


@pytest.fixture
def told(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the keepers hear, by its key; the auditor always finds the same one thing."""
    heard: list[str] = []
    finding = audit.Finding("QS-2026-000001", "没有定时", "audit:QS-2026-000001")
    calendar = WorkCalendar(((time(8, 30), time(12)), (time(14, 30), time(17, 30))))
    monkeypatch.setattr(audit, "findings", lambda _work: [finding])
    monkeypatch.setattr(keeper, "tell", lambda _work, _text, *, once: heard.append(once))
    monkeypatch.setattr(Session, "now", property(lambda _self: bench.now), raising=False)
    monkeypatch.setattr(Session, "office", SimpleNamespace(calendar=calendar), raising=False)
    return heard


async def test_the_audit_looks_every_five_minutes_and_names_each_finding_by_the_same_key(
    bench: Bench, told: list[str]
) -> None:
    assert await bench.sweeper.audit() == 1
    assert await bench.sweeper.audit() == 0
    bench.now += sweeping.AUDIT_EVERY
    assert await bench.sweeper.audit() == 1
    assert told == ["audit:QS-2026-000001"] * 2


async def test_anchors_are_written_once_a_day_and_never_by_a_process_that_does_not_lead(
    bench: Bench, told: list[str], tmp_path: Path
) -> None:
    folder = tmp_path / "anchors"
    work = cast("sweeping.MakeWork", lambda session, _now: session)
    made = Sweeper(bench.db, work, lambda: bench.now, lambda: bench.leading, folder)
    bench.leading = False
    await made.audit()
    assert not folder.exists()
    bench.leading = True
    for _ in range(3):
        await made.audit()
        bench.now += timedelta(hours=12)
    assert sorted(path.name for path in folder.iterdir()) == ["2026-03-09.txt", "2026-03-10.txt"]


async def test_anchors_that_cannot_be_written_are_told_to_the_keepers_and_tried_again(
    bench: Bench, told: list[str], tmp_path: Path
) -> None:
    (tmp_path / "anchors").write_text("a file where the folder should be")
    work = cast("sweeping.MakeWork", lambda session, _now: session)
    made = Sweeper(bench.db, work, lambda: bench.now, lambda: True, tmp_path / "anchors")
    await made.audit()
    assert "anchors:2026-03-09" in told
    (tmp_path / "anchors").unlink()
    bench.now += sweeping.AUDIT_EVERY
    await made.audit()
    assert (tmp_path / "anchors" / "2026-03-09.txt").exists()
