"""`dingge lessons --try` says what learning would bring, and changes nothing."""

from __future__ import annotations

from pathlib import Path

from app_support import Run

from bot.cli.learn import compared, told
from nlp.catalogue import Catalogue
from nlp.learning.lessons import Lesson, Source
from nlp.learning.trial import Tried
from storage.vocabulary import Kind


def test_without_lessons_it_says_how_many_are_wanted_and_changes_nothing(home: Path, run: Run) -> None:
    before = {path: path.stat().st_size for path in home.rglob("*.npz")}
    result = run("lessons", "--try")
    assert result.exit_code == 0
    assert result.stdout.strip() == "可学的件只有 0 件，满 20 件才试。什么都没有改。"
    assert {path: path.stat().st_size for path in home.rglob("*.npz")} == before


def test_a_single_lesson_is_counted_and_not_computed() -> None:
    one = [Lesson("厂里自来水压力一直很低", "GSGS", Kind.HELP, Source.MOVED)]
    assert compared(one, Catalogue.load_default()) == Tried(1, 0, 0, 0, 0, 0)


def test_a_gain_is_told_with_its_numbers() -> None:
    text = told(Tried(lessons=25, before=3, after=22, controls=700, kept_before=690, kept_after=690))
    assert "随包模型 3 件，学过以后 22 件" in text
    assert "结论：学了更准。这次只试算" in text


def test_a_loss_on_known_matters_is_told_as_no_gain() -> None:
    text = told(Tried(lessons=25, before=3, after=22, controls=700, kept_before=690, kept_after=600))
    assert "学了不见得更准，不宜采用" in text


def test_without_messages_to_watch_harm_there_is_no_verdict() -> None:
    text = told(Tried(lessons=25, before=3, after=22, controls=0, kept_before=0, kept_after=0))
    assert "不能下结论" in text
    assert "学了更准" not in text
