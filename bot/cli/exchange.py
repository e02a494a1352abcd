"""`dingge exchange`: cases from another platform's CSV, and their state back (A05, A46). A row a transaction: a kill leaves none
half-made, and the same file again completes it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session

from bot.app.office import build
from bot.clock import SystemClock
from bot.desk import people
from bot.desk.exchange import giving, taking
from bot.desk.exchange.systems import SYSTEMS, System
from bot.desk.exchange.table import Bad, Row, Unreadable, read
from bot.desk.exchange.taking import Taken
from bot.desk.work import Office, Work
from bot.reports import export
from bot.reports import returned as returned_table
from bot.settings import load
from bot.texts import exchange as texts
from nlp.understand import Understander
from storage.db import make_engine
from storage.vocabulary import Role

MAY = (Role.OFFICE, Role.SUPERVISOR)  # whose posts may take cases away


def bring_in(file: Path, name: str, returned: Path | None) -> int:
    """Import a file; what cannot be taken is written beside it. 1 if rows went back, 2 if the file is no table."""
    system = _system(name)
    if system is None:
        return 2
    office, engine = build(load()), make_engine(load().database)
    try:
        counts, bad = taken(office, engine, system, file.read_bytes(), SystemClock().now())
    except Unreadable as error:
        print(error)
        return 2
    print(texts.done(counts[Taken.NEW], counts[Taken.KNOWN], len(bad)))
    if not bad:
        return 0
    target = returned or file.with_name(f"{file.stem}-退回.csv")
    target.write_bytes(returned_table.table(bad))
    print(f"退回的行和原因写在 {target}。改好后可以再导入，已受理的不会重复。")
    return 1


def taken(
    office: Office, engine: Engine, system: System, data: bytes, now: datetime
) -> tuple[dict[Taken, int], list[Bad]]:
    """Every row in a transaction of its own, understood before it begins. The counts, and the rows that go back."""
    understander = Understander(office.catalogue, confident=office.pack.auto_dispatch_from)
    counts, bad = dict.fromkeys(Taken, 0), []
    for row, cells in read(data, system, now, office.pack.zone):
        done = row if isinstance(row, Bad) else _one(office, engine, system, row, understander, now)
        if isinstance(done, Taken) and done is not Taken.OFFICIAL:
            counts[done] += 1
        else:
            bad.append(done if isinstance(done, Bad) else Bad(row.line, texts.OFFICIAL, cells))
    return counts, bad


def _one(office: Office, engine: Engine, system: System, row: Row, understander: Understander, now: datetime) -> Taken:
    understood = understander.understand(row.words, at=now, city=office.pack.city)
    with Session(engine.execution_options(writer=True)) as session:  # beside a bot that writes, too
        done = taking.take(Work(session, now, office), system, row, understood)
        session.commit()
    return done


def give_out(name: str, by: str, since: str, target: Path) -> int:
    """Write the system's cases into a file, logged as looked at by the holder of a post."""
    system = _system(name)
    if system is None:
        return 2
    try:
        first = date.fromisoformat(since) if since else None
    except ValueError:
        print(f"日期“{since}”看不懂，请写成 2026-03-09。")
        return 2
    with Session(make_engine(load().database).execution_options(writer=True)) as session:
        work = Work(session, SystemClock().now(), build(load()))
        post = people.staff_by_code(work, by)
        if post is None or not post.active or post.role not in MAY:
            print(texts.may_not(by))
            return 3
        rows = giving.rows(work, system, post, _begin(first, work.office.pack.zone))
        session.commit()  # logged before anything leaves
    target.write_bytes(export.table(giving.HEAD, rows))
    print(texts.written(len(rows), str(target), by))
    return 0


def _begin(day: date | None, zone: str) -> datetime | None:
    """The beginning of a day in the city."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) if day is not None else None


def _system(name: str) -> System | None:
    if name not in SYSTEMS:
        print(f"没有平台“{name}”。可用：{'、'.join(SYSTEMS)}。")
    return SYSTEMS.get(name)
