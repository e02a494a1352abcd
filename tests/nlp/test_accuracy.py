"""Accuracy on our own messages. The floors are what was measured, less a little: they catch a fall, they boast nothing.

Rows of "plain" say in one everyday sentence what it is about, a few for each unit; they were written after the last training
and nothing was mended on them. Rows of "report" avoid the usual words on purpose (a bribe without a word for money): rules find few of those. What
must hold even there is that such a complaint is never sent to a unit without a person's look. Rules were once mended
on "look", so rules alone did better there than the trained reader does; on "report" the reader does far better.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nlp.catalogue import Catalogue
from nlp.understand import Understander
from tests.nlp.measure import Measured, measure, rows


@pytest.fixture(scope="module")
def measured(once: Callable[[str, Callable[[], dict[str, Measured]]], dict[str, Measured]]) -> dict[str, Measured]:
    return once("messages", _measured)


def _measured() -> dict[str, Measured]:
    understander = Understander(Catalogue.load_default())
    understander.warm()
    return {part: measure(understander, part) for part in ("look", "report", "plain")}


def test_there_are_enough_messages_and_the_sets_differ() -> None:
    look, report = rows("look"), rows("report")
    assert len(look) + len(report) >= 150
    assert not {row["text"] for row in look} & {row["text"] for row in report}


@pytest.mark.parametrize(
    ("part", "question", "floor"),
    [
        ("report", "unit", 0.7),
        ("report", "unit in 3", 0.78),
        ("report", "kind", 0.8),
        ("report", "urgency", 0.85),
        ("report", "secrecy", 0.88),
        ("report", "valid", 0.98),
        ("report", "conduct kept from units", 0.95),
        ("plain", "unit", 0.92),
        ("plain", "unit in 3", 0.95),
        ("plain", "valid", 1.0),
        ("look", "unit", 0.83),
        ("look", "kind", 0.86),
        ("look", "urgency", 0.9),
        ("look", "secrecy", 0.93),
        ("look", "C found", 0.93),
        ("look", "unit when confident", 0.97),
        ("look", "conduct kept from units", 0.99),
        ("look", "valid", 0.99),
    ],
)
def test_accuracy_does_not_fall(measured: dict[str, Measured], part: str, question: str, floor: float) -> None:
    reading = measured[part]
    wrong = "\n".join(line for line in reading.wrong if line.startswith(f"{question}:"))
    assert reading.share(question) >= floor, wrong


def test_no_complaint_of_ours_is_thrown_away(measured: dict[str, Measured]) -> None:
    thrown = [line for part in ("look", "report") for line in measured[part].wrong if line.startswith("valid:")]
    assert not [line for line in thrown if "| 无效 " in line]


def test_a_message_takes_a_few_milliseconds(measured: dict[str, Measured]) -> None:
    times = sorted(measured["look"].milliseconds)
    assert times[len(times) // 2] < 20
