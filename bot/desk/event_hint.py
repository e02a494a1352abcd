"""Several enterprises report one thing within a day: the clerks are asked whether it is one event (R09). They decide.

Seldom on purpose: once a unit and day for a new event, once an hour for what comes on top of one.
"""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, select

from bot.desk import clocks, gist, merge, views
from bot.desk.work import Work
from bot.rules import merging
from bot.rules.likeness import ALIKE, likeness
from bot.texts import merge as texts
from storage.tables import CaseFile, Outbox
from storage.vocabulary import Lane, Secrecy

LOOKED_AT = 12  # newest cases of the unit: this runs whenever a case is filed
LISTED = 6  # their ids go into one button
DAY = timedelta(days=2)  # of the calendar; the rule itself counts the day


def look(work: Work, case: CaseFile) -> None:
    """A case came to a unit: does it make an event with others, or belong to one?"""
    if case.secrecy is not Secrecy.A or case.unit is None or case.merged_into is not None:
        return
    near = _near(work, case)
    main = _main(work, near)
    if main is not None and _alike(work, case, main):
        _offer(work, main, [case], f"event:{main.id}:{work.now:%Y%m%d%H}")
        return
    authors = {one.enterprise_id or one.person_id for one in (case, *near)}
    lock = f"event:{case.unit}:{work.office.calendar.local_date(work.now)}"
    if len(authors) >= work.office.policy.merge.same_event_from and not _said(work, lock):
        _new_event(work, case, near, lock)


def _near(work: Work, case: CaseFile) -> list[CaseFile]:
    query = select(CaseFile).where(
        CaseFile.unit == case.unit,
        CaseFile.secrecy == Secrecy.A,
        col(CaseFile.state).in_(merge.IN_REACH),
        CaseFile.id != case.id,
        CaseFile.created_at >= work.now - DAY,
        col(CaseFile.merged_into).is_(None),
    )
    return list(work.session.exec(query.order_by(col(CaseFile.id).desc()).limit(LOOKED_AT)))


def _main(work: Work, near: list[CaseFile]) -> CaseFile | None:
    """The newest of these cases that others stand under already."""
    ids = [case.id for case in near]
    above = set(work.session.exec(select(CaseFile.merged_into).where(col(CaseFile.merged_into).in_(ids))))
    return next((case for case in near if case.id in above), None)


def _alike(work: Work, case: CaseFile, other: CaseFile) -> bool:
    return likeness(gist.load(work, case).summary, gist.load(work, other).summary) >= ALIKE


def _new_event(work: Work, case: CaseFile, near: list[CaseFile], lock: str) -> None:
    alike = {one.id: one for one in near if _alike(work, case, one)} | {case.id: case}
    reports = [
        merging.Report(one.id or 0, one.enterprise_id or -(one.person_id or 0), "alike", one.created_at)
        for one in alike.values()
    ]
    event = merging.one_event(reports, work.office.policy, work.office.calendar)
    if event:
        main, *others = (alike[report.id] for report in event)
        _offer(work, main, others, lock)


def _said(work: Work, lock: str) -> bool:
    """Asked before, so that nothing need be read: in a rush every filing passes here."""
    return work.session.exec(select(Outbox.id).where(col(Outbox.dedupe).in_(_keys(work, lock)))).first() is not None


def _keys(work: Work, lock: str) -> list[str]:
    from bot.desk.clerk import desk

    return [f"{lock}:{place.chat_id}" for place in desk.heard(work)]


def _offer(work: Work, main: CaseFile, others: list[CaseFile], lock: str) -> None:
    from bot.desk.clerk import desk

    shown = [views.view(work, one) for one in others[:LISTED]]
    message = texts.event(views.view(work, main), tuple(shown))
    for place in desk.heard(work):
        work.send(
            place.chat_id,
            message,
            lane=Lane.ANSWER,
            purpose="clerk.event",
            case=main,
            topic_id=place.topic_id,
            dedupe=f"{lock}:{place.chat_id}",
            not_before=clocks.polite(work, main.urgency),
        )
