"""The trained reader on messages that training never saw. The floors are a little under what was measured: they catch a
fall, they boast nothing. `dingge evaluate` prints every figure with its interval; docs/adr/0007 says what falls short."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlp.catalogue import Catalogue
from nlp.knowledge import Knowledge
from nlp.reader import calibrate, ridge
from nlp.reader.corpus import CORPUS, hints
from nlp.reader.figures import Figures, Share, measure
from nlp.reader.model import PATH, Model, shipped_model
from nlp.reader.prepare import CITY, WRITTEN
from nlp.understand import Understander
from storage.vocabulary import Secrecy


def unseen() -> list[dict[str, Any]]:
    """The test part: themes that training never saw."""
    lines = [line for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row for row in map(json.loads, lines) if row["part"] == "test"]


@cache
def understander(trained: bool = True) -> Understander:
    made = Understander(Catalogue.load_default(), trained=trained)
    made.warm()
    return made


@pytest.fixture(scope="module")
def figures(once: Callable[[str, Callable[[], Figures]], Figures]) -> Figures:
    return once(
        "unseen", lambda: measure(unseen(), lambda text: understander().understand(text, at=WRITTEN, city=CITY))
    )


@pytest.mark.parametrize(
    ("question", "floor"),
    [
        ("单位可接受", 0.45),
        ("主责单位", 0.43),
        ("主责在前三", 0.62),
        ("类型", 0.71),
        ("紧急度", 0.80),
        ("特急召回", 0.78),
        ("C 类召回", 0.78),
        ("C 类准确率", 0.42),
        ("C 类认定或问过写信人", 0.90),
        ("C 类不问就认定的准确率", 0.83),
        ("B 类召回（判 B 或 C）", 0.80),
        ("电话召回", 0.99),
    ],
)
def test_reading_of_unseen_messages_does_not_fall(question: str, floor: float, figures: Figures) -> None:
    assert figures.shares[question].value >= floor


def test_an_ordinary_matter_is_hardly_ever_kept_secret_without_a_question(figures: Figures) -> None:
    assert figures.shares["A 类误作密件"].value <= 0.015
    assert figures.shares["A 类多问一句（是不是密件）"].value <= 0.16


def test_no_message_of_substance_is_thrown_away(figures: Figures) -> None:
    thrown = figures.shares.get("无效的准确率", Share(0, 0))
    assert thrown.hits == thrown.of


def test_what_is_dispatched_unseen_is_hardly_ever_conduct(figures: Figures) -> None:
    kept = figures.shares.get("自动派单不含 B、C 类", Share(1, 1))
    assert kept.value >= 0.97


def test_probabilities_mean_what_they_say(figures: Figures) -> None:
    assert figures.calibration_error <= 0.12


def test_a_message_takes_a_few_milliseconds(figures: Figures) -> None:
    assert figures.percentile(0.5) < 40  # 5 on a quiet machine


def test_the_trained_reader_is_worth_its_file() -> None:
    """Against rules and catalogue alone, on every tenth unseen message."""
    rows = unseen()[::10]
    alone = measure(rows, lambda text: understander(trained=False).understand(text, at=WRITTEN, city=CITY))
    both = measure(rows, lambda text: understander().understand(text, at=WRITTEN, city=CITY))
    assert both.shares["单位可接受"].value > alone.shares["单位可接受"].value + 0.05


def test_the_model_is_small_and_the_package_stays_so() -> None:
    folder = PATH.parent
    assert sum(file.stat().st_size for file in folder.iterdir()) < 10_000_000


def test_reasons_are_words_of_the_text_that_a_person_can_check() -> None:
    text = "门口的垃圾堆了一个月没人清运，苍蝇满天飞"
    best = understander().understand(text).best
    assert best is not None
    assert best.code == "CGJ"
    assert any("垃圾" in reason for reason in best.reasons)


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("锅一开灯就暗，和面机带不动，找了电工说是进线的事", {"GDGS"}),
        ("早上三楼以上一滴水没有，洗衣房开不了工", {"GSGS"}),
        ("票开不出来，额度就那么点，货都装车了", {"SHW"}),
        ("给镇上修的桥验收三年了，钱一分没给", {"QQB"}),
        ("货车白天进不了城，菜都蔫了", {"JJZD"}),
        ("烘房的汽一早一晚两个样，板子全裂了", {"RLGS"}),
    ],
)
def test_everyday_words_find_their_unit(text: str, units: set[str]) -> None:
    best = understander().understand(text).best
    assert best is not None
    assert best.code in units


def test_an_added_unit_is_found_by_meaning_at_once() -> None:
    row = {"code": "DKJ", "name": "市低空经济办", "topics": ["无人机起降场审批", "低空航线申请", "无人机送货试点"]}
    read = Understander(Catalogue.load_default().merged([row])).understand("想用飞行器给乡镇送货，起降点找谁批")
    assert "DKJ" in [candidate.code for candidate in read.candidates[:3]]


def test_a_merged_unit_takes_over_what_the_gone_one_would_have_got() -> None:
    merged = Catalogue.load_default().merged([{"code": "RLGS", "merge_into": "RQGS"}])
    best = Understander(merged).understand("烘房的蒸汽压力不够").best
    assert best is not None
    assert best.code == "RQGS"


def test_a_city_may_ask_for_more_certainty_before_a_case_goes_out() -> None:
    text = "自来水水压不够，三楼没水"
    assert Understander(Catalogue.load_default(), confident=0.5).understand(text).confident
    assert not Understander(Catalogue.load_default(), confident=1.0).understand(text).confident


def test_without_the_model_rules_and_catalogue_read_alone() -> None:
    read = understander(trained=False).understand("园区蒸汽压力不够，车间没法生产")
    assert read.best is not None
    assert read.best.code == "RLGS"


def test_a_model_survives_its_file(tmp_path: Path) -> None:
    model = shipped_model()
    assert model is not None
    model.save(tmp_path / "kept.npz")
    kept = Model.load(tmp_path / "kept.npz")
    assert kept.labels == model.labels
    assert kept.about["limits"] == model.about["limits"]
    assert np.array_equal(kept.pieces, model.pieces)


def test_leaving_a_group_out_in_closed_form_equals_fitting_without_it() -> None:
    numbers = np.random.default_rng(5)
    rows = numbers.normal(size=(12, 4)).astype(np.float32)
    wanted = numbers.normal(size=(12, 2)).astype(np.float32)
    groups = [f"g{place // 3}" for place in range(12)]
    kernel = rows @ rows.T
    held_out = ridge.fit(kernel, wanted, groups, 0.5).held_out
    rest = list(range(3, 12))
    fewer = ridge.fit(kernel[np.ix_(rest, rest)], wanted[rest], [groups[place] for place in rest], 0.5)
    assert np.allclose(held_out[:3], kernel[:3][:, rest] @ fewer.dual, atol=1e-3)


def test_a_sparse_kernel_is_the_dot_product() -> None:
    rows = [{"甲": 0.6, "乙": 0.8}, {"乙": 1.0}, {}]
    assert np.allclose(ridge.gram_kernel(rows, {"甲": 0, "乙": 1}), [[1, 0.8, 0], [0.8, 1, 0], [0, 0, 0]], atol=1e-6)


def test_logistic_weights_find_a_plain_border() -> None:
    inputs = np.array([[0.0], [0.1], [0.9], [1.0]], dtype=np.float32)
    truth = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], dtype=np.float32)
    weights = calibrate.logistic(inputs, truth)
    shares = calibrate.softmax(inputs @ weights[:-1] + weights[-1])
    assert (shares.argmax(axis=1) == truth.argmax(axis=1)).all()


def test_a_threshold_that_nothing_reaches_dispatches_nothing() -> None:
    sure = np.linspace(0, 1, 40).astype(np.float32)
    assert calibrate.threshold(sure, np.zeros(40, dtype=np.float32), 0.97) > 1


def test_a_limit_for_a_wanted_recall_is_the_highest_that_reaches_it() -> None:
    sure = np.array([0.9, 0.6, 0.4, 0.2, 0.5], dtype=np.float32)
    truth = np.array([True, True, True, True, False])
    ruled = np.array([False, False, False, True, False])  # the rules find the fourth
    assert 0.5 < calibrate.reaching(sure, ruled, truth, 0.75) <= 0.6
    assert 0.2 < calibrate.reaching(sure, ruled, truth, 1.0) <= 0.4


def test_a_recall_that_nothing_reaches_takes_the_lowest_limit() -> None:
    nothing = np.zeros(3, dtype=np.float32)
    truth = np.array([True, False, False])
    assert calibrate.reaching(nothing, np.zeros(3, dtype=np.bool_), truth, 1.0) == 0.03


def test_marked_scenes_teach_class_and_urgency_and_ordinary_ones_class_a() -> None:
    taught = {(hint.department, hint.secrecy, hint.urgency) for hint in hints(Catalogue.load_default())}
    assert ("RQGS", "A", "特急") in taught
    assert ("JWJW", "C", "紧急") in taught
    assert ("GDGS", "A", "") in taught
    assert not {secrecy for code, secrecy, urgency in taught if code == "PLAT" and not urgency} - {""}


def test_wilson_intervals_of_few_answers_are_wide() -> None:
    low, high = Share(3, 3).interval
    assert low < 0.5
    assert high == 1.0


def test_phrases_teach_only_units_and_classes_that_exist() -> None:
    catalogue = Catalogue.load_default()
    assert {example.department for example in hints(catalogue)} <= {unit.code for unit in catalogue.units}
    assert {example.secrecy for example in hints(catalogue)} <= {"", *(secrecy.value for secrecy in Secrecy)}


def test_the_test_part_teaches_nothing() -> None:
    model = shipped_model()
    assert model is not None
    trained = {example.text for example in hints(Catalogue.load_default())}
    assert not trained & {row["text"] for row in unseen()}
    assert Knowledge(Catalogue.load_default()).reader is not None
