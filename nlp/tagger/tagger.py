"""The trained tagger at work: from a normalised text to finds."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from nlp.entities.find import Find
from nlp.tagger.coins import numerals
from nlp.tagger.features import features
from nlp.values import Label

MODEL = Path(__file__).parents[1] / "model" / "tagger.crf"
LONGEST = 30  # characters of a name or a day: what is longer was no name
BLOCK = 2_000  # characters tagged at once
# A name begins and goes on at these probabilities: below a half, because a name that is missed is shown to a unit's group.
BEGINS = GOES_ON = 0.2

# Platforms that everybody deals with: their names tell nothing of who writes, and are what a complaint is about.
PLATFORMS = re.compile(
    r"小红书|抖音|快手|微博|微信|贴吧|知乎|美团|饿了么|大众点评|拼多多|淘宝|天猫|京东|闲鱼|唯品会|支付宝|滴滴|货拉拉|携程|飞猪|"
    r"高德|百度|腾讯|头条|视频号|哔哩哔哩|58同城"
)
A_FIRM = re.compile(r"(?:公司|集团|厂|店|站|行|社|馆|中心|经营部|工作室)$")

Cut = Callable[[str], list[str]]


class Tagger:
    """Finds names of enterprises, days, and definite amounts. Safe from any thread; the same text gives the same finds."""

    def __init__(self, path: Path = MODEL) -> None:
        """Raises OSError if there is no model at the path."""
        import pycrfsuite

        self._tagger: Any = pycrfsuite.Tagger()
        self._tagger.open(str(path))
        self._lock = threading.Lock()

    def finds(self, text: str, cut: Cut, known: Sequence[Find]) -> list[Find]:
        """Finds in a normalised text, in order of place. `cut` cuts it into words; `known` are the rules' finds."""
        whole = text.encode("utf-8", "replace").decode("utf-8")  # half a letter becomes ?, in its place
        seen = features(whole, cut(whole), known)
        found: list[Find] = []
        tags: list[str] = []
        for start in range(0, len(seen), BLOCK):
            block, names = self._tagged(seen[start : start + BLOCK])
            found += [Find(Label.ENTERPRISE, start + first, start + last) for first, last in names]
            tags += block
        found = [find for find in found if not (_is_else(find, known) or _is_platform(find, whole))] + _days(tags)
        kept = [find for find in found if _like_a_name(text[find.start : find.end])]
        return sorted((*kept, *_money(text, tags)), key=lambda find: find.start)

    def _tagged(self, seen: Sequence[Sequence[str]]) -> tuple[list[str], list[tuple[int, int]]]:
        """The likeliest tags, and where names stand at the lower bar."""
        with self._lock:
            self._tagger.set(seen)
            tags = list(self._tagger.tag())
            begins = [self._tagger.marginal("BE", place) for place in range(len(seen))]
            goes_on = [self._tagger.marginal("IE", place) for place in range(len(seen))]
        return tags, _names(begins, goes_on)


@cache
def shipped() -> Tagger | None:
    """The tagger that ships with the package; None where it was not trained yet."""
    return Tagger() if MODEL.exists() else None


def _is_else(name: Find, known: Sequence[Find]) -> bool:
    """The rules know most of it for a road, a place or a person."""
    others = [find for find in known if find.label in (Label.PLACE, Label.PERSON)]
    covered = sum(max(0, min(name.end, find.end) - max(name.start, find.start)) for find in others)
    return 2 * covered >= name.end - name.start


def _is_platform(name: Find, text: str) -> bool:
    """It begins with a platform's name, and is not that of a firm (美团优选加盟店). What stands before one hides with it."""
    begins = any(hit.start() <= name.start < hit.end() for hit in PLATFORMS.finditer(text))
    return begins and A_FIRM.search(text[name.start : name.end]) is None


def _names(begins: Sequence[float], goes_on: Sequence[float]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(begins):
        end = place + 1
        if begins[place] >= BEGINS:
            while end < len(begins) and goes_on[end] >= GOES_ON and goes_on[end] > begins[end]:
                end += 1
            found.append((place, end))
        place = end
    return found


def _like_a_name(said: str) -> bool:
    return 1 < len(said) <= LONGEST and said.strip() == said


def _money(text: str, tags: Sequence[str]) -> list[Find]:
    """Numerals most of whose characters are tagged as money: the numeral says where it ends and what it is worth."""
    return [
        find
        for find in numerals(text)
        if 2 * sum(tag.endswith("M") for tag in tags[find.start : find.end]) > find.end - find.start
    ]


def _days(tags: Sequence[str]) -> list[Find]:
    """Tagged stretches BD ID … as finds."""
    found: list[Find] = []
    for place, tag in enumerate(tags):
        if tag == "ID" and found and found[-1].end == place:
            found[-1] = replace(found[-1], end=place + 1)
        elif tag.endswith("D"):
            found.append(Find(Label.DATE, place, place + 1))
    return found
