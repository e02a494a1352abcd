"""What is read about a rectification (差评整改): the unit mends what was rated poorly, the office ends it."""

from __future__ import annotations

from datetime import datetime

from bot.texts import times
from bot.texts.values import Button, Message, Press
from bot.texts.view import CaseView

NOT_NOW = "这项整改已经反馈或结束，不用再操作。"
NOT_ONES_OWN = "自己反馈的整改，请由另一位督办人审看。"
SEEN = "已记下：已核实，正在整改。"


def ask_owner(name: str) -> str:
    """Pressed by somebody else of the unit."""
    return f"整改由 {name} 负责反馈，未作任何改动。"


def card(
    view: CaseView, stars: int, who: str, verify: datetime, report: datetime, mentions: tuple[int, ...]
) -> Message:
    """In the unit's group: who, by when. It names no enterprise and asks nothing of the old owner."""
    text = "\n".join(
        (
            f"【整改】{view.number}｜企业评价 {stars} 分｜负责：{who}",
            f"事由：{view.summary}",
            f"请：{times.short(verify)} 前核实原因，{times.short(report)} 前反馈整改了什么。不要为评价联系企业施压。",
        )
    )
    return Message(text, (buttons(view.id, seen=False),), protect=True, mentions=mentions)


def buttons(case_id: int, *, seen: bool) -> tuple[Button, ...]:
    """已核实 until it was pressed; 反馈整改 until it was reported."""
    report = Button("反馈整改", Press("mend", case_id))
    return (report,) if seen else (Button("已核实", Press("mendseen", case_id)), report)


def seen_card(view: CaseView, who: str, report: datetime) -> Message:
    """Verified; the report is still to come."""
    text = f"【整改】{view.number}｜负责：{who}｜已核实\n请：{times.short(report)} 前反馈整改了什么。"
    return Message(text, (buttons(view.id, seen=True),), protect=True)


def ended(number: str, how: str) -> Message:
    """The unit's card when nothing is left to do."""
    return Message(f"【整改】{number} {how}。", protect=True)


def prompt(number: str) -> Message:
    """反馈整改: what was done?"""
    return Message(f"{number}：请回复本条，写查到的原因、改了什么、哪天改好。", force_reply=True, protect=True)


def flawed(number: str, missing: tuple[str, ...]) -> Message:
    """What the report lacks."""
    return Message(
        f"{number} 还没有反馈：" + "；".join(missing) + "。请改好后再回复本条。", force_reply=True, protect=True
    )


def thanks(number: str) -> Message:
    """The report was given on."""
    return Message(f"{number} 整改情况已交营商办审看，结果会告诉您。", protect=True)


def to_office(view: CaseView, stars: int, text: str, late: bool) -> Message:
    """The report, before the office."""
    late_words = "（超期反馈）" if late else ""
    row = (
        Button("同意销号", Press("mendok", view.id)),
        Button("退回重改", Press("mendno", view.id)),
    )
    body = f"【整改反馈】{view.number}｜{view.unit_name}｜企业评价 {stars} 分{late_words}\n{text}"
    return Message(body, (row,), protect=True)


def ruled(number: str, unit: str, agreed: bool, who: str) -> Message:
    """The office's card after its decision."""
    return Message(f"【整改反馈】{number}｜{unit}：{who}{'已同意销号' if agreed else '已退回重改'}。", protect=True)


def returned(number: str, report: datetime, case_id: int, mentions: tuple[int, ...]) -> Message:
    """To the unit: once more."""
    text = f"【整改】{number} 营商办退回：请写清查到的原因、改了什么、哪天改好，{times.short(report)} 前再反馈。"
    return Message(text, (buttons(case_id, seen=True),), protect=True, mentions=mentions)


def to_enterprise(view: CaseView, text: str) -> Message:
    """The enterprise that rated hears what came of it."""
    return Message(
        f"您对 {view.number} 的评价，{view.unit_name}已整改，营商办已审看：\n{text}\n还没改好的，直接告诉我。"
    )


def verify_late(number: str, report: datetime, case_id: int, mentions: tuple[int, ...]) -> Message:
    """Nobody said that the rating was looked into."""
    text = f"【整改】{number} 还没有核实，请今天核实原因，{times.short(report)} 前反馈。"
    return Message(text, (buttons(case_id, seen=False),), protect=True, mentions=mentions)


def report_late(number: str, report: datetime, case_id: int, mentions: tuple[int, ...]) -> Message:
    """The report is overdue."""
    text = f"【整改】{number} 已超过反馈时限（{times.short(report)}），请今天反馈。"
    return Message(text, (buttons(case_id, seen=True),), protect=True, mentions=mentions)


def late_above(view: CaseView, report: datetime, who: str) -> Message:
    """To the unit's deputy and to the office: once."""
    return Message(
        f"【整改逾期】{view.number}｜{view.unit_name}｜负责：{who}｜时限 {times.short(report)}，还没有反馈。",
        protect=True,
    )


def waits_for_office(number: str) -> Message:
    """The report lies with the office."""
    return Message(f"【整改反馈】{number} 还没有审看，请今天同意销号或退回。", protect=True)
