"""Accuracy on messages that were never looked at while mending; the floors are what was measured, less a little."""

from __future__ import annotations

import pytest

from nlp.catalogue import Catalogue
from nlp.understand import Understander
from tests.nlp.measure import Measured, measure, rows


@pytest.fixture(scope="module")
def reported() -> Measured:
    understander = Understander(Catalogue.load_default())
    understander.warm()
    return measure(understander, "report")


def test_there_are_enough_messages_and_both_halves_differ() -> None:
    look, report = rows("look"), rows("report")
    assert len(look) + len(report) >= 150
    assert not {row["text"] for row in look} & {row["text"] for row in report}


@pytest.mark.parametrize(
    ("question", "floor"),
    [
        ("unit", 0.78),
        ("unit in 3", 0.9),
        ("unit when confident", 0.95),
        ("kind", 0.8),
        ("urgency", 0.88),
        ("secrecy", 0.88),
        ("C found", 0.85),
        ("valid", 0.98),
    ],
)
def test_accuracy_does_not_fall(reported: Measured, question: str, floor: float) -> None:
    assert reported.share(question) >= floor, "\n".join(line for line in reported.wrong if line.startswith(question))


def test_a_message_takes_a_few_milliseconds(reported: Measured) -> None:
    assert sorted(reported.milliseconds)[len(reported.milliseconds) // 2] < 20
