"""历史遗留 (A56): what the office, the unit and its chief read."""

from __future__ import annotations

from datetime import datetime

from bot.texts import times
from bot.texts.values import Button, Message, Press

NOT_HERE = "只有承办单位在办、不是特急的事项，才能标历史遗留。"
NOT_ONES_OWN = "自己主办的件，请由另一位同志标记。"
ALREADY = "这件已标历史遗留。"
NOT_MARKED = "这件没有标历史遗留。"
TAKEN_AWAY = "已取消标记，恢复计入考核；时限不变。"


def button(case_id: int, *, marked: bool) -> Button:
    """Set, or take away."""
    return Button("取消历史遗留", Press("legno", case_id)) if marked else Button("历史遗留", Press("leg", case_id))


def prompt(number: str) -> Message:
    """Why?"""
    text = (
        f"{number} 标历史遗留：请回复本条写明依据（哪年形成、当时哪个单位经办、现在卡在哪）。"
        "标记后办结时限不少于15个工作日，由单位主要负责人挂帅，不计入本单位考核。"
    )
    return Message(text, force_reply=True, protect=True)


def lacking(number: str) -> Message:
    """The reason is too short to be one."""
    return Message(f"{number} 没有标记：请写明哪年形成、卡在哪（至少10个字）。", force_reply=True, protect=True)


def marked(number: str, due: datetime | None) -> Message:
    """To the office, and under the unit's card."""
    limit = f"新的办结时限：{times.moment(due)}。" if due is not None else "时限不变。"
    return Message(f"{number} 已标历史遗留，由单位主要负责人挂帅，不计入考核。{limit}", protect=True)


def to_chief(number: str, unit: str, due: datetime | None) -> Message:
    """To the unit's chief: theirs now."""
    limit = f"办结时限 {times.moment(due)}。" if due is not None else ""
    return Message(
        f"{number} 是历史遗留事项，请您挂帅（{unit}）。{limit}全文在承办人处；进展照常告诉企业。", protect=True
    )


def to_enterprise(number: str, due: datetime | None) -> Message:
    """To the enterprise: by when, and who answers for it."""
    limit = f"，办结时限调整为 {times.before(due)}" if due is not None else ""
    return Message(
        f"{number} 认定为历史遗留事项，由承办单位主要负责人牵头{limit}。有进展随时告诉您；不同意请直接回复。"
    )
