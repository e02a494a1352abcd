"""The packs by the clock. Task forces' leads get their weekly sheet in private on Monday at nine, the vice-mayor every second
Monday; the supervisors' group gets one line with a button for each pack that has something in it. Nobody gets an empty one.

What is done here counts rows and opens none: documents are made when they are sent, so a receipt never waits for one.
"""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import select

from bot.city.pack import LEAD
from bot.desk import people
from bot.desk.supervisor import pack_files, packs, season, season_clock
from bot.desk.work import Work
from bot.reports.packs import choose, when
from bot.texts import decide
from bot.texts import packs as texts
from bot.texts.values import Message
from storage.tables import Staff, Timer
from storage.vocabulary import Lane, TimerKind

VICE_MAYOR = "专班组长（分管市长）"


def arm(work: Work) -> None:
    """At the start: every pack has its next time."""
    there = {timer.data.get("step") for timer in work.session.exec(select(Timer).where(Timer.kind == TimerKind.PACK))}
    for step in when.STEPS:
        if step not in there:
            _set(work, step)


def _set(work: Work, step: str) -> None:
    at = when.next_at(step, work.now, work.office.calendar)
    work.timer(TimerKind.PACK, at, key=step, data={"step": step})


def fire(work: Work, timer: Timer) -> None:
    """One pack is due; its next time is set first."""
    step = str(timer.data["step"])
    _set(work, step)
    if step == when.WEEKLY:
        _weekly(work)
    elif step == when.FORTNIGHT:
        _to_vice_mayor(work)
    elif _worth(work, step):
        _offer(work, step, texts.ready(dict(texts.KINDS)[step]))


def _weekly(work: Work) -> None:
    """Each lead their own task forces; the supervisors one summary of all."""
    from bot.desk.supervisor import decide_sheet

    decided = decide_sheet.counts(work)
    every: packs.Counts = {**{force: {} for force in decided}, **packs.counts(work)}
    found = {
        force: n for force, n in every.items() if n.get("late") or n.get("soon") or n.get("redo") or force in decided
    }
    stuck = packs.stuck(work) if found else {}
    for force, n in found.items():
        for post in _leads(work, force):
            figures = (n.get("open", 0), n.get("late", 0), n.get("soon", 0), n.get("redo", 0))
            said = texts.summary(force, work.now, figures, stuck.get(force, []))
            said += f"\n{decide.in_caption(*decided[force])}" if force in decided else ""
            packs.send(work, post.tg_id or 0, "w", force, said, _once(work, f"w:{force}", post.tg_id or 0), found)
    if found:
        total = [sum(n.get(name, 0) for n in found.values()) for name in ("open", "late", "soon", "redo")]
        _offer(work, when.WEEKLY, texts.weekly_ready(len(found), total))


def _leads(work: Work, force: str) -> list[Staff]:
    """The chief of the unit that leads a task force, if the bot may write to them."""
    units = pack_files.units_of(work, force)
    code = (
        work.office.pack.chain_code(units[0], LEAD) if units and force in work.office.pack.chains.taskforces else None
    )
    post = people.staff_by_code(work, code)
    return people.reachable([post]) if post is not None else []


def _to_vice_mayor(work: Work) -> None:
    if not _worth(work, when.FORTNIGHT):
        return
    post = people.staff_by_code(work, work.office.pack.chains.default.get(VICE_MAYOR))
    for reader in people.reachable([post] if post is not None else []):
        packs.send(work, reader.tg_id or 0, "f", "", texts.caption("双周调度单"), _once(work, "f", reader.tg_id or 0))
    _offer(work, when.FORTNIGHT, texts.ready("双周调度"))


def _worth(work: Work, step: str) -> bool:
    """True if a pack would have something in it, as far as counts can tell."""
    if step == when.QUARTER:
        return bool(season.look(work, season.now(work).previous)[0].rows)
    if step == when.MONTH:
        return packs.month_count(work) >= choose.COMMON_FROM
    if step == when.FORTNIGHT:
        return packs.heavy(work) > 0
    return any(n.get("open") for force, n in packs.counts(work).items() if force in choose.ELEMENTS)


def _offer(work: Work, step: str, message: Message) -> None:
    for place in season_clock.overseers(work):
        work.send(
            place.chat_id,
            replace(message, rows=texts.get_it(step)),
            lane=Lane.REPORT,
            purpose="pack.news",
            topic_id=place.topic_id,
            dedupe=_once(work, step, place.chat_id),
        )


def _once(work: Work, what: str, chat_id: int) -> str:
    return f"pack:{what}:{work.office.calendar.local_date(work.now)}:{chat_id}"
