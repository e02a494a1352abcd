"""Chinese and mixed numerals: 六十三万二, 28万5, 1,250.50, 壹佰贰拾万, 3.5w."""

from __future__ import annotations

import re

FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬弌弍弎", "一二三四五六七八九十百千万一二三")
DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2, "仨": 3, "幺": 1}
SMALL = {"十": 10, "百": 100, "千": 1000, "k": 1000}
BIG = {"万": 10_000, "w": 10_000, "亿": 100_000_000}
TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[零一二两俩仨三四五六七八九十百千万亿半kw]")
MOST = 1e13  # beyond this it is no amount of money but a row of digits


def parse(text: str) -> float | None:
    """The number that the numeral stands for, or None if it is no numeral. A last lone digit counts a tenth of the
    unit before it (28万5 is 285,000, 两千三 is 2,300)."""
    tokens = TOKEN.findall(text.lower().translate(FORMAL))
    if not tokens or "".join(tokens) != text.lower().translate(FORMAL):
        return None
    if len(tokens) > 1 and all(token in DIGITS for token in tokens):
        return None  # spelt out digit by digit: a number to call, not to count
    value = _evaluate(tokens)
    return value if value is not None and value <= MOST else None


def _evaluate(tokens: list[str]) -> float | None:
    total = section = 0.0
    pending: float | None = None
    unit = 0.0
    for place, token in enumerate(tokens):
        if token in SMALL:
            section += (1.0 if pending is None else pending) * SMALL[token]
            pending, unit = None, float(SMALL[token])
        elif token in BIG:
            total = (total + section + (pending or 0.0)) * BIG[token] if _lifts(total, token) else total + (
                section + (pending or 0.0)
            ) * BIG[token]
            section, pending, unit = 0.0, None, float(BIG[token])
        elif token == "零":
            unit = 0.0
        elif token == "半":
            pending = (pending or 0.0) + 0.5 if unit == 0 else 0.5 * unit
            unit = 1.0 if unit else 0.0
        else:
            pending = _digit(token)
            last = place == len(tokens) - 1
            if last and unit >= 100 and len(token) == 1:
                pending *= unit / 10
    return total + section + (pending or 0.0)


def _lifts(total: float, token: str) -> bool:
    """万亿: a bigger unit after a smaller one multiplies all before it."""
    return token == "亿" and 0 < total < BIG["亿"]


def _digit(token: str) -> float:
    return float(DIGITS[token]) if token in DIGITS else float(token.replace(",", ""))
