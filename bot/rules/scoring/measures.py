"""What one case adds to a unit's figures in a quarter, from its events alone: the published 口径 (docs/league.md).

A case is counted at most once a quarter for a unit. What became certain within the quarter counts in it; whether it was
good is judged as of the quarter's end, so that figures of a past quarter never move with what happens later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntFlag

from bot.rules.quarters import Quarter, quarter_of
from bot.rules.scoring.life import Fact, Happened, Life, Tenure, What, walk
from storage.vocabulary import CloseKind, Kind, Secrecy
from storage.vocabulary import EventKind as E


class Mark(IntFlag):
    """What is said of one case, unit and quarter. A pair of DUE and OK is denominator and numerator."""

    SIGN_DUE = 1
    SIGN_OK = 2
    CONTACT_DUE = 4
    CONTACT_OK = 8
    RESOLVE_DUE = 16
    RESOLVE_OK = 32  # closed in time, never reopened
    VOICED = 64  # closed, and the enterprise said whether it is solved
    SOLVED = 128
    RATED = 256
    SATISFIED = 512
    CLOSED = 1024
    FIRST_TIME = 2048  # closed without a reopening and without a refused return (一次办好)
    RETURNED = 4096  # deduction: 无理由退单
    LATE_SIGNED = 8192  # deduction: 超时签收
    FALSE_CLOSED = 16384  # deduction: 代企业确认、虚假办结, as found by the office


COUNTED = Mark.SIGN_DUE | Mark.CONTACT_DUE | Mark.RESOLVE_DUE | Mark.CLOSED  # one of these makes a case of the quarter
OF_EVENT = Mark.VOICED | Mark.SOLVED | Mark.RATED | Mark.SATISFIED  # all that a case under another one adds (并案)
NONE = Mark(0)
NOT_COUNTED = (Kind.INVALID, Kind.PRAISE)
HELD, MISSENT, LEGACY = "挂账已批", "派错单", "历史遗留"
FALSE_CLOSING = "虚假办结"


@dataclass(frozen=True, slots=True)
class Account:
    """One case in one unit's figures of one quarter. `excluded` says why it is not counted; then it has no marks."""

    quarter: str
    unit: str
    section: str
    marks: Mark
    excluded: str = ""


def accounts(events: Sequence[Happened], zone: str = "Asia/Shanghai") -> list[Account]:
    """All that a case adds, from its whole history in order. Nothing for class C, and nothing for a unit that it accuses."""
    life = walk(events)
    if life.secrecy is Secrecy.C:
        return []
    found = []
    for quarter in sorted({quarter_of(event.at, zone) for event in events} | set(_ruled_quarters(events, zone))):
        then = walk(event for event in events if event.at < quarter.end)
        open_to = [tenure for tenure in then.tenures if tenure.unit not in life.accused]
        for unit in dict.fromkeys(tenure.unit for tenure in open_to):
            mine = [tenure for tenure in open_to if tenure.unit == unit]
            account = _account(quarter, unit, mine, then, _rulings(events, quarter, unit))
            found += [account] if account is not None else []
    return found


def _ruled_quarters(events: Iterable[Happened], zone: str) -> Iterable[Quarter]:
    for event in events:
        if event.kind is E.SCORED:
            year, _, number = str(event.data["quarter"]).partition("Q")
            yield Quarter(int(year), int(number), zone)


def _rulings(events: Iterable[Happened], quarter: Quarter, unit: str) -> tuple[str, ...]:
    """The grounds that the office accepted for this unit and quarter, whenever it did."""
    facts = [event.data for event in events if event.kind is E.SCORED and event.data.get("agreed")]
    return tuple(fact["ground"] for fact in facts if (fact["quarter"], fact["unit"]) == (str(quarter), unit))


def _account(
    quarter: Quarter, unit: str, tenures: list[Tenure], life: Life, grounds: tuple[str, ...]
) -> Account | None:
    kept = [tenure for tenure in tenures if tenure.wrong_at is None]
    marks = _marks(quarter, kept, life) if kept else NONE
    missent = not kept and any(quarter.holds(tenure.wrong_at) for tenure in tenures if tenure.wrong_at)
    marks |= Mark.FALSE_CLOSED if FALSE_CLOSING in grounds and marks else NONE
    excluded = MISSENT if missent else (_exclusion(life, grounds) if marks else "")
    if not marks and not excluded:
        return None
    return Account(str(quarter), unit, tenures[-1].section, NONE if excluded else marks, excluded)


def _exclusion(life: Life, grounds: tuple[str, ...]) -> str:
    by_office = next((ground for ground in grounds if ground != FALSE_CLOSING), "")
    if by_office or life.kind in NOT_COUNTED:
        return by_office or (life.kind.value if life.kind else "")
    return LEGACY if life.legacy else HELD if life.held else ""


def _marks(quarter: Quarter, tenures: list[Tenure], life: Life) -> Mark:
    facts = [fact for tenure in tenures for fact in tenure.facts if quarter.holds(fact.at)]
    reopened, returned = any(t.reopened for t in tenures), any(t.returned for t in tenures)
    last = next((fact for fact in reversed(facts) if fact.what is What.CLOSE), None)
    marks = _pair(facts, What.SIGN, Mark.SIGN_DUE, Mark.SIGN_OK)
    marks |= _pair(facts, What.CONTACT, Mark.CONTACT_DUE, Mark.CONTACT_OK)
    marks |= _pair(facts, What.RESOLVE, Mark.RESOLVE_DUE, NONE if reopened else Mark.RESOLVE_OK)
    if last is not None and life.closed and tenures[-1] is life.tenures[-1]:
        marks |= _closing(last, clean=not (reopened or returned))
    rates = [fact for fact in facts if fact.what is What.RATE]
    marks |= _pair(rates[-1:], What.RATE, Mark.RATED, Mark.SATISFIED)
    if life.merged:
        return marks & OF_EVENT
    for what, mark in ((What.RETURN, Mark.RETURNED), (What.LATE_SIGN, Mark.LATE_SIGNED)):
        marks |= mark if any(fact.what is what for fact in facts) else NONE
    return marks


def _pair(facts: Iterable[Fact], what: What, due: Mark, good: Mark) -> Mark:
    """`due` if it became certain in the quarter, and `good` if it was good every time."""
    mine = [fact.good for fact in facts if fact.what is what]
    return (due | (good if all(mine) else NONE)) if mine else NONE


def _closing(fact: Fact, *, clean: bool) -> Mark:
    """Silence says nothing of a solution (沉默不计入分母), and what the law does not allow is nobody's failure (A59)."""
    said = {CloseKind.SOLVED: Mark.VOICED | Mark.SOLVED, CloseKind.UNSOLVED: Mark.VOICED}
    found = said.get(fact.kind, NONE) if fact.kind is not None else NONE
    return Mark.CLOSED | found | (Mark.FIRST_TIME if clean else NONE)
