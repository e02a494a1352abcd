"""/overdue: one line a case, the longest overdue first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.texts import times
from bot.texts.values import Button, Message, Press
from storage.vocabulary import Stage, Urgency

MOST = 30  # lines


@dataclass(frozen=True, slots=True)
class Overdue:
    """One line of /overdue. `whose`: unit and owner; empty if no unit has the case."""

    id: int
    number: str
    urgency: Urgency
    whose: str
    stage: Stage
    due: datetime


def listing(late: list[Overdue], total: int, more: bool, now: datetime) -> Message:
    """The first of so many; of more than are counted, the board has the figure."""
    if not late:
        return Message("没有逾期件。", protect=True)
    lines = [f"逾期 {total} 件{'以上（全数见 /board）' if more else ''}，最久的在前："]
    lines += [_late_line(one, now) for one in late[:MOST]]
    if total > MOST:
        rest = "其余" if more else f"另有{total - MOST}件，"
        lines.append(f"{rest}处理后再发 /overdue。")
    rows = tuple((Button(f"看 {one.number[-6:]}", Press("facts", one.id)),) for one in late[:6])
    return Message("\n".join(lines), rows, protect=True)


def _late_line(one: Overdue, now: datetime) -> str:
    urgent = "" if one.urgency is Urgency.NORMAL else f"{one.urgency.value} "
    whose = one.whose or "还没有分派单位"
    return f"{one.number[-6:]} {urgent}{one.stage.value}超期{times.span(now - one.due)}｜{whose}"
