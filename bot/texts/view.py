"""What a text may show of a case. Made by the desk; holds no enterprise, phone or complainant."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from storage.vocabulary import CloseKind, Kind, ResultCode, Secrecy, Stage, State, Urgency


@dataclass(frozen=True, slots=True)
class Limit:
    """One running limit of the present round."""

    due_at: datetime
    provisional: bool = False
    met_at: datetime | None = None
    breached_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as cards and lists see it."""

    id: int
    number: str
    version: int
    state: State
    kind: Kind
    urgency: Urgency
    secrecy: Secrecy
    unit: str | None
    unit_name: str
    section: str
    owner: str  # name, 待定 if none
    backup: str
    summary: str  # masked, one line
    why: str  # why this unit
    round: int
    supervised: bool
    anonymous: bool
    transfers: int
    extensions: int
    reopens: int
    urges: int
    created_at: datetime
    closed_at: datetime | None
    result: ResultCode | None
    close_kind: CloseKind | None
    limits: dict[Stage, Limit] = field(default_factory=dict)
    pending: str = (
        ""  # "transfer", "extension", … while a request waits for its ruling; "pause" while the clocks stand still
    )
    held: bool = False  # 挂账
    legal: str = ""  # the statutory last day, for inside the office; empty if there is none

    @property
    def next_limit(self) -> tuple[Stage, Limit] | None:
        """The earliest limit that is neither met nor over."""
        running = [(stage, limit) for stage, limit in self.limits.items() if limit.met_at is None]
        return min(running, key=lambda pair: pair[1].due_at, default=None)
