"""Traditional characters and their simplified forms, one to one: those that business people write."""

from __future__ import annotations

from pathlib import Path

PAIRS = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").split()
SIMPLE = {ord(pair[0]): ord(pair[1]) for pair in PAIRS}
