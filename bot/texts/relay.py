"""A conversation through the bot: a banner at the start, a header on each message, an end."""

from __future__ import annotations

from bot.texts.values import Button, Message, Press


def banner_officer(number: str, relay_id: int) -> Message:
    """To the officer."""
    return Message(
        f"【对话开始】{number}：您在这里写的话会原样转给企业，对方看不到您的账号。写完点“结束对话”。",
        ((Button("结束对话", Press("relayend", 0, 0, str(relay_id))),),),
        protect=True,
    )


def banner_enterprise(number: str, unit: str, relay_id: int) -> Message:
    """To the enterprise."""
    return Message(
        f"【对话开始】{number}：{unit}的承办人正在联系您。您在这里写的话会转给对方，点“结束对话”后不再转。",
        ((Button("结束对话", Press("relayend", 0, 0, str(relay_id))),),),
    )


def from_officer(number: str, text: str) -> Message:
    """The officer's words."""
    return Message(f"{number} 承办人：{text}")


def from_enterprise(number: str, text: str) -> Message:
    """The enterprise's words."""
    return Message(f"{number} 企业：{text}", protect=True)


def ended(number: str) -> Message:
    """Over, on both sides."""
    return Message(f"【对话结束】{number}。之后的话不再转给对方。")


def busy() -> str:
    """One conversation at a time."""
    return "您或对方正在另一场对话中，请先结束那一场。"


def only_words() -> Message:
    """What cannot be carried."""
    return Message("这类内容不能转达，请发文字、图片或文件。")


def refused(missing: tuple[str, ...]) -> Message:
    """Words of an officer that must not go out as they are."""
    return Message("这句话没有转给企业：" + "；".join(missing) + "。请改一下再发。", protect=True)


def none_open() -> Message:
    """/end without a conversation."""
    return Message("现在没有进行中的对话。")
