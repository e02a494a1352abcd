"""From conduct to candidates: classes B and C outrank the topic, and the accused is never among them
(R01, R02b)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nlp.rulebook import Hit
from nlp.values import Candidate
from storage.vocabulary import Secrecy

OFFICE, HALLS, PROCEDURE, INSPECTORATE, SEALED, DESK = "YSB", "SJJ", "SFJ", "SZFB", "JWJW", "PLAT"
# Firms and associations: what they force on customers is for their regulator, not for the supervision of officials.
TRADERS = frozenset("GDGS GSGS RQGS RLGS TXGS JGFJ JRB YZJ MZJ".split())
SELLING = frozenset({"designated", "levies"})
AT_WINDOW = re.compile(r"窗口|大厅|柜台|政务中心|政务服务|市民中心|叫号|取号")
AT_HALL = frozenset({"attitude", "buck_passing"})
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Conduct:
    """What is said of people's conduct: the class, why, whose, and which rules hold."""

    secrecy: Secrecy
    reason: str
    accused: tuple[str, ...]
    rules: tuple[str, ...]
    forced_withdrawal: bool
    suspected: bool = False  # class C, but not surely: the writer is asked before it counts

    @classmethod
    def of(
        cls,
        corrupt: tuple[Hit, ...],
        rough: tuple[Hit, ...],
        blamed: tuple[str, ...],
        topical: tuple[Candidate, ...],
    ) -> Conduct:
        """C if any integrity rule holds, else B if any conduct rule does, else A (nobody is accused)."""
        forced = any(hit.rule.name == "forced_withdrawal" for hit in corrupt)
        if corrupt:
            return cls(Secrecy.C, corrupt[0].rule.why, blamed, _names(corrupt), forced)
        selling = {hit.rule.name for hit in rough} <= SELLING
        if rough and not (selling and topical and topical[0].code in TRADERS):
            return cls(Secrecy.B, rough[0].rule.why, blamed, _names(rough), forced)
        return replace(ORDINARY, forced_withdrawal=forced)


ORDINARY = Conduct(Secrecy.A, "反映办事问题", (), (), False)  # nobody is accused


def routed(topical: tuple[Candidate, ...], conduct: Conduct, text: str, *, elsewhere: bool) -> tuple[Candidate, ...]:
    """Candidates by class. A: by topic, the first desk if nothing matches or it belongs elsewhere. B: the supervisory
    line, in the order of the rules, else of the topic."""
    if conduct.secrecy is Secrecy.C:
        return () if SEALED in conduct.accused else (Candidate(SEALED, SURE, (conduct.reason,)),)
    if conduct.secrecy is Secrecy.B:
        return _supervisors(conduct, text, topical)
    if elsewhere or not topical:
        desk = Candidate(DESK, 0.5, ("先由首接坐席处理",))
        return (desk, *(candidate for candidate in topical if candidate.code != DESK))
    return topical


def _supervisors(conduct: Conduct, text: str, topical: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """执法程序 to SFJ, hall windows to SJJ, else YSB; whoever is accused is left out, SZFB stands in for
    YSB."""
    order = [OFFICE]
    likeliest = next((each.code for each in topical if each.code in {OFFICE, HALLS, PROCEDURE}), OFFICE)
    if "procedure" in conduct.rules:
        order.insert(0, PROCEDURE)
    elif AT_HALL & set(conduct.rules) and AT_WINDOW.search(text):
        order.insert(0, HALLS)
    elif not conduct.rules and likeliest != OFFICE:
        order.insert(0, likeliest)
    free = [code for code in (*order, INSPECTORATE) if code not in conduct.accused]
    last = free[: free.index(INSPECTORATE)] or [INSPECTORATE]
    return tuple(Candidate(code, round(SURE - 0.5 * place, 2), (conduct.reason,)) for place, code in enumerate(last))


def _names(hits: tuple[Hit, ...]) -> tuple[str, ...]:
    return tuple(hit.rule.name for hit in hits)
