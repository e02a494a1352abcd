"""Limits as they are written, shown, compared and shortened."""

from __future__ import annotations

import pytest

from bot.rules.limits import Limit, Unit, parse, scaled
from bot.rules.policy_checks import longer


@pytest.mark.parametrize("text", ["1 min", "30 min", "2 ch", "4 wh", "144 wm", "3 wd", "30 cd", "0 wd"])
def test_a_limit_reads_back_as_it_was_written(text: str) -> None:
    assert str(parse(text)) == text


@pytest.mark.parametrize("text", ["4wh", " 4  wh "])
def test_spaces_do_not_matter(text: str) -> None:
    assert parse(text) == Limit(4, Unit.WH)


@pytest.mark.parametrize("text", ["", "4", "wh", "4 h", "-4 wh", "4.5 wh", "4 wh 30 min", "四 wh", "1000000 wd"])
def test_anything_else_is_refused_with_the_right_form(text: str) -> None:
    with pytest.raises(ValueError, match="4 wh"):
        parse(text)


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="不能为负"):
        Limit(-1, Unit.WD)


@pytest.mark.parametrize(
    ("text", "factor", "expected"),
    [
        ("5 wd", 0.6, "3 wd"),
        ("3 wd", 0.6, "2 wd"),
        ("1 wd", 0.6, "1 wd"),
        ("15 wd", 0.6, "9 wd"),
        ("4 wh", 0.6, "144 wm"),
        ("2 wh", 0.6, "72 wm"),
        ("24 ch", 0.6, "864 min"),
        ("2 ch", 0.6, "72 min"),
        ("30 min", 0.6, "18 min"),
        ("1 min", 0.6, "1 min"),
        ("30 cd", 0.6, "18 cd"),
        ("4 wh", 1.0, "4 wh"),
        ("0 wd", 0.6, "0 wd"),
    ],
)
def test_a_reopened_case_gets_sixty_percent_in_whole_days_or_minutes(text: str, factor: float, expected: str) -> None:
    assert str(scaled(parse(text), factor)) == expected


def test_a_factor_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        scaled(parse("4 wh"), 0)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("11 wd", "10 wd", True),
        ("10 wd", "10 wd", False),
        ("20 wd", "30 cd", False),
        ("22 wd", "30 cd", True),
        ("2 ch", "30 min", True),
        ("24 ch", "1 wd", False),
        ("4 wh", "1 wd", False),
        ("144 wm", "2 wh", True),
    ],
)
def test_limits_compare_across_units_by_their_ordinary_length(one: str, other: str, expected: bool) -> None:
    assert longer(parse(one), parse(other)) is expected


@pytest.mark.parametrize(
    ("one", "other"), [("60 min", "1 ch"), ("60 wm", "1 wh"), ("6 wh", "1 wd"), ("5 wd", "7 cd"), ("24 ch", "1 cd")]
)
def test_limits_of_one_ordinary_length_are_not_longer_than_each_other(one: str, other: str) -> None:
    assert not longer(parse(one), parse(other))
    assert not longer(parse(other), parse(one))


def test_a_limit_in_days_has_no_minutes() -> None:
    assert parse("2 wh").minutes == 120
    with pytest.raises(ValueError, match="days"):
        _ = parse("2 wd").minutes


def test_people_read_limits_in_words() -> None:
    assert [parse(text).in_words for text in ("30 min", "2 ch", "4 wh", "3 wd", "30 cd")] == [
        "30分钟",
        "2小时",
        "4个工作小时",
        "3个工作日",
        "30天",
    ]
