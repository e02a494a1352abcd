"""What the words of the catalogue say about a text: shared words and character pairs, weighted by how
telling they are."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from nlp.catalogue import Catalogue, Unit
from nlp.segment import Segmenter

HAN = re.compile(r"[一-鿿]+|[A-Za-z]{2,}|\d{4,}")
# Pairs that any message may hold; they tell nothing of whose matter it is.
COMMON = frozenset(
    "我们 怎么 没有 不能 企业 公司 什么 一直 还是 可以 现在 已经 这个 那个 就是 不给 下来 他们 你们 一个 "
    "多少 时候 要求 能不 不下 么办 "
    "没人 不了 人管 的事 了没 还没 是不 有没 想要 以后 之后 问题 反映 情况 部门 单位 处理 解决 希望 尽快 今年 去年 几个 个月".split()
)


def features(text: str, segmenter: Segmenter) -> set[str]:
    """Character pairs of Han runs, and words of two or more places."""
    found = {word for word in segmenter.cut(text) if len(word) >= 2}
    for run in HAN.findall(text):
        found.update(run[i : i + 2] for i in range(len(run) - 1) if "一" <= run[0] <= "鿿")
    return found - COMMON


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of a unit: its features and their whole weight."""

    code: str
    words: str
    features: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Overlap:
    """How near a text is to a unit: by all its words, and to its nearest topic (0..1)."""

    words: float
    nearest: float
    topic: str


class Lexicon:
    """Index of the catalogue's own words. A unit that has only topics is found like any other."""

    def __init__(self, catalogue: Catalogue, segmenter: Segmenter) -> None:
        self._segmenter = segmenter
        counts = {unit.code: _counts(unit, segmenter) for unit in catalogue.units}
        spread = Counter(feature for count in counts.values() for feature in count)
        self._idf = {feature: math.log((len(counts) + 1) / df) for feature, df in spread.items()}
        self._holders = _holders(counts)
        self._topics = [self._topic(unit, words) for unit in catalogue.units for words in unit.topics]
        self._by_feature = _topics_by_feature(self._topics)

    def _topic(self, unit: Unit, words: str) -> Topic:
        found = frozenset(features(words, self._segmenter))
        return Topic(unit.code, words, found, sum(self._idf.get(feature, 0.0) for feature in found) or 1.0)

    def overlaps(self, text: str) -> Mapping[str, Overlap]:
        """Overlap of the text with every unit that shares something with it."""
        found = features(text, self._segmenter)
        words: dict[str, float] = {}
        for feature in found:
            for code, count in self._holders.get(feature, ()):
                words[code] = words.get(code, 0.0) + self._idf[feature] * count / (count + 1.2)
        nearest = self._nearest(found)
        return {code: Overlap(score, *nearest.get(code, (0.0, ""))) for code, score in words.items()}

    def _nearest(self, found: set[str]) -> dict[str, tuple[float, str]]:
        shared: Counter[int] = Counter()
        for feature in found:
            for place in self._by_feature.get(feature, ()):
                shared[place] += self._idf.get(feature, 0.0)  # type: ignore[assignment]
        best: dict[str, tuple[float, str]] = {}
        for place, weight in shared.items():
            topic = self._topics[place]
            near = (weight / topic.weight, topic.words)
            best[topic.code] = max(best.get(topic.code, (0.0, "")), near)
        return best


def _counts(unit: Unit, segmenter: Segmenter) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in (*unit.names, *unit.duties, *unit.topics):
        counts.update(features(text, segmenter))
    return counts


def _holders(counts: Mapping[str, Counter[str]]) -> dict[str, list[tuple[str, int]]]:
    holders: dict[str, list[tuple[str, int]]] = {}
    for code, count in counts.items():
        for feature, times in count.items():
            holders.setdefault(feature, []).append((code, times))
    return holders


def _topics_by_feature(topics: list[Topic]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, topic in enumerate(topics):
        for feature in topic.features:
            places.setdefault(feature, []).append(place)
    return places
