"""`dingge bench-trainer`: our trainer beside a plain character machine, on the same labelled texts in the same run."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.cli.classify import Lines
from nlp.trainer.trainer import train

Texts = Sequence[str]
Guess = Callable[[Texts, Texts, Texts], Sequence[str]]  # training texts, their labels, texts to judge


@dataclass(frozen=True)
class Result:
    """How one trainer fared. F1 and accuracy are shares, time is for training and judging together."""

    macro_f1: float
    accuracy: float
    seconds: float


def bench_trainer(train_file: Path, test_file: Path) -> int:
    """Train on one file, judge the other, print both trainers; the last line is one JSON object. 1 if a line was bad or
    scikit-learn, which only the comparison needs, is missing."""
    (texts, labels), faults = _read(train_file)
    (unseen, truth), more = _read(test_file)
    if len(set(labels)) < 2 or not truth:
        print("训练文件至少要有两种标签，测试文件至少要有一条。", file=sys.stderr)
        return 2
    ours = _measured(_ours, texts, labels, unseen, truth)
    _print("顶格办", ours)
    svc = _compared(texts, labels, unseen, truth)
    told: dict[str, Any] = {"macro_f1": round(ours.macro_f1, 4), "accuracy": round(ours.accuracy, 4)}
    told |= {"seconds": round(ours.seconds, 1), "train": len(texts), "test": len(unseen)}
    told |= {"svc_macro_f1": None, "svc_accuracy": None, "svc_seconds": None}
    if svc is not None:
        _print("字符 SVC", svc)
        told |= {"svc_macro_f1": round(svc.macro_f1, 4), "svc_accuracy": round(svc.accuracy, 4)}
        told["svc_seconds"] = round(svc.seconds, 1)
    print(json.dumps(told, ensure_ascii=False))
    return 1 if svc is None or faults or more else 0


def macro_f1(truth: Sequence[str], guessed: Sequence[str]) -> float:
    """Mean F1 of the labels that occur in either; 0 of nothing."""
    pairs = list(zip(truth, guessed, strict=True))
    names = sorted({*truth, *guessed})
    return sum(map(lambda name: _f1(pairs, name), names)) / max(len(names), 1)


def _f1(pairs: Sequence[tuple[str, str]], name: str) -> float:
    hits = sum(right == guess == name for right, guess in pairs)
    said = sum((right == name) + (guess == name) for right, guess in pairs)
    return 2 * hits / said


def _read(path: Path) -> tuple[tuple[list[str], list[str]], int]:
    """Texts and labels of a file of `{"text": …, "label": …}`; how many lines were bad."""
    lines = Lines(path)
    texts: list[str] = []
    labels: list[str] = []
    unlabelled = 0
    for number, row in lines:
        if isinstance(row.get("label"), str | int):
            texts.append(row["text"])
            labels.append(str(row["label"]))
        else:
            unlabelled += 1
            print(f"{path.name} 第 {number} 行跳过：要有标签字段 label", file=sys.stderr)
    return (texts, labels), lines.bad + unlabelled


def _measured(guess: Guess, texts: Texts, labels: Texts, unseen: Texts, truth: Texts) -> Result:
    started = time.perf_counter()
    guessed = guess(texts, labels, unseen)
    seconds = time.perf_counter() - started
    right = sum(one == other for one, other in zip(truth, guessed, strict=True))
    return Result(macro_f1(truth, guessed), right / len(truth), seconds)


def _ours(texts: Texts, labels: Texts, unseen: Texts) -> Sequence[str]:
    classifier = train(texts, labels)
    return [classifier.label(text) for text in unseen]


def _compared(texts: Texts, labels: Texts, unseen: Texts, truth: Texts) -> Result | None:
    """The plain machine; None, with a word why, where scikit-learn is not installed."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]
        from sklearn.svm import LinearSVC  # type: ignore[import-untyped]
    except ImportError:
        print("没有装 scikit-learn，不能同场比较：pip install scikit-learn", file=sys.stderr)
        return None

    def guess(texts: Texts, labels: Texts, unseen: Texts) -> Sequence[str]:
        vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
        machine = LinearSVC(class_weight="balanced").fit(vectors.fit_transform(texts), labels)
        return [str(label) for label in machine.predict(vectors.transform(unseen))]

    return _measured(guess, texts, labels, unseen, truth)


def _print(name: str, result: Result) -> None:
    print(f"{name}\tmacro-F1 {result.macro_f1:.4f}\t准确率 {result.accuracy:.4f}\t{result.seconds:.1f} 秒")
