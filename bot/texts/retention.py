"""What is left to say of a case whose content was destroyed, and the questions before that (R37)."""

from __future__ import annotations

from bot.texts.values import Button, Message, Press

GONE = "内容已按期限销毁"
NOT_ENDED = "还没有办结的件不会销毁内容，不用留存。"
ALREADY = "这件的内容已按期限销毁。"
KEPT_ALREADY = "这件的内容已在留存。"
NOT_KEPT = "这件没有留存。"
RELEASED = "已解除留存，到期照常销毁。"
DESTROYED = "已销毁，不能恢复。"
OWED = "这件还有没了结的事（申诉、关联件或待办），现在不能销毁。"
SAY_AGAIN = "这件的内容已按期限销毁，请把问题直接再发一遍，按新的一件登记。"
STAYS = "继续留存，30天后再问您。"


def stub(number: str) -> Message:
    """What a card or a copy of a full text becomes."""
    return Message(f"{number}：{GONE}。编号和办理时间仍可查，原文、附件和联系方式已不能恢复。", protect=True)


def keep_button(case_id: int, *, kept: bool) -> Button:
    """留存 or its end, for an ended case."""
    return Button("解除留存", Press("keepno", case_id)) if kept else Button("留存内容", Press("keep", case_id))


def keep_prompt(number: str) -> Message:
    """Why?"""
    text = (
        f"{number} 为什么留存？请回复这条消息写明依据（如纪检核查、诉讼、复议）。留存期间内容不销毁，解除后照常到期。"
    )
    return Message(text, protect=True, force_reply=True)


def kept(number: str) -> Message:
    """It is."""
    return Message(f"{number} 已留存，内容不到期销毁；不需要时请点“解除留存”。", protect=True)


def sealed_due(case_id: int, number: str, days: int) -> Message:
    """To the sealed contact: the time is over, and only they may say so."""
    rows = ((Button("销毁内容", Press("sburn", case_id)), Button("继续留存", Press("skeep", case_id))),)
    text = f"{number} 办结已满{days}天。密件内容只有您确认才销毁，销毁后不能恢复。不点就继续留着，30天后再问。"
    return Message(text, rows, protect=True)


def status_line(destroyed: int, kept: int, due: str) -> str:
    """For /status."""
    return f"按期限销毁内容：已销毁 {destroyed} 件；留存 {kept} 件；下一次 {due or '未排定'}"
