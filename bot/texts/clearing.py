"""澄清说明 (A58): asked for by a unit or proposed by the office, approved by a second person, read by the unit that was accused."""

from __future__ import annotations

from bot.texts.values import Button, Message, Press

GROUND = "已澄清"  # why a case is left out of a quarter's figures
NOT_HERE = "办结以后，或作风类件核查以后，才能出澄清说明；密件不出。"
SETTLED = "这件已经出过澄清说明，或正在等另一位同志同意。"
NOT_ASKED = "没有待同意的澄清说明。"
SELF_APPROVED = "您拟的说明，请另一位同志同意。"
NOT_ONES_OWN = "本单位的事、自己主办的件，请由另一位同志拟、另一位同志同意。"
NOBODY_THERE = "送不到：该单位没有绑定群，负责人也没有登记。请先请管理员补齐。"
RELEASED = "已出具，已送达该单位。"
DECLINED = "已记录不出具。"


def button(case_id: int) -> Button:
    """Where the office begins."""
    return Button("澄清说明", Press("clr", case_id))


def unit_row(case_id: int) -> tuple[Button, ...]:
    """Where a unit asks."""
    return (Button("申请澄清", Press("clrask", case_id)),)


def ask_facts(number: str) -> Message:
    """By the unit: what is not true, and how is that known?"""
    text = f"{number} 申请澄清：请回复本条，写明哪一点与事实不符、凭什么证据。不写企业和个人信息，也不要联系反映人。"
    return Message(text, force_reply=True, protect=True)


def asked(number: str) -> Message:
    """The unit's request is on record."""
    return Message(f"{number} 澄清申请已交营商办，由两位同志核查后决定，结果会告诉本单位。", protect=True)


def to_office(case_id: int, number: str, unit: str, facts: str) -> Message:
    """A unit asks."""
    row = (Button("拟澄清说明", Press("clr", case_id)), Button("不出具", Press("clrno", case_id)))
    return Message(f"{number} {unit}申请澄清：\n{facts}", (row,), protect=True)


def which_unit(case_id: int, number: str, options: tuple[tuple[str, str], ...]) -> Message:
    """For which of the accused units?"""
    rows = tuple((Button(name, Press("clr", case_id, 0, code)),) for code, name in options)
    return Message(f"{number} 为哪个单位澄清？", rows, protect=True)


def prompt(number: str, unit: str) -> Message:
    """What must be in it, and what must not."""
    text = (
        f"{number} 给{unit}的澄清说明：请回复本条。写什么说法经核查不属实、依据什么。"
        "不写工单号、反映人、原话，也不写能推断是谁的日期、数额。"
    )
    return Message(text, force_reply=True, protect=True)


def leaky(number: str, what: tuple[str, ...]) -> Message:
    """What must be taken out."""
    text = f"{number} 澄清说明还不能送：" + " ".join(what) + "改好后再回复本条。"
    return Message(text, force_reply=True, protect=True)


def proposal(case_id: int, number: str, unit: str, by: str, text: str, scored: bool) -> Message:
    """The one card: facts, and what the approval does."""
    row = (Button("同意出具", Press("clrok", case_id)), Button("不出具", Press("clrno", case_id)))
    effect = "同意后送该单位，并从其季度数字中剔除这件。" if scored else "同意后送该单位。"
    head = f"{number} {by}拟给{unit}出澄清说明，请另一位同志决定。{effect}内容："
    return Message(f"{head}\n{text}", (row,), protect=True)


def statement(unit: str, text: str) -> Message:
    """To the unit: this, and nothing of who complained."""
    return Message(
        f"【澄清说明】{unit}：\n{text}\n经营商办核查，特此澄清，不影响考核。请勿追查反映人，依法反映问题受保护。",
        protect=True,
    )


def released(number: str, unit: str, quarters: tuple[str, ...]) -> Message:
    """What the card becomes."""
    out = f"已从{'、'.join(quarters)}的数字中剔除（{GROUND}）。" if quarters else ""
    return Message(f"{number} 澄清说明已送{unit}，已留痕。{out}", protect=True)


def declined(number: str) -> Message:
    """What the card becomes; also to a unit that asked."""
    return Message(f"{number} 不出澄清说明，已留痕。", protect=True)
