"""Whose conduct is complained about: the unit named beside the conduct, not the one that is asked for
help (R01)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.entities.find import Find
from nlp.entities.units import HALLS, UnitNames
from nlp.rulebook import Hit
from nlp.sentences import Sentence, clauses

ASKED_BEFORE = re.compile(
    r"(?:请|希望|恳请|请求|恳求|盼望?|建议|要求|麻烦|呼吁|期待|求|还望|让|能不能|能否)(?:你们|咱们|市里?|"
    r"我们?|贵)?$"
)
ASKED_AFTER = re.compile(
    r"(?:的?(?:同志|领导|各位))?(?:能|来|去|可以|应该|出面|帮忙?|好好|给)*"
    r"(?:查一查|查查|查处|管管|管一管|管一下|管不管|管吗|管么|管得了吗|介入|协调|主持|督办|监督|出面|帮|彻查|严查|核实|给个说法|"
    r"为我们?做主|关注)"
)
TOLD_BEFORE = re.compile(
    r"(?:向|找|去|到|往|跟|给|打|打给|告到|告诉|报到|报给|反映到|投诉到|举报到)(?:了|过)?(?:市|县|区)?$"
)
TOLD_AFTER = re.compile(
    r"(?:的?(?:热线|电话|窗口|信箱))?(?:去|来|那边|那里)?(?:了|过)?"
    r"(?:反映|投诉|举报|控告|告状|告他|检举|报案|报警|申诉|求助|打(?:了|过)?电话|说(?:了|过|明)|咨询|申请|"
    r"提交)"
)


def accused(text: str, sentences: Sequence[Sentence], names: UnitNames, hits: Sequence[Hit]) -> tuple[str, ...]:
    """Codes of units whose conduct the hits complain about, in order of the text."""
    mentions = [find for find in names(text) if text[find.start : find.end] not in HALLS]
    blamed = [find for hit in hits for find in _blamed(text, sentences, mentions, hit)]
    return tuple(dict.fromkeys(str(find.value) for find in sorted(blamed, key=lambda find: find.start)))


def _blamed(text: str, sentences: Sequence[Sentence], mentions: list[Find], hit: Hit) -> list[Find]:
    suspects = [find for find in mentions if not _asked(text, find)]
    free = [find for find in suspects if not _told(text, find)]
    sentence = next((piece for piece in sentences if piece.start <= hit.start < piece.end), None)
    if sentence is None:
        return []
    clause = next((piece for piece in clauses(sentence) if piece.start <= hit.start < piece.end), sentence)
    return (
        _inside(free, clause.start, max(clause.end, hit.end))
        or _last_before(free, hit.end)
        or _inside(free, hit.start, sentence.end)
        or _last_before(suspects, hit.start)  # 我们找X反映，他们…: the only unit there is
        or _inside(free, hit.start, len(text))
    )


def _asked(text: str, find: Find) -> bool:
    """希望X查一查: X is asked for help."""
    before, after = text[max(0, find.start - 8) : find.start], text[find.end : find.end + 16]
    return ASKED_BEFORE.search(before) is not None or ASKED_AFTER.match(after) is not None


def _told(text: str, find: Find) -> bool:
    """向X反映: X was told; its conduct may still be the matter if nobody else is named."""
    before, after = text[max(0, find.start - 6) : find.start], text[find.end : find.end + 12]
    return TOLD_BEFORE.search(before) is not None or TOLD_AFTER.match(after) is not None


def _inside(finds: list[Find], start: int, end: int) -> list[Find]:
    return [find for find in finds if start <= find.start < end]


def _last_before(finds: list[Find], end: int) -> list[Find]:
    return [find for find in finds if find.start < end][-1:]
