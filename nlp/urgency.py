"""How fast the clocks must run: the lists of 特急 and 紧急, and danger to life before anything else (R19)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from nlp import rulebook
from nlp.entities.dates import LOCAL, dates, day_of
from nlp.sentences import Sentence, clauses
from storage.vocabulary import Secrecy, Urgency

LIMIT = re.compile(
    r"截止|截标|截至|到期|开标|投标|递标|交货|发货|装船|过期|最后|期限|时限|限期|开业|开庭|签约|报名|交付|停用|"
    r"出货|来不及|"
    r"违约|作废|失效|上线|开工|验收|展会|参展|必须|之前|以前|前(?!天|几|年|面|台|期|后|往|来|段|提)|就要|"
    r"前要|"
    r"付款日|还款|到账|检查组|飞检"
)
# 三天内给我答复 is a wish, not a limit that something else sets.
HARD = re.compile(r"违约|到期|截止|开标|投标|交货|断供|过期|停用|作废|装船|赔")
WISH = re.compile(r"答复|回复|解决|处理|回话|给个说法|办好|联系我|给个?说法")
SOON = re.compile(
    r"后天|大后天|(?:下|这|本)?(?:个)?(?:周|星期|礼拜)[一二三四五六日天末](?!个|次|都)|(?:这|本)周|"
    r"(?:还(?:有|剩)|只(?:有|剩)|不到|就剩|剩下?)[^，。]{0,2}?(?:[1-9]|10|"
    r"[一二两三四五六七八九十几])(?:天|个工作日)|"
    r"(?:[1-9]|10|[一二两三四五六七八九十几])(?:天|个工作日)(?:之?内|后|以内|就)"
)
PAST = re.compile(r"上(?:个)?(?:周|星期|礼拜)|已经|去年|上个?月|都过|刚过|早就|过了|那天|来过")
NEAR = 16  # characters on either side of a day in which a limit is looked for
DAYS = 10


@dataclass(frozen=True, slots=True)
class Speed:
    """The verdict: urgency, why, whether lives are in danger, and the number to call then."""

    urgency: Urgency
    reason: str
    life_danger: bool = False
    dial: str = ""


def judge(text: str, sentences: tuple[Sentence, ...], secrecy: Secrecy, at: datetime | None, *, settled: bool) -> Speed:
    """Urgency of a compact text. `settled`: already in a statutory procedure, or nothing presses
    (advice, praise)."""
    if danger := rulebook.hits("danger", text, sentences):
        first = danger[0].rule
        return Speed(Urgency.CRITICAL, first.why, life_danger=True, dial=first.dial)
    if secrecy is Secrecy.C:
        return Speed(Urgency.URGENT, "涉廉洁、报复或泄密")
    if settled:
        return Speed(Urgency.NORMAL, "没有紧迫情形")
    if critical := rulebook.hits("critical", text, sentences):
        return Speed(Urgency.CRITICAL, critical[0].rule.why)
    return _by_day(sentences, at) or _urgent(text, sentences)


def _urgent(text: str, sentences: tuple[Sentence, ...]) -> Speed:
    found = rulebook.hits("urgent", text, sentences)
    return Speed(Urgency.URGENT, found[0].rule.why) if found else Speed(Urgency.NORMAL, "没有紧迫情形")


def _by_day(sentences: Sequence[Sentence], at: datetime | None) -> Speed | None:
    """A hard limit that falls on a day within ten days; within one day it is 特急."""
    spans = [span for sentence in sentences for clause in clauses(sentence) for span in _limits(clause.text, at)]
    if any(days is not None and 0 <= days <= 1 for days in spans):
        return Speed(Urgency.CRITICAL, "24 小时内有硬期限")
    if any(days is None or days <= DAYS for days in spans):
        return Speed(Urgency.URGENT, "10 天内有硬期限")
    return None


def _limits(sentence: str, at: datetime | None) -> list[int | None]:
    """Days until each limit in the sentence; None where only words (下周三) say that it is soon."""
    today = at.astimezone(LOCAL).date() if at is not None else None
    found: list[int | None] = [None for match in SOON.finditer(sentence) if _is_limit(sentence, match.span())]
    for find in dates(sentence, at) if today is not None else ():
        day = day_of(find)
        if day is not None and _is_limit(sentence, (find.start, find.end)):
            found.append(_days(day, today))
    return [days for days in found if days is None or days >= 0]


def _days(day: date, today: date | None) -> int:
    return (day - today).days if today is not None else -1


def _is_limit(sentence: str, span: tuple[int, int]) -> bool:
    around = sentence[max(0, span[0] - NEAR) : span[1] + NEAR]
    if WISH.search(around) is not None and HARD.search(around) is None:
        return False
    before = sentence[max(0, span[0] - 4) : span[1] + 3]
    return LIMIT.search(around) is not None and PAST.search(before) is None
