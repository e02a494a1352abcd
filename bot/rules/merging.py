"""Several reports of one thing, and one report of several things (R09, R23). Classes B and C are never joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules.calendar import WorkCalendar
from bot.rules.deadlines import deadline
from bot.rules.policy import Policy
from storage.vocabulary import Secrecy, Urgency

SURGE = timedelta(hours=2)  # this many enterprises in so short a time raise the urgency (urgency.upgrade_rule)


@dataclass(frozen=True, slots=True)
class Report:
    """What merging needs of a case. `event` names matter and place as the reader found them; None: not known."""

    id: int
    enterprise: int
    event: str | None
    at: datetime
    secrecy: Secrecy = Secrecy.A


def same_matter(earlier: Report, later: Report, policy: Policy, calendar: WorkCalendar) -> bool:
    """True if the later report belongs into the earlier one: same author, same thing, within seven days (R09)."""
    if not _joinable(earlier, later) or earlier.enterprise != later.enterprise:
        return False
    last = calendar.local_date(earlier.at) + timedelta(days=policy.merge.same_matter.amount)
    return earlier.at <= later.at and calendar.local_date(later.at) <= last


def one_event(reports: Iterable[Report], policy: Policy, calendar: WorkCalendar) -> tuple[Report, ...]:
    """The earliest reports, oldest first, that make one event: three enterprises or more within a day; else empty.

    All of them must be of one event and of class A; others are left out.
    """
    return _cluster(reports, policy, lambda first: deadline(first, policy.merge.same_event, calendar).at)


def surge(reports: Iterable[Report], policy: Policy) -> tuple[Report, ...]:
    """Like `one_event`, but within two hours: then each of them is raised one urgency."""
    return _cluster(reports, policy, lambda first: first + SURGE)


def raised(urgency: Urgency) -> Urgency:
    """One urgency higher; 特急 stays."""
    order = list(Urgency)
    return order[max(order.index(urgency) - 1, 0)]


def may_join(child: Report, parent: Report, *, parent_merged: bool) -> bool:
    """True if a case may stand under another: never under itself, under a child, or with a restricted one."""
    return child.id != parent.id and not parent_merged and _joinable(child, parent)


def split(parts: Sequence[str], urgent: int | None = None) -> tuple[str, tuple[str, ...]]:
    """Main matter and the others, in order: the one that the enterprise called most urgent, else the first (R23).

    ValueError if there is nothing, or if the named one is not there.
    """
    said = [part for part in parts if part.strip()]
    main = 0 if urgent is None else urgent
    if not said or not 0 <= main < len(said):
        raise ValueError("没有可拆的事项，或指定的事项不存在")
    return said[main], tuple(part for place, part in enumerate(said) if place != main)


def _joinable(one: Report, other: Report) -> bool:
    return one.secrecy is Secrecy.A is other.secrecy and one.event is not None and one.event == other.event


def _cluster(reports: Iterable[Report], policy: Policy, until: Callable[[datetime], datetime]) -> tuple[Report, ...]:
    ordered = sorted((report for report in reports if report.event), key=lambda report: (report.at, report.id))
    for first in ordered:
        near = [other for other in ordered if _joinable(first, other) and first.at <= other.at <= until(first.at)]
        if len({report.enterprise for report in near}) >= policy.merge.same_event_from:
            return tuple(near)
    return ()
