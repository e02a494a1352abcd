"""A request that waits for its ruling: what those who rule are told."""

from __future__ import annotations

from datetime import datetime

from bot.texts import times
from bot.texts.values import Message

NAMES = {"transfer": "转办申请", "extension": "延期申请", "hold": "挂账申请", "complex": "复杂件申请"}


def remind(number: str, what: str, due: datetime) -> Message:
    """Half of the time is over."""
    return Message(f"{number} 的{NAMES[what]}还没裁定，{times.before(due)}裁定，请看上面的裁定卡片。", protect=True)


def overdue(number: str, what: str, due: datetime) -> Message:
    """The time is over: the owner is chased again, and so is whoever rules."""
    return Message(
        f"{number} 的{NAMES[what]}应于{times.short(due)}裁定，已超时。承办单位的催办已恢复，请今天裁定。", protect=True
    )


def overdue_told(number: str, what: str, due: datetime) -> Message:
    """To the supervisors: the desk is late."""
    return Message(f"{number} 的{NAMES[what]}首接坐席应于{times.short(due)}裁定，已超时，请督促。", protect=True)
