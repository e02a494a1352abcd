"""A database with very many open cases, made quickly: a thousand of each other's kind, then copied by the database itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import sqlalchemy
from sqlalchemy import Connection, Table
from sqlmodel import SQLModel

from bot.desk.work import Work
from storage.tables import CaseFile, Deadline, Timer
from storage.vocabulary import Kind, Secrecy, Stage, State, TimerKind, Urgency

BASE = 1000
UNITS = "GSGS GDGS TXGS SCJ SHW GJJ ZGJ HBJ JTJ CGJ RSJ FGW SFJ ZJJ RQGS".split()
WORDS = ("自来水压力低", "车间三天两头停电", "宽带断了一星期", "许可证拖了一个月", "门口修路货车进不来")
LATE, REDONE, TWICE, HELD, SUPERVISED, ACCUSING, OLD = 0.02, 0.05, 0.01, 0.02, 0.01, 0.01, 0.03  # shares


def fill(work: Work, count: int) -> None:
    """So many open cases (a multiple of a thousand) with their limits; two in a hundred are late, two are held."""
    dice = Random(7)
    for n in range(1, BASE + 1):
        _one(work, n, dice)
    work.session.flush()
    for table in (CaseFile, Deadline, Timer):
        _copy(work.session.connection(), table, count // BASE)


def _one(work: Work, n: int, dice: Random) -> None:
    key_id = work.office.vault.new_key(work.session, "case", work.now)
    unit = dice.choice(UNITS)
    reading = {
        "summary": f"{dice.choice(WORDS)}，第{n}家。",
        "kind": Kind.HELP.value,
        "urgency": Urgency.NORMAL.value,
        "secrecy": "A",
    }
    reading["units"] = [(unit, dice.choice(WORDS)[:4])]  # type: ignore[assignment]
    age = timedelta(days=dice.uniform(61, 90) if dice.random() < OLD else dice.uniform(0, 59))
    accusing = dice.random() < ACCUSING
    case = CaseFile(
        id=n,
        number=f"QS-2025-{n:06d}",
        key_id=key_id,
        created_at=work.now - age,
        submitted_at=work.now - age,
        state=dice.choices([State.TO_SIGN, State.WORKING, State.ANSWERED], [10, 80, 10])[0],
        secrecy=Secrecy.B if accusing else Secrecy.A,
        kind=Kind.HELP,
        urgency=Urgency.NORMAL,
        unit=unit,
        accused=[dice.choice(UNITS)] if accusing else [],
        reopens=2 if dice.random() < TWICE else int(dice.random() < REDONE),
        supervised=dice.random() < SUPERVISED,
        summary_id=work.office.vault.put(work.session, key_id, reading),
    )
    held = dice.random() < HELD
    if held:
        case.held, case.state = True, State.WORKING
    work.session.add(case)
    _limits(work, case, dice.random() < LATE and not held, dice)
    if held:
        review = work.now + timedelta(days=dice.uniform(1, 90))
        data = {"step": "review", "review": review.isoformat()}
        work.session.add(
            Timer(id=BASE + n, key=f"{n}:HOLD_REVIEW:", kind=TimerKind.HOLD_REVIEW, at=review, case_id=n, data=data)
        )


def _limits(work: Work, case: CaseFile, late: bool, dice: Random) -> None:
    begin, n = case.created_at, case.id or 0
    met = begin + timedelta(hours=1)
    contact = _limit(n, 1, Stage.FIRST_CONTACT, begin, begin + timedelta(days=1))
    contact.met_at = None if late else met
    contact.breached_at = contact.due_at if late else None
    sign = _limit(n, 2, Stage.SIGN, begin, begin + timedelta(hours=4))
    sign.met_at = met
    end = _limit(n, 3, Stage.RESOLVE, begin, work.now + timedelta(days=dice.uniform(0.1, 60)))
    work.session.add_all([contact, sign, end])


def _limit(case_id: int, place: int, stage: Stage, begin: datetime, due: datetime) -> Deadline:
    row = Deadline(case_id=case_id, round=1, stage=stage, start_at=begin, due_at=due)
    row.id = case_id * 3 + place
    return row


def _copy(connection: Connection, model: type[SQLModel], times: int) -> None:
    """Each row so many times in all; ids and numbers go on, everything else is the same."""
    table: Table = model.metadata.tables[str(model.__tablename__)]
    step = {"casefile": BASE, "deadline": 3 * BASE, "timer": BASE}[table.name]
    moved = {
        "id": f"id + k * {step}",
        "case_id": f"case_id + k * {BASE}",
        "number": f"'QS-2025-' || (1000000 + id + k * {BASE})",
        "key": f"(case_id + k * {BASE}) || ':HOLD_REVIEW:'",
    }
    names = [column.name for column in table.columns]
    quoted = ", ".join(f'"{name}"' for name in names)
    chosen = ", ".join(moved.get(name, f'"{name}"') for name in names)
    most = {"casefile": BASE, "deadline": 3 * BASE + 3, "timer": 2 * BASE}[table.name]
    numbers = f"WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < {times - 1})"  # noqa: S608
    first = "key LIKE '%HOLD_REVIEW%'" if table.name == "timer" else f"id <= {most}"
    insert = f"INSERT INTO {table.name} ({quoted}) {numbers} SELECT {chosen} FROM n, {table.name} WHERE {first}"  # noqa: S608
    connection.execute(sqlalchemy.text(insert.replace(":HOLD", "\\:HOLD")))
