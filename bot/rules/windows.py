"""When a message may leave: officers hear from the bot inside working spans only, 特急 excepted (R13)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.rules.calendar import WorkCalendar
from bot.rules.policy import Policy
from storage.vocabulary import Urgency


def next_send(at: datetime, urgency: Urgency, calendar: WorkCalendar) -> datetime:
    """When an officer may first be written to: now for 特急 or inside a span, else when the next span opens."""
    return at if urgency is Urgency.CRITICAL else calendar.next_open(at)


def next_digest(at: datetime, policy: Policy, calendar: WorkCalendar) -> datetime:
    """When messages collected now leave together: strictly after now."""
    return calendar.next_digest(at, policy)


def last_send_before(at: datetime, calendar: WorkCalendar, margin: timedelta) -> datetime:
    """The instant itself if it is inside a span, else shortly (`margin`) before the end of the previous one."""
    return at if calendar.moment_in_span(at) else calendar.previous_close(at) - margin
