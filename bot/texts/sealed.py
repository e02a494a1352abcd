"""What the sealed contact (密件联系人) reads, in private only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.texts import times
from bot.texts.values import Button, Message, Press
from storage.vocabulary import State


def card(case_id: int, number: str, body: str, mark: str) -> Message:
    """The full text, watermarked and protected."""
    rows = (
        (Button("已收到", Press("sack", case_id)), Button("答复", Press("sreply", case_id))),
        (Button("不属密件", Press("snotc", case_id)), Button("办结", Press("sclose", case_id))),
    )
    return Message(f"{mark}\n【密件】{number}\n{body}\n{mark}", rows, protect=True)


def in_hand(rows: Sequence[tuple[int, str, datetime, State]], total: int) -> Message:
    """/todo of the contact: (id, number, first word, state) of the oldest ones; numbers only."""
    if not rows:
        return Message("您手里没有密件。", protect=True)
    lines = [
        f"{number} {times.moment(at)}收到｜{'还没点“已收到”' if state is State.TO_SIGN else state.value}"
        for _, number, at, state in rows
    ]
    more = [f"另有{total - len(rows)}件，办结几件后再看。"] if total > len(rows) else []
    buttons = tuple((Button(f"看 {number[-6:]}", Press("sagain", case_id)),) for case_id, number, _, _ in rows)
    return Message("\n".join([f"您手里的密件 {total} 件：", *lines, *more]), buttons, protect=True)


def reply_prompt(number: str) -> Message:
    """答复: what?"""
    return Message(f"{number}：请回复本条，写给投诉人的话。", force_reply=True, protect=True)


def sent(number: str) -> Message:
    """Sent to the complainant."""
    return Message(f"{number} 已发给投诉人。", protect=True)


def consent_asked(number: str) -> Message:
    """不属密件: the complainant is asked first."""
    return Message(f"{number} 已征求投诉人意见；本人同意才会转坐席，不同意仍在您这里。", protect=True)


def consent(number: str, yes: bool) -> Message:
    """The complainant's decision."""
    return Message(f"{number} 投诉人{'同意转为普通诉求，已转坐席' if yes else '不同意，仍按密件保管'}。", protect=True)


def close_question(case_id: int, number: str, channels: str) -> Message:
    """办结: sure?"""
    text = f"{number} 确定办结吗？办结后告知投诉人已处理完毕，并附法定渠道：{channels}"
    return Message(text, ((Button("确定办结", Press("sclosed", case_id)),),), protect=True)


def unreachable() -> str:
    """To the keeper: no content, no number."""
    return "有一件密件送不到：密件联系人和副手都没有登记或屏蔽了机器人。请立即补登记。机器人每小时重试。"


def mark(name: str, at: datetime) -> str:
    """Watermark."""
    return f"—— 仅限{name}本人 {times.moment(at)} ——"
