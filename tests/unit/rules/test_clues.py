"""What raises a clue; never more than a clue."""

from __future__ import annotations

from bot.rules import clues
from bot.rules.clues import Finding

ONE = "您好，经核实3月10日已安排人员现场处理，压力2.2公斤，恢复正常，如有问题请再联系。"
OTHER = "您好，经核实 4月2日 已安排人员现场处理，压力3公斤，恢复正常；如有问题请再联系！"


def test_two_answers_that_differ_in_figures_and_stops_only_are_the_same() -> None:
    assert clues.essence(ONE) == clues.essence(OTHER) != ""
    assert clues.essence(ONE) != clues.essence(ONE.replace("压力", "水质"))


def test_a_word_or_two_is_not_compared() -> None:
    assert clues.essence("已办好。") == ""
    assert clues.essence("2026-03-10 10:00 100%") == ""


def test_the_third_case_with_the_same_answer_raises_it() -> None:
    assert [clues.hollow(n) for n in (1, 2, 3, 4)] == [False, False, True, True]


def test_the_second_answer_that_was_sent_back_raises_it_once() -> None:
    assert [clues.rough(n) for n in (1, 2, 3)] == [False, True, False]


def test_a_clue_that_is_looked_at_again_stays_open() -> None:
    assert [clues.ended(one) for one in (None, Finding.AGAIN, Finding.TRUE, Finding.UNTRUE)] == [
        False,
        False,
        True,
        True,
    ]
