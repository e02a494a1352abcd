"""A quarter's league as it stands: live from the books until it is frozen, then as it was frozen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.work import Work
from bot.reports import books
from bot.rules.quarters import Quarter, quarter_of, read_quarter
from bot.rules.scoring import kept as league_kept
from bot.rules.scoring.league import League, league
from bot.texts.league import Stand
from storage.tables import Setting
from storage.vocabulary import TimerKind

APPEALS, FREEZE = 5, 6  # working days after the quarter
OPENING = timedelta(hours=9)  # local time of day at which the clock acts
STEPS = 2  # of the books, before a reader gets what there is; the clock does the rest
BOOKS = "books"


def now(work: Work) -> Quarter:
    """The quarter that runs."""
    return quarter_of(work.now, work.office.calendar.zone)


def read(work: Work, text: str) -> Quarter | None:
    """The quarter that a person names; the last whole one if they name none; None if it cannot be read or is to come."""
    zone = work.office.calendar.zone
    wanted = read_quarter(text, zone) if text.strip() else now(work).previous
    return wanted if wanted is not None and wanted <= now(work) else None


def appeals_end(work: Work, quarter: Quarter) -> datetime:
    """The close of the fifth working day after the quarter."""
    return work.office.calendar.add_working_days(quarter.end - timedelta(seconds=1), APPEALS)


def morning(work: Work, quarter: Quarter, day: int) -> datetime:
    """09:00 of the n-th working day after the quarter."""
    calendar = work.office.calendar
    return calendar.day_start(calendar.add_working_days(quarter.end - timedelta(seconds=1), day)) + OPENING


def table(work: Work, quarter: Quarter) -> tuple[League, Stand]:
    """The table and how far it has come; the books are brought up to date first, as far as a reader can wait for it."""
    if frozen(work, quarter):
        return look(work, quarter)
    done = any(books.catch_up(work.session, work.now, quarter.zone) for _ in range(STEPS))
    if not done:
        work.timer(TimerKind.LEAGUE, work.now, key=BOOKS, data={"quarter": str(quarter), "step": BOOKS})
    made, stand = look(work, quarter)
    return made, replace(stand, books_open=not done)


def look(work: Work, quarter: Quarter) -> tuple[League, Stand]:
    """The same, of what the books hold already; nothing is written."""
    kept = work.session.get(Setting, key(quarter))
    stand = Stand(quarter, work.now >= quarter.end, appeals_end(work, quarter))
    if kept is None:
        return live(work, quarter), stand
    return league_kept.from_json(kept.value["table"]), replace(
        stand, frozen_at=kept.at, revision=int(kept.value["revision"])
    )


def live(work: Work, quarter: Quarter) -> League:
    """The table by the books."""
    return league(str(quarter), books.tallies(work.session, str(quarter)))


def freeze(work: Work, quarter: Quarter) -> League:
    """Keep the table as it is; frozen before, it becomes a correction and the earlier one stays beside it."""
    before = work.session.get(Setting, key(quarter))
    revision = 1 if before is None else int(before.value["revision"]) + 1
    if before is not None:
        work.session.merge(Setting(name=f"{key(quarter)}:{revision - 1}", value=before.value, at=before.at))
    made = live(work, quarter)
    value = {"revision": revision, "table": league_kept.to_json(made)}
    work.session.merge(Setting(name=key(quarter), value=value, at=work.now))
    work.session.flush()
    return made


def frozen(work: Work, quarter: Quarter) -> bool:
    """True once the figures are final."""
    return work.session.get(Setting, key(quarter)) is not None


def key(quarter: Quarter) -> str:
    """Under which a frozen table is kept."""
    return f"league:{quarter}"
