"""The queue of unsure, voice and odd cases: offered, claimed, chased, listed."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from sqlmodel import col, select

from bot.desk import callback_ring, cards, clocks, gist, guards, people, ring_back, units, views
from bot.desk.clerk import desk
from bot.desk.facts import facts_of
from bot.desk.words import OnCommand, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.texts import callback as callback_texts
from bot.texts import clerk as texts
from bot.texts import ring_back as ring_texts
from storage.tables import CaseFile
from storage.vocabulary import EventKind, Lane, Secrecy, Stage


def offer(work: Work, case: CaseFile, why: str) -> None:
    """Put a case into the clerks' group; to each clerk privately if there is no group."""
    view = views.view(work, case)
    options = tuple((units.name(work, code), reason) for code, reason in gist.load(work, case).units[:3])
    row = clocks.running(work, case, Stage.TRIAGE)
    message = texts.queue_card(view, why, options, row.due_at if row else None)
    for place in desk.heard(work):
        cards.put(work, case, place, message, role="clerk", dedupe=f"queue:{case.id}:{case.version}:{place.chat_id}")


def claim(work: Work, pressed: Pressed) -> Outcome:
    """认领: the first wins, the others are told."""
    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if case.state not in desk.WAITING:
        return Outcome("这件已经分派。", alert=True)
    if case.merged_into is not None:
        return Outcome("这件已并案，请处理主件；要单独办理请先拆回。", alert=True)
    if case.claimed_by is not None and case.claimed_by != post.id:
        return Outcome(f"已由{people.name_of(work, case.claimed_by)}认领。", alert=True)
    if case.claimed_by is None:
        work.move(case, EventKind.CLAIMED, people.actor_of(post), facts_of(work, case), set={"claimed_by": post.id})
    view = views.view(work, case)
    who = people.name_of(work, post)
    cards.refresh(work, case, "clerk", lambda _card: texts.claimed_card(view, who))
    desk.lay_open(work, case, post)
    return Outcome("已认领，全文和操作在您的私信里。")


def overdue(work: Work, case: CaseFile, due: datetime, step: str) -> None:
    """The triage limit passed: said once for each `step` (a rung, later a day)."""
    for place in desk.heard(work):
        key = f"triage:{case.id}:{due.isoformat()}:{step}:{place.chat_id}"
        work.send(
            place.chat_id,
            texts.overdue(case.number, due),
            lane=Lane.CHASE,
            purpose="chase.due",
            case=case,
            topic_id=place.topic_id,
            dedupe=key,
            not_before=clocks.polite(work, case.urgency),
        )


def queue(work: Work, words: Words, _rest: str) -> Outcome:
    """/queue: what waits for a clerk."""
    if people.post_as(work, words.sender.tg_id, *desk.DESK) is None:
        return OK
    query = (
        select(CaseFile)
        .where(
            col(CaseFile.state).in_(desk.WAITING), CaseFile.secrecy != Secrecy.C, col(CaseFile.merged_into).is_(None)
        )
        .order_by(col(CaseFile.id))
    )
    open_ = (case for case in work.session.exec(query) if not guards.barred(work, case, words.sender.tg_id))
    shown = [views.view(work, case) for case in islice(open_, 50)]
    owed = callback_ring.owed(work, words.sender.tg_id, words.chat_id, private=words.private)
    message = callback_texts.beside(texts.queue(shown), [(case.id or 0, case.number) for case in owed])
    told = ring_back.owed(work, words.sender.tg_id, words.chat_id, private=words.private)
    message = ring_texts.beside(message, [(case.id or 0, case.number) for case in told])
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="clerk.queue", topic_id=words.topic_id)
    return OK


PRESSES: dict[str, OnPress] = {"claim": claim}
COMMANDS: dict[str, OnCommand] = {"queue": queue}
