"""What is read when several matters of one message become cases of their own (分件, R23)."""

from __future__ import annotations

from bot.texts.values import Button, Message, Press

FEW = "请一行写一件事，至少两行，至多五行。"


def prompt(number: str) -> Message:
    """分件: a line a matter, the most urgent first."""
    text = f"{number} 分件：请回复本条，一行写一件事，用企业自己的话；第一行留在本件，企业点名最急的放第一行。"
    return Message(text, force_reply=True, protect=True)


def few(number: str) -> Message:
    """Too few or too many lines."""
    return Message(f"{number} 还没有分开。{FEW}", force_reply=True, protect=True)


def preview(case_id: int, version: int, number: str, parts: tuple[str, ...]) -> Message:
    """Asked back once: cases cannot be glued together again."""
    lines = [f"{number} 分成 {len(parts)} 件："] + [f"{place}. {part}" for place, part in enumerate(parts, 1)]
    row = (Button("确定分件", Press("splitok", case_id, version)), Button("不分了", Press("splitno", case_id)))
    return Message("\n".join(lines), (row,), protect=True)


def done(number: str, others: tuple[str, ...]) -> Message:
    """The clerk's message afterwards; each case's own desk follows."""
    return Message(f"{number} 已分件，另立 {'、'.join(others)}，请分别分派。", protect=True)


def dropped(number: str) -> Message:
    """It stays one case."""
    return Message(f"{number} 没有分件。", protect=True)


def to_enterprise(parts: tuple[tuple[str, str], ...], rows: tuple[tuple[int, str], ...]) -> Message:
    """All numbers in one message."""
    lines = ["您说的是几件事，已分开办理，各有时限，各自答复、各自评价："]
    lines += [f"{number}：{part}" for number, part in parts]
    buttons = tuple((Button(f"查看 {number[-6:]}", Press("show", case_id)),) for case_id, number in rows)
    return Message("\n".join(lines), buttons)
