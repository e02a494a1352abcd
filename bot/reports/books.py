"""The books: every case's accounts as rows, brought up to date from the event log, and summed for the league.

The rows are a convenience for speed. `rebuilt` computes them again from the history alone; both give the same table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter

import sqlalchemy
from sqlalchemy import delete, func, insert
from sqlmodel import Session, col, select

from bot.rules.scoring.figures import Rate
from bot.rules.scoring.league import RANKED_FROM, Tally
from bot.rules.scoring.life import Happened
from bot.rules.scoring.measures import Account, Mark, accounts
from storage.tables import Event, LeagueEntry, Setting

CURSOR = "league.books"
OVERLAP = 2000  # events looked at again: on PostgreSQL a lower id may become visible after a higher one
AT_ONCE = 200  # cases of one step: a tenth of a second, so that nobody's receipt waits for it


def catch_up(session: Session, now: datetime, zone: str, most: int = AT_ONCE) -> bool:
    """Enter the cases in which something happened since the last time, at most so many. True if that was all of them."""
    newest = session.exec(select(func.max(Event.id))).one() or 0
    kept = session.get(Setting, CURSOR)
    cursor = kept.value if kept is not None else {"event": 0, "case": 0, "to": 0}
    begun = cursor["case"] > 0  # a walk over many cases goes on where it stopped, up to where it was to go
    to = cursor["to"] if begun else newest
    if to == cursor["event"] and not begun:
        return True
    found = _changed(session, cursor["event"], cursor["case"], most + 1)
    enter(session, found[:most], zone)
    rest = len(found) > most
    value = (
        {"event": cursor["event"], "case": found[most - 1], "to": to} if rest else {"event": to, "case": 0, "to": to}
    )
    session.merge(Setting(name=CURSOR, value=value, at=now))
    session.flush()
    return not rest and to == newest


def _changed(session: Session, event: int, after: int, limit: int) -> list[int]:
    """Cases with events since, from a case on."""
    query = select(Event.case_id).where(col(Event.id) > event - OVERLAP, col(Event.case_id) > after)
    return list(session.exec(query.distinct().order_by(col(Event.case_id)).limit(limit)))


def enter(session: Session, cases: Iterable[int], zone: str) -> None:
    """These cases' rows, from their whole histories."""
    ids = list(cases)
    if not ids:
        return
    session.execute(delete(LeagueEntry).where(col(LeagueEntry.case_id).in_(ids)))
    rows = [
        {"case_id": case_id, **_columns(account)}
        for case_id, events in histories(session, ids)
        for account in accounts(events, zone)
    ]
    if rows:
        session.execute(insert(LeagueEntry), rows)


def histories(session: Session, cases: list[int]) -> Iterator[tuple[int, list[Happened]]]:
    """Each case's events, oldest first."""
    columns = (col(Event.case_id), col(Event.kind), col(Event.at), col(Event.role), col(Event.data))
    query = sqlalchemy.select(*columns).where(col(Event.case_id).in_(cases))
    rows = session.execute(query.order_by(col(Event.case_id), col(Event.seq)))
    for case_id, mine in groupby(rows, key=attrgetter("case_id")):
        yield case_id, [Happened(row.kind, row.at, row.role, row.data) for row in mine]


def _columns(account: Account) -> dict[str, object]:
    return {
        "quarter": account.quarter,
        "unit": account.unit,
        "section": account.section,
        "marks": int(account.marks),
        "excluded": account.excluded,
    }


def tallies(session: Session, quarter: str) -> dict[str, Tally]:
    """The sums of one quarter by unit, as far as the books go."""
    columns = (col(LeagueEntry.unit), col(LeagueEntry.marks), col(LeagueEntry.excluded))
    query = sqlalchemy.select(*columns, func.count()).where(col(LeagueEntry.quarter) == quarter).group_by(*columns)
    found: dict[str, Tally] = {}
    for unit, marks, excluded, count in session.execute(query):
        tally = found.setdefault(unit, Tally())
        if excluded:
            tally.excluded[excluded] += count
        else:
            tally.marks[Mark(marks)] += count
    return found


def sections(session: Session, quarter: str, unit: str) -> dict[str, Rate]:
    """Satisfied of rated cases by section, only where enough enterprises rated for nobody to be recognised (百名科长考评)."""
    columns = (col(LeagueEntry.section), col(LeagueEntry.marks))
    mine = (col(LeagueEntry.quarter) == quarter, col(LeagueEntry.unit) == unit)
    query = sqlalchemy.select(*columns, func.count()).where(*mine)
    rated: Counter[str] = Counter()
    satisfied: Counter[str] = Counter()
    for section, marks, count in session.execute(query.group_by(*columns)):
        rated[section] += count if Mark(marks) & Mark.RATED else 0
        satisfied[section] += count if Mark(marks) & Mark.SATISFIED else 0
    return {name: Rate(satisfied[name], n) for name, n in sorted(rated.items()) if n >= RANKED_FROM and name}


def entries(session: Session, quarter: str, unit: str) -> list[LeagueEntry]:
    """The cases behind a unit's figures, by case."""
    query = select(LeagueEntry).where(LeagueEntry.quarter == quarter, LeagueEntry.unit == unit)
    return list(session.exec(query.order_by(col(LeagueEntry.case_id))))
