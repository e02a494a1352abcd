"""Names of firms that do not exist, put in place of the corpus's few: the sentence stays, the name varies. For training only."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from nlp.tagger.features import OWN, trades

PEOPLE = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗芬芳梅兰强军伟"
FORMS = (*("",) * 7, "有限公司", "公司", "厂", "店", "有限责任公司", "合作社", "经营部", "加工厂", "门市部")
TOWNS = (*("",) * 9, "皖北", "经开区", "颍淮", "城西", "北关", "西关")
LATIN = ("yte", "ink", "box", "hub", "PLUS", "art", "leaf", "Hill")
CLOSED = ("店", "厂", "馆", "坊", "行", "公司", "院", "园", "场", "站", "社")


def invented(chance: Random) -> str:
    """One name, as people write them: own word, trade, sometimes place and legal form."""
    chars = sorted(OWN)
    own = "".join(chance.choice(chars) for _ in range(chance.choice((1, 2, 2, 2, 2, 2, 3, 3))))
    if chance.random() < 0.06:
        own = chance.choice("ABCDEHJKLMNQRSTUVWXYZ") + chance.choice(LATIN)
    elif chance.random() < 0.1:
        own = chance.choice("老阿小大") + chance.choice(PEOPLE) + chance.choice(("", "家", "记"))
    words = sorted(trades())
    trade = chance.choice(words) if chance.random() > 0.1 else ""
    if trade and chance.random() < 0.12:
        trade = chance.choice(words) + trade
    form = chance.choice(FORMS) if len(trade) > 1 and not trade.endswith(CLOSED) else ""
    return chance.choice(TOWNS) + own + trade + form


def renamed(text: str, spans: Sequence[tuple[int, int]], chance: Random) -> tuple[str, list[tuple[int, int]]]:
    """The text with another name at each span (one name for one name), and where the new names stand."""
    names: dict[str, str] = {}
    parts: list[str] = []
    placed: list[tuple[int, int]] = []
    done = length = 0
    for start, end in spans:
        name = names.setdefault(text[start:end], invented(chance))
        parts += [text[done:start], name]
        length += start - done + len(name)
        placed.append((length - len(name), length))
        done = end
    return "".join((*parts, text[done:])), placed
