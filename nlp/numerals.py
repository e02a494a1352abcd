"""Chinese and mixed numerals: 六十三万二, 28万5, 1,250.50, 壹佰贰拾万, 3.5w."""

from __future__ import annotations

import re
from dataclasses import dataclass

FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬", "一二三四五六七八九十百千万")
DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2, "仨": 3}
SMALL = {"十": 10, "百": 100, "千": 1000, "k": 1000}
BIG = {"万": 10_000, "w": 10_000, "亿": 100_000_000}
TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[零一二两俩仨三四五六七八九十百千万亿半kw]")
MOST = 1e13  # beyond this it is no amount of money but a row of digits


@dataclass(slots=True)
class _Sum:
    """Running value: finished 万/亿 parts, the part below them, a digit without a unit, the last unit."""

    total: float = 0.0
    section: float = 0.0
    pending: float | None = None
    unit: float = 0.0

    def small(self, factor: float) -> None:
        self.section += (1.0 if self.pending is None else self.pending) * factor
        self.pending, self.unit = None, factor

    def big(self, factor: float) -> None:
        """万 and 亿 lift what came since the last of them; 亿 after 万 (万亿) lifts everything."""
        part = self.section + (self.pending or 0.0)
        lifts_all = factor == BIG["亿"] and 0 < self.total < factor
        self.total = (self.total + part) * factor if lifts_all else self.total + part * factor
        self.section, self.pending, self.unit = 0.0, None, factor

    def half(self) -> None:
        """一百半 is nobody's amount, 两万半 is 25,000; alone it is 0.5."""
        self.pending = (self.pending or 0.0) + 0.5 * (self.unit or 1.0)

    def digit(self, value: float, *, last: bool) -> None:
        """A last lone digit counts a tenth of the unit before it: 28万5, 两千三."""
        self.pending = value * self.unit / 10 if last and self.unit >= 100 else value

    @property
    def value(self) -> float:
        return self.total + self.section + (self.pending or 0.0)


def parse(text: str) -> float | None:
    """The number that the whole text stands for, or None if it is no numeral (or spelt digit by digit)."""
    plain = text.lower().translate(FORMAL)
    tokens = TOKEN.findall(plain)
    spelt = len(tokens) > 1 and all(each in DIGITS for each in tokens)
    if not tokens or spelt or "".join(tokens) != plain:
        return None
    value = _evaluate(tokens)
    return value if value <= MOST else None


def _evaluate(tokens: list[str]) -> float:
    state = _Sum()
    for place, each in enumerate(tokens, 1):
        if each in SMALL:
            state.small(SMALL[each])
        elif each in BIG:
            state.big(BIG[each])
        elif each == "零":
            state.unit = 0.0
        elif each == "半":
            state.half()
        else:
            state.digit(_digit(each), last=place == len(tokens) and len(each) == 1)
    return state.value


def _digit(token: str) -> float:
    return float(DIGITS[token]) if token in DIGITS else float(token.replace(",", ""))
