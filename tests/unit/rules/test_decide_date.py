"""A date as people say it at a meeting becomes the end of business of a working day, or a word on what is wrong."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.city.calendar_file import load_calendar
from bot.desk.supervisor.decide_date import read
from bot.texts import decide as texts

CALENDAR = load_calendar()
ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 9, 9, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("3月20日", "03-20"),
        ("三月二十号前", "03-20"),
        ("3月20日（周五）", "03-20"),
        ("2026-03-20", "03-20"),
        ("下周五", "03-20"),
        ("明天", "03-10"),
        ("今天下班前", "03-09"),
        ("10个工作日内", "03-23"),
        ("十个工作日", "03-23"),
        ("3月21日", "03-23"),  # a Saturday: the next working day
        ("20号", "03-20"),
    ],
)
def test_a_date_is_understood(said: str, day: str) -> None:
    due = read(said, MONDAY, CALENDAR)
    assert isinstance(due, datetime)
    assert f"{due.astimezone(ZONE):%m-%d %H:%M}" == f"{day} 17:30"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", texts.NO_DATE),
        ("尽快", texts.NO_DATE),
        ("2月30日", texts.NO_DATE),
        ("月底", texts.NO_DATE),
        ("3月1日", texts.PAST),
        ("昨天", texts.PAST),
        ("2028年1月5日", texts.PAST),
        ("上周五", texts.PAST),
        ("0个工作日", texts.NO_DATE),
        ("300个工作日", texts.PAST),
    ],
)
def test_what_is_no_day_to_come_is_told(said: str, why: str) -> None:
    assert read(said, MONDAY, CALENDAR) == why
