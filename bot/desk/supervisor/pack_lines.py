"""From cases to the lines of a pack. Only matters of service (class A): what is said of a unit's conduct (B) travels on no
paper that is handed round at a meeting, and class C is in nothing (R01). Words are masked, firms too (R18)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import col, func
from sqlmodel import select as pick

from bot.desk import chase_facts, chase_ladder, gist, names, people
from bot.desk.supervisor import hot, select
from bot.desk.work import Work
from bot.reports.packs.lines import Line
from bot.rules.quarters import Quarter
from bot.rules.scoring.life import LEGACY_MARK
from nlp.summary import unnamed
from storage.tables import Assist, CaseFile, Deadline, Event, Timer
from storage.vocabulary import EventKind, Secrecy, Stage, State, TimerKind

QUOTED = re.compile("“(.+?)”")
MOST = 3000  # lines of one pack or ledger
COUNTED = {
    "受理": (EventKind.SUBMITTED,),
    "办结": (EventKind.CONFIRMED, EventKind.CLOSED),
    "重办": (EventKind.REOPENED,),
}


def open_lines(work: Work, tg_id: int, units: Iterable[str] | None = None, name: str = "open") -> list[Line]:
    """The lines of a selection (see `select.NAMES`), of some units or of all, as this reader may see them."""
    conditions = [*select.where(work, name), col(CaseFile.secrecy) == Secrecy.A, col(CaseFile.merged_into).is_(None)]
    if units is not None:
        conditions.append(col(CaseFile.unit).in_(list(units)))
    return [line(work, case) for case in select.visible(work, conditions, tg_id, most=MOST)]


def line(work: Work, case: CaseFile) -> Line:
    """One case of class A."""
    unit = work.office.catalogue.get(case.unit) if case.unit else None
    due = _resolve(work, case)
    late = [] if case.held else [row for row in chase_facts.late(work, case) if row.stage is not Stage.CONFIRM]
    since = late[0].due_at if late else None
    stuck, advice = _stuck(case, late)
    calendar = work.office.calendar
    return Line(
        id=case.id or 0,
        number=case.number,
        unit=case.unit or "",
        unit_name=unit.name if unit is not None else "还没有单位",
        taskforce=unit.taskforce if unit is not None else "平台运行组",
        state=case.state,
        urgency=case.urgency,
        theme=theme(work, case),
        summary=summary(work, case),
        owner=people.name_of(work, case.owner_id),
        section=case.section or "",
        opened_at=case.submitted_at or case.created_at,
        due_at=due.due_at if due is not None else None,
        late="、".join(dict.fromkeys(row.stage.value for row in late)),
        late_since=since,
        late_days=calendar.working_days_between(since, work.now) if since is not None else 0,
        soon=due is not None and not late and work.now < due.due_at <= calendar.add_working_days(work.now, select.SOON),
        chased=chase_facts.chased(work, case),
        progress=chase_facts.last_progress(work, case),
        stuck=stuck,
        advice=advice,
        reopens=case.reopens,
        transfers=case.transfers,
        helpers=_helpers(work, case),
        held=case.held,
        supervised=case.supervised,
        pending=str((case.pending or {}).get("what") or ""),
        review=_review(work, case) if case.held else None,
        age_days=(work.now - (case.submitted_at or case.created_at)).days,
        legacy=_legacy(work, case),
    )


def _legacy(work: Work, case: CaseFile) -> bool:
    query = pick(Event).where(Event.case_id == case.id, Event.kind == EventKind.MARKED)
    marks = (event for event in work.session.exec(query.order_by(col(Event.seq).desc())))
    last = next((event for event in marks if event.data["mark"] == LEGACY_MARK), None)
    return last is not None and bool(last.data["on"])


def summary(work: Work, case: CaseFile) -> str:
    """The case in one line without anybody's name, phone or firm."""
    reading = gist.load(work, case)
    text = unnamed(reading.summary, (*reading.firms, *([reading.enterprise] if reading.enterprise else [])))
    masked = work.office.mask(text, enterprises=True)
    for piece in sorted(names.of_enterprises(work, case) | names.of_people(work, case), key=len, reverse=True):
        masked = masked.replace(piece, "某")
    return masked


def theme(work: Work, case: CaseFile) -> str:
    """What the case is about, in the catalogue's own word; a unit's name in the text says whose it is, not what."""
    units = gist.load(work, case).units
    words = [word for word in units[0][1].split("、") if not word.startswith("点名")] if units else []
    told = QUOTED.search(words[0]) if words else None
    return hot.cleaned(told[1] if told else words[0]) if words else ""


def _stuck(case: CaseFile, late: list[Deadline]) -> tuple[str, str]:
    if case.pending:
        return {
            "transfer": ("单位有争议，待裁定", "当场指定主办单位"),
            "hold": ("挂账待签", "当场定是否挂账、下次检视日"),
        }.get(str(case.pending.get("what")), ("", ""))
    return sticks(case.state, silent=any(row.stage is Stage.FIRST_CONTACT for row in late)) if late else ("", "")


def sticks(state: State, *, silent: bool) -> tuple[str, str]:
    """Where a late case sticks, and what to do; `silent`: the enterprise has not even been called."""
    if state is State.WORKING and silent:
        return chase_ladder.NOT_CONTACTED
    return chase_ladder.STUCK.get(state, chase_ladder.NOT_DISPATCHED)


def _resolve(work: Work, case: CaseFile) -> Deadline | None:
    query = pick(Deadline).where(Deadline.case_id == case.id, Deadline.round == case.round)
    running = query.where(
        Deadline.stage == Stage.RESOLVE, col(Deadline.met_at).is_(None), col(Deadline.ended_at).is_(None)
    )
    return work.session.exec(running.order_by(col(Deadline.seq).desc())).first()


def _helpers(work: Work, case: CaseFile) -> int:
    query = pick(func.count()).select_from(Assist).where(Assist.case_id == case.id, col(Assist.ended_at).is_(None))
    return int(work.session.exec(query).one())


def _review(work: Work, case: CaseFile) -> datetime | None:
    query = pick(Timer).where(Timer.case_id == case.id, Timer.kind == TimerKind.HOLD_REVIEW)
    timer = work.session.exec(query).first()
    return datetime.fromisoformat(str(timer.data["review"])) if timer is not None else None


def themes(work: Work, begin: datetime, end: datetime) -> list[tuple[str, str, str]]:
    """(theme, unit name, number) of the newest class A cases that were filed in a span of time."""
    conditions = [
        col(CaseFile.secrecy) == Secrecy.A,
        col(CaseFile.submitted_at) >= begin,
        col(CaseFile.submitted_at) < end,
        col(CaseFile.unit).is_not(None),
    ]
    query = pick(CaseFile).where(*conditions).order_by(col(CaseFile.id).desc()).limit(MOST)
    known = {unit.code: unit.name for unit in work.office.catalogue.units}
    found = [(theme(work, case), known.get(case.unit or "", ""), case.number) for case in work.session.exec(query)]
    return [row for row in found if row[0]][::-1]


def totals(work: Work, quarter: Quarter) -> Counter[str]:
    """What a quarter brought, counted from the history; class C is not in it."""
    found: Counter[str] = Counter()
    for name, kinds in COUNTED.items():
        query = pick(func.count(func.distinct(col(Event.case_id)))).join(CaseFile, col(CaseFile.id) == Event.case_id)
        within = query.where(
            col(Event.kind).in_(kinds), Event.at >= quarter.begin, Event.at < min(quarter.end, _soon(work))
        )
        found[name] = int(work.session.exec(within.where(CaseFile.secrecy != Secrecy.C)).one())
    return found


def _soon(work: Work) -> datetime:
    """What happened at this very moment counts."""
    return work.now + timedelta(seconds=1)
