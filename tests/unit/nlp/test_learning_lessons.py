"""Lessons name nobody, and one message copied often is one lesson."""

from __future__ import annotations

from nlp.learning.lessons import Lesson, Source, distinct, hidden, tally
from storage.vocabulary import Kind


def lesson(text: str, unit: str = "GSGS", source: Source = Source.CLERK) -> Lesson:
    return Lesson(text, unit, Kind.HELP, source)


def test_a_lesson_shows_no_phone_no_person_and_no_firm() -> None:
    text = "我是青禾面业有限公司的，联系人老戴，电话10012345678，厂里自来水压力低"
    shown = hidden(text, ["青禾面业有限公司"], ["老戴"])
    assert "10012345678" not in shown
    assert "青禾" not in shown
    assert "老戴" not in shown
    assert shown.endswith("厂里自来水压力低")


def test_a_name_of_one_letter_hides_nothing() -> None:
    assert hidden("厂里自来水压力低", ["水"], ["压"]) == "厂里自来水压力低"


def test_the_newest_decision_on_the_same_words_stands() -> None:
    twice = [lesson("自来水压力一直很低", "GSGS"), lesson("自来水压力一直很低", "CGJ")]
    assert [one.unit for one in distinct(twice)] == ["GSGS"]


def test_a_message_of_a_few_letters_teaches_nothing() -> None:
    assert distinct([lesson("没水了")]) == []


def test_the_tally_counts_by_unit_and_by_source() -> None:
    rows = [lesson("一", "CGJ", Source.MOVED), lesson("二", "GSGS"), lesson("三", "CGJ")]
    found = tally(rows)
    assert found.total == 3
    assert found.units == (("CGJ", 2), ("GSGS", 1))
    assert found.sources == ((Source.MOVED, 1), (Source.CLERK, 2))
