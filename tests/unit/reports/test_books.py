"""The books give what the history gives, however many steps it took and whenever they were brought up to date."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from typing import Any

import pytest
from sqlalchemy import Engine, insert
from sqlmodel import Session

from bot.reports import books
from bot.rules.scoring.league import league, tallied
from bot.rules.scoring.life import Happened
from bot.rules.scoring.measures import Mark, accounts
from storage.tables import CaseFile, DataKey, Event
from storage.vocabulary import EventKind, Kind, Role, State, Urgency
from tests.scale.league_cases import histories
from tests.unit.storage.storage_support import NOW

ZONE = "Asia/Shanghai"


def lives(count: int = 120) -> list[list[dict[str, Any]]]:
    """Histories as exported."""
    return [list(group) for _, group in groupby(histories(count, seed=11), key=lambda event: event["case"])]


def happened(event: dict[str, Any]) -> Happened:
    """As the program has it."""
    return Happened(EventKind(event["kind"]), datetime.fromisoformat(event["at"]), Role(event["role"]), event["data"])


def keep(session: Session, case: list[dict[str, Any]], upto: int | None = None) -> None:
    """A case with its first events."""
    number = int(case[0]["case"][-6:])
    if session.get(CaseFile, number) is None:
        row = CaseFile(id=number, number=case[0]["case"], key_id="k", created_at=NOW, state=State.WORKING)
        row.kind, row.urgency = Kind.HELP, Urgency.NORMAL
        session.add(row)
        session.flush()
    log(session, number, case[:upto])


def log(session: Session, number: int, events: list[dict[str, Any]]) -> None:
    """Events in the log."""
    columns = [
        {"case_id": number, "seq": e["seq"], "kind": EventKind(e["kind"]), "at": datetime.fromisoformat(e["at"]),
         "role": Role(e["role"]), "data": e["data"], "prev": "", "hash": ""}
        for e in events
    ]  # fmt: skip
    session.execute(insert(Event), columns)


def caught_up(session: Session, most: int = 50) -> int:
    """Steps until the books are up to date."""
    for step in range(1, 100):
        if books.catch_up(session, NOW, ZONE, most):
            return step
    raise AssertionError("the books never get up to date")


def test_the_books_give_the_table_that_the_history_gives(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "OVERLAP", 0)  # nothing is looked at twice: what is not noticed is missing
    cases = lives()
    with Session(engine) as session:
        session.add(DataKey(id="k", scope="case", created_at=NOW))
        session.flush()
        for case in cases:
            keep(session, case, len(case) // 2)
        assert caught_up(session) == 3
        for case in cases[:60]:
            log(session, int(case[0]["case"][-6:]), case[len(case) // 2 :])
        caught_up(session)
        for case in cases[60:]:
            log(session, int(case[0]["case"][-6:]), case[len(case) // 2 :])
        caught_up(session)
        assert caught_up(session) == 1, "nothing happened: nothing to do"
        found = [account for case in cases for account in accounts([happened(event) for event in case])]
        for quarter in ("2026Q1", "2026Q2", "2026Q3"):
            expected = league(quarter, tallied(account for account in found if account.quarter == quarter))
            assert league(quarter, books.tallies(session, quarter)) == expected
            assert expected.rows


def test_the_cases_behind_a_units_figures_are_those_that_were_counted(engine: Engine) -> None:
    with Session(engine) as session:
        session.add(DataKey(id="k", scope="case", created_at=NOW))
        session.flush()
        for case in lives(40):
            keep(session, case)
        caught_up(session)
        for unit, tally in books.tallies(session, "2026Q2").items():
            rows = books.entries(session, "2026Q2", unit)
            assert len(rows) == sum(tally.marks.values()) + sum(tally.excluded.values())


def test_a_section_is_shown_only_where_five_enterprises_rated_it(engine: Engine) -> None:
    with Session(engine) as session:
        session.add(DataKey(id="k", scope="case", created_at=NOW))
        session.flush()
        for case in lives(500):
            keep(session, case)
        caught_up(session, 500)
        shown = {unit: books.sections(session, "2026Q2", unit) for unit in books.tallies(session, "2026Q2")}
        all_rated = {
            unit: tally.rate(Mark.RATED, Mark.SATISFIED) for unit, tally in books.tallies(session, "2026Q2").items()
        }
        assert any(shown.values())
        for unit, sections in shown.items():
            assert all(rate.due >= 5 for rate in sections.values())
            assert sum(rate.due for rate in sections.values()) <= all_rated[unit].due
