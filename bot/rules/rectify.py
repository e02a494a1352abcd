"""After a poor rating the unit verifies and mends, with clocks of its own beside the closed case (好差评整改).

One working day to verify, five to report, fifteen if it is complex. The case stays closed; a poor rating is no reopening.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.rules.calendar import WorkCalendar
from bot.rules.closing import needs_mending
from bot.rules.deadlines import Due, deadline
from bot.rules.limits import Limit, Unit

VERIFY = Limit(1, Unit.WD)
REPORT = Limit(5, Unit.WD)
REPORT_COMPLEX = Limit(15, Unit.WD)


@dataclass(frozen=True, slots=True)
class Mending:
    """The two limits of a rectification."""

    verify: Due
    report: Due


def clocks(
    rating: int | None, rated_at: datetime, calendar: WorkCalendar, *, complex_case: bool = False
) -> Mending | None:
    """The limits after a rating; None if it was not poor or nobody rated."""
    if not needs_mending(rating):
        return None
    report = REPORT_COMPLEX if complex_case else REPORT
    return Mending(deadline(rated_at, VERIFY, calendar), deadline(rated_at, report, calendar))
