"""What would help the unit and was not said (R16). Asked once, one thing at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.values import Entity, Label, Missing
from storage.vocabulary import Kind

# Matters that a crew must find: without a place nobody can go there.
PLACE_BOUND = re.compile(
    r"停电|断电|跳闸|停水|水压|断水|停气|停汽|漏|堵|路灯|路面|坑|井盖|垃圾|违建|噪|吵|油烟|臭|异味|积水|"
    r"淹|信号|断网|没网|"
    r"限行|红绿灯|标线|护栏|塌|着火|冒烟|树|围挡|拦车|扬尘|污水|管网|电压|变压器"
)
DEMAND = re.compile(
    r"希望|要求|请|求|恳|盼|想|需要|诉求|能不能|能否|可否|可不可以|帮|尽快|赶紧|赶快|马上|投诉|举报|"
    r"什么时候|怎么|如何|吗|呢|[?？]|建议|"
    r"说法|解决|处理|退|赔|还|查|管|凭什么|为什么|撤|恢复|解冻|催|协调|兑现|答复|到底|给个"
)
SHORT = 8


def missing(text: str, kind: Kind, entities: Sequence[Entity], *, known_unit: bool) -> tuple[Missing, ...]:
    """What to ask, the most useful first. Nothing is asked of praise or of what opens no case."""
    if kind in {Kind.PRAISE, Kind.INVALID, Kind.MEETING}:
        return ()
    wanted = []
    if _chars(text) < SHORT or (not known_unit and _chars(text) < 2 * SHORT):
        wanted.append(Missing.DETAIL)
    placed = any(entity.label is Label.PLACE for entity in entities)
    if kind in {Kind.COMPLAINT, Kind.HELP} and PLACE_BOUND.search(text) and not placed:
        wanted.append(Missing.PLACE)
    if not DEMAND.search(text):
        wanted.append(Missing.DEMAND)
    return tuple(wanted)


def _chars(text: str) -> int:
    return sum(char.isalnum() for char in text)
