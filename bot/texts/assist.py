"""协办: what the leading unit, the helping unit and the supervisors read about it."""

from __future__ import annotations

from datetime import datetime

from bot.texts import times
from bot.texts.values import Button, Message, Press
from bot.texts.view import CaseView

NO_TEAM = "这个单位现在没有可用的承办人，不能请它协办。"
TOO_MANY = "同时请协办的单位不超过三个，先等回报。"
ALREADY = "这个单位已经在协办，先等它回报。"
NOT_NOW = "这件不在办理中，不能请协办。"


def units(view: CaseView, options: tuple[tuple[str, str], ...], page: int, last: bool) -> Message:
    """Whom to ask."""
    rows = [(Button(name, Press("cotask", view.id, 0, code)),) for code, name in options]
    turn = []
    if page:
        turn.append(Button("上一页", Press("copage", view.id, 0, str(page - 1))))
    if not last:
        turn.append(Button("下一页", Press("copage", view.id, 0, str(page + 1))))
    return Message(f"{view.number} 请哪个单位协办？仍由{view.unit_name}牵头。", (*rows, tuple(turn)), protect=True)


def task_prompt(number: str, unit: str) -> Message:
    """What shall it do?"""
    return Message(
        f"{number}：请回复本条，写明要{unit}做什么（不写企业名称、姓名和电话）。", force_reply=True, protect=True
    )


def flawed(number: str, missing: tuple[str, ...]) -> Message:
    """Words that cannot go out as they are; the question stays open."""
    return Message(f"{number} 没有发出：" + "；".join(missing) + "。请改一下再回复一遍。", protect=True)


def asked(number: str, unit: str, due: datetime) -> Message:
    """To whoever asked."""
    return Message(f"{number} 已请{unit}协办，{times.before(due)}回报，到时转到牵头单位群。", protect=True)


def card(view: CaseView, assist_id: int, task: str, due: datetime, mentions: tuple[int, ...] = ()) -> Message:
    """To the helping unit: what is asked, and by when. No enterprise, person or phone."""
    lines = [
        f"【协办】{view.number}｜{view.urgency.value}｜牵头：{view.unit_name}",
        f"事由：{view.summary or '（语音或文件）'}",
        f"请协办：{task}",
        f"{times.before(due)}回报；不涉及本单位的，也请回报说明。",
    ]
    row = (Button("回报", Press("coreport", view.id, 0, str(assist_id))),)
    return Message("\n".join(lines), (row,), mentions=mentions, protect=True)


def report_prompt(number: str) -> Message:
    """What was done?"""
    return Message(f"{number} 协办：请回复本条，写明做了什么、结果怎样、下一步是什么。", force_reply=True, protect=True)


def reported(number: str, unit: str, text: str) -> Message:
    """To the leading unit."""
    return Message(f"【协办回报】{number} {unit}：\n{text}\n对企业的答复仍由本单位写。", protect=True)


def offer(case_id: int, number: str, assist_id: int) -> Message:
    """A reply to the card: is it the report?"""
    row = (
        Button("转给牵头单位", Press("cosend", case_id, 0, f"{assist_id}.y")),
        Button("不转", Press("cosend", case_id, 0, f"{assist_id}.n")),
    )
    return Message(f"{number}：这段话作为协办回报转给牵头单位吗？", (row,), protect=True)


def kept_inside(number: str) -> Message:
    """It was talk among colleagues."""
    return Message(f"{number} 没有转。要回报时点卡片上的“回报”。", protect=True)


def thanks(number: str) -> Message:
    """To the helping unit."""
    return Message(f"{number} 协办回报已转牵头单位。", protect=True)


def done_card(number: str, lead: str, how: str) -> Message:
    """The helping unit's card when nothing is asked any more."""
    return Message(f"【协办】{number}（{lead}牵头）{how}。", protect=True)


def remind(number: str, due: datetime, assist_id: int, case_id: int) -> Message:
    """Before the limit, once."""
    row = (Button("回报", Press("coreport", case_id, 0, str(assist_id))),)
    return Message(f"{number} 协办{times.before(due)}回报，还没有收到。", (row,), protect=True)


def overdue(number: str, due: datetime, assist_id: int, case_id: int, mentions: tuple[int, ...] = ()) -> Message:
    """After it: to the helping unit, at once and then each working morning."""
    row = (Button("回报", Press("coreport", case_id, 0, str(assist_id))),)
    return Message(
        f"{number} 协办已过期（{times.short(due)}），请今天回报；有困难写明难在哪里。",
        (row,),
        mentions=mentions,
        protect=True,
    )


def overdue_told(number: str, unit: str, lead: str, due: datetime) -> Message:
    """To the leading unit and the supervisors, once."""
    return Message(f"{number} {unit}协办逾期（应于{times.short(due)}回报），牵头：{lead}。已催{unit}。", protect=True)
