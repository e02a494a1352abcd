"""Which days are worked: the keeper's table, the published notices, the expected holidays, plain weekends. Never raises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import chinese_calendar
import holidays
from chinese_calendar import constants

FIRST_PUBLISHED = date(min(constants.holidays).year, 1, 1)
LAST_PUBLISHED = date(max(constants.holidays).year, 12, 31)
_EXPECTED_YEARS = range(1950, 2100)  # the library's lunar tables; outside them only weekends are known


class Source(StrEnum):
    """Where the answer about a day comes from."""

    KEEPER = "管理员录入"  # the city's own table: always wins
    PUBLISHED = "国务院办公厅通知"  # make-up days (调休) included
    EXPECTED = "法定节日推算"  # fixed and lunar holidays, no make-up days known yet
    WEEKEND = "按周末推算"


@dataclass(frozen=True, slots=True)
class Day:
    """One day: worked or not, whether that may still change (暂定), and who says so."""

    working: bool
    provisional: bool
    source: Source


def known_day(d: date, keeper: bool | None) -> Day:
    """What is known about a day; `keeper` is the city's own entry, if there is one."""
    if keeper is not None:
        return Day(keeper, False, Source.KEEPER)
    if FIRST_PUBLISHED <= d <= LAST_PUBLISHED:
        return Day(bool(chinese_calendar.is_workday(d)), False, Source.PUBLISHED)
    if d.weekday() >= 5:
        return Day(False, True, Source.WEEKEND)
    if d in _expected(d.year):
        return Day(False, True, Source.EXPECTED)
    return Day(True, True, Source.WEEKEND)


def year_days(year: int) -> dict[date, bool]:
    """Every day of a year as its weekday has it: the ground on which a published notice is laid."""
    first = date(year, 1, 1)
    length = (date(year, 12, 31) - first).days + 1
    return {first + timedelta(n): (first + timedelta(n)).weekday() < 5 for n in range(length)}


@lru_cache(maxsize=200)
def _expected(year: int) -> frozenset[date]:
    if year not in _EXPECTED_YEARS:
        return frozenset()
    return frozenset(holidays.country_holidays("CN", years=year))
