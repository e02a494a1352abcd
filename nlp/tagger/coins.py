"""Numerals that may be money: every one of them, with its value in yuan. Whether it is money is for the tagger to say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.entities.find import Find
from nlp.numerals import parse
from nlp.values import Label

ONE = r"[一二两俩三四五六七八九\d]"
NUMERAL = r"[零一二两俩仨三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬\d]"
NUMBER = rf"{NUMERAL}(?:[\d,]*\d)?(?:\.\d+)?(?:{NUMERAL}|(?<=\d)[kKwW](?![A-Za-z])|(?<=[万千百])半)*"
BEFORE = r"(?<![\d.,A-Za-z零一二两三四五六七八九十百千万亿-])"
# 一块三毛五, 36块5, 两块八毛; 三毛二, 5分钱: what is said of small money. One digit after 块 is tenths.
PIECES = re.compile(
    rf"{BEFORE}(?P<yuan>{NUMBER})(?:块|元)(?P<jiao>{ONE})(?:毛|角)?(?:(?P<fen>{ONE})分?)?(?P<coin>钱)?(?![\d万千百个])"
)
JIAO = re.compile(rf"{BEFORE}(?P<jiao>{ONE})(?:毛|角)(?P<fen>{ONE})?(?:分)?钱?")
FEN = re.compile(rf"{BEFORE}(?P<fen>{ONE})分钱")
WHOLE = re.compile(
    rf"(?P<sign>[¥￥]|人民币|RMB)?\s?{BEFORE}(?P<number>{NUMBER})(?P<big>万|亿|千|百)?\s?(?P<unit>元整?|块钱|块|圆整?|人民币|RMB|大洋)?"
)
VAGUE_BEFORE = re.compile(r"(?:几|数|好几|近|上|约摸)$")
VAGUE_AFTER = re.compile(r"[多余来几]")
TENTH, HUNDREDTH = 10, 100


def numerals(text: str) -> list[Find]:
    """Numerals of a normalised text that have one definite value, longest reading first, without overlaps, in order of place."""
    kept: list[Find] = []
    for finder in (_pieces, _whole):
        for find in finder(text):
            if all(find.end <= other.start or other.end <= find.start for other in kept):
                kept.append(find)
    return sorted(kept, key=lambda find: find.start)


def _pieces(text: str) -> Iterator[Find]:
    for pattern in (PIECES, JIAO, FEN):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            yuan = parse(groups.get("yuan") or "零")
            if yuan is not None:
                value = yuan + _small(groups.get("jiao")) / TENTH + _small(groups.get("fen")) / HUNDREDTH
                yield Find(Label.AMOUNT, match.start(), match.end(), round(value, 2))


def _small(said: str | None) -> float:
    return (parse(said) or 0.0) if said else 0.0


def _whole(text: str) -> Iterator[Find]:
    for match in WHOLE.finditer(text):
        value = parse(match["number"] + (match["big"] or ""))
        vague = VAGUE_BEFORE.search(text, max(0, match.start() - 2), match.start()) or VAGUE_AFTER.match(
            text, match.end()
        )
        if value and not vague:
            start = match.start("sign") if match["sign"] else match.start("number")
            yield Find(Label.AMOUNT, start, _end(match), value)


def _end(match: re.Match[str]) -> int:
    return max(match.end(name) for name in ("number", "big", "unit"))
