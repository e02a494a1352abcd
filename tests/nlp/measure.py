"""Accuracy on our own messages (messages.jsonl). Rows of the set "look" are for looking and mending; rows of "report"
were never looked at while mending and are only counted.

Run as `python -m tests.nlp.measure [look|report] [-v]` from the root of the project.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nlp.catalogue import Catalogue
from nlp.understand import Understander
from nlp.values import Understanding
from storage.vocabulary import Kind, Secrecy

MESSAGES = Path(__file__).with_name("messages.jsonl")
SETS = ["look", "report"]
MONDAY = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)


@dataclass(slots=True)
class Measured:
    """Counts of one set. Shares are of the rows that the question applies to."""

    rows: int = 0
    right: dict[str, int] = field(default_factory=dict)
    of: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    def note(self, question: str, right: bool, line: str) -> None:
        """Count one answer; keep the line if it is wrong."""
        self.of[question] = self.of.get(question, 0) + 1
        self.right[question] = self.right.get(question, 0) + right
        if not right:
            self.wrong.append(f"{question}: {line}")

    def share(self, question: str) -> float:
        """Share of right answers."""
        return self.right[question] / self.of[question]


def rows(part: str) -> list[dict[str, Any]]:
    """Rows of a set: "look", "report" or "plain"."""
    lines = MESSAGES.read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["set"] == part]


def measure(understander: Understander, part: str) -> Measured:
    """Understand every row of the part and compare."""
    measured = Measured()
    for row in rows(part):
        started = time.perf_counter()
        read = understander.understand(row["text"], at=MONDAY, city="示范市")
        measured.milliseconds.append((time.perf_counter() - started) * 1000)
        _compare(measured, row, read)
    return measured


def _compare(measured: Measured, row: dict[str, Any], read: Understanding) -> None:
    measured.rows += 1
    codes = [candidate.code for candidate in read.candidates]
    line = f"{row['text'][:44]} | {read.kind} {read.urgency} {read.secrecy} {codes[:3]} | {row}"
    measured.note("kind", read.kind == row["kind"], line)
    measured.note("valid", (read.kind is Kind.INVALID) == (row["kind"] == Kind.INVALID), line)
    measured.note("urgency", read.urgency == row["urgency"], line)
    measured.note("secrecy", read.secrecy == row["secrecy"], line)
    if row["secrecy"] == Secrecy.C:
        measured.note("C found", read.secrecy is Secrecy.C, line)
    if row["secrecy"] != Secrecy.A:
        measured.note("conduct kept from units", not (read.secrecy is Secrecy.A and read.confident), line)
    if row["secrecy"] == Secrecy.A and row["units"]:
        measured.note("unit", bool(codes) and codes[0] in row["units"], line)
        measured.note("unit in 3", bool(set(codes[:3]) & set(row["units"])), line)
        if read.confident:
            measured.note("unit when confident", codes[0] in row["units"], line)
        measured.note("confident", read.confident, "")
    elif row["units"]:
        measured.note("B or C unit", bool(codes) and codes[0] in row["units"], line)


def main() -> None:
    """Print the shares of the halves asked for."""
    understander = Understander(Catalogue.load_default())
    understander.warm()
    for part in [arg for arg in sys.argv[1:] if arg in SETS] or SETS:
        measured = measure(understander, part)
        times = sorted(measured.milliseconds)
        shares = "  ".join(f"{name} {measured.share(name):.3f} ({measured.of[name]})" for name in measured.of)
        print(f"{part}: {measured.rows} rows  {shares}")
        print(f"  median {times[len(times) // 2]:.2f} ms, p95 {times[int(len(times) * 0.95)]:.2f} ms")
        if "-v" in sys.argv:
            print("\n".join(line for line in measured.wrong if line.split(": ", 1)[1]))


if __name__ == "__main__":
    main()
