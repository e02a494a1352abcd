"""代转: words of a unit to a complainant whom it may not know, read by a clerk on the way (R02)."""

from __future__ import annotations

from bot.texts.values import Button, Message, Press


def prompt(number: str) -> Message:
    """To the officer: what shall the enterprise be told?"""
    return Message(
        f"{number} 对承办单位匿名，由首接坐席代转。请直接写要告诉或询问企业的话（只能是文字），坐席看过就转；"
        "企业的回话会作为补充材料到单位群。",
        force_reply=True,
        protect=True,
    )


def only_words(number: str) -> Message:
    """A file cannot be handed over unread."""
    return Message(f"{number} 代转只能写文字。图片、文件请点卡片上的“答复”，随答复一起发。", protect=True)


def flawed(number: str, missing: tuple[str, ...]) -> Message:
    """What keeps the words from going on; the question stays open."""
    return Message(f"{number} 还没有交给坐席：" + "；".join(missing) + "。请改一下，直接再写一遍。", protect=True)


def given(number: str) -> Message:
    """To the officer: a clerk has it now."""
    return Message(f"{number} 已交坐席，转给企业后告诉您。", protect=True)


def clerk_card(case_id: int, number: str, unit: str, text: str, seq: int) -> Message:
    """To the clerks: hand it on or not."""
    row = (
        Button("转给企业", Press("passon", case_id, 0, f"{seq}.y")),
        Button("不转", Press("passon", case_id, 0, f"{seq}.n")),
    )
    return Message(
        f"【代转】{number} {unit}要告诉企业（对该单位匿名）：\n“{text}”\n请看有没有套问身份或不妥的话，再决定转不转。",
        (row,),
        protect=True,
    )


def waiting(number: str) -> Message:
    """To the clerks: it still lies there."""
    return Message(f"{number} 有一段承办单位的话等着代转，请看上面的【代转】卡片。", protect=True)


def ruled(number: str, unit: str, text: str, passed: bool, who: str) -> Message:
    """The clerks' card once decided."""
    return Message(
        f"【代转】{number} {unit}：“{text}”\n{who}：" + ("已转给企业。" if passed else "没有转。"), protect=True
    )


def to_enterprise(number: str, unit: str, text: str) -> Message:
    """The words themselves. A reply to this message belongs to the case and goes back without a name."""
    return Message(f"{number} {unit}请坐席转告：\n{text}\n\n要回话，请直接回复本条；对方看不到您是谁。")


def told_officer(number: str, passed: bool) -> Message:
    """To the officer: what became of the words."""
    if passed:
        return Message(f"{number} 坐席已转给企业，记为已首联。企业回话会到单位群。", protect=True)
    return Message(
        f"{number} 坐席没有转您写的话：可能套问了身份，或不宜直接发。请点卡片上的“联系企业”重写。", protect=True
    )
