"""Does an answer contradict itself, or what the unit wrote before in the same case? (R26)

Only plain contradictions, each with the words that clash, so that the officer sees at once what is meant. Who has a reason
writes it down (因…, 更正…, 经核实…), and the answer goes out: things do change, and the enterprise may know why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

from storage.vocabulary import ResultCode

CLAUSE = re.compile(r"[^，,。；;！!？?\n]+")
UNDONE = re.compile(
    r"(?:尚未|还没有?|没有|未能|无法|不能|暂时?不能|暂时?无法)(?:得到|予以|给予)?(?:彻底|完全|全部|马上)?(?:解决|办结|办成|办理|修复|恢复|处理|兑现|支付)|"
    r"不予(?:办理|受理|支持|解决|支付|退还)|(?:仍|还)在(?:办理|处理|协调|维修|施工)中"
)
DONE = re.compile(
    r"(?:已|已经|均已|现已)(?:于[^，。；]{1,12})?(?:全部|完全|彻底)?(?:解决|办结|办好|办妥|修复|修好|恢复|处理完|完成|支付|退还|退回|兑现|到账|拨付|到位|更换|发放|"
    r"核发|接通|通水|通电|通气)"
)
SUPPOSED = re.compile(r"如|若|要是|万一|假如|此前|之前|以前|原先|原来|过去|曾|当时|上次|前期|反映")
NOT_OURS = re.compile(
    r"(?:不属于|不属|非|不是|不归)(?:我|本)?们?(?:局|单位|公司|中心|部门|委|办)?(?:的)?(?:职责|职权|管辖|业务|职能|权限|管)"
)
OURS = re.compile(
    r"(?:我|本)们?(?:局|单位|公司|中心|部门)?(?:已)?(?:受理|正在办理|负责(?:办理|处理)|承办)|属于?(?:我|本)们?(?:局|单位|公司|中心|部门)?(?:的)?(?:职责|职权|管辖|业务)"
)
WHY = re.compile(
    r"因为?|由于|鉴于|原因|受[^，。；]{1,14}影响|更正|纠正|经(?:进一步|再次|重新)?(?:核实|核查|查明|复核)|推迟|延至|延后|顺延|抱歉|致歉|说明"
)
SETTLED = re.compile(r"(?:已|已经|均已|现已)(?:全部|完全|彻底)?(?:解决|办结|办妥|修复|修好|恢复|支付|退还|兑现)")
PROMISED = re.compile(
    r"(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?(?!已)(?:之?前|以前|上午|下午|中午|当天)?[^，,。；;\d已]{0,16}?"
    r"(?:(?P<work>完成|修好|修复|办结|办好|到位|恢复|解决|完工)|(?P<pay>支付|兑付|兑现|拨付|退还)|(?P<say>答复|反馈)|(?P<begin>开工)|"
    r"(?P<hand>送达|核发)|(?P<visit>上门))"
)
HALF_YEAR = timedelta(days=183).days
DAYS_OF_MONTH = 31
YEAR = 12 * DAYS_OF_MONTH
QUOTED = 24  # characters of what clashes


def itself(result: ResultCode, text: str) -> str | None:
    """The words that clash with the result that was chosen; None if none do."""
    undone = next(
        (clause for clause in CLAUSE.findall(text) if UNDONE.search(clause) and not SUPPOSED.search(clause)), None
    )
    done = DONE.search(text)
    if result is ResultCode.SOLVED and undone is not None and done is None:
        return f"结果选了“{result.value}”，内容却写“{_cut(undone)}”：请改结果，或写明现在已经怎样"
    settled = SETTLED.search(text)
    if result is ResultCode.NOT_POSSIBLE and settled is not None and undone is None:
        return f"结果选了“{result.value}”，内容却写“{_cut(settled[0])}”：请改结果，或改内容"
    return None


def before(text: str, earlier: Iterable[str]) -> str | None:
    """The words of an earlier note or answer that this one contradicts without saying why; None if there are none.

    `earlier`: what the same unit wrote in this case, oldest first. A later day for what was promised, or a matter that was
    taken on and is now somebody else's.
    """
    if WHY.search(text):
        return None
    said = list(earlier)
    for old in reversed(said):
        clash = _later_day(text, old) or _not_ours_now(text, old)
        if clash is not None:
            return f"与先前说的不一样，先前写的是“{_cut(clash)}”：请写明为什么变了（因…，或更正：…）"
    return None


def _later_day(text: str, old: str) -> str | None:
    """The promise of a day whose own kind (work, pay, answer …) is now promised for a later one; the last of each counts."""
    then = {promise.lastgroup: promise for promise in PROMISED.finditer(old)}
    now = {promise.lastgroup: promise for promise in PROMISED.finditer(text)}
    for kind in then.keys() & now.keys():
        if 0 < (_place(now[kind]) - _place(then[kind])) % YEAR < HALF_YEAR:
            return then[kind][0]
    return None


def _place(promise: re.Match[str]) -> int:
    """A day's place in a year of months of 31 days: enough to say which of two near days is later."""
    return int(promise["month"]) * DAYS_OF_MONTH + int(promise["day"])


def _not_ours_now(text: str, old: str) -> str | None:
    took = OURS.search(old)
    return took[0] if took is not None and NOT_OURS.search(text) and not NOT_OURS.search(old) else None


def _cut(words: str) -> str:
    plain = words.strip()
    return plain if len(plain) <= QUOTED else plain[:QUOTED] + "…"
