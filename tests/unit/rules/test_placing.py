"""The weekly figures of first dispatches: every case counts once, in the week it was first sent."""

from __future__ import annotations

from datetime import date

from bot.rules.placing import Placing, Way, Week, weeks
from bot.texts import accuracy

MONDAY, SUNDAY, NEXT = date(2026, 3, 9), date(2026, 3, 15), date(2026, 3, 16)


def test_a_sunday_belongs_to_the_week_before_the_next_monday() -> None:
    found = weeks([Placing(SUNDAY, Way.ITSELF, False), Placing(NEXT, Way.DESK, False)])
    assert found == [Week(NEXT, 0, 0, 0, 1), Week(MONDAY, 1, 1, 0, 0)]


def test_only_what_was_sent_by_itself_can_be_kept() -> None:
    rows = [
        Placing(MONDAY, Way.ITSELF, False),
        Placing(MONDAY, Way.ITSELF, True),
        Placing(MONDAY, Way.CHOSEN, False),
        Placing(MONDAY, Way.DESK, True),
    ]
    (week,) = weeks(rows)
    assert (week.total, week.itself, week.kept, week.chosen, week.desk) == (4, 2, 1, 1, 1)


def test_the_share_stands_beside_its_base_and_is_never_rounded_up() -> None:
    text = accuracy.accuracy([Week(MONDAY, 200, 199, 0, 3)], 8).text
    assert "3月9日那周 203件：自动派200，没改过单位199（99%），改过1；坐席派3。" in text


def test_a_week_without_automatic_dispatch_shows_no_share() -> None:
    text = accuracy.accuracy([Week(MONDAY, 0, 0, 0, 2)], 8).text
    assert "自动派0；坐席派2" in text
    assert "%" not in text


def test_nothing_sent_is_said_plainly() -> None:
    assert accuracy.accuracy([], 8).text == "近8周还没有派出的办事类件。"
