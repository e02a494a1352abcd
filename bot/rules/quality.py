"""Is an officer's answer an answer (R11, R26, A09)? Empty phrases and missing parts go back with what is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from storage.vocabulary import ResultCode


class Flaw(StrEnum):
    """What is wrong with an answer; the value says what to write."""

    TOO_SHORT = "太短：写清谁在什么时候做了什么、结果如何"
    EMPTY = "只有空话：写明结果、日期和下一步"
    NO_DATE = "缺日期：写明办理或下一步的日期"
    NO_BASIS = "缺依据：写明依据的规定或事实"
    NO_REMEDY = "缺救济途径：写明不服可以怎么办"
    NO_REMAINDER = "缺剩余事项：写明还剩什么、谁在什么时候办"
    VAGUE_PROMISE = "“尽快、积极协调”不能单独出现：写明日期"
    PERSONAL = "含有他人电话、证件号或账号：请删去"

    @property
    def missing(self) -> str:
        """What the officer should add or change."""
        return self.value


DATE = re.compile(r"\d{1,2}\s*[月/.-]\s*\d{1,2}|今[天日早晚]|昨[天日]|明[天日]|[本下上]?周[一二三四五六日]|\d+\s*个?(工作)?[日天]|\d{1,2}[点:：]|月底")
BASIS = re.compile(r"依据|根据|按照|规定|条例|办法|标准|合同|法第|《.+?》|现场|核实|经查|检测|测|记录|文件|通知")
REMEDY = re.compile(r"复议|诉讼|起诉|申诉|复核|仲裁|信访|12345|重新反映|不服|不满意")
REMAINDER = re.compile(r"剩|还有|下一步|后续|其余|尚未|待")
EMPTY = re.compile(r"(高度重视|积极协调|正在研究|尽快|加强|进一步|感谢.{0,6}(支持|理解)|认真(对待|研究)|大力推进|妥善处理|及时处理|努力|推动|落实|处理|协调|我们|我局|该问题|问题|会|将|已|正在|您|的|，|。|！|、|\s)+")
VAGUE = re.compile(r"尽快|积极协调|抓紧")
PAUSES = re.compile(r"领导不在|正在研究|出差|等开会|开会研究|没空|太忙")


def check(result: ResultCode, text: str, personal: Sequence[object] = ()) -> tuple[Flaw, ...]:
    """Flaws of a final answer, worst first; empty if it may go. `personal` are spans of personal data found in it."""
    flaws = list(note_flaws(text, personal))
    if len(text.strip()) < 12 and Flaw.EMPTY not in flaws:
        flaws.append(Flaw.TOO_SHORT)
    if not DATE.search(text):
        flaws.append(Flaw.NO_DATE)
    if result is ResultCode.NOT_POSSIBLE:
        flaws += [Flaw.NO_BASIS] if not BASIS.search(text) else []
        flaws += [Flaw.NO_REMEDY] if not REMEDY.search(text) else []
    if result in {ResultCode.PARTLY, ResultCode.LONG_TERM} and not REMAINDER.search(text):
        flaws.append(Flaw.NO_REMAINDER)
    return tuple(dict.fromkeys(flaws))


def note_flaws(text: str, personal: Sequence[object] = ()) -> tuple[Flaw, ...]:
    """Flaws of a progress note or of words in a conversation."""
    flaws = [Flaw.PERSONAL] if personal else []
    if text.strip() and EMPTY.fullmatch(text.strip()):
        flaws.append(Flaw.EMPTY)
    elif VAGUE.search(text) and not DATE.search(text):
        flaws.append(Flaw.VAGUE_PROMISE)
    return tuple(flaws)


def forbidden_pause(text: str) -> bool:
    """True if the reason is one that may never stop or lengthen a clock (sla: forbidden_reasons)."""
    return bool(PAUSES.search(text)) and len(text.strip()) < 30
