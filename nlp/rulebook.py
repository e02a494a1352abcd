"""Rules about what is said, as data: patterns per sentence, excuses, a condition on the whole text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from nlp.sentences import Sentence

AROUND = 40  # characters on either side in which a condition is looked for
PATH = Path(__file__).with_name("rules.yaml")


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that holds: where (offsets in the compact text) and the words that made it hold."""

    rule: Rule
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `to` and `dial` are extra facts that some groups carry: a unit code, a number to call."""

    name: str
    why: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    condition: re.Pattern[str] | None
    to: str = ""
    dial: str = ""

    def hit(self, text: str, sentences: tuple[Sentence, ...]) -> Hit | None:
        """The first sentence in which the rule holds."""
        if self.pattern.search(text) is None:
            return None
        found = (hit for sentence in sentences if (hit := self._in(sentence)) is not None)
        return next((hit for hit in found if self._holds_around(text, hit)), None)

    def _holds_around(self, text: str, hit: Hit) -> bool:
        """Who does it may stand a sentence before or after."""
        near = text[max(0, hit.start - AROUND) : hit.end + AROUND]
        return self.condition is None or self.condition.search(near) is not None

    def _in(self, sentence: Sentence) -> Hit | None:
        match = self.pattern.search(sentence.text)
        if match is None or (self.unless is not None and self.unless.search(sentence.text)):
            return None
        return Hit(self, sentence.start + match.start(), sentence.start + match.end(), match[0])


@cache
def group(name: str) -> tuple[Rule, ...]:
    """All rules of a group, in order."""
    return tuple(_rule(row) for row in _book()[name])


@lru_cache(
    maxsize=16
)  # the groups of one message, which several judges ask for; no more, a complaint is not kept for long
def hits(name: str, text: str, sentences: tuple[Sentence, ...]) -> tuple[Hit, ...]:
    """All rules of the group that hold for the text."""
    return tuple(hit for rule in group(name) if (hit := rule.hit(text, sentences)) is not None)


@cache
def _book() -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    book: dict[str, Any] = yaml.load(PATH.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  (safe loaders)
    return book


def _rule(row: dict[str, Any]) -> Rule:
    extra = {key: row[key] for key in ("to", "dial") if key in row}
    unless, condition = row.get("unless"), row.get("with")
    return Rule(
        row["name"], row["why"], _one(row["any"]), _one(unless) if unless else None,
        _one(condition) if condition else None, **extra,
    )  # fmt: skip


def _one(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
