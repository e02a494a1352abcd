"""挂账: a matter that needs more than a unit can give soon. Not closed (R12), not overdue, and never out of sight."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from bot.rules.calendar import WorkCalendar
from bot.rules.deadlines import deadline
from bot.rules.policy import Policy


class Ground(StrEnum):
    """Why a matter may be held; there is no other ground."""

    BUDGET = "需立项、预算安排或规划调整"
    HIGHER_RULE = "需上级政策或法律修改"
    PROCEEDINGS = "已进入诉讼、仲裁或复议"
    WORKS = "工程性整治"


REQUIRED = {
    "lead": "主责单位",
    "goal": "阶段目标",
    "review": "下次检视日",
    "words": "对企业书面说明",
}


def lacking(request: Mapping[str, str]) -> tuple[str, ...]:
    """What a request still has to say, in Chinese and in the order of the form; empty if it is complete."""
    return tuple(name for key, name in REQUIRED.items() if not request.get(key, "").strip())


def ends_at(held_from: datetime, policy: Policy, calendar: WorkCalendar) -> datetime:
    """When the hold is over unless the vice-mayor signs again."""
    return deadline(held_from, policy.hold.longest, calendar).at


def next_review(held_from: datetime, last: datetime, policy: Policy, calendar: WorkCalendar) -> datetime:
    """When it is looked at again and the enterprise gets progress: 30 days after the last look, or at the hold's end.

    A look that falls on a holiday moves to the next working day, as every last day does (民法典第二百零三条).
    """
    look = deadline(last, policy.hold.review_every, calendar).at
    return min(look, ends_at(held_from, policy, calendar))


def stale(last_told: datetime, now: datetime, policy: Policy, calendar: WorkCalendar) -> bool:
    """True if the enterprise has waited for progress longer than it may (R12)."""
    return now > deadline(last_told, policy.hold.review_every, calendar).at
