"""What is said of an appeal against a quarter's figures (R29): to the unit that asks, and to the office that rules."""

from __future__ import annotations

from collections.abc import Mapping

from bot.texts.values import Button, Message, Press

GROUNDS = {"cls": "诉求越权", "mal": "恶意投诉", "law": "法定程序中", "err": "容错", "etc": "其他"}
TOO_LATE = "申诉期已过，数字不再因申诉变动。确有错误的，请向营商办书面说明。"
TOO_EARLY = "季度还没有结束，结束后5个工作日内可以申诉。"
TWICE = "这件本季已申诉过一次，不能再申诉。"
NOT_BEHIND = "这件不在本单位这一季的数里，不用申诉。"
NOT_ONES_OWN = "本单位的申诉请由另一位营商办同志裁定。"
SETTLED = "这项申诉已经裁定。"


def ask_ground(case_id: int, number: str, arg: str) -> Message:
    """On what ground?"""
    quarter, _, unit_code = arg.partition(".")
    buttons = [
        Button(words, Press("appealw", case_id, arg=f"{quarter}.{unit_code}.{key}")) for key, words in GROUNDS.items()
    ]
    rows = (tuple(buttons[:3]), tuple(buttons[3:]))
    return Message(f"{number} 因什么申请剔除？每件每季只能申诉一次，申诉不停计时。", rows, protect=True)


def ask_reason(number: str, ground: str) -> Message:
    """In the unit's own words."""
    text = f"{number} 按“{ground}”申诉。请回复这条消息，写明事实和依据，不写企业和个人信息。"
    return Message(text, protect=True, force_reply=True)


def plain(why: str) -> Message:
    """A sentence by itself."""
    return Message(why, protect=True)


def asked(number: str) -> Message:
    """It lies before the office."""
    return Message(f"{number} 的申诉已交营商办，裁定后告诉您。", protect=True)


def to_office(case_id: int, number: str, quarter: str, name: str, unit_code: str, ground: str, reason: str) -> Message:
    """To rule on."""
    arg = f"{quarter}.{unit_code}"
    lines = [
        f"【考核申诉】{number}｜{name}｜{quarter}｜{ground}",
        f"理由：{reason}",
        "同意就从这一季的数里剔除，列入剔除清单。",
    ]
    rule = (
        Button("同意剔除", Press("appealy", case_id, arg=arg)),
        Button("不同意", Press("appealn", case_id, arg=arg)),
    )
    return Message("\n".join(lines), (rule, (Button("看案情", Press("facts", case_id)),)), protect=True)


def ruled(number: str, quarter: str, name: str, ground: str, agreed: bool) -> Message:
    """For the card of the office, and for who asked."""
    verdict = "同意，已剔除并列入清单" if agreed else "不同意，照常计入"
    return Message(f"{number} {quarter} 考核申诉（{name}，{ground}）：{verdict}。", protect=True)


# -- the office's own findings ---------------------------------------------------------------------------------------------


def ask_finding(case_id: int, number: str, arg: str, grounds: Mapping[str, str]) -> Message:
    """On what ground?"""
    buttons = [Button(words, Press("scorew", case_id, arg=f"{arg}.{key}")) for key, words in grounds.items()]
    rows = (tuple(buttons[:3]), tuple(buttons[3:]))
    text = f"{number} 怎么认定？“虚假办结”扣20分并移交，其余从这一季剔除并列入清单。定版前可以认定。"
    return Message(text, rows, protect=True)


def ask_basis(number: str, ground: str) -> Message:
    """Facts and basis."""
    text = f"{number} 按“{ground}”认定。请回复这条消息，写明查实的事实和依据，随件留痕。"
    return Message(text, protect=True, force_reply=True)


def found(number: str, quarter: str, name: str, ground: str) -> Message:
    """Recorded."""
    return Message(f"{number} {quarter}（{name}）已认定：{ground}。依据已留痕。", protect=True)
