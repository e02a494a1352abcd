"""What is read about a complex case (复杂件): a longer limit by the office's decision, once."""

from __future__ import annotations

from datetime import datetime

from bot.texts import times
from bot.texts.values import Button, Message, Press
from bot.texts.view import CaseView

GROUNDS = {"units": "跨部门办理", "test": "需检测", "council": "需会商"}
NOT_NOW = "这件不在办理中，或已经挂账，不能申请复杂件。"
PENDING = "已有一项申请在等裁定，或计时已暂停，请先处理完。"
ONCE = "复杂件只认定一次。请办结答复，或申请延期。"
NO_LONGER = "按复杂件办理也不会更长。请按现时限办理。"
NOBODY = "这件没有督办人可以认定。请按时限办理，并先给企业一句进展。"


def grounds(view: CaseView, due: datetime) -> Message:
    """On what ground?"""
    rows = tuple((Button(label, Press("complexfor", view.id, view.version, key)),) for key, label in GROUNDS.items())
    text = f"{view.number} 申请复杂件：理由是？认定后办结时限为 {times.before(due)}，只认定一次，并告知企业。"
    return Message(text, rows, protect=True)


def asked(number: str) -> Message:
    """Waiting for the decision."""
    return Message(f"{number} 复杂件申请已提交，认定前仍按原时限。", protect=True)


def card(view: CaseView, ground: str, due: datetime) -> Message:
    """To the office."""
    lines = (
        f"【复杂件申请】{view.number}｜{view.unit_name}{view.section} {view.owner}",
        f"事由：{view.summary}",
        f"理由：{GROUNDS[ground]}",
        f"认定后办结时限改为 {times.before(due)}，并告知企业。",
    )
    row = (
        Button("认定", Press("complexyes", view.id, view.version)),
        Button("不认定", Press("complexno", view.id, view.version)),
    )
    return Message("\n".join(lines), (row,), protect=True)


def ruled(number: str, due: datetime | None) -> str:
    """The decision."""
    if due is None:
        return f"{number} 未认定为复杂件，按原时限办理。"
    return f"{number} 已认定为复杂件，办结时限改为 {times.before(due)}。"


def told(view: CaseView, ground: str, due: datetime) -> Message:
    """To the enterprise: why it takes longer, and until when."""
    return Message(
        f"{view.number} 经营商办认定为复杂件（{GROUNDS[ground]}），{times.before(due)}办结或依法说明。有意见请直接告诉我。"
    )
