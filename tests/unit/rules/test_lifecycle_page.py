"""The printed table is the table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bot.rules.lifecycle import TABLE

DOCS = Path(__file__).parents[3] / "docs"


def test_the_printed_table_is_up_to_date() -> None:
    done = subprocess.run([sys.executable, str(DOCS / "lifecycle.py"), "--check"], check=False)
    assert done.returncode == 0, "run: python docs/lifecycle.py"


def test_the_page_has_a_line_for_every_row() -> None:
    lines = [
        line for line in (DOCS / "lifecycle.md").read_text(encoding="utf-8").splitlines() if line.count(" | ") == 4
    ]
    headings = sum(line.startswith(("| 事件", "| ---")) for line in lines)
    assert len(lines) - headings == len(TABLE)
