"""Units of the catalogue that a text names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nlp.catalogue import Catalogue
from nlp.entities.find import Find
from nlp.values import Label

# Names that are a trade or a subject rather than somebody: they guide matching but name nobody.
SUBJECTS = frozenset((Path(__file__).parents[1] / "subjects.txt").read_text(encoding="utf-8").split())
# A hall is where windows of all units stand: its name accuses nobody.
HALLS = frozenset({"政务大厅", "市民中心", "办事大厅", "政务服务中心", "办税厅"})


@dataclass(frozen=True)
class UnitNames:
    """Finds names of units, longest first; digits (12388) only where no other digit stands beside them."""

    codes: dict[str, str]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, catalogue: Catalogue) -> UnitNames:
        """All names of a catalogue that stand for somebody. A name of two units belongs to the first."""
        codes: dict[str, str] = {}
        for unit in catalogue.units:
            for name in unit.names:
                if name not in SUBJECTS and len(name) >= 2:
                    codes.setdefault(name, unit.code)
        longest_first = sorted(codes, key=len, reverse=True)
        return cls(codes, re.compile("|".join(map(_exactly, longest_first)) or r"(?!)"))

    def __call__(self, text: str) -> Iterator[Find]:
        for match in self.pattern.finditer(text):
            yield Find(Label.UNIT, match.start(), match.end(), self.codes[match[0]])


def _exactly(name: str) -> str:
    return rf"(?<!\d){name}(?!\d)" if name.isdigit() else re.escape(name)
