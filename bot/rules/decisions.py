"""Clocks of what a meeting decided (A14): when its owner is reminded, when chased, when whoever decided is asked to look. Pure.

All of it happens on working mornings, so that everything that one person hears of goes into one message a day (R13).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.rules.calendar import WorkCalendar
from storage.vocabulary import DecisionStep

CHOICES = (3, 5, 10)  # working days that are offered as buttons
LOOK_DAYS = 2  # working days in which a report, or a difficulty, is looked at
LONGEST = timedelta(days=366)  # an action item of more than a year is a plan
ONE_DAY = timedelta(days=1)


def morning(at: datetime, days: int, calendar: WorkCalendar) -> datetime:
    """The opening of the n-th working day after the local day of `at`; of its own day, or the next that is worked, for n = 0."""
    day = calendar.local_date(at)
    if days == 0:
        return calendar.next_open(calendar.day_start(at))
    for _ in range(days):
        day = calendar.working_day_from(day + ONE_DAY)
    return calendar.edges(day)[0][0]


def remind_at(due: datetime, calendar: WorkCalendar) -> datetime:
    """The opening of the working day before the last one."""
    day = calendar.working_day_before(calendar.local_date(due), 1)
    return calendar.edges(day)[0][0]


def next_at(step: DecisionStep, stepped: datetime, due: datetime, now: datetime, calendar: WorkCalendar) -> datetime:
    """When somebody is written to next; always later than `now`.

    An open item: the morning before its last day, the morning after it, then each working morning. One that waits for whoever
    decided: two working days after that began, then every second working day.
    """
    if step is DecisionStep.OPEN:
        first = (remind_at(due, calendar), morning(due, 1, calendar))
        return next((at for at in first if at > now), morning(now, 1, calendar))
    look = morning(stepped, LOOK_DAYS, calendar)
    return look if look > now else morning(now, LOOK_DAYS, calendar)


def soon(due: datetime, now: datetime, calendar: WorkCalendar) -> bool:
    """True from the morning on which its owner is reminded."""
    return now >= remind_at(due, calendar)
