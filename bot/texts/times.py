"""Times and lengths as people read them: 3月12日（周四）17:30."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = "一二三四五六日"


def moment(at: datetime, zone: str = "Asia/Shanghai") -> str:
    """A moment with weekday and clock."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.month}月{local.day}日（周{WEEKDAYS[local.weekday()]}）{local:%H:%M}"


def day(at: datetime, zone: str = "Asia/Shanghai") -> str:
    """A day with weekday."""
    return moment(at, zone)[:-5]


def short(at: datetime, zone: str = "Asia/Shanghai") -> str:
    """For cards: 3/12 17:30."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.month}/{local.day} {local:%H:%M}"


def before(at: datetime, provisional: bool = False) -> str:
    """A deadline; one that rests on an unannounced calendar says so (R38)."""
    return f"{moment(at)} 前{'（暂定）' if provisional else ''}"


def span(length: timedelta) -> str:
    """A length of time in the largest sensible unit."""
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 60:
        return f"{minutes}分钟"
    if minutes < 48 * 60:
        return f"{minutes // 60}小时"
    return f"{minutes // (24 * 60)}天"
