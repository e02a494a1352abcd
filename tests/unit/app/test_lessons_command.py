"""`dingge lessons` prints counts and no words; without anything to learn from it says what is wanted."""

from __future__ import annotations

from pathlib import Path

from app_support import Run

from bot.cli.lessons import told
from nlp.learning.lessons import Lesson, Source, tally
from storage.vocabulary import Kind


def test_without_decisions_of_the_desk_it_says_what_is_wanted(home: Path, run: Run) -> None:
    result = run("lessons")
    assert result.exit_code == 0
    assert result.stdout.strip() == "还没有可学的件：要有坐席分派或裁定改派的 A 类件。"


def test_units_are_counted_and_no_words_are_shown() -> None:
    rows = [Lesson("自来水压力一直很低", "GSGS", Kind.HELP, Source.MOVED)]
    text = told(tally(rows), {"GSGS": "市供水集团"})
    assert text.splitlines() == [
        "可学 1 件（改到别的单位 1，坐席分派 0）。只数 A 类；姓名、企业、号码已隐去。",
        "    1  GSGS  市供水集团",
    ]
