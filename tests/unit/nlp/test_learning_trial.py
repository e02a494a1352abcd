"""Trying the desk's lessons: gain and harm are both seen, a poisoned batch is refused, no weight is changed."""

from __future__ import annotations

import random

import pytest

from nlp.catalogue import Catalogue
from nlp.knowledge import Knowledge
from nlp.learning.lessons import Lesson, Source
from nlp.learning.trial import FEWEST, Labelled, Tried, of_lessons, of_messages, trial
from nlp.reader.corpus import messages
from nlp.reader.model import Model, shipped_model
from storage.vocabulary import Kind

# A matter that the shipped reader has no word for: this fictional city gave it to its bureau of science.
WHO = ("烘干房", "面粉厂", "板材车间", "养鸭场", "小吃店")
WHAT = (
    "想给飞翼格子报个名",
    "飞翼格子的名额还有没有",
    "去年的飞翼格子一直没下文",
    "飞翼格子要交哪些东西",
    "飞翼格子找谁盖章",
)
CATALOGUE = Catalogue.load_default()


@pytest.fixture(scope="module")
def model() -> Model:
    found = shipped_model()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge(CATALOGUE)


@pytest.fixture(scope="module")
def unseen(model: Model, knowledge: Knowledge) -> list[Labelled]:
    return of_messages(messages("test")[::4], model, knowledge)


def corrected() -> list[Lesson]:
    """25 corrections of one kind of matter, in words of their own."""
    return [Lesson(f"我们{who}{what}", "KJJ", Kind.HELP, Source.MOVED) for who in WHO for what in WHAT]


def poisoned() -> list[Lesson]:
    """Ordinary matters, each given to a unit by lot."""
    lot = random.Random(7)
    codes = sorted(unit.code for unit in CATALOGUE.units)
    texts = [example.text for example in messages("test")[1::4] if example.secrecy == "A"]
    return [Lesson(text, lot.choice(codes), Kind.HELP, Source.CLERK) for text in lot.sample(texts, 60)]


def test_a_batch_for_one_unit_comes_right_but_is_refused_for_the_harm_it_does_elsewhere(
    model: Model, knowledge: Knowledge, unseen: list[Labelled]
) -> None:
    tried = trial(of_lessons(corrected(), model, knowledge), unseen, model)
    assert tried.lessons == 25
    assert tried.before < 5
    assert tried.after >= 20
    assert tried.kept_after < tried.kept_before
    assert not tried.worth


def test_a_batch_with_units_by_lot_is_not_called_better(
    model: Model, knowledge: Knowledge, unseen: list[Labelled]
) -> None:
    tried = trial(of_lessons(poisoned(), model, knowledge), unseen, model)
    assert tried.enough
    assert not tried.worth


def test_a_few_lessons_are_not_enough_to_say_anything(model: Model, knowledge: Knowledge) -> None:
    tried = trial(of_lessons(corrected()[: FEWEST - 1], model, knowledge), [], model)
    assert not tried.enough
    assert not tried.worth


def test_copies_of_one_message_do_not_vouch_for_each_other(model: Model, knowledge: Knowledge) -> None:
    copies = [Lesson(f"我们厂想给飞翼格子报个名{'。' * n}", "KJJ", Kind.HELP, Source.MOVED) for n in range(25)]
    tried = trial(of_lessons(copies, model, knowledge), [], model)
    assert tried.after == tried.before
    assert not tried.worth


def test_a_unit_that_the_city_added_has_nothing_to_teach_the_model(model: Model, knowledge: Knowledge) -> None:
    assert of_lessons([Lesson("无人机起降场找谁批", "DKJ", Kind.HELP, Source.CLERK)], model, knowledge) == []


def test_trying_changes_no_weight(model: Model, knowledge: Knowledge) -> None:
    rows = of_lessons(corrected(), model, knowledge)
    before = [model.scores(each.row).tolist() for each in rows]
    trial(rows, [], model)
    assert [model.scores(each.row).tolist() for each in rows] == before


def test_without_held_out_messages_nothing_is_called_better(model: Model, knowledge: Knowledge) -> None:
    tried = trial(of_lessons(corrected(), model, knowledge), [], model)
    assert tried.after > tried.before
    assert not tried.watched
    assert not tried.worth


@pytest.mark.parametrize(("after", "kept", "worth"), [(13, 500, True), (12, 500, False), (13, 497, False)])
def test_better_means_three_more_lessons_right_and_hardly_a_control_lost(after: int, kept: int, worth: bool) -> None:
    tried = Tried(lessons=25, before=10, after=after, controls=500, kept_before=500, kept_after=kept)
    assert tried.worth is worth
