"""/status: what the machinery could not do by itself, and the buttons to look after it."""

from __future__ import annotations

from sqlalchemy import func
from sqlmodel import col, select

from bot.desk import people, retention
from bot.desk.words import OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.texts import common, times
from bot.texts import keeper as texts
from storage import inbox, outbox
from storage.tables import Chat, Inbox, Outbox, Setting, Staff, Timer
from storage.vocabulary import ChatPurpose, InboxStatus, Lane, OutboxStatus, Role


def status(work: Work, words: Words, _rest: str) -> Outcome:
    """/status: what the machinery could not do by itself."""
    if people.post_as(work, words.sender.tg_id, Role.KEEPER) is None:
        return OK
    message = texts.status(state_of(work))
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="keeper.reply", topic_id=words.topic_id)
    return OK


def state_of(work: Work) -> texts.Status:
    """The facts behind /status."""
    session = work.session
    bound = set(session.exec(select(Chat.unit).where(Chat.purpose == ChatPurpose.UNIT)))
    owners = session.exec(select(Staff).where(Staff.rank == "owner", col(Staff.active), col(Staff.tg_id).is_(None)))
    poll = session.get(Setting, "last_poll")
    oldest = session.exec(select(func.min(Outbox.created_at)).where(Outbox.status == OutboxStatus.QUEUED)).one()
    return texts.Status(
        parked=tuple(row.id or 0 for row in inbox.parked(session)),
        uncertain=tuple(
            (row.id or 0, row.purpose, row.status.value)
            for row in outbox.uncertain(session)
            if row.error != "acknowledged"
        ),
        deaf=tuple(
            row.unit or row.purpose.value for row in session.exec(select(Chat).where(col(Chat.deaf_at).is_not(None)))
        ),
        unbound=tuple(unit.code for unit in work.office.catalogue.units if not unit.sealed and unit.code not in bound),
        unenrolled=tuple(post.code for post in owners),
        queued=session.exec(select(func.count()).select_from(Outbox).where(Outbox.status == OutboxStatus.QUEUED)).one(),
        oldest=times.moment(oldest) if oldest else "",
        last_poll=times.moment(poll.at) if poll else "尚未收信",
        sick_timers=session.exec(select(func.count()).select_from(Timer).where(Timer.attempts > 0)).one(),
        retention=retention.figures(work),
    )


def retry(work: Work, pressed: Pressed) -> Outcome:
    """重试 a parked update."""
    if people.post_as(work, pressed.sender.tg_id, Role.KEEPER) is None:
        return Outcome(common.NOT_YOURS, alert=True)
    row = work.session.get(Inbox, pressed.press.case_id)
    if row is None or row.status is not InboxStatus.PARKED:
        return Outcome("这条已经处理过了。")
    inbox.retry_parked(work.session, row.id or 0)
    return Outcome("已重试。")


def doubt_known(work: Work, pressed: Pressed) -> Outcome:
    """知道了: an uncertain send was checked by a person."""
    if people.post_as(work, pressed.sender.tg_id, Role.KEEPER) is None:
        return Outcome(common.NOT_YOURS, alert=True)
    row = work.session.get(Outbox, pressed.press.case_id)
    if row is not None and row.status is OutboxStatus.UNCERTAIN:
        row.error = "acknowledged"
    return Outcome("好的。")


PRESSES: dict[str, OnPress] = {"retry": retry, "doubtok": doubt_known}
