"""All entities of a text: the one entry to the finders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from nlp.entities import numbers
from nlp.entities.amounts import amounts
from nlp.entities.dates import dates
from nlp.entities.enterprises import enterprises
from nlp.entities.find import Find, Finder, entity, settled
from nlp.entities.people import people
from nlp.entities.places import places
from nlp.normal import Normal
from nlp.values import Entity, Label

# What identifies a person must never be lost to a weaker reading, so it comes first.
IDENTIFYING: tuple[Finder, ...] = (
    numbers.cases,
    numbers.addresses,
    numbers.id_cards,
    numbers.credit_codes,
    numbers.phones,
    numbers.bank_cards,
    numbers.plates,
)
STRONG = frozenset(
    (
        *(Label.CASE_NUMBER, Label.EMAIL, Label.WECHAT, Label.ID_CARD),
        *(Label.CREDIT_CODE, Label.PHONE, Label.BANK_CARD, Label.PLATE),
    )
)
TAGGED = frozenset((Label.ENTERPRISE, Label.DATE, Label.AMOUNT))
LINK = re.compile(r"(?:https?://|www\.)[^\s一-鿿]+", re.IGNORECASE)
BODY = re.compile(
    "[建设开办搞]个|希望|银行|信用社|政府|税务|公安|城管|消防|供电|供水|燃气|法院|财政|街道|镇|物业|房东|电网"
)
FIRM = re.compile("(公司|集团|厂|店|行|社|部|所|院|馆|坊|铺|城|场|中心|超市|酒楼|饭店)$")
MONEY = re.compile(r"[¥￥元圆]|人民币|RMB|块钱")


def ruled(text: str, units: Finder | None = None, at: datetime | None = None) -> list[Find]:
    """What the rules alone find in a normalised text, without overlaps, in order of place."""

    def dated(words: str) -> Iterator[Find]:
        return dates(words, at)

    known: tuple[Finder, ...] = (units,) if units is not None else ()
    return settled((*IDENTIFYING, dated, amounts, *known, enterprises, people, places), text)


def told(text: str, by_rule: Sequence[Find], at: datetime | None, tagged: Sequence[Find] | None) -> list[Find]:
    """The rules' finds, and the tagger's. The tagger has the last word on names of firms, days and definite amounts; numbers that
    identify, and what is written as money, stay with the rules."""
    if tagged is None:
        return list(by_rule)
    sure = [find for find in by_rule if find.label not in TAGGED or _certain(text, find)]
    strong = [find for find in sure if find.label in STRONG or find.label is Label.AMOUNT]
    learnt = [_dated(find, text, at) for find in tagged if _plausible(text, find)]
    return settled((lambda _: iter(strong), lambda _: iter(learnt), lambda _: iter(sure)), text)


def _certain(text: str, find: Find) -> bool:
    """Money with its sign or unit, and vague amounts, which the tagger never learnt: 12,500元, 三十多万."""
    return find.label is Label.AMOUNT and (find.value is None or MONEY.search(text[find.start : find.end]) is not None)


def _plausible(text: str, find: Find) -> bool:
    """Not a piece of a code or a link, and no firm that begins as an authority or a bank and ends as no firm does."""
    beside = text[max(0, find.start - 1) : find.start] + text[find.end : find.end + 1]
    if find.label is Label.AMOUNT:
        return not any(char.isascii() and char.isalnum() for char in beside)
    name = text[find.start : find.end]
    if find.label is Label.ENTERPRISE:
        linked = any(link.start() <= find.start < link.end() for link in LINK.finditer(text))
        return not linked and (BODY.match(name) is None or FIRM.search(name) is not None)
    return True


def _dated(find: Find, text: str, at: datetime | None) -> Find:
    """A day that was tagged gets the value that the rules read in it."""
    if find.label is not Label.DATE:
        return find
    value = next((day.value for day in dates(text[find.start : find.end], at) if day.value), None)
    return replace(find, value=value)


def entities(norm: Normal, units: Finder | None = None, at: datetime | None = None) -> tuple[Entity, ...]:
    """Entities by the rules alone, with offsets into the original text."""
    return tuple(entity(norm, find) for find in ruled(norm.text, units, at))
