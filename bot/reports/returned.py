"""The rows of another platform's file that go back, as a file: line, reason, and the cells as they came (A05)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.reports import export


class Returned(Protocol):
    """A row that goes back: its line in the file, why, and its cells by column."""

    @property
    def line(self) -> int: ...
    @property
    def reason(self) -> str: ...
    @property
    def cells(self) -> dict[str, str]: ...


def table(bad: Sequence[Returned]) -> bytes:
    """The bytes of a CSV, to be mended and sent again."""
    names = list(dict.fromkeys(name for one in bad for name in one.cells))
    rows = [(one.line, one.reason, *(one.cells.get(name, "") for name in names)) for one in bad]
    return export.table(("行号", "原因", *names), rows)
