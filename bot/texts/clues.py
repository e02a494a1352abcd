"""虚躲冷粗假 as the supervisors read them: facts and buttons, never a verdict, never an officer's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.rules.clues import Finding, Sort
from bot.texts import times
from bot.texts.values import Button, Message, Press

PAGE = 8
CAUTION = "以下都是线索，不是结论，请核实后再定。"
NONE = "没有待核的线索。"
SETTLED = "这条线索已经核过。"
OWN = "这是本单位的线索，请由别的督办人核。"
TITLES = {
    Sort.HOLLOW: "多件答复内容相同",
    Sort.DODGE: "转办已到上限仍要退",
    Sort.COLD: "首次联系超时",
    Sort.ROUGH: "答复多次被打回",
    Sort.FALSE: "企业说法与记录不一致",
}
CODES = {"t": Finding.TRUE, "u": Finding.UNTRUE, "a": Finding.AGAIN}
THANKS = {
    Finding.TRUE: "已记为属实。要处理的，可督办或出约谈建议。",
    Finding.UNTRUE: "已记为不属实。",
    Finding.AGAIN: "已记为再核，仍在 /clues 里。",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One clue as it is shown. `facts` are those of its event: codes, times, numbers of cases."""

    id: int
    case_id: int
    number: str
    unit_name: str
    sort: Sort
    what: str
    at: datetime
    finding: Finding | None
    facts: Mapping[str, Any]


def listing(lines: Sequence[Line], counts: Mapping[str, int], page: int) -> Message:
    """One page of open clues, newest first; each opens."""
    total = sum(counts.values())
    if not total:
        return Message(NONE, protect=True)
    head = "，".join(f"{sort}{n}" for sort, n in counts.items() if n)
    rows = [f"{one.number[-6:]} {_short(one)}" for one in lines]
    opens = [Button(f"看 {one.number[-6:]} {one.sort}", Press("clue", arg=str(one.id))) for one in lines]
    body = "\n".join([f"线索待核{total}条（{head}）。{CAUTION}", *rows])
    turns = [("上一页", page - 1)] * (page > 0) + [("下一页", page + 1)] * ((page + 1) * PAGE < total)
    turning = tuple(Button(label, Press("clues", arg=str(to))) for label, to in turns)
    buttons = [tuple(opens[at : at + 2]) for at in range(0, len(opens), 2)]
    return Message(body, (*buttons, *((turning,) if turning else ())), protect=True)


def _short(one: Line) -> str:
    again = "｜再核中" if one.finding is Finding.AGAIN else ""
    return f"{one.sort}｜{one.unit_name}｜{TITLES[one.sort]}{again}"


def detail(one: Line) -> Message:
    """The facts of one clue, and what a person can make of it."""
    lines = (
        f"【线索·{one.sort}】{one.number}｜{one.unit_name}｜{times.short(one.at)}",
        said(one),
        *([f"核实：{one.finding}。"] if one.finding is not None else []),
        "这是线索，不是结论。请核实双方说法后再点。",
    )
    look = (Button("看案情", Press("facts", one.case_id)),)
    if one.finding in {Finding.TRUE, Finding.UNTRUE}:
        return Message("\n".join(lines[:-1]), (look,), protect=True)
    choices = tuple(Button(str(found), Press("cluef", arg=f"{one.id}.{code}")) for code, found in CODES.items())
    return Message("\n".join(lines), (choices, look), protect=True)


def said(one: Line) -> str:
    """What is on record, in one line."""
    facts = one.facts
    match one.sort:
        case Sort.HOLLOW:
            return f"这段答复与本单位另{len(facts['others'])}件除数字外相同：{'、'.join(facts['others'])}。"
        case Sort.DODGE:
            return f"已转办{facts['transfers']}次（上限{facts['cap']}次）或已裁定由该单位办，之后仍申请转办。"
        case Sort.COLD:
            return f"首次联系时限是 {_time(facts['due'])}，到时没有联系企业的记录。"
        case Sort.ROUGH:
            return f"本轮答复发出前被检查打回{facts['times']}次（缺结论、依据、日期等）。"
        case Sort.FALSE:
            return _denied(one.what, facts)


def _denied(what: str, facts: Mapping[str, Any]) -> str:
    if what == "contacted":
        return f"记录：{_time(facts['contact'])} 已联系企业。企业说：没有人联系过。"
    if what == "solved":
        return "记录：单位答复“已解决”。企业回访说：没解决。"
    return "记录：企业确认已解决。企业回访说：没解决。"


def _time(text: str | None) -> str:
    return times.short(datetime.fromisoformat(text)) if text else "办理期间"


def button(count: int) -> Button:
    """On the board."""
    return Button(f"线索 {count}", Press("clues", arg="new"))
