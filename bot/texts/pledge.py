"""承诺兑现 (A32): what the office and the unit read of a promise and its day."""

from __future__ import annotations

from datetime import date

from bot.texts.values import Button, Message, Press

NOT_HERE = "只有承办单位在办的办事类事项，才能标承诺兑现。"
NOT_ONES_OWN = "自己主办的件，请由另一位同志标记。"
TEMPLATE = "承诺人：\n文号：\n内容：\n到期：2026年6月30日\n证据："


def button(case_id: int) -> Button:
    """承诺兑现, or its correction."""
    return Button("承诺兑现", Press("pledge", case_id))


def prompt(number: str) -> Message:
    """The five lines."""
    text = f"{number} 标承诺兑现：请照下面五行写好，回复本条（文号可写协议名称和条款）。标后转督办。\n{TEMPLATE}"
    return Message(text, force_reply=True, protect=True)


def lacking(number: str, missing: tuple[str, ...]) -> Message:
    """What is missing; the question stays open."""
    return Message(f"{number} 没有标记，还缺：{'、'.join(missing)}。请按五行重写。", force_reply=True, protect=True)


def marked(number: str, by: str, paper: str, what: str, due: date) -> Message:
    """To the office and under the unit's card."""
    return Message(f"{number} 承诺兑现：{by}，{paper}。{what}。到期 {_day(due)}，已转督办。", protect=True)


def coming(number: str, due: date, *, over: bool) -> Message:
    """Ten days ahead, and on the day."""
    when = "已到期，还没有办结" if over else "快到期"
    return Message(
        f"{number} 承诺兑现{when}：{_day(due)}。请报兑现情况，办不到的现在说明原因和补救办法。", protect=True
    )


def _day(due: date) -> str:
    return f"{due.year}年{due.month}月{due.day}日"
