"""The law's own last day beside our limits: shown inside the office, warned of ahead, never promised to the enterprise (R27)."""

from __future__ import annotations

from datetime import datetime

from bot.rules.calendar import WorkCalendar
from bot.rules.deadlines import Due, deadline
from bot.rules.policy import Policy

WARN_DAYS = 3  # working days ahead (R27)


def last_day(policy: Policy, track: str, name: str, start: datetime, calendar: WorkCalendar) -> Due | None:
    """When a statutory period that starts now ends; None if the track or the period is not entered.

    Days are what that law counts: working days for 行政许可 (第八十二条), calendar days for 信访; a last day on a holiday moves
    on (民法典第二百零三条).
    """
    found = policy.tracks.get(track)
    limit = found.legal.get(name) if found is not None else None
    return deadline(start, limit, calendar) if limit is not None else None


def warn_at(due: Due, calendar: WorkCalendar) -> datetime:
    """The opening of the third working day before a statutory last day: when the owner and the office are told of it."""
    day = calendar.working_day_before(calendar.local_date(due.at), WARN_DAYS)
    return calendar.edges(day)[0][0]


def basis(policy: Policy, track: str) -> str:
    """The articles behind a track, for the card inside the office; empty if the track is not entered."""
    found = policy.tracks.get(track)
    return found.law if found is not None else ""
