"""What people were told, read from the sent messages: every chasing message with its case, stage, rung and chat."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.scale.year import almanac
from tests.scale.year.record import Call

_ACTS = {"请签收": "签收", "请联系企业": "首联", "请给企业答复或进展": "答复", "请办结答复": "办结"}
_SORTS = (
    ("remind", re.compile(r"^QS-\d{4}-(\d{6}) (?P<act>请\S+?)：.*现在申请延期")),
    ("due", re.compile(r"^【逾期】QS-\d{4}-(\d{6}) (?P<stages>\S+?)时限.*（(?P<level>[LU]\d)）", re.S)),
    ("rung", re.compile(r"^【逾期(?P<level>[LU]\d)】QS-\d{4}-(\d{6})｜")),
    ("office", re.compile(r"^【逾期】QS-\d{4}-(\d{6})｜")),
    ("clerks", re.compile(r"^QS-\d{4}-(\d{6}) 已超过分派时限")),
)
_DIGEST = re.compile(r"^\d+\. (\d{6}) ", re.M)
_LATE = re.compile(r"^(\d{6}) ", re.M)
_OTHER = re.compile(r"QS-\d{4}-(\d{6})")
COPY = timedelta(minutes=20)


@dataclass(slots=True)
class Notice:
    """One chasing message. `sort`: remind, due, rung, office, clerks, digest, latelist; `cases`: last six digits."""

    at: datetime
    chat: int
    sort: str
    cases: tuple[str, ...]
    stages: tuple[str, ...]
    level: str
    mentions: tuple[int, ...]
    text: str
    used: bool = False


def notices(calls: Iterable[Call]) -> list[Notice]:
    """All of them, in order; a second copy of one that the bot could not know to have arrived is left out."""
    doubted: dict[tuple[int, str], datetime] = {}
    found = []
    for call in calls:
        if call.method != "sendMessage" or not call.seen:
            continue
        key = (call.chat, call.text)
        if key in doubted and call.at - doubted.pop(key) <= COPY:
            continue
        if call.doubtful:
            doubted[key] = call.at
        one = _read(call)
        if one is not None:
            found.append(one)
    return found


def _read(call: Call) -> Notice | None:
    at = call.at.astimezone(almanac.ZONE)
    for sort, pattern in _SORTS:
        hit = pattern.match(call.text)
        if hit is not None:
            named = hit.groupdict()
            stages = (
                (_ACTS.get(named["act"], ""),) if "act" in named else tuple((named.get("stages") or "").split("、"))
            )
            return Notice(
                at,
                call.chat,
                sort,
                (hit[1] if sort != "rung" else hit[2],),
                stages,
                named.get("level") or "",
                call.mentions,
                call.text,
            )
    head = call.text.split("\n", 1)[0]
    if "逾期汇总｜" in head:
        return Notice(at, call.chat, "latelist", tuple(_LATE.findall(call.text)), (), "", call.mentions, call.text)
    if "汇总｜待办" in head:
        return Notice(at, call.chat, "digest", tuple(_DIGEST.findall(call.text)), (), "", call.mentions, call.text)
    return None


def cases_in(text: str) -> set[str]:
    """The last six digits of every case named in full."""
    return set(_OTHER.findall(text))
