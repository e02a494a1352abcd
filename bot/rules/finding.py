"""R02c: what the office may tell a unit about a proven complaint of class B, and what would name its author.

信访工作条例第三十条: material of a complaint must not reach the accused. The finding speaks of the conduct, never of the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

from bot.rules.quality import LETTER
from bot.rules.quality_words import IDENTITY, PHONE

QUOTE = 8  # so many characters in a row are the complainant's own words
NUMBER = re.compile(r"[A-Z]{2}-\d{4}-\d{3,}")
FIGURE = re.compile(r"\d+(?:\.\d+)?")
_SMALL = 2  # figures of two places (第12条, 30日) name nobody


class Leak(StrEnum):
    """What a finding must not carry. The value is what the office reads."""

    CASE_NUMBER = "有工单号，请删去。"
    PERSON = "有投诉人或企业的名称，请删去。"
    CONTACT = "有电话或证件号，请删去。"
    QUOTE = "有投诉人的原话，请换一种说法。"
    FIGURE = "有投诉材料里的日期或数额，能推断出是谁，请删去。"
    EMPTY = "请写明查实了什么、请单位做什么。"


def leaks(text: str, complaint: str, names: Iterable[str] = ()) -> tuple[Leak, ...]:
    """What must be taken out of a finding before it goes to the unit; empty if it may go.

    `complaint` is the author's text, `names` whoever could be recognised (enterprise, person, counterpart).
    """
    found = (
        (Leak.EMPTY, len(LETTER.findall(text)) < QUOTE),
        (Leak.CASE_NUMBER, NUMBER.search(text) is not None),
        (Leak.PERSON, any(name.strip() and name in text for name in names)),
        (Leak.CONTACT, PHONE.search(text) is not None or IDENTITY.search(text) is not None),
        (Leak.QUOTE, bool(_runs(text) & _runs(complaint))),
        (Leak.FIGURE, bool(_figures(text) & _figures(complaint))),
    )
    return tuple(leak for leak, there in found if there)


def _runs(text: str) -> set[str]:
    letters = "".join(LETTER.findall(text))
    return {letters[place : place + QUOTE] for place in range(len(letters) - QUOTE + 1)}


def _figures(text: str) -> set[str]:
    return {figure for figure in FIGURE.findall(text) if len(figure) > _SMALL}
