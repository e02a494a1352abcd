"""When the unit's clocks may stand still, for how long, and how that time is given back whatever ended the wait.

Three reasons and no other. A reason of the office's own convenience is refused by its words, not only by its absence from a list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.rules.calendar import WorkCalendar
from bot.rules.deadlines import Due, Pause, deadline
from bot.rules.limits import Limit
from bot.rules.policy import Policy
from bot.rules.quality import forbidden_pause


class Reason(StrEnum):
    """Why a clock stands still."""

    ENTERPRISE = "等企业补充"  # once a round, three working days; then with what is there
    APPRAISAL = "检测鉴定评审"  # with a commission in writing; as long as the law gives the appraiser
    ARBITRATION = "裁定"  # the office rules on a transfer: four working hours at most
    HOLD = "挂账"  # granted by the office and the vice-mayor; a year at most


class Flaw(StrEnum):
    """Why a wait is refused. The value is what the officer reads."""

    FORBIDDEN = (
        "领导不在、正在研究、人员出差、等开会都不能暂停计时。请直接办理，或申请延期。"  # pause.forbidden_reasons
    )
    NO_COMMISSION = "请先上传检测、鉴定或评审的委托书。"  # an appraisal is one only with its paper
    NOT_ASKED_SO = "裁定和挂账的停顿由系统计算，不能自行暂停。"  # not the unit's to take
    USED_UP = "等企业补充只能暂停一次。请以现有材料办理，或告知企业后答复。"  # pause.times


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait as it happened. `end` is None while it lasts."""

    reason: Reason
    begin: datetime
    end: datetime | None = None


def refusal(reason: Reason, words: str, *, commission: bool, taken: int, policy: Policy) -> Flaw | None:
    """Why the unit may not pause, or None. `taken` counts earlier waits for the enterprise in this round."""
    if reason in {Reason.ARBITRATION, Reason.HOLD}:
        return Flaw.NOT_ASKED_SO
    if forbidden_pause(words):
        return Flaw.FORBIDDEN
    if reason is Reason.APPRAISAL:
        return None if commission else Flaw.NO_COMMISSION
    return Flaw.USED_UP if taken >= policy.pause.times else None


def longest(reason: Reason, policy: Policy) -> Limit | None:
    """How long such a wait may last; None where another law says (依法)."""
    limits = {
        Reason.ENTERPRISE: policy.pause.waiting_enterprise,
        Reason.ARBITRATION: policy.transfer.clock_stops_up_to,
        Reason.HOLD: policy.hold.longest,
    }
    return limits.get(reason)


def ends_by(reason: Reason, begin: datetime, policy: Policy, calendar: WorkCalendar) -> datetime | None:
    """When such a wait ends by itself; None if only an event ends it."""
    limit = longest(reason, policy)
    return deadline(begin, limit, calendar).at if limit is not None else None


def wakes_at(reason: Reason, begin: datetime, policy: Policy, calendar: WorkCalendar) -> datetime:
    """When the clock must look at the wait again: at its end, and every 30 days if it has none. Nothing waits unseen."""
    end = ends_by(reason, begin, policy, calendar)
    look = deadline(begin, policy.hold.review_every, calendar).at
    return look if end is None else min(end, look)


def counted(waits: Iterable[Wait], now: datetime, policy: Policy, calendar: WorkCalendar) -> tuple[Pause, ...]:
    """The waits as stretches of time that do not count, each cut at its longest; a running one up to now."""
    return tuple(_cut(wait, now, policy, calendar) for wait in waits)


def due_after(
    start: datetime, limit: Limit, waits: Iterable[Wait], now: datetime, policy: Policy, calendar: WorkCalendar
) -> Due:
    """When a limit ends after these waits. What ended a wait (an answer, a word, a ruling, the clock) makes no difference."""
    return deadline(start, limit, calendar, counted(waits, now, policy, calendar))


def _cut(wait: Wait, now: datetime, policy: Policy, calendar: WorkCalendar) -> Pause:
    end = now if wait.end is None else wait.end
    by = ends_by(wait.reason, wait.begin, policy, calendar)
    return wait.begin, max(wait.begin, end if by is None else min(end, by))
