"""A date as people say it at a meeting: 3月20日, 下周五, 10个工作日内."""

from __future__ import annotations

import re
from datetime import date, datetime

from bot.rules.calendar import WorkCalendar
from bot.rules.decisions import LONGEST
from bot.texts import decide as texts
from nlp.entities.dates import HAN, dates, day_of

WORKDAYS = re.compile(r"(\d{1,3}|[一二两三四五六七八九]|十)个?工作日")


def read(text: str, now: datetime, calendar: WorkCalendar) -> datetime | str:
    """The end of business of the day that is meant, of the next working day if that one is not worked; what is wrong if
    there is no such day, or it is over, or more than a year away."""
    counted = WORKDAYS.search(text)
    if counted and _number(counted[1]):
        return _fit(calendar.add_working_days(now, _number(counted[1])), now)
    day = _day(text, now) if counted is None else None
    if day is None:
        return texts.NO_DATE
    if day < calendar.local_date(now):
        return texts.PAST
    return _fit(calendar.close_of(calendar.working_day_from(day)), now)


def _fit(at: datetime, now: datetime) -> datetime | str:
    return at if now < at <= now + LONGEST else texts.PAST


def _number(text: str) -> int:
    return min(int(text), 300) if text.isdecimal() else {**HAN, "十": 10}[text]


def _day(text: str, now: datetime) -> date | None:
    """The surest date: the reader yields full dates before weekdays."""
    return next((day for day in map(day_of, dates(text, now)) if day is not None), None)
