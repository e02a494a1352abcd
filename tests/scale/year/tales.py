"""From the event log alone: what was owed in each case, by when, and until when. The city's numbers stand here by hand.

Imports nothing of the product: what it must do is computed a second time, from the published rules (R01–R15, the ladder).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from tests.scale.year import almanac

CLOCK, WORK, DAYS = "minutes by the clock", "minutes of office time", "working days"
STAGES = ("签收", "首联", "答复", "办结")
LIMITS: dict[str, dict[str, tuple[str, int]]] = {
    "特急": {"分派": (CLOCK, 15), "签收": (CLOCK, 30), "首联": (CLOCK, 120), "答复": (CLOCK, 1440), "办结": (DAYS, 3)},
    "紧急": {"分派": (WORK, 60), "签收": (WORK, 120), "首联": (CLOCK, 1440), "答复": (DAYS, 2), "办结": (DAYS, 3)},
    "普通": {"分派": (WORK, 240), "签收": (WORK, 240), "首联": (DAYS, 1), "答复": (DAYS, 3), "办结": (DAYS, 5)},
}
OF_KIND = {"咨询": {"办结": (DAYS, 3)}, "建议": {"答复": (DAYS, 5), "办结": (DAYS, 15)}, "约见": {"办结": (DAYS, 10)}}
UNCHASED = {"表扬"}
_MEETS = {"签收": ("签收",), "阶段反馈": ("答复",), "办结答复": ("签收", "首联", "答复", "办结")}
LADDER = {"L1": 0, "L2": 1, "L3": 2, "L4": 5, "L5": 10, "L6": 20}  # working days after the limit
URGENT_LADDER = {"U0": 0, "U1": 30, "U2": 120}  # 特急: minutes by the clock
AGAIN = 0.6  # share of the limits that a reopened case gets
IN_HAND = ("待签收", "办理中")
SHORT = {WORK: 240, CLOCK: 1344}  # limits up to 4 working hours (22.4 by the clock, at the ordinary) are reminded once
AHEAD = timedelta(minutes=5)  # how long before the end of a span a reminder leaves that would fall behind it


@dataclass(slots=True)
class Limit:
    """One limit; `end` is when it was met or no longer needed."""

    round: int
    stage: str
    start: datetime
    due: datetime
    length: tuple[str, int]
    seq: int = 1
    end: datetime | None = None

    def runs(self, at: datetime) -> bool:
        """Whether it is still owed at an instant."""
        return self.start <= at and (self.end is None or at < self.end)


@dataclass(slots=True)
class Tale:
    """One case: its limits, and what was known of it from when on."""

    number: str
    limits: list[Limit] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)
    states: list[dict[str, Any]] = field(default_factory=list)

    def at(self, instant: datetime, *, before: bool = False) -> dict[str, Any]:
        """What was so at an instant; `before`: just before it."""
        place = (bisect_left if before else bisect_right)(self.times, instant)
        return self.states[place - 1] if place else {}

    @property
    def urgent(self) -> bool:
        """True for 特急."""
        return bool(self.states and self.states[-1].get("urgency") == "特急")

    @property
    def unchased(self) -> bool:
        """True for kinds that nobody is chased for."""
        return bool(self.states and self.states[-1].get("kind") in UNCHASED)

    def waits_until(self, at: datetime) -> datetime | None:
        """When the request that waits for its ruling at an instant was ruled or too late; None if none waits."""
        now = self.at(at)
        until = _until(now)
        if until is None or at >= until:
            return None
        later = next((t for t, s in self._after(at) if s.get("pending") != now.get("pending")), until)
        return min(until, later)

    def _after(self, at: datetime) -> Iterator[tuple[datetime, dict[str, Any]]]:
        place = bisect_right(self.times, at)
        return zip(self.times[place:], self.states[place:], strict=True)

    def quiet(self, at: datetime) -> bool:
        """True if nobody may be chased for it: not in a unit's hands, or a request waits for its ruling."""
        return all(_quiet(self.at(at, before=before), at) for before in (True, False))

    def late(self, at: datetime, *, before: bool = False) -> list[Limit]:
        """The limits that are past and owed, the oldest first; `before`: with those that were met at this instant."""
        here = [one for one in self.limits if one.stage in STAGES and one.due <= at]
        here = [one for one in here if one.runs(at) or (before and one.end == at)]
        return sorted(here, key=lambda one: (one.due, one.start, STAGES.index(one.stage)))


def _until(state: dict[str, Any]) -> datetime | None:
    pending = state.get("pending") or {}
    if pending.get("what") not in {"transfer", "extension"}:
        return None
    return datetime.fromisoformat(pending["due"])


def _quiet(state: dict[str, Any], at: datetime) -> bool:
    until = _until(state)
    return state.get("state") not in IN_HAND or (until is not None and at < until)


def tales(events: Iterable[dict[str, Any]]) -> dict[str, Tale]:
    """Every case of the log."""
    found: dict[str, Tale] = {}
    for event in events:
        _tell(found.setdefault(event["case"], Tale(event["case"])), event)
    return found


def _tell(tale: Tale, event: dict[str, Any]) -> None:
    at, kind, data = event["at"].astimezone(almanac.ZONE), event["kind"], event["data"]
    old = tale.states[-1] if tale.states else {}
    now = {**old, **(data.get("set") or {})}
    _limits(tale, kind, data, at, old, now)
    if tale.times and tale.times[-1] == at:
        tale.states[-1] = now
    else:
        tale.times.append(at)
        tale.states.append(now)


def _limits(
    tale: Tale, kind: str, data: dict[str, Any], at: datetime, old: dict[str, Any], now: dict[str, Any]
) -> None:
    if kind == "提交" and now.get("secrecy") != "C":
        _start(tale, "分派", at, now)
    elif kind == "派单":
        _end(tale, at, "分派")
        if not old.get("dispatched_at") and now.get("unit"):
            _round(tale, at, now)
    elif kind == "重办":
        _end(tale, at)
        _round(tale, at, now)
    elif kind == "延期裁定" and data.get("agreed"):
        _longer(tale, at, int(data["days"]))
    elif kind == "首联" and data.get("reached"):
        _end(tale, at, "首联")
    elif kind in _MEETS:
        _end(tale, at, *_MEETS[kind])
    elif now.get("state") in {"办结", "撤回", "不予受理", "归档"}:
        _end(tale, at)


def _round(tale: Tale, at: datetime, now: dict[str, Any]) -> None:
    wanted = ("办结",) if now.get("kind") in UNCHASED else STAGES
    for stage in wanted:
        if stage != "签收" or now.get("state") == "待签收":
            _start(tale, stage, at, now)


def _start(tale: Tale, stage: str, at: datetime, now: dict[str, Any]) -> None:
    length = LIMITS[now["urgency"]][stage]
    if now["urgency"] == "普通":
        length = OF_KIND.get(now["kind"], {}).get(stage, length)
    if now["kind"] in UNCHASED:
        length = (DAYS, 1)
    round_ = int(now.get("round") or 1)
    if round_ > 1 and stage != "分派":
        length = (length[0], max(1, ceil(length[1] * AGAIN - 1e-9)))
    tale.limits.append(Limit(round_, stage, at, ends(at, length), length))


def _longer(tale: Tale, at: datetime, days: int) -> None:
    old = next(one for one in reversed(tale.limits) if one.stage == "办结")
    old.end = at
    due = almanac.plus_days(old.due, days)
    length = (
        DAYS,
        sum(
            almanac.works(almanac.local(at) + n * almanac.DAY)
            for n in range(1, (almanac.local(due) - almanac.local(at)).days + 1)
        ),
    )
    tale.limits.append(Limit(old.round, "办结", at, due, length, old.seq + 1))


def _end(tale: Tale, at: datetime, *stages: str) -> None:
    for one in tale.limits:
        if one.end is None and (not stages or one.stage in stages):
            one.end = at


def ends(at: datetime, length: tuple[str, int]) -> datetime:
    """When a limit that begins now ends."""
    unit, amount = length
    if unit == DAYS:
        return almanac.plus_days(at, amount)
    return almanac.plus_minutes(at, amount) if unit == WORK else at + timedelta(minutes=amount)


def rungs(due: datetime, *, urgent: bool) -> dict[str, datetime]:
    """When each rung of the ladder may be told."""
    if urgent:
        return {level: due + timedelta(minutes=after) for level, after in URGENT_LADDER.items()}
    return {level: almanac.next_open(almanac.plus_days(due, days) if days else due) for level, days in LADDER.items()}


def reminders(one: Limit, *, urgent: bool) -> dict[str, tuple[datetime, bool]]:
    """The reminders before a limit: when each leaves, and whether by itself (the others with a digest). Of two that fall
    on one instant the later point stays."""
    found: dict[datetime, tuple[str, datetime, bool]] = {}
    for point, at in _points(one).items():
        placed = (at, at, True) if urgent else _placed(point, at, one)
        if one.start < at < one.due and placed is not None:
            found[placed[0]] = (point, *placed[1:])
    return {point: (leaves, direct) for point, leaves, direct in found.values()}


def _points(one: Limit) -> dict[str, datetime]:
    unit, amount = one.length
    points = {"T-50%": _half(one)} if amount > SHORT.get(unit, 0) else {}
    if unit == DAYS and amount >= 2:
        points["T-24h"] = one.due - timedelta(hours=24)
    return {**points, "T-2h": one.due - timedelta(hours=2)}


def _half(one: Limit) -> datetime:
    if one.length[0] == CLOCK:
        return one.start + (one.due - one.start) / 2
    return almanac.plus_minutes(one.start, almanac.minutes_between(one.start, one.due) / 2)


def _placed(point: str, at: datetime, one: Limit) -> tuple[datetime, datetime, bool] | None:
    """Inside a span; else at the end of the one before; else with the next digest, if that is before the limit: the
    instant, when it leaves, whether by itself."""
    if not almanac.is_open(at):
        earlier = almanac.last_close(at) - AHEAD
        if earlier <= one.start:
            slot = almanac.next_slot(at)
            return (slot, slot, False) if slot < one.due else None
        at = earlier
    return (at, at, True) if point == "T-2h" else (at, almanac.next_slot(at), False)
