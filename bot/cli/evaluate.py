"""`dingge evaluate` and `dingge train`: what the understanding is worth on messages it never saw, and learning it anew."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nlp.catalogue import Catalogue
from nlp.reader.corpus import CORPUS
from nlp.reader.figures import Figures, f_scores, measure
from nlp.reader.model import PATH
from nlp.reader.pace import LENGTH, Pace, pace
from nlp.reader.prepare import CITY, WRITTEN, fresh_model
from nlp.segment import Segmenter
from nlp.tagger.tagger import MODEL as TAGGER
from nlp.tagger.train import train_shipped
from nlp.understand import Understander
from nlp.values import Understanding

PRECISION = 0.97
TICK = 50  # messages between two steps of the progress line
WORST = 15  # confusions shown


def evaluate(part: str, path: Path | None, *, trained: bool, as_json: bool) -> int:
    """Read a part of the corpus, or a file of the same form, and print every figure."""
    rows = list(_rows(part, path))
    if not rows:
        print("没有可评测的语句。语料不随安装包发布，请在源码目录运行，或给出文件。", file=sys.stderr)
        return 2
    understander = Understander(Catalogue.load_default(), trained=trained)
    understander.warm()
    figures = measure(_shown(rows), lambda text: _read(understander, text))
    even = pace([row["text"] for row in rows], lambda text: _read(understander, text), _words())
    if as_json:
        _print_json(figures, even)
    else:
        _print(figures, len(rows))
        _print_pace(even)
    return 0


def train(target: Path | None) -> int:
    """Train on the corpus and write the model: by default the one that ships with the package."""
    started = time.monotonic()
    model = fresh_model(Catalogue.load_default(), lambda line: print(f"{time.monotonic() - started:6.1f} s  {line}"))
    model.save(target or PATH)
    for name, value in model.about["held_out"].items():
        print(f"{name:<12} {value:.3f}  （训练部分，按主题留出）")
    print(f"已写入 {(target or PATH).name}，{(target or PATH).stat().st_size / 1e6:.1f} MB")
    tagger = (target or PATH).with_name(TAGGER.name)
    count = train_shipped(tagger)
    print(f"已写入 {tagger.name}，{tagger.stat().st_size / 1e6:.1f} MB，用了 {count} 条")
    return 0


def _words() -> Callable[[str], object]:
    """jieba alone, its dictionary loaded."""
    segmenter = Segmenter()
    segmenter.warm()
    return segmenter.cut


def _read(understander: Understander, text: str) -> Understanding:
    return understander.understand(text, at=WRITTEN, city=CITY)


def _rows(part: str, path: Path | None) -> Iterator[dict[str, Any]]:
    """Lines of the corpus part or of the file; a bad line is named and left out."""
    for file in [path] if path is not None else sorted(CORPUS.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            try:
                row = json.loads(line)
                known = {"also": [], "class": "A", "urgency": "普通", "part": part, "entities": {}, **row}
                if known["part"] == part and row["text"] and row["department"] and row["kind"]:
                    yield known
            except (ValueError, KeyError, TypeError) as error:
                print(f"{file.name} 第 {number} 行跳过：{error}", file=sys.stderr)


def _shown(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for place, row in enumerate(rows, 1):
        if sys.stderr.isatty() and place % TICK == 0:
            print(f"\r{place}/{len(rows)}", end="", file=sys.stderr)
        yield row
    if sys.stderr.isatty():
        print("\r", end="", file=sys.stderr)


def _print(figures: Figures, rows: int) -> None:
    print(f"{rows} 条；括号内为 95 % 区间（Wilson）")
    for question, share in figures.shares.items():
        low, high = share.interval
        print(f"{question:<16}{share.value:7.1%}  ({low:.1%}–{high:.1%})  {share.hits}/{share.of}")
    for label, score in f_scores(figures):
        print(f"{label} F1  {score:.3f}")
    coverage, limit = figures.coverage_at(PRECISION)
    print(f"校准误差 ECE  {figures.calibration_error:.3f}")
    print(f"A 类中准确率 {PRECISION:.0%} 时最多可自动派 {coverage:.1%}（概率 ≥ {limit:.3f}）")
    print(f"耗时 中位 {figures.percentile(0.5):.1f} ms，p95 {figures.percentile(0.95):.1f} ms")
    worst = sorted(figures.confusions.items(), key=lambda pair: -pair[1])[:WORST]
    print("最常派错：" + "，".join(f"{right}→{wrong} {count}" for (right, wrong), count in worst))


def _print_pace(even: Pace | None) -> None:
    if even is not None:
        print(
            f"{LENGTH} 字一条 中位 {even.median:.1f} ms，p95 {even.slowest:.1f} ms"
            f"（只切词 {even.words_median:.1f} 和 {even.words_slowest:.1f} ms）"
        )


def _print_json(figures: Figures, even: Pace | None) -> None:
    told: dict[str, Any] = {
        name: {"value": round(share.value, 4), "hits": share.hits, "of": share.of, "interval": share.interval}
        for name, share in figures.shares.items()
    }
    told["F1"] = dict(f_scores(figures))
    told["ECE"] = figures.calibration_error
    told["p95_ms"] = figures.percentile(0.95)
    told["pace"] = asdict(even) if even is not None else None
    print(json.dumps(told, ensure_ascii=False))
