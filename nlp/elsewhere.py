"""Matters that belong to another statutory way (R20), to another city or to residents (R21)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from nlp import rulebook
from nlp.sentences import Sentence
from nlp.values import Elsewhere

CITIES = tuple(Path(__file__).with_name("cities.txt").read_text(encoding="utf-8").split())
OFFICES = "局|委|办|城管|公安|交警|派出所|税务|海关|政府|管委会|法院|检察院|人社|环保|消防|住建|市监|工商|街道|开发区|高新区|经开区|供电公司"
# A police force elsewhere that froze an account here is a matter for the police here.
HERE_ALL_THE_SAME = re.compile(
    r"冻结|止付|客户|供应商|经销商|欠|骗|发货|发往|运往|招商|参展|展会|总部|老家|来的|迁|转入|转来|转出|户口|竞争|同行|相比|人家|学习|做法"
)


def elsewhere(text: str, sentences: tuple[Sentence, ...], city: str | None) -> tuple[Elsewhere, str] | None:
    """The other way and why, or None. `city` is our own name, without 市."""
    for hit in rulebook.hits("elsewhere", text, sentences):
        return Elsewhere[hit.rule.name], hit.rule.why
    other = _other_city(text, sentences, city)
    return (Elsewhere.OUTSIDE_CITY, f"事情在{other}") if other else None


def _other_city(text: str, sentences: tuple[Sentence, ...], city: str | None) -> str | None:
    own = (city or "").removesuffix("市")
    for sentence in sentences:
        if HERE_ALL_THE_SAME.search(sentence.text):
            continue
        for match in _pattern().finditer(sentence.text):
            name = match["at"] or match["in"] or match["of"]
            if not own or name.removesuffix("市") not in own:
                return name
    return None


@cache
def _pattern() -> re.Pattern[str]:
    """Located in a city, or an office of a city."""
    names = "|".join(sorted(CITIES, key=len, reverse=True))
    return re.compile(
        rf"(?:我们?|公司|厂|店|项目|企业|门店|工地|仓库|分公司)(?:[一-鿿]{{0,4}})(?:在|位于|开在|设在|"
        rf"注册在|地址[是在]?)(?P<at>(?:{names})市?)"
        rf"|在(?P<in>(?:{names})市?)的?(?:分店|门店|分公司|公司|工厂|工地|项目|仓库|分厂)"
        rf"|(?P<of>(?:{names})市?)[一-鿿]{{0,5}}(?:{OFFICES})"
    )
