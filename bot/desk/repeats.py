"""The same person says the same thing again while their case is open: more of that case, and counted, no new one (R09, R10)."""

from __future__ import annotations

from bot.desk import gist
from bot.desk.facts import facts_of
from bot.desk.gist import Gist
from bot.desk.work import Actor, Work
from bot.rules import merging
from bot.rules.likeness import SAME, SAME_UNIT, likeness
from storage.tables import CaseFile
from storage.vocabulary import EventKind, Role, Secrecy


def of(work: Work, reading: Gist, open_cases: list[CaseFile]) -> CaseFile | None:
    """The one of these cases that new words of the same person repeat within the days of R09; None if there is none."""
    alike = [(_likeness(work, reading, case), case) for case in open_cases if _lately(work, case)]
    same = [hit for hit in alike if hit[0] >= (SAME_UNIT if hit[1].unit in {reading.best} else SAME)]
    best = max(same, key=lambda hit: (hit[0], hit[1].id or 0), default=None)
    return best[1] if best is not None else None


def _likeness(work: Work, reading: Gist, case: CaseFile) -> float:
    return likeness(reading.summary, gist.load(work, case).summary)


def _lately(work: Work, case: CaseFile) -> bool:
    if case.secrecy is not Secrecy.A:
        return False
    earlier = merging.Report(case.id or 0, case.person_id or 0, "alike", case.created_at)
    later = merging.Report(0, case.person_id or 0, "alike", work.now)
    return merging.same_matter(earlier, later, work.office.policy, work.office.calendar)


def count(work: Work, case: CaseFile) -> None:
    """A repeat pushes its case, as 催办 does; whoever has it hears of the words by themselves."""
    changes, facts = {"urges": case.urges + 1}, {"by": "repeat"}
    work.move(
        case, EventKind.URGED, Actor(Role.ENTERPRISE, case.person_id), facts_of(work, case), set=changes, facts=facts
    )
