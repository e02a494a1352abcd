"""The chase of one limit, planned ahead: reminders before it, the breach, the rungs of the ladder after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.rules import policy_checks
from bot.rules.calendar import WorkCalendar
from bot.rules.deadlines import deadline
from bot.rules.limits import Limit, Unit
from bot.rules.policy import Policy
from bot.rules.policy_parts import RungRule
from bot.rules.windows import last_send_before, next_send
from storage.vocabulary import Kind, Stage, Urgency

DUE = "due"
AUTO_SIGN = "auto-sign"
FACTS = frozenset({DUE, AUTO_SIGN})  # steps that say nothing to anybody: no pause of the chase puts them off
IN_TIME = timedelta(minutes=1)  # before a digest leaves, so that a folded reminder is in it and not in the next one
_A_DAY = 24


@dataclass(frozen=True, slots=True)
class ReminderPoint:
    """A reminder before the limit. `folded`: it found no moment of its own and leaves with a digest at `at`."""

    at: datetime
    point: str
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Rung:
    """One step after the limit. `reached` is when it became true, `at` when it may be told."""

    level: str
    at: datetime
    to: tuple[str, ...]
    action: str = ""
    reached: datetime | None = None
    in_group: bool = False
    supervise: bool = False

    @property
    def to_office(self) -> bool:
        """True if the business-environment office is among those told."""
        return any(title.startswith("营商办") for title in self.to)


@dataclass(frozen=True, slots=True)
class Step:
    """What the clock does next about a limit: a reminder, `due`, `auto-sign`, or a rung.

    `direct` ones go by themselves: the last reminder, and all of a 特急 case. The others join the next digest.
    """

    name: str
    at: datetime
    direct: bool = False
    rung: Rung | None = None


def reminders(
    due: datetime,
    start: datetime,
    limit: Limit,
    policy: Policy,
    calendar: WorkCalendar,
    urgency: Urgency = Urgency.NORMAL,
) -> tuple[ReminderPoint, ...]:
    """Reminders strictly between start and due, in order of time, one an instant (the later point wins).

    One outside the spans moves to the end of the previous span if that is after the start, else into the next digest if
    that is before the limit, else it is left out. 特急 is reminded by the clock.
    """
    found: dict[datetime, ReminderPoint] = {}
    for point in _points(limit, policy):
        reminder = _placed(_ideal(point, start, due, limit, calendar), point, start, due, policy, calendar, urgency)
        if reminder is not None:
            found[reminder.at] = reminder
    return tuple(found[at] for at in sorted(found))


def rungs(due: datetime, urgency: Urgency, policy: Policy, calendar: WorkCalendar) -> tuple[Rung, ...]:
    """The ladder above a missed limit, each rung at the first moment at which it may be told."""
    return tuple(_rung(rule, due, urgency, calendar) for rule in policy.rungs(urgency))


def plan(
    stage: Stage,
    urgency: Urgency,
    start: datetime,
    due: datetime,
    policy: Policy,
    calendar: WorkCalendar,
    kind: Kind | None = None,
) -> tuple[Step, ...]:
    """Every step of a limit in order of time.

    The enterprise's own window (确认) and kinds that are not chased (表扬) have the breach only. The length of the limit is
    measured from start to due, so that a shortened or extended one is reminded as what it is.
    """
    breach = Step(DUE, due)
    if stage is Stage.CONFIRM or kind in policy.unchased:
        return (breach,)
    limit = _measured(start, due, policy.limit(stage, urgency).unit, calendar)
    before = [
        Step(reminder.point, reminder.at - IN_TIME * reminder.folded, direct=_direct(reminder, urgency, policy))
        for reminder in reminders(due, start, limit, policy, calendar, urgency)
    ]
    after = [Step(rung.level, rung.at, direct=True, rung=rung) for rung in rungs(due, urgency, policy, calendar)]
    sign = [Step(AUTO_SIGN, deadline(due, policy.limit(stage, urgency), calendar).at)] if stage is Stage.SIGN else []
    # At one instant the rung goes first: a limit that the clock has signed off climbs no further.
    return (*before, breach, *sorted([*after, *sign], key=lambda step: step.at))


def _direct(reminder: ReminderPoint, urgency: Urgency, policy: Policy) -> bool:
    return urgency is Urgency.CRITICAL or (reminder.point == policy.reminders.points[-1] and not reminder.folded)


def _points(limit: Limit, policy: Policy) -> tuple[str, ...]:
    rules = policy.reminders
    if not policy_checks.longer(limit, rules.last_only_up_to):
        return rules.points[-1:]
    long_enough = not policy_checks.longer(rules.day_before_from, limit)
    return tuple(point for point in rules.points if long_enough or not _is_day_before(point))


def _is_day_before(point: str) -> bool:
    return point.endswith("h") and int(point[2:-1]) >= _A_DAY


def _ideal(point: str, start: datetime, due: datetime, limit: Limit, calendar: WorkCalendar) -> datetime:
    """When a point falls: hours before the limit by the clock, a share of the limit as the limit is measured."""
    amount = int(point[2:-1])
    if point.endswith("h"):
        return due - timedelta(hours=amount)
    if limit.unit in {Unit.MIN, Unit.CH}:
        return start + (due - start) * (100 - amount) / 100
    worked = calendar.working_time(start, due)
    return calendar.add_working_time(start, worked * (100 - amount) / 100)


def _placed(
    ideal: datetime,
    point: str,
    start: datetime,
    due: datetime,
    policy: Policy,
    calendar: WorkCalendar,
    urgency: Urgency,
) -> ReminderPoint | None:
    if not start < ideal < due:
        return None
    if urgency is Urgency.CRITICAL:
        return ReminderPoint(ideal, point)
    at = last_send_before(ideal, calendar, policy.reminders.margin)
    if at > start:
        return ReminderPoint(at, point)
    slot = calendar.next_digest(ideal, policy)
    return ReminderPoint(slot, point, folded=True) if slot < due else None


def _rung(rule: RungRule, due: datetime, urgency: Urgency, calendar: WorkCalendar) -> Rung:
    reached = deadline(due, rule.after, calendar).at
    at = next_send(reached, urgency, calendar)
    return Rung(rule.level, at, rule.to, rule.action, reached, rule.in_group, rule.supervise)


def _measured(start: datetime, due: datetime, unit: Unit, calendar: WorkCalendar) -> Limit:
    """The real length of a running limit, in the terms in which its stage is counted."""
    start = start.astimezone(UTC)
    if unit.in_days:
        return Limit(calendar.working_days_between(start, due), Unit.WD)
    if unit.in_working_minutes:
        return Limit(calendar.minutes_between(start, due), Unit.WM)
    return Limit(int((due - start).total_seconds() // 60), Unit.MIN)
