"""`dingge classify` and `dingge similar`: the understanding for scripts and people, without database or token."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from nlp import several
from nlp.catalogue import Catalogue
from nlp.similar import Weights, grouped, middle
from nlp.understand import Understander
from nlp.values import Entity, Label, Missing, Understanding
from storage.vocabulary import Kind, Secrecy

DESK = "PLAT"  # who takes what nobody else does
ALSO = 0.2  # probability from which on another unit is named beside the first
OF_ITS_OWN = 0.5  # probability from which on one of several matters names a unit of its own
SUSPICION = "您反映的是公职人员要好处、打击报复，或泄露了您的信息吗？"
OPTIONS = 3  # units between which one question asks
TICK = 50
LISTS = {
    "enterprise": Label.ENTERPRISE,
    "amount_yuan": Label.AMOUNT,
    "phone": Label.PHONE,
    "dates": Label.DATE,
    "counterpart": Label.UNIT,
}
QUESTIONS = {
    Missing.PLACE: "请问在哪里？写到路名、园区或村镇就行。",
    Missing.DEMAND: "您希望怎么解决？一句话就行。",
    Missing.DETAIL: "请再说说：什么事、什么时候、在哪里。",
}


def classify(text: str, at: datetime, *, trained: bool = True) -> int:
    """Print the reading of one text as one JSON object, for a person to read."""
    found = reading(_understander(trained), text, at)
    print(json.dumps(found, ensure_ascii=False, indent=2))
    return 0


def classify_file(path: Path, at: datetime, *, trained: bool = True) -> int:
    """One JSON object a line for each good line of the file. 1 if some line was bad; each is named with its number."""
    understander = _understander(trained)
    lines = Lines(path)
    for number, row in lines:
        kept = {"line": number, **({"id": row["id"]} if "id" in row else {})}
        print(json.dumps({**kept, **reading(understander, row["text"], at)}, ensure_ascii=False))
        _tick(number, lines.total)
    _done(lines.total)
    return 1 if lines.bad else 0


def similar(path: Path, alike: float) -> int:
    """One JSON object a line for each group of two or more, the largest first. 1 if some line was bad."""
    lines = Lines(path)
    rows = list(lines)
    texts = [row["text"] for _, row in rows]
    weights = Weights(texts)
    for members in grouped(texts, alike):
        if len(members) > 1:
            shown = {"count": len(members), "lines": [rows[place][0] for place in members]}
            print(json.dumps({**shown, "text": texts[middle(texts, members, weights)]}, ensure_ascii=False))
    return 1 if lines.bad else 0


def reading(understander: Understander, text: str, at: datetime) -> dict[str, Any]:
    """What the understanding says of a text, in plain values. Total."""
    kept = understander.understand(text, at=at)
    matters = [_matter(understander, part, at) for part in several.parts(text)]
    department = _department(kept)
    beside = [candidate.code for candidate in kept.candidates[1:] if candidate.score >= ALSO]
    others = [matter["department"] for matter in matters if matter["p"] >= OF_ITS_OWN and kept.secrecy is Secrecy.A]
    return {
        "kind": kept.kind.value,
        "department": department,
        "confident": kept.confident,
        "candidates": [{"code": c.code, "p": round(c.score, 4), "reasons": list(c.reasons)} for c in kept.candidates],
        "also": [code for code in dict.fromkeys((*beside, *others)) if code != department],
        "class": kept.secrecy.value,
        "class_reason": kept.secrecy_reason,
        "accused": list(kept.accused),
        "urgency": kept.urgency.value,
        "urgency_reason": kept.urgency_reason,
        "entities": {name: _listed(label, kept.entities) for name, label in LISTS.items()},
        "spans": [
            {"label": e.label.value, "start": e.start, "end": e.end, "text": e.text, "value": e.value}
            for e in kept.entities
        ],
        "matters": matters,
        "several": several.several(text),
        "missing": [item.value for item in kept.missing],
        "ask": _ask(kept),
        "invalid": kept.invalid.value if kept.invalid else None,
        "elsewhere": kept.elsewhere.value if kept.elsewhere else None,
        "summary": kept.summary,
    }


def _department(kept: Understanding) -> str:
    """The one unit; the desk where none is likely."""
    return kept.best.code if kept.best else DESK


def _matter(understander: Understander, part: str, at: datetime) -> dict[str, Any]:
    kept = understander.understand(part, at=at)
    sure = kept.best.score if kept.best else 0.0
    return {"text": part, "kind": kept.kind.value, "department": _department(kept), "p": round(sure, 4)}


def _ask(kept: Understanding) -> dict[str, Any] | None:
    """The one question worth asking: whether it is corruption at all, which unit, if the reader hesitates, else what is
    missing (R22)."""
    if kept.otherwise is not None:
        return {"question": SUSPICION, "options": ["是", "不是"]}
    if kept.kind is Kind.INVALID or kept.secrecy is not Secrecy.A:
        return None
    if not kept.confident and len(kept.candidates) > 1:
        return {"question": "您说的事归哪个单位？", "options": [c.code for c in kept.candidates[:OPTIONS]]}
    return {"question": QUESTIONS[kept.missing[0]], "options": []} if kept.missing else None


def _listed(label: Label, found: tuple[Entity, ...]) -> list[Any]:
    said = [entity.value if label is Label.AMOUNT else entity.text for entity in found if entity.label is label]
    return list(dict.fromkeys(item for item in said if item is not None))


def _understander(trained: bool) -> Understander:
    made = Understander(Catalogue.load_default(), trained=trained)
    made.warm()
    return made


class Lines:
    """Good lines of a JSONL file with their numbers, as often as one likes; a bad one is named on stderr and counted."""

    def __init__(self, path: Path) -> None:
        """Raises OSError if the file cannot be read, UnicodeDecodeError if it is no UTF-8."""
        self._lines = path.read_text(encoding="utf-8-sig").split("\n")
        self.total = len(self._lines)
        self.bad = 0

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any]]]:
        self.bad = 0
        for number, line in enumerate(self._lines, 1):
            if line.strip():
                row = self._row(number, line)
                if row is not None:
                    yield number, row

    def _row(self, number: int, line: str) -> dict[str, Any] | None:
        try:
            row = json.loads(line)
        except ValueError:
            self._name(number, "不是 JSON")
            return None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            self._name(number, "要有文字字段 text")
            return None
        return row

    def _name(self, number: int, why: str) -> None:
        self.bad += 1
        print(f"第 {number} 行跳过：{why}", file=sys.stderr)


def _tick(number: int, total: int) -> None:
    if sys.stderr.isatty() and number % TICK == 0:
        print(f"\r{number}/{total}", end="", file=sys.stderr)


def _done(total: int) -> None:
    if sys.stderr.isatty() and total >= TICK:
        print("\r", end="", file=sys.stderr)
