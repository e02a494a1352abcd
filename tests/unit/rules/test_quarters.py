"""Quarters begin at the city's midnight, follow each other without a gap, and are read as people type them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.quarters import Quarter, quarter_of, read_quarter


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_quarter_ends_where_the_next_begins_and_knows_the_one_before(number: int) -> None:
    quarter = Quarter(2026, number)
    assert quarter.end == quarter.next.begin
    assert quarter.next.previous == quarter == quarter.previous.next
    assert quarter.holds(quarter.begin)
    assert quarter.holds(quarter.end - timedelta(microseconds=1))
    assert not quarter.holds(quarter.end)
    assert not quarter.holds(quarter.begin - timedelta(microseconds=1))


def test_the_first_quarter_begins_at_local_midnight_of_new_year() -> None:
    assert Quarter(2026, 1).begin == datetime(2025, 12, 31, 16, tzinfo=UTC)
    assert quarter_of(datetime(2025, 12, 31, 16, tzinfo=UTC)) == Quarter(2026, 1)
    assert quarter_of(datetime(2025, 12, 31, 15, 59, tzinfo=UTC)) == Quarter(2025, 4)
    assert quarter_of(datetime(2025, 12, 31, 16, tzinfo=UTC), "UTC") == Quarter(2025, 4, "UTC")


@pytest.mark.parametrize("typed", ["2026Q3", "2026q3", "2026年三季度", "2026 3", "2026年第三季", " 2026第3季度 "])
def test_a_quarter_is_read_however_it_is_typed(typed: str) -> None:
    assert read_quarter(typed) == Quarter(2026, 3)


@pytest.mark.parametrize("typed", ["", "三季度", "2026Q5", "2026年", "1999Q1", "3000Q1", "2026Q1以前"])
def test_what_names_no_quarter_is_not_guessed(typed: str) -> None:
    assert read_quarter(typed) is None


def test_a_quarter_is_said_in_words() -> None:
    assert [Quarter(2026, n).words for n in (1, 2, 3, 4)] == [
        "2026年一季度",
        "2026年二季度",
        "2026年三季度",
        "2026年四季度",
    ]
    assert str(Quarter(2026, 4)) == "2026Q4"
    assert sorted([Quarter(2026, 1), Quarter(2025, 4)])[0] == Quarter(2025, 4)
