"""A poor rating starts clocks of its own."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.rules.calendar import WorkCalendar
from bot.rules.rectify import clocks

CITY = WorkCalendar(((time(8, 30), time(12)), (time(14, 30), time(17, 30))))
ZONE = ZoneInfo("Asia/Shanghai")
RATED = datetime(2026, 4, 30, 9, 0, tzinfo=ZONE).astimezone(UTC)


def local(moment: datetime) -> str:
    return moment.astimezone(ZONE).strftime("%m-%d %H:%M")


@pytest.mark.parametrize("rating", [1, 2])
def test_a_poor_rating_is_verified_in_one_working_day_and_mended_in_five(rating: int) -> None:
    found = clocks(rating, RATED, CITY)
    assert found is not None
    assert (local(found.verify.at), local(found.report.at)) == ("05-06 17:30", "05-11 17:30")


def test_a_complex_one_has_fifteen() -> None:
    found = clocks(1, RATED, CITY, complex_case=True)
    assert found is not None
    assert (local(found.verify.at), local(found.report.at)) == ("05-06 17:30", "05-25 17:30")


@pytest.mark.parametrize("rating", [None, 3, 4, 5])
def test_a_fair_rating_or_none_asks_nothing_of_the_unit(rating: int | None) -> None:
    assert clocks(rating, RATED, CITY) is None
