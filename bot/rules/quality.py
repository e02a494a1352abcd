"""Is an officer's answer one that an enterprise can use? (R11, R26, A09)

Pure text rules, deliberately few and explainable: each flaw says in Chinese what is missing, so that the officer can mend it
in one go. They judge form, not truth; the enterprise judges the truth. Of R11's five parts, who did what is taken from the
text as a whole, and 不服怎么办 is asked of the unit only where it refuses: below every other answer the bot itself says how to
reopen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from typing import Protocol

from bot.rules import quality_words as words
from storage.vocabulary import ResultCode

MIN_LETTERS = 12  # shorter than this says neither what was done nor why
MIN_DISTINCT = 6  # the same words over and over say nothing
MIN_SAID = 8  # letters left when stock phrases, words of mere process and dates are taken out
LETTER = re.compile(r"\w")


class Flaw(Enum):
    """One thing that an answer lacks, or must not carry. The value is what the officer reads."""

    TOO_SHORT = "内容太少：请写清谁在什么时候做了什么、结果怎样"  # says nothing
    ONLY_PHRASES = "只有套话：请写清做了什么、结果、日期和依据，删去“高度重视”“积极协调”一类的话"  # A09
    SOON_WITHOUT_DATE = "“尽快”“近期”没有日期：请写明哪天完成"  # a promise without a day
    NO_DATE = "缺日期：请写明哪天办的，没办完的写明哪天完成"  # R11
    NO_BASIS = "缺依据：请写明依据的法规、文件、标准或合同名称"  # R11
    NO_REMEDY = "缺救济途径：请写明不服怎么办（复核、复议、诉讼或反映渠道）"  # R11, for refusals
    NO_NEXT_STEP = "缺下一步：请写明还剩什么、谁在哪天之前做"  # R11, for what is not finished
    LEAKS_PHONE = "含手机、电话、微信或邮箱：请删去，需要联系请用“联系企业”"  # R26
    LEAKS_ID = "含身份证、银行卡或信用代码号码：请删去"  # R26
    HARSH = "措辞不当：请删去责备、威胁企业或要求撤诉、删帖的话"  # R33

    @property
    def missing(self) -> str:
        """What the officer has to add or take out."""
        return self.value


class Found(Protocol):
    """A find of the text reader, as masking makes it: `hint` says what is hidden (⟨电话已隐⟩, ⟨身份证已隐⟩, 张某某 …)."""

    @property
    def hint(self) -> str: ...


# An officer may sign with a name; a bare row of digits may be a receipt. Both are no leak.
REACHES = ("电话", "手机", "微信", "邮箱")
IDENTIFIES = ("身份证", "账号", "银行卡", "信用代码")


def check(result: ResultCode, text: str, spans: Iterable[Found] = ()) -> tuple[Flaw, ...]:
    """What a final answer lacks, in the order in which an officer would mend it; empty if it may go out.

    `spans` are the reader's finds in this text. Total: any text gives an answer.
    """
    return (*_empty(text), *_dates(result, text), *_grounds(result, text), *note_flaws(text, spans))


def note_flaws(text: str, spans: Iterable[Found] = ()) -> tuple[Flaw, ...]:
    """What a progress note or relayed words must not carry: personal data, threats, pressure to take back (R26, R33)."""
    hidden = " ".join(span.hint for span in spans)
    found = (
        (Flaw.LEAKS_PHONE, _names(hidden, REACHES) or words.PHONE.search(text) is not None),
        (Flaw.LEAKS_ID, _names(hidden, IDENTIFIES) or words.IDENTITY.search(text) is not None),
        (Flaw.HARSH, words.HARSH.search(text) is not None),
    )
    return tuple(flaw for flaw, there in found if there)


def _names(hidden: str, kinds: tuple[str, ...]) -> bool:
    return any(kind in hidden for kind in kinds)


def forbidden_pause(text: str) -> bool:
    """True if a reason for more time is none: 领导不在, 正在研究, 科室人员出差, 等开会 (pause.forbidden_reasons)."""
    return words.FORBIDDEN_PAUSE.search(text) is not None


def _empty(text: str) -> list[Flaw]:
    letters = LETTER.findall(text)
    if len(letters) < MIN_LETTERS or len(set(letters)) < MIN_DISTINCT:
        return [Flaw.TOO_SHORT]
    said = words.FILLER.sub("", words.SOON.sub("", words.DATE.sub("", text)))
    hollow = len(LETTER.findall(said)) < MIN_SAID and not words.NAMED_BASIS.search(text)
    return [Flaw.ONLY_PHRASES] if hollow else []


def _dates(result: ResultCode, text: str) -> list[Flaw]:
    """A refusal needs no day; everything else does, and 尽快 is not one."""
    if words.DATE.search(text):
        return []
    if words.SOON.search(text):
        return [Flaw.SOON_WITHOUT_DATE]
    return [] if result is ResultCode.NOT_POSSIBLE else [Flaw.NO_DATE]


def _grounds(result: ResultCode, text: str) -> list[Flaw]:
    """A refusal names its rule and the remedy; what is left over names the next step."""
    refused = result is ResultCode.NOT_POSSIBLE
    unfinished = result in {ResultCode.PARTLY, ResultCode.LONG_TERM}
    basis = words.NAMED_BASIS if refused else words.BASIS
    lacking = (
        (Flaw.NO_BASIS, not basis.search(text)),
        (Flaw.NO_REMEDY, refused and not words.REMEDY.search(text)),
        (Flaw.NO_NEXT_STEP, unfinished and not words.NEXT.search(text)),
    )
    return [flaw for flaw, lacks in lacking if lacks]
