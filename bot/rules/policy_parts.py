"""The parts of a policy: frozen values that read from and write to plain JSON, unknown keys refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic.dataclasses import dataclass

from bot.rules.limits import Limit
from storage.vocabulary import Stage, Urgency

STRICT = ConfigDict(extra="forbid")


def _limit(value: Any) -> Any:
    return Limit.parse(value) if isinstance(value, str) else value


def _clock(value: Any) -> Any:
    """YAML reads an unquoted 09:00 as the number 540: accept it as what was meant."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 24 * 60:
        return time(value // 60, value % 60)
    return value


LimitText = Annotated[Limit, BeforeValidator(_limit), PlainSerializer(str)]
Clock = Annotated[time, BeforeValidator(_clock), PlainSerializer(lambda at: at.strftime("%H:%M"))]
Minutes = Annotated[
    timedelta,
    BeforeValidator(lambda value: timedelta(minutes=Limit.parse(value).minutes) if isinstance(value, str) else value),
    PlainSerializer(lambda length: f"{length // timedelta(minutes=1)} min"),
]
ByUrgency = Mapping[Urgency, LimitText]
ByStage = Mapping[Stage, LimitText]
Percent = Annotated[int, Field(ge=0, le=100)]
Count = Annotated[int, Field(ge=1, le=1000)]


@dataclass(frozen=True, slots=True, config=STRICT)
class RungRule:
    """One step of the overdue ladder: how long after the missed limit, to which titles, with what effect."""

    level: str
    after: LimitText
    to: tuple[str, ...]
    action: str = ""
    in_group: bool = False  # said in the unit's group to the people named; otherwise privately to each
    supervise: bool = False  # the case becomes 督办


@dataclass(frozen=True, slots=True, config=STRICT)
class Reminders:
    """Before the limit: at which points, and how they are collected."""

    points: tuple[Annotated[str, Field(pattern=r"^T-\d+(%|h)$")], ...]
    day_before_from: LimitText  # points of 24 h and more only for limits at least this long
    last_only_up_to: LimitText  # limits no longer than this keep only the last point
    digest_slots: Annotated[tuple[Clock, ...], Field(min_length=1)]
    per_person_cap: Count  # a day; 特急 excepted
    margin: Minutes  # a reminder moved back leaves this long before the span ends, so that it is read inside it


@dataclass(frozen=True, slots=True, config=STRICT)
class Confirm:
    """The enterprise's window after an answer; silence closes as 未评价."""

    window: LimitText
    nudges: tuple[LimitText, ...]


@dataclass(frozen=True, slots=True, config=STRICT)
class Callback:
    """Sampled calls after closing: percent by urgency, and of cases closed in silence."""

    within: LimitText
    sample: Mapping[Urgency, Percent]
    silent: Percent


@dataclass(frozen=True, slots=True, config=STRICT)
class Transfer:
    """退单: until when it may be asked for, how often, and by when it is ruled."""

    window: ByUrgency
    cap: Count
    arbitration: ByUrgency
    clock_stops_up_to: LimitText  # while the ruling is awaited


@dataclass(frozen=True, slots=True, config=STRICT)
class Extension:
    """延期: lengths and approvers in order, one entry a time it may be granted."""

    apply_before: LimitText
    lengths: tuple[LimitText, ...]
    approvers: tuple[str, ...]
    ceiling: LimitText  # with the original limit


@dataclass(frozen=True, slots=True, config=STRICT)
class Hold:
    """挂账: how often it is looked at again, and how long it may last."""

    review_every: LimitText
    longest: LimitText


@dataclass(frozen=True, slots=True, config=STRICT)
class PauseRule:
    """Waiting for the enterprise."""

    waiting_enterprise: LimitText
    times: Count


@dataclass(frozen=True, slots=True, config=STRICT)
class Reopen:
    """重办: how long it is open to the enterprise, how much shorter the clock runs, how often it goes by itself."""

    window: LimitText
    factor: Annotated[float, Field(gt=0, le=1)]
    automatic: Count


@dataclass(frozen=True, slots=True, config=STRICT)
class Merge:
    """并单: the same matter of one person, the same event of many."""

    same_matter: LimitText
    same_event: LimitText
    same_event_from: Count


@dataclass(frozen=True, slots=True, config=STRICT)
class Draft:
    """An untouched draft: one reminder, then it files itself."""

    nudge: Minutes
    file: Minutes


@dataclass(frozen=True, slots=True, config=STRICT)
class Relay:
    """Words passed between owner and enterprise."""

    longest: Count  # characters a message
    idle: Minutes  # after this the mode ends


@dataclass(frozen=True, slots=True, config=STRICT)
class Retention:
    """When contacts are masked, and how long the record is kept."""

    mask_after: LimitText
    years: Count


@dataclass(frozen=True, slots=True, config=STRICT)
class Track:
    """A statutory procedure that the bot follows but does not replace: the law's limits, and ours beside them.

    `bound` names, for an internal limit, the legal one that it may not exceed.
    """

    law: str
    legal: Mapping[str, LimitText]
    internal: Mapping[str, LimitText] = Field(default_factory=dict)
    bound: Mapping[str, str] = Field(default_factory=dict)
