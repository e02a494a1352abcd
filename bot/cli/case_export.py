"""`dingge case export`: cases of a period as CSV or xlsx, masked, with a line that says who took them and when (R03)."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.app.office import build
from bot.cli.exchange import MAY
from bot.clock import SystemClock
from bot.desk import people
from bot.desk.exchange import listing
from bot.desk.exchange.listing import Wanted
from bot.desk.work import Work
from bot.reports import export
from bot.settings import load
from bot.texts import exchange as texts
from storage.db import make_engine
from storage.vocabulary import Kind, State


def case_export(
    target: Path,
    days: tuple[datetime, datetime],
    by: str,
    form: str,
    unit: str | None,
    state: State | None,
    kind: Kind | None,
) -> int:
    """Write the cases as `form` (csv or xlsx) that were opened from the first to the last of these days, both included. 3 if the post may not."""
    with Session(make_engine(load().database).execution_options(writer=True)) as session:
        work = Work(session, SystemClock().now(), build(load()))
        post = people.staff_by_code(work, by)
        if post is None or not post.active or post.role not in MAY:
            print(texts.may_not(by))
            return 3
        zone = ZoneInfo(work.office.pack.zone)
        start, end = (day.replace(tzinfo=zone) for day in days)
        rows = list(listing.rows(work, Wanted(start, end + timedelta(days=1), unit, state, kind), post))
        mark = texts.mark(people.name_of(work, post), by, work.now.astimezone(zone))
        make = export.workbook if form == "xlsx" else export.table
        data = make(listing.HEAD, rows, mark)
        session.commit()  # logged before anything leaves
    target.write_bytes(data)
    print(texts.written(len(rows), str(target), by))
    return 0
