"""虚躲冷粗假: facts that a person should look at (A50, A53). Clues only: nothing here finds anybody guilty, nor counts anywhere."""

from __future__ import annotations

import re
from enum import StrEnum

SAME_ANSWER = 3  # cases of a unit with the same answer text, from here on a clue
SENT_BACK = 2  # answers of one round that lacked something, from here on a clue
LOOK_BACK = 300  # a unit's latest cases that are compared
LEAST = 12  # letters without which two answers are not worth comparing
LETTERS = re.compile(r"[^\u4e00-\u9fffA-Za-z]+")


class Sort(StrEnum):
    """The five words of the 评议会 and what raises them."""

    HOLLOW = "虚"  # the same answer to several cases
    DODGE = "躲"  # wants to hand on although the cap is used up, or the office has ruled
    COLD = "冷"  # the enterprise was not contacted in time
    ROUGH = "粗"  # answers sent back for what they lacked
    FALSE = "假"  # the enterprise denies what was recorded


class Finding(StrEnum):
    """What a person makes of a clue."""

    TRUE = "属实"
    UNTRUE = "不属实"
    AGAIN = "再核"  # somebody looks once more: it stays on the list


def essence(text: str) -> str:
    """An answer without what differs anyhow: figures, dates and stops. Empty if too little is left to compare."""
    letters = LETTERS.sub("", text)
    return letters if len(letters) >= LEAST else ""


def hollow(same: int) -> bool:
    """`same`: cases of the unit with this answer text, this one included."""
    return same >= SAME_ANSWER


def rough(sent_back: int) -> bool:
    """`sent_back`: how often answers of this round were sent back by the check. True once, when the number is reached."""
    return sent_back == SENT_BACK


def ended(finding: Finding | None) -> bool:
    """True if nobody has to look at it any more."""
    return finding in {Finding.TRUE, Finding.UNTRUE}
