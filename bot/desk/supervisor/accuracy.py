"""/accuracy: how often the unit that a case was first sent to was the right one, by week, from the event log."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot.desk.supervisor import boards
from bot.desk.words import OnCommand, Words
from bot.desk.work import OK, Outcome, Work
from bot.rules.placing import Placing, Way, monday_of, weeks
from bot.texts import accuracy as texts
from storage.tables import CaseFile, Event
from storage.vocabulary import EventKind, Role, Secrecy

WEEKS = 8
WAYS = (EventKind.CHOSEN, EventKind.DISPATCHED)


def accuracy(work: Work, words: Words, _rest: str) -> Outcome:
    """In the supervisors' group or in private. Elsewhere, and to others, it is as if there were no such command."""
    if not boards.heard(work, words):
        return OK
    return boards.reply(work, words, texts.accuracy(weeks(placings(work)), WEEKS))


def placings(work: Work) -> list[Placing]:
    """First dispatches of this week and the seven before. Class A only; a merged case follows its main one (R01, R09)."""
    query = (
        select(Event)
        .join(CaseFile, col(CaseFile.id) == Event.case_id)
        .where(
            col(Event.kind).in_(WAYS),
            CaseFile.secrecy == Secrecy.A,
            col(CaseFile.merged_into).is_(None),
            col(CaseFile.dispatched_at) >= _begin(work),
        )
        .order_by(col(Event.case_id), col(Event.seq))
    )
    histories: dict[int, list[Event]] = {}
    for event in work.session.exec(query):
        histories.setdefault(event.case_id, []).append(event)
    return [placing for events in histories.values() if (placing := _placing(work, events)) is not None]


def _begin(work: Work) -> datetime:
    """Monday, 0:00 in the city, of the first week that is shown."""
    zone = ZoneInfo(work.office.pack.zone)
    monday = monday_of(work.now.astimezone(zone).date()) - timedelta(weeks=WEEKS - 1)
    return datetime.combine(monday, time(), zone).astimezone(UTC)


def _placing(work: Work, events: list[Event]) -> Placing | None:
    sent = [event for event in events if event.kind is EventKind.DISPATCHED]
    if not sent:
        return None
    first = sent[0]
    day = first.at.astimezone(ZoneInfo(work.office.pack.zone)).date()
    return Placing(day, _way(first, events), any(_unit(event) != _unit(first) for event in sent))


def _way(first: Event, events: list[Event]) -> Way:
    if first.role is not Role.BOT:
        return Way.DESK
    chosen = any(event.kind is EventKind.CHOSEN and event.data.get("unit") == _unit(first) for event in events)
    return Way.CHOSEN if chosen else Way.ITSELF


def _unit(event: Event) -> str:
    return str((event.data.get("set") or {}).get("unit") or "")


COMMANDS: dict[str, OnCommand] = {"accuracy": accuracy}
