"""The supervisors' boards over very many open cases: a question in chat is answered before anybody wonders."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.app.demo import settings
from bot.app.office import build
from bot.desk import front, seed
from bot.desk.people import Sender
from bot.desk.supervisor import ahead
from bot.desk.words import Words
from bot.desk.work import Work
from storage.db import make_engine
from storage.tables import Outbox, Staff
from storage.vocabulary import Role
from tests.scale.full_city import fill
from tests.support import template
from tests.support.city import MONDAY

FEW, SOME, MANY = 20_000, 200_000, 1_000_000
COMMANDS = ("/overdue", "/board", "/unit 供水", "/stubborn", "/hold", "/hot", "/find 停电", "/find 000777")
SIZES = (  # how many are open, and whether on PostgreSQL
    pytest.param((FEW, False), id="20,000"),
    pytest.param((MANY, False), id="1,000,000", marks=pytest.mark.soak),
    pytest.param((SOME, True), id="200,000 on PostgreSQL", marks=pytest.mark.soak),
)
TIMES = 5
AT_MOST = 0.05  # seconds, for /overdue
OTHERS = 2.5  # seconds, for what counts the whole city


@pytest.fixture
def ask(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[str], tuple[float, float, str]]]:
    """`ask("/board")`: seconds until the answer, seconds of the writer's time (medians of some), and the answer's words."""
    count, postgres = request.param
    template.copy_to(tmp_path)
    plain = settings(tmp_path, "http://127.0.0.1:9")
    office = build(plain)
    engine = make_engine(request.getfixturevalue("postgres_url") if postgres else plain.database)
    with Session(engine) as session:
        work = Work(session, MONDAY, office)
        if postgres:
            seed.seed(work)
        fill(work, count)
        if postgres:
            session.connection().exec_driver_sql("ANALYZE")  # what autovacuum does by itself
        session.commit()
    with Session(engine) as session:
        chief = session.exec(select(Staff).where(Staff.role == Role.SUPERVISOR)).first()
        assert chief is not None
        assert chief.tg_id is not None
        who = chief.tg_id

    def once(command: str) -> tuple[float, float, str]:
        words, began = Words(Sender(who), who, True, 1, command), time.perf_counter()
        if ahead.needed(words):
            with Session(engine) as session:
                words = replace(words, ready=ahead.counted(Work(session, MONDAY, office), words))
        counted = time.perf_counter()
        with Session(engine.execution_options(writer=True)) as session:
            work = Work(session, MONDAY, office)
            front.hear(work, words)
            session.flush()
            ended = time.perf_counter()
            row = session.exec(select(Outbox)).all()[-1]
            said = str(office.vault.open(session, row.key_id, row.body).decode())
            return ended - began, ended - counted, said

    def asked(command: str) -> tuple[float, float, str]:
        found = [once(command) for _ in range(TIMES)]
        took, held = (sorted(one[n] for one in found)[TIMES // 2] for n in (0, 1))
        return took, held, found[-1][2]

    yield asked
    engine.dispose()


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("ask", SIZES, indirect=True)
def test_a_board_answers_at_once_however_much_is_open(
    ask: Callable[[str], tuple[float, float, str]], record_property: Any
) -> None:
    took, held = {}, {}
    for command in COMMANDS:
        took[command], held[command], said = ask(command)
        print(f"\n{command}: {took[command] * 1000:.0f} ms, of the writer {held[command] * 1000:.0f} ms\n{said[:160]}")
        record_property(command, round(took[command], 4))
        record_property(f"{command} (writer)", round(held[command], 4))
    assert took["/overdue"] <= AT_MOST
    assert max(took.values()) <= OTHERS
    assert held["/board"] <= AT_MOST
