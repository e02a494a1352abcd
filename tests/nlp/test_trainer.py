"""The trainer learns any labels, and its bench tells the truth about it."""

from __future__ import annotations

import builtins
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.cli.bench_trainer import bench_trainer, macro_f1
from nlp.trainer import machine
from nlp.trainer.features import Sparse, Vocabulary, blocks, least_of
from nlp.trainer.trainer import train

TEXTS = ["自来水停了", "水管又漏水", "水压太低", "路灯不亮", "路面有坑", "路口堵车"]
LABELS = ["水", "水", "水", "路", "路", "路"]


def written(path: Path, texts: list[str], labels: list[str]) -> Path:
    rows = [json.dumps({"text": text, "label": label}) for text, label in zip(texts, labels, strict=True)]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_labels_are_learned() -> None:
    classifier = train(TEXTS, LABELS, list)
    assert [classifier.label(text) for text in TEXTS] == LABELS
    assert classifier.label("水费多收了") == "水"


@pytest.mark.parametrize("text", ["", " ", "😀", "abc", "。" * 5000])
def test_any_text_has_a_label(text: str) -> None:
    assert train(TEXTS, LABELS, list).label(text) in LABELS


def test_one_label_teaches_nothing() -> None:
    with pytest.raises(ValueError, match="两种标签"):
        train(["甲", "乙"], ["一", "一"], list)


def test_training_twice_gives_the_same_weights() -> None:
    assert np.array_equal(train(TEXTS, LABELS, list).weights, train(TEXTS, LABELS, list).weights)


def test_a_rare_label_is_weighed_up() -> None:
    """Ten rows against one at the same place: the plain majority would never say the rare label."""
    both = Sparse(np.array([0]), np.array([1.0], dtype=np.float32))
    rare = Sparse(np.array([0, 1]), np.array([1.0, 0.5], dtype=np.float32))
    weights = machine.fit([both] * 10 + [rare], [0] * 10 + [1], 2, 2)
    assert int(machine.scores(rare, weights).argmax()) == 1
    assert int(machine.scores(both, weights).argmax()) == 0


def test_the_machine_finds_the_border_that_scikit_learn_finds() -> None:
    svm = pytest.importorskip("sklearn.svm")
    numbers = np.random.default_rng(3)
    inputs = numbers.normal(size=(60, 5)).astype(np.float32)
    truth = (inputs[:, 0] + 0.5 * inputs[:, 1] > 0.3).astype(int)
    rows = [Sparse(np.arange(6), np.array([*line, 1.0], dtype=np.float32)) for line in inputs]
    ours = machine.fit(rows, truth.tolist(), 2, 6)[:, 1]
    theirs = svm.LinearSVC(class_weight={1: len(truth) / (2 * truth.sum()), 0: 1.0}).fit(inputs, truth)
    assert np.allclose(ours[:5], theirs.coef_[0], atol=0.05)


def test_the_vocabulary_knows_only_pieces_seen_twice() -> None:
    seen = [blocks(text, list) for text in TEXTS]
    row = Vocabulary.of(seen).row(blocks("水獭", list))
    assert len(row.places) == 3  # the bias, and 水 in the text and in its opening


def test_every_piece_counts_where_texts_are_short() -> None:
    assert least_of(["水" * 59]) == 1
    assert least_of(["水" * 60]) == 2


def test_macro_f1_is_the_mean_over_labels() -> None:
    assert macro_f1(["a", "a", "b"], ["a", "b", "b"]) == pytest.approx((2 / 3 + 2 / 3) / 2)
    assert macro_f1(["a"], ["b"]) == 0


def test_the_bench_ends_with_one_json_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("sklearn")
    file = written(tmp_path / "rows.jsonl", TEXTS, LABELS)
    assert bench_trainer(file, file) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["macro_f1"] == told["accuracy"] == 1.0
    assert 0 <= told["svc_macro_f1"] <= 1


def test_a_bad_line_is_named_and_the_rest_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "rows.jsonl", TEXTS, LABELS)
    bad = written(tmp_path / "bad.jsonl", TEXTS, LABELS)
    bad.write_text(bad.read_text(encoding="utf-8") + '\n{"text": "没有标签"}\n不是', encoding="utf-8")
    assert bench_trainer(bad, file) == 1
    said = capsys.readouterr()
    assert "第 7 行" in said.err
    assert "第 8 行" in said.err
    assert json.loads(said.out.splitlines()[-1])["train"] == 6


def test_without_scikit_learn_ours_is_measured_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("sklearn"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    file = written(tmp_path / "rows.jsonl", TEXTS, LABELS)
    assert bench_trainer(file, file) == 1
    said = capsys.readouterr()
    assert "scikit-learn" in said.err
    assert json.loads(said.out.splitlines()[-1])["svc_macro_f1"] is None


def test_files_without_enough_are_refused(tmp_path: Path) -> None:
    one = written(tmp_path / "one.jsonl", ["甲"], ["一"])
    assert bench_trainer(one, one) == 2
