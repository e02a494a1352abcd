"""Words that give away whose matter a text is, and the traps: what looks like one unit's and is another's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nlp.catalogue import Catalogue

HERE = Path(__file__).parent
STRONG, WEAK = 3.0, 1.0
GAIN = 3.0


@dataclass(frozen=True, slots=True)
class Cue:
    """One word and the units for which it speaks."""

    word: str
    units: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Trap:
    """One line of traps.yaml."""

    pattern: re.Pattern[str]
    and_pattern: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    to: tuple[str, ...]
    not_: tuple[str, ...]
    gain: float
    why: str

    def holds(self, text: str) -> bool:
        """True if the text is in this trap."""
        return (
            self.pattern.search(text) is not None
            and (self.and_pattern is None or self.and_pattern.search(text) is not None)
            and (self.unless is None or self.unless.search(text) is None)
        )


class Cues:
    """Cue words of the units that a catalogue has; longer words first, so that a part of one does not
    speak too."""

    def __init__(self, catalogue: Catalogue) -> None:
        by_word: dict[str, dict[str, float]] = {}
        for code, kinds in _load("cues.yaml").items():
            if (unit := catalogue.get(code)) is not None:
                for word, weight in _weighed(kinds):
                    units = by_word.setdefault(word, {})
                    units[unit.code] = max(units.get(unit.code, 0.0), weight)
        self._units = {word: tuple(units.items()) for word, units in by_word.items()}
        self._pattern = re.compile(
            "|".join(re.escape(word) for word in sorted(by_word, key=len, reverse=True)) or "(?!)"
        )

    def found(self, text: str) -> tuple[Cue, ...]:
        """Each cue word in the text once."""
        words = dict.fromkeys(match[0] for match in self._pattern.finditer(text.lower()))
        return tuple(Cue(word, self._units[word]) for word in words)


def _weighed(kinds: dict[str, str]) -> Iterator[tuple[str, float]]:
    for kind, weight in (("strong", STRONG), ("weak", WEAK)):
        for word in kinds[kind].lower().split():
            yield word, weight


@cache
def traps() -> tuple[Trap, ...]:
    """All traps, compiled."""
    return tuple(
        Trap(
            re.compile(row["any"]),
            re.compile(row["and"]) if "and" in row else None,
            re.compile(row["unless"]) if "unless" in row else None,
            tuple(row["to"]),
            tuple(row.get("not", ())),
            float(row.get("gain", GAIN)),
            row["why"],
        )
        for row in _load("traps.yaml")
    )


def _load(name: str) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((HERE / name).read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  (safe loaders)
