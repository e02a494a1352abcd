"""What is asked of the understanding, measured on labelled messages: shares with their intervals, calibration, time."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nlp.values import Entity, Label, Understanding
from storage.vocabulary import Kind, Secrecy, Urgency

BINS = 10
DESK = "PLAT"  # where a message without a candidate goes
ENTITIES = {
    "amount_yuan": Label.AMOUNT,
    "phone": Label.PHONE,
    "dates": Label.DATE,
    "enterprise": Label.ENTERPRISE,
}
Read = Callable[[str], Understanding]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with Wilson's 95 % interval."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share; 0 of nothing is 0."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Between which shares the true one lies, 19 times of 20."""
        if not self.of:
            return 0.0, 1.0
        z, n, p = 1.96, self.of, self.value
        middle, spread = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, (middle - spread) / (1 + z * z / n)), min(1.0, (middle + spread) / (1 + z * z / n))


@dataclass(slots=True)
class Figures:
    """All counts of one run. Keys of `shares` are what people read."""

    hits: dict[str, int] = field(default_factory=dict)
    of: dict[str, int] = field(default_factory=dict)
    sure: list[tuple[float, bool]] = field(default_factory=list)
    confusions: dict[tuple[str, str], int] = field(default_factory=dict)
    milliseconds: list[float] = field(default_factory=list)

    def note(self, question: str, hit: bool) -> None:
        """Count one answer."""
        self.hits[question] = self.hits.get(question, 0) + hit
        self.of[question] = self.of.get(question, 0) + 1

    @property
    def shares(self) -> Mapping[str, Share]:
        """Every share by its question."""
        return {question: Share(self.hits[question], self.of[question]) for question in self.of}

    @property
    def calibration_error(self) -> float:
        """Expected calibration error of the first unit's probability, ten bins."""
        total = 0.0
        for low in range(BINS):
            inside = [(p, right) for p, right in self.sure if low <= p * BINS < low + 1 or (low == BINS - 1 and p == 1)]
            if inside:
                gap = sum(p for p, _ in inside) / len(inside) - sum(right for _, right in inside) / len(inside)
                total += abs(gap) * len(inside) / len(self.sure)
        return total

    def coverage_at(self, precision: float) -> tuple[float, float]:
        """The largest share of messages whose first unit is right with this precision, and the probability there."""
        ranked = sorted(self.sure, reverse=True)
        right, best = 0, (0.0, 1.0)
        for place, (sure, hit) in enumerate(ranked, 1):
            right += hit
            if right / place >= precision:
                best = place / len(ranked), sure
        return best

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of the messages was read."""
        times = sorted(self.milliseconds)
        return times[min(len(times) - 1, int(len(times) * share))] if times else 0.0


def measure(rows: Iterable[Mapping[str, Any]], read: Read) -> Figures:
    """Read every row (a line of a corpus file) and compare."""
    figures = Figures()
    for row in rows:
        started = time.perf_counter()
        understood = read(row["text"])
        figures.milliseconds.append((time.perf_counter() - started) * 1000)
        _departments(figures, row, understood)
        _kinds(figures, row, understood)
        _safety(figures, row, understood)
        _entities(figures, row.get("entities", {}), understood.entities)
    return figures


def _departments(figures: Figures, row: Mapping[str, Any], read: Understanding) -> None:
    if row["kind"] == Kind.INVALID:
        return
    codes = [candidate.code for candidate in read.candidates] or [DESK]
    good = {row["department"], *row["also"]}
    figures.note("单位可接受", codes[0] in good)
    figures.note("主责单位", codes[0] == row["department"])
    figures.note("主责在前三", row["department"] in codes[:3])
    figures.note("自动派单", read.confident)
    _answered(figures, row, read, good)
    if read.confident:
        figures.note("自动派单的准确率", codes[0] in good)
        figures.note("自动派单不含 B、C 类", row["class"] == Secrecy.A)
    if codes[0] not in good:
        pair = row["department"], codes[0]
        figures.confusions[pair] = figures.confusions.get(pair, 0) + 1
    if read.secrecy is Secrecy.A and read.best is not None:
        figures.sure.append((read.best.score, codes[0] in good))


def _answered(figures: Figures, row: Mapping[str, Any], read: Understanding, good: set[str]) -> None:
    """The same once the writer has truly answered whether this is about a bribe: until then no unit is meant at all."""
    settled = read.otherwise if read.otherwise is not None and row["class"] != Secrecy.C else read
    codes = [candidate.code for candidate in settled.candidates] or [DESK]
    figures.note("单位可接受（问过是不是密件的，按如实回答后算）", codes[0] in good)
    figures.note("主责在前三（同上）", row["department"] in codes[:3])
    figures.note("类型（同上）", settled.kind == row["kind"])


def _kinds(figures: Figures, row: Mapping[str, Any], read: Understanding) -> None:
    figures.note("类型", read.kind == row["kind"])
    figures.note(f"类型·{row['kind']}召回", read.kind == row["kind"])
    if read.kind is Kind.INVALID:
        figures.note("无效的准确率", row["kind"] == Kind.INVALID)
    figures.note("紧急度", read.urgency == row["urgency"])


def _safety(figures: Figures, row: Mapping[str, Any], read: Understanding) -> None:
    figures.note("分类 A/B/C", read.secrecy == row["class"])
    if row["class"] == Secrecy.C:
        figures.note("C 类召回", read.secrecy is Secrecy.C)
        figures.note("C 类认定或问过写信人", read.secrecy is Secrecy.C or read.otherwise is not None)
    if read.secrecy is Secrecy.C:
        figures.note("C 类准确率", row["class"] == Secrecy.C)
        if read.otherwise is None:
            figures.note("C 类不问就认定的准确率", row["class"] == Secrecy.C)
    if row["class"] == Secrecy.A:
        figures.note("A 类多问一句（是不是密件）", read.otherwise is not None)
        figures.note("A 类误作密件", read.secrecy is Secrecy.C and read.otherwise is None)
    if row["class"] == Secrecy.B:
        figures.note("B 类召回（判 B 或 C）", read.secrecy is not Secrecy.A)
    if read.secrecy is Secrecy.B:
        figures.note("B 类准确率", row["class"] == Secrecy.B)
    if row["urgency"] == Urgency.CRITICAL:
        figures.note("特急召回", read.urgency is Urgency.CRITICAL)
    if read.urgency is Urgency.CRITICAL:
        figures.note("特急准确率", row["urgency"] == Urgency.CRITICAL)


def _entities(figures: Figures, wanted: Mapping[str, Sequence[Any]], found: Sequence[Entity]) -> None:
    """Exact matches: definite amounts by value, the others as written; a name counts once however often it is said."""
    for key, label in ENTITIES.items():
        if key not in wanted:
            continue
        left = _listed(label, found)
        for item in wanted[key]:
            hit = item in left
            figures.note(f"{label.value}召回", hit)
            if hit:
                left.remove(item)
            figures.note(f"{label.value}准确率", hit) if hit else None
        for _ in left:
            figures.note(f"{label.value}准确率", False)


def _listed(label: Label, found: Sequence[Entity]) -> list[Any]:
    said = [_written(entity) for entity in found if entity.label is label]
    definite = [item for item in said if item is not None]
    return list(dict.fromkeys(definite)) if label is Label.ENTERPRISE else definite


def _written(entity: Entity) -> Any:
    return entity.value if entity.label is Label.AMOUNT else entity.text


def f_scores(figures: Figures) -> Iterator[tuple[str, float]]:
    """F1 of each kind of entity."""
    for label in ENTITIES.values():
        recall, precision = (
            figures.shares.get(f"{label.value}{name}", Share(0, 0)).value for name in ("召回", "准确率")
        )
        yield label.value, 2 * recall * precision / (recall + precision) if recall + precision else 0.0
