"""From a limit to the instant at which it ends, pauses subtracted, with a mark where the calendar may still change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.rules.calendar import ONE_DAY, WorkCalendar
from bot.rules.limits import Limit, Unit, scaled
from bot.rules.policy import Policy
from storage.vocabulary import Kind, Stage, Urgency

UNIT_STAGES = (Stage.SIGN, Stage.FIRST_CONTACT, Stage.REPLY, Stage.RESOLVE)
Pause = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Due:
    """When a limit ends (UTC), whether that may still change (暂定), and the zone it was computed in."""

    at: datetime
    provisional: bool
    zone: str


def deadline(start: datetime, limit: Limit, calendar: WorkCalendar, pauses: Iterable[Pause] = ()) -> Due:
    """When a limit that starts now ends. Each pause (from, to) that begins before the end pushes it out by its length.

    A pause is measured as the limit is: clock time for min and ch, working time for wh and wd, begun days for cd.
    """
    start = start.astimezone(UTC)
    at = _end(start, limit, calendar)
    grown = limit
    for begin, end in _merged(pauses, start):
        if begin >= at:
            break
        if limit.unit is Unit.CD:
            grown = Limit(grown.amount - (begin - end) // ONE_DAY, Unit.CD)
            at = _end(start, grown, calendar)
        else:
            at = _pushed(at, begin, end, limit.unit, calendar)
    return Due(at, _provisional(start, at, grown, calendar), calendar.zone)


def pushed(due_at: datetime, unit: Unit, pause: Pause, calendar: WorkCalendar) -> Due:
    """A running limit after one more pause, measured as the limit is; a pause that began after its end changes nothing."""
    begin, end = (moment.astimezone(UTC) for moment in pause)
    at = due_at.astimezone(UTC)
    if begin < min(at, end):
        days = -((begin - end) // ONE_DAY)
        in_days = unit is Unit.CD
        at = calendar.add_calendar_days(at, days) if in_days else _pushed(at, begin, end, unit, calendar)
    provisional = _provisional(begin, at, Limit(0, unit), calendar)
    return Due(at, provisional, calendar.zone)


def recomputed(due: Due, start: datetime, limit: Limit, calendar: WorkCalendar, pauses: Iterable[Pause] = ()) -> Due:
    """A provisional limit once its year's notice is loaded (R38); a certain one never moves with the calendar."""
    return deadline(start, limit, calendar, pauses) if due.provisional else due


def stage_deadlines(
    policy: Policy,
    kind: Kind,
    urgency: Urgency,
    dispatched_at: datetime,
    calendar: WorkCalendar,
    *,
    factor: float = 1.0,
    complex_case: bool = False,
) -> dict[Stage, Due]:
    """The unit's limits from the dispatch card on; `factor` shortens those of a reopened case (R06).

    A kind that is not chased (表扬) has the last one only; one that opens no case (无效) has none.
    """
    limits = policy.limits_for(kind, urgency, complex_case=complex_case)
    return {
        stage: deadline(dispatched_at, scaled(limits[stage], factor), calendar)
        for stage in UNIT_STAGES
        if stage in limits
    }


def triage_deadline(policy: Policy, urgency: Urgency, at: datetime, calendar: WorkCalendar) -> Due:
    """By when the clerks must have found the unit."""
    return deadline(at, policy.limit(Stage.TRIAGE, urgency), calendar)


def confirm_deadline(policy: Policy, answered_at: datetime, calendar: WorkCalendar) -> Due:
    """When silence closes an answered case as 未评价."""
    return deadline(answered_at, policy.confirm_window, calendar)


def confirm_nudges(policy: Policy, answered_at: datetime, calendar: WorkCalendar) -> tuple[datetime, ...]:
    """When the enterprise is politely asked for its verdict."""
    return tuple(deadline(answered_at, after, calendar).at for after in policy.confirm_nudges)


def _end(start: datetime, limit: Limit, calendar: WorkCalendar) -> datetime:
    if limit.unit is Unit.WD:
        return calendar.add_working_days(start, limit.amount)
    if limit.unit is Unit.CD:
        return calendar.add_calendar_days(start, limit.amount)
    if limit.unit.in_working_minutes:
        return calendar.add_minutes(start, limit.minutes)
    return start + timedelta(minutes=limit.minutes)


def _pushed(at: datetime, begin: datetime, end: datetime, unit: Unit, calendar: WorkCalendar) -> datetime:
    if unit in {Unit.MIN, Unit.CH}:
        return at + (end - begin)
    paused = calendar.working_time(begin, end)
    return calendar.add_working_time(at, paused) if paused else at


def _merged(pauses: Iterable[Pause], start: datetime) -> list[Pause]:
    merged: list[Pause] = []
    for begin, end in sorted((max(begin.astimezone(UTC), start), end.astimezone(UTC)) for begin, end in pauses):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif begin < end:
            merged.append((begin, end))
    return merged


def _provisional(start: datetime, at: datetime, limit: Limit, calendar: WorkCalendar) -> bool:
    if limit.unit in {Unit.MIN, Unit.CH}:
        return False
    first, last = calendar.local_date(start), calendar.local_date(at)
    if limit.unit is Unit.CD:  # only the last day, and those it moved over, depend on the calendar
        first = min(first + timedelta(days=limit.amount), last)
    return calendar.provisional_within(first, last)
