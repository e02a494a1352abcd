"""Which open cases may be the same thing as this one: same unit, and the same author or alike words (R09)."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, select

from bot.desk import gist, merge
from bot.desk.work import Work
from bot.rules.likeness import ALIKE, likeness
from storage.tables import CaseFile
from storage.vocabulary import Secrecy

MOST = 5  # offered at once
LOOKED_AT = 400  # newest open cases
LATELY = timedelta(days=30)

Like = tuple[CaseFile, str]


def of(work: Work, case: CaseFile) -> list[Like]:
    """Cases that this one may be joined to, the likeliest first, each with the reason that a person can check."""
    words, units = gist.load(work, case).summary, units_of(work, case)
    found = []
    for other in _open(work, case):
        if not units & units_of(work, other):
            continue
        same = _same_author(case, other)
        score = likeness(words, gist.load(work, other).summary)
        if (same or score >= ALIKE) and merge.may_join(work, case, other):
            found.append((score + same, other, _why(score, same=same)))
    found.sort(key=lambda hit: (-hit[0], hit[1].id))
    return [(other, why) for _score, other, why in found[:MOST]]


def units_of(work: Work, case: CaseFile) -> set[str]:
    """The unit that has a case, or those that its words point to most."""
    return {case.unit} if case.unit else {code for code, _why in gist.load(work, case).units[:3]}


def _open(work: Work, case: CaseFile) -> list[CaseFile]:
    query = select(CaseFile).where(
        col(CaseFile.state).in_(merge.IN_REACH),
        CaseFile.secrecy == Secrecy.A,
        col(CaseFile.merged_into).is_(None),
        CaseFile.id != case.id,
        CaseFile.created_at >= work.now - LATELY,
    )
    return list(work.session.exec(query.order_by(col(CaseFile.id).desc()).limit(LOOKED_AT)))


def _same_author(case: CaseFile, other: CaseFile) -> bool:
    same_firm = case.enterprise_id is not None and case.enterprise_id == other.enterprise_id
    return same_firm or (case.person_id is not None and case.person_id == other.person_id)


def _why(score: float, *, same: bool) -> str:
    parts = ["同一企业"] if same else []
    return "，".join(parts + ([f"字面相近 {score:.0%}"] if score >= ALIKE else [])) or "同一单位"
