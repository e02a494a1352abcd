"""协办: a second unit helps the leading one by a limit of its own, which never outlasts the leader's (A08, A43)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.rules.calendar import WorkCalendar
from storage.vocabulary import Urgency

MOST = 3  # units that help at one time; more need a meeting, not a bot
LEAST = timedelta(hours=2)  # of working time; of clock time for 特急
LATE = timedelta(hours=4)  # when the leader's own limit is over already
REMIND_AT = 3 / 4  # of the span


def due(now: datetime, lead_due: datetime | None, urgency: Urgency, calendar: WorkCalendar) -> datetime:
    """By when the helping unit reports: half of what the leader has left, so that the other half is the leader's.

    Working time, or the clock's for 特急. Without a running leader's limit, or one that is over: four hours. The share is our
    own default; no law fixes it.
    """
    if urgency is Urgency.CRITICAL:
        left = (lead_due - now) / 2 if lead_due is not None and lead_due > now else LATE / 2
        return now + max(left, LEAST / 4)
    left = calendar.working_time(now, lead_due) / 2 if lead_due is not None and lead_due > now else LATE
    return calendar.add_working_time(now, max(left, LEAST))


def remind_at(asked: datetime, due_at: datetime, urgency: Urgency, calendar: WorkCalendar) -> datetime:
    """When three quarters of the span are over."""
    if urgency is Urgency.CRITICAL:
        return asked + (due_at - asked) * REMIND_AT
    return calendar.add_working_time(asked, calendar.working_time(asked, due_at) * REMIND_AT)
