"""One case as a pack sees it: no enterprise, no phone, no person but the officials who owe the next step (R01, R03)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from storage.vocabulary import State, Urgency

WEEKLY_FROM, FORTNIGHT_FROM, QUARTER_AFTER = 5, 10, 20  # working days overdue: rungs L4, L5, L6 of the ladder


@dataclass(frozen=True, slots=True)
class Line:
    """An open case. `late_days` are whole working days past the oldest missed limit; `late` names the missed stages."""

    id: int
    number: str
    unit: str
    unit_name: str
    taskforce: str
    state: State
    urgency: Urgency
    theme: str
    summary: str  # masked, one line
    owner: str
    section: str
    opened_at: datetime
    due_at: datetime | None = None  # when the present round must be resolved
    late: str = ""
    late_since: datetime | None = None
    late_days: int = 0
    soon: bool = False  # to be resolved within three working days
    chased: int = 0
    progress: str = ""
    stuck: str = ""
    advice: str = ""
    reopens: int = 0
    transfers: int = 0
    helpers: int = 0  # units that were asked to help
    held: bool = False
    supervised: bool = False
    pending: str = ""  # "transfer", "extension", "hold", … while a request waits for its ruling
    review: datetime | None = None  # when a held case is looked at again
    age_days: int = 0  # calendar days since it was filed
    legacy: bool = False  # 历史遗留

    @property
    def is_late(self) -> bool:
        """A limit was missed and still runs."""
        return self.late_since is not None


@dataclass(frozen=True, slots=True)
class Part:
    """The lines that stand on the paper, and how many more there are (they go to the annex)."""

    shown: tuple[Line, ...]
    total: int

    @property
    def left_out(self) -> int:
        """How many are only in the annex."""
        return self.total - len(self.shown)


def worst_first(lines: Iterable[Line]) -> list[Line]:
    """Overdue before the rest, the longest overdue first, then the more urgent, then the one due sooner."""
    rank = [Urgency.CRITICAL, Urgency.URGENT, Urgency.NORMAL]
    return sorted(
        lines,
        key=lambda x: (not x.is_late, -x.late_days, rank.index(x.urgency), (x.due_at or x.opened_at).timestamp(), x.id),
    )


def cut(lines: Iterable[Line], most: int) -> Part:
    """The first so many of them."""
    found = list(lines)
    return Part(tuple(found[:most]), len(found))
