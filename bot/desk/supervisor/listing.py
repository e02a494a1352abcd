"""/overdue: what is past a limit now, one line a case, the longest overdue first."""

from __future__ import annotations

from sqlmodel import col, select

from bot.desk import guards, people, views
from bot.desk.supervisor import desk
from bot.desk.words import OnCommand, Words
from bot.desk.work import OK, Outcome, Work
from bot.texts import supervisor as texts
from storage.tables import CaseFile, Deadline
from storage.vocabulary import Lane, Secrecy


def overdue(work: Work, words: Words, _rest: str) -> Outcome:
    """In the supervisors' group or in private. Elsewhere, and to others, it is as if there were no such command."""
    if people.post_as(work, words.sender.tg_id, *desk.DESK) is None:
        return OK
    if not desk.here(work, words.chat_id, private=words.private):
        return OK
    shown = [(views.view(work, case), row.stage, row.due_at) for case, row in _late(work, words.sender.tg_id)]
    message = texts.overdue_list(shown, work.now)
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="supervisor.overdue", topic_id=words.topic_id)
    return OK


def _late(work: Work, tg_id: int) -> list[tuple[CaseFile, Deadline]]:
    """Each late case with the limit that passed first; none that the asker, or the office whose group it is, may not see."""
    query = (
        select(Deadline, CaseFile)
        .join(CaseFile, col(CaseFile.id) == Deadline.case_id)
        .where(
            col(Deadline.breached_at).is_not(None),
            col(Deadline.met_at).is_(None),
            col(Deadline.ended_at).is_(None),
            CaseFile.secrecy != Secrecy.C,
            col(CaseFile.held).is_(False),  # on the list of /hold
            col(CaseFile.merged_into).is_(None),  # its main case is on the list
        )
        .order_by(col(Deadline.due_at), col(Deadline.id))
    )
    worst: dict[int, tuple[CaseFile, Deadline]] = {}
    for row, case in work.session.exec(query):
        if desk.OFFICE not in case.accused and not guards.barred(work, case, tg_id):
            worst.setdefault(case.id or 0, (case, row))
    return list(worst.values())


COMMANDS: dict[str, OnCommand] = {"overdue": overdue}
