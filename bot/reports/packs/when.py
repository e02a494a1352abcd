"""When each pack is due (A14–A16, A21, A23), on the city's working calendar. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.calendar import WorkCalendar
from bot.rules.quarters import quarter_of

MORNING, AFTERNOON = time(9), time(15)
SETTLED = 7  # working days after a quarter: its league is frozen on the sixth
WEEKLY, FORTNIGHT, QUARTER, MEETING, MONTH = "w", "f", "q", "e", "c"
STEPS = (WEEKLY, FORTNIGHT, QUARTER, MEETING, MONTH)


def next_at(step: str, now: datetime, calendar: WorkCalendar) -> datetime:
    """The first instant after `now` at which a pack is due."""
    day = calendar.local_date(now)
    candidates = (_at(step, day + timedelta(days=n), calendar) for n in range(-7, 200))
    return min(at for at in candidates if at is not None and at > now)


def _at(step: str, day: date, calendar: WorkCalendar) -> datetime | None:
    """The instant that belongs to this day as the first of its week, month or quarter; None if it is no such day."""
    if step in {WEEKLY, FORTNIGHT}:
        odd = day.isocalendar().week % 2 == 1
        return None if day.weekday() or (step == FORTNIGHT and odd) else _on(day, MORNING, calendar)
    if step == MEETING:  # before Saturday: on Friday, or the working day before it
        return _back(day, calendar) if day.weekday() == 4 else None
    if day.day != 1 or (step == QUARTER and day.month % 3 != 1):
        return None
    if step == MONTH:
        return _on(day, MORNING, calendar)
    quarter = quarter_of(datetime.combine(day, MORNING, ZoneInfo(calendar.zone)), calendar.zone).previous
    settled = calendar.add_working_days(quarter.end - timedelta(seconds=1), SETTLED)
    return _instant(calendar.local_date(settled), MORNING, calendar)


def _on(day: date, at: time, calendar: WorkCalendar) -> datetime:
    """On that day, or the first working day after it."""
    return _instant(calendar.working_day_from(day), at, calendar)


def _back(day: date, calendar: WorkCalendar) -> datetime:
    while not calendar.day(day).working:
        day -= timedelta(days=1)
    return _instant(day, AFTERNOON, calendar)


def _instant(day: date, at: time, calendar: WorkCalendar) -> datetime:
    return datetime.combine(day, at, ZoneInfo(calendar.zone)).astimezone(UTC)
