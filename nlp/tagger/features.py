"""What the tagger sees of each character: its neighbours, the word it stands in, what the rules found, where names may begin."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from nlp.entities.find import Find
from nlp.tagger.coins import numerals

TRADES = Path(__file__).with_name("trades.txt")
ENDS = "厂店司社馆行部场坊校园所堂院屋"  # how names without 公司 often end
OWN = frozenset(  # characters that firms like in the word that is their own
    "宏鑫盛隆昌兴旺泰和瑞丰恒达顺安康源润华美佳乐福禄喜祥吉利永泽惠众汇聚金银玉龙凤麒麟鸿鹏飞翔云天海河山川林森春夏秋冬"
    "晨曦阳光明星月诚信义仁德正大中立伟业创新智联优品味香甜鲜禾苗田园绿青蓝红紫橙小胖阿老东西南北通远徽皖淮颍沃同一百万亿"
    "博雅思睿启航腾跃力强健捷迅快易好家人友邻桃杏李梅兰竹菊荷莲枣槐柳杨松柏铭众辰晶宝锦翠嘉益欣铁驰跃拓邦科固泉洁净精锐"
)
REACH, NEAR = 3, 8  # characters to each side; how far a comma is looked for
OUT, IN = "<", ">"  # before the first character, after the last


@cache
def trades() -> frozenset[str]:
    """Words of trades (软件, 冷链): what stands before one of them may be a firm's own name."""
    lines = TRADES.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def features(text: str, words: Sequence[str], found: Sequence[Find]) -> list[list[str]]:
    """Features of every character of a normalised text. `words` are its words in order, `found` what the rules found in it."""
    marks = _marks(len(text), found, "")
    coins = _marks(len(text), numerals(text), "n")
    places = _places(text, words)
    kinds = [_kind(char) for char in text]
    padded = OUT * REACH + text + IN * REACH
    padded_kinds = [OUT, *kinds, IN]
    padded_marks = [OUT, *marks, IN]
    return [
        [
            *_window(padded[place : place + 2 * REACH + 1]),
            *(f"k{shift}{padded_kinds[place + 1 + shift]}" for shift in (-1, 0, 1)),
            *(f"r{shift}{padded_marks[place + 1 + shift]}" for shift in (-1, 0, 1)),
            coins[place],
            *places[place],
            *_around(text, place, kinds),
        ]
        for place in range(len(text))
    ]


def _window(around: str) -> list[str]:
    """Single characters, pairs and triples around the middle one, each with its place."""
    ones = [f"{place}:{char}" for place, char in enumerate(around)]
    twos = [f"{place}::{around[place : place + 2]}" for place in range(len(around) - 1)]
    threes = [f"{place}:::{around[place : place + 3]}" for place in range(1, REACH + 1)]
    return ones + twos + threes


def _places(text: str, words: Sequence[str]) -> list[list[str]]:
    """The word of each character, where in it, and the words beside."""
    around = [OUT, *words, IN]
    found: list[list[str]] = []
    for number, word in enumerate(words, 1):
        shared = [f"w{word}", f"p{around[number - 1]}", f"n{around[number + 1]}", f"l{min(len(word), 4)}"]
        found += [
            [*shared, f"s{_part(place, len(word))}", f"e{_part(place, len(word))}{word[-1]}"]
            for place in range(len(word))
        ]
    return found if len(found) == len(text) else [[] for _ in text]  # a tokenizer that changed the text tells nothing


def _part(place: int, length: int) -> str:
    return "S" if length == 1 else "B" if place == 0 else "E" if place == length - 1 else "M"


def _around(text: str, place: int, kinds: Sequence[str]) -> list[str]:
    ahead = next((gap for gap in range(10) if text[place + gap : place + gap + 1] and text[place + gap] in ENDS), -1)
    stop = next((gap for gap in range(NEAR) if place + gap >= len(text) or kinds[place + gap] in "pd"), -1)
    since = next((gap for gap in range(1, NEAR + 1) if place < gap or kinds[place - gap] == "p"), -1)
    known = trades()
    trade = next(
        (f"{gap}.{size}" for gap in range(6) for size in (4, 3, 2) if text[place + gap : place + gap + size] in known),
        "",
    )
    inside = "".join(
        f"{size}{back}"
        for size in (2, 3)
        for back in range(size)
        if place >= back and text[place - back : place - back + size] in known
    )
    return [
        f"a{ahead}",
        f"b{stop}",
        f"c{since}",
        f"t{trade}",
        f"i{inside}",
        f"f{min(place, 4)}",
        f"g{min(len(text) - 1 - place, 4)}",
    ]


def _marks(length: int, found: Sequence[Find], prefix: str) -> list[str]:
    marks = [prefix + "O"] * length
    for find in found:
        for place in range(find.start, find.end):
            marks[place] = f"{prefix}{'B' if place == find.start else 'I'}{find.label.name}"
    return marks


def _kind(char: str) -> str:
    if char.isdigit():
        return "d"
    if char.isascii() and char.isalpha():
        return "a"
    return "h" if char.isalnum() else "p"
