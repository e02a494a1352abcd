"""Our corpus of messages: every line can be relied on, and what measures never trained."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from nlp.catalogue import Catalogue
from nlp.normal import normal
from storage.vocabulary import Kind, Secrecy, Urgency

FILES = sorted((Path(__file__).parents[2] / "nlp" / "corpus").glob("*.jsonl"))
KEYS = ["text", "kind", "department", "also", "class", "urgency", "entities", "theme", "part"]
ENTITIES = ["enterprise", "amount_yuan", "phone", "dates", "counterpart"]
LONGEST = 500


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def everything() -> list[dict[str, Any]]:
    return [row for path in FILES for row in rows(path)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_line_carries_known_labels(path: Path) -> None:
    codes = {unit.code for unit in Catalogue.load_default().units}
    for row in rows(path):
        assert list(row) == KEYS, row["text"]
        assert row["kind"] in {kind.value for kind in Kind}, row["text"]
        assert {row["department"], *row["also"]} <= codes, row["text"]
        assert row["class"] in {secrecy.value for secrecy in Secrecy}, row["text"]
        assert row["urgency"] in {urgency.value for urgency in Urgency}, row["text"]
        assert row["part"] in {"train", "test"}, row["text"]
        assert 1 <= len(row["text"]) <= LONGEST, row["text"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_entity_stands_in_its_text(path: Path) -> None:
    for row in rows(path):
        assert list(row["entities"]) == ENTITIES, row["text"]
        for label in ("enterprise", "phone", "dates", "counterpart"):
            assert all(word in row["text"] for word in row["entities"][label]), (label, row["text"])
        assert all(isinstance(amount, int | float) and amount > 0 for amount in row["entities"]["amount_yuan"])


def test_phones_are_nobodys() -> None:
    for row in everything():
        assert all(phone.startswith(("100", "101", "102", "110", "120", "0000")) for phone in row["entities"]["phone"])


def test_no_message_stands_twice_and_no_theme_is_both_trained_on_and_measured() -> None:
    texts = [normal(row["text"]).compact for row in everything()]
    assert len(texts) == len(set(texts))
    parts = defaultdict(set)
    for path in FILES:
        for row in rows(path):
            parts[path.stem, row["theme"]].add(row["part"])
    assert [theme for theme, seen in parts.items() if len(seen) > 1] == []


def test_at_least_every_seventh_message_is_kept_for_measuring() -> None:
    kept = [row["part"] == "test" for row in everything()]
    assert sum(kept) >= 0.15 * len(kept)
