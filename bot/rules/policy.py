"""A city's clocks as one frozen value that travels with each case, so that a later edit never moves a running clock."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta
from hashlib import sha256
from typing import Annotated, Any

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from bot.rules import policy_parts as parts
from bot.rules.limits import Limit
from bot.rules.policy_checks import problems
from bot.rules.policy_parts import STRICT, ByStage, ByUrgency, LimitText
from storage.vocabulary import Kind, Stage, Urgency


@dataclass(frozen=True, slots=True, config=STRICT)
class Policy:
    """Limits, ladder and numbers of one version. Building one that contradicts itself is refused with the reason."""

    version: Annotated[str, Field(min_length=1, max_length=40)]
    receipt: LimitText
    limits: Mapping[Stage, ByUrgency]  # from the dispatch card on; 分派 from the complete draft on
    complex_resolve: LimitText  # 办结 of a case confirmed as complex
    kinds: Mapping[Kind, ByStage]  # a kind's own limits, at 普通 only: higher urgencies keep theirs
    unchased: frozenset[Kind]  # a last limit, but no reminders and no ladder
    reminders: parts.Reminders
    ladder: tuple[parts.RungRule, ...]
    urgent_ladder: tuple[parts.RungRule, ...]  # 特急: by the clock, day and night
    confirm: parts.Confirm
    callback: parts.Callback
    transfer: parts.Transfer
    extension: parts.Extension
    hold: parts.Hold
    pause: parts.PauseRule
    reopen: parts.Reopen
    merge: parts.Merge
    draft: parts.Draft
    relay: parts.Relay
    retention: parts.Retention
    tracks: Mapping[str, parts.Track] = Field(default_factory=dict)

    def __post_init__(self) -> None:
        found = problems(self)
        if found:
            raise ValueError("；".join(found))

    # -- limits ----------------------------------------------------------------------------------------------------

    def limit(self, stage: Stage, urgency: Urgency) -> Limit:
        """The limit of a stage; CONFIRM has one for all urgencies."""
        return self.confirm.window if stage is Stage.CONFIRM else self.limits[stage][urgency]

    def limits_for(self, kind: Kind, urgency: Urgency, *, complex_case: bool = False) -> dict[Stage, Limit]:
        """The unit's limits for a case: the stage's, the kind's own at 普通, the longer one if it is complex."""
        if kind is Kind.INVALID:
            return {}
        own = self.kinds.get(kind, {}) if urgency is Urgency.NORMAL or kind in self.unchased else {}
        if kind in self.unchased:
            return {Stage.RESOLVE: own.get(Stage.RESOLVE, self.limit(Stage.RESOLVE, urgency))}
        limits = {stage: by[urgency] for stage, by in self.limits.items() if stage is not Stage.TRIAGE} | dict(own)
        return limits | ({Stage.RESOLVE: self.complex_resolve} if complex_case else {})

    def rungs(self, urgency: Urgency) -> tuple[parts.RungRule, ...]:
        """The overdue ladder; 特急 has its own."""
        return self.urgent_ladder if urgency is Urgency.CRITICAL else self.ladder

    # -- numbers that use cases ask for ----------------------------------------------------------------------------

    @property
    def reopen_factor(self) -> float:
        """How much of the limits a new round gets."""
        return self.reopen.factor

    @property
    def reopen_window(self) -> Limit:
        """How long after closing the enterprise may reopen."""
        return self.reopen.window

    @property
    def confirm_window(self) -> Limit:
        """How long the enterprise may stay silent."""
        return self.confirm.window

    @property
    def confirm_nudges(self) -> tuple[Limit, ...]:
        """After how long the enterprise is asked for its verdict."""
        return self.confirm.nudges

    @property
    def digest_slots(self) -> tuple[time, ...]:
        """Local times at which collected reminders leave."""
        return self.reminders.digest_slots

    @property
    def per_person_cap(self) -> int:
        """Reminders a person gets a day at most; 特急 excepted."""
        return self.reminders.per_person_cap

    @property
    def transfer_cap(self) -> int:
        """How often a case may be handed on; after that the office rules (R07)."""
        return self.transfer.cap

    def transfer_window(self, urgency: Urgency) -> Limit:
        """How long after the dispatch a unit may ask to hand a case on."""
        return self.transfer.window[urgency]

    def arbitration(self, urgency: Urgency) -> Limit:
        """By when a request to hand on is ruled."""
        return self.transfer.arbitration[urgency]

    @property
    def extension_cap(self) -> int:
        """How often an extension may be granted."""
        return len(self.extension.lengths)

    def extension_days(self, number: int) -> int:
        """Working days that the number-th extension (from 1) may bring at most; 0 if there is none."""
        lengths = self.extension.lengths
        return lengths[number - 1].amount if 1 <= number <= len(lengths) else 0

    @property
    def mask_after(self) -> Limit:
        """How long after closing the contacts are masked."""
        return self.retention.mask_after

    @property
    def draft_nudge_after(self) -> timedelta:
        """When an untouched draft is recalled to its author."""
        return self.draft.nudge

    @property
    def draft_file_after(self) -> timedelta:
        """When an untouched draft files itself."""
        return self.draft.file

    @property
    def relay_longest(self) -> int:
        """Characters of one relayed message."""
        return self.relay.longest

    # -- snapshot --------------------------------------------------------------------------------------------------

    def stamped(self) -> Policy:
        """The same policy with a digest of its content in its version, so that two contents never share one."""
        plain = self.version.partition("+")[0]
        body = json.dumps(self.to_json() | {"version": plain}, sort_keys=True, ensure_ascii=False)
        return replace(self, version=f"{plain}+{sha256(body.encode()).hexdigest()[:8]}")

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `from_json` gives an equal policy."""
        body: dict[str, Any] = _ADAPTER.dump_python(self, mode="json")
        return body

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Policy:
        """Read a snapshot; pydantic's ValidationError for unknown keys, bad values and contradictions."""
        return _ADAPTER.validate_python(dict(body))


_ADAPTER: TypeAdapter[Policy] = TypeAdapter(Policy)
