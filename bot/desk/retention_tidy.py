"""What would outlive a case's key: words that a person's own key sealed and nothing refers to, and old messages of no case."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import col, select

from bot.desk.work import Work
from storage import outbox
from storage.tables import Ask, Content, Enterprise, Outbox, Person, Setting, Timer
from storage.vocabulary import OutboxStatus, TimerKind

READ = timedelta(days=30)  # lists, digests and answers of no case: nobody presses under older ones
AT_ONCE = 500  # messages looked at with each case; far more than a case makes
REACHED = "retention"  # the setting that holds the last message that was looked at
ENDED = (OutboxStatus.SENT, OutboxStatus.FAILED, OutboxStatus.DROPPED)
WAITING = (TimerKind.PENDING_FILE, TimerKind.SUSPECTED)  # words that wait for their case hang on these


def drop(work: Work, ids: list[str]) -> None:
    """Delete pieces of content. Never one that a history refers to: its chain hashes the ciphertext."""
    work.session.flush()
    work.session.execute(delete(Content).where(col(Content.id).in_(ids)))


def person(work: Work, who: Person) -> None:
    """Words and names of a person that no row refers to any more: once they waited for a case, or were replaced."""
    work.session.flush()
    mine = set(work.session.exec(select(Content.id).where(Content.key_id == who.key_id)))
    drop(work, sorted(mine - _in_use(work, who)))


def _in_use(work: Work, who: Person) -> set[str | None]:
    session = work.session
    used: set[str | None] = {who.name_id, who.phone_id}
    for firm in session.exec(select(Enterprise).where(Enterprise.key_id == who.key_id)):
        used |= {firm.name_id, firm.code_id}
    used |= set(session.exec(select(Ask.content_id).where(Ask.tg_id == who.tg_id)))
    waiting = session.exec(select(Timer).where(col(Timer.kind).in_(WAITING)))
    return used | {timer.data.get("content") for timer in waiting}


def old_messages(work: Work, key_id: str) -> None:
    """Empty what was sent long ago and belongs to no case: a list may quote any case's summary. `key_id` is destroyed."""
    reached = work.session.get(Setting, REACHED) or Setting(name=REACHED, value={"outbox": 0}, at=work.now)
    query = select(Outbox).where(col(Outbox.id) > reached.value["outbox"], Outbox.created_at < work.now - READ)
    rows = list(work.session.exec(query.order_by(col(Outbox.id)).limit(AT_ONCE)))
    for row in rows:
        if row.case_id is None and row.status in ENDED:
            outbox.empty(row, key_id)
    if rows:
        reached.value, reached.at = {"outbox": rows[-1].id}, work.now
        work.session.add(reached)
