"""What goes out to everybody whose case stands under a main one: each gets it under their own number (R09)."""

from __future__ import annotations

from typing import Any

from bot.desk import clocks, people, views
from bot.desk.facts import facts_of
from bot.desk.work import BOT, Work
from bot.rules.deadlines import Due
from bot.texts import merge as texts
from bot.texts.values import Message
from storage import outbox
from storage.tables import CaseFile, Staff
from storage.vocabulary import EventKind, Lane, ResultCode, Stage, State

LIMITS = (Stage.SIGN, Stage.FIRST_CONTACT, Stage.REPLY, Stage.RESOLVE)


def told_joined(work: Work, child: CaseFile, main: CaseFile, together: int) -> None:
    """The child's enterprise hears that its case goes on with others like it; the unit hears under the main card."""
    from bot.desk.officer import notices

    _say(work, child, texts.to_enterprise(views.view(work, child)), "told.merged")
    message = texts.to_unit(main.number, views.view(work, child), together)
    notices.under_card(work, main, message, "card.more", f"merged:{main.id}:{child.id}:{child.version}")


def told_moved(work: Work, child: CaseFile, unit: str | None, state: State) -> None:
    """The enterprise hears of a case's new unit or signature as it would of any case."""
    from bot.desk.entrepreneur import tell

    work.session.flush()
    if child.unit != unit:
        (tell.dispatched if unit is None else tell.transferred)(work, child)
    elif state is State.TO_SIGN and child.state is State.WORKING:
        tell.signed(work, child)


def told_apart(work: Work, child: CaseFile) -> None:
    """The enterprise hears that its case goes on by itself."""
    _say(work, child, texts.alone_again(views.view(work, child)), "told.unmerged")


def _say(work: Work, case: CaseFile, message: Message, purpose: str) -> None:
    chat_id = people.complainant_chat(work, case)
    if chat_id is not None:
        work.send(chat_id, message, lane=Lane.ANSWER, purpose=purpose, case=case)


def progressed(work: Work, main: CaseFile, post: Staff, kept: Any) -> None:
    """阶段反馈 to everybody under the main case."""
    from bot.desk import merge
    from bot.desk.entrepreneur import tell
    from bot.desk.officer import card

    for child in merge.children(work, main):
        if child.unit != main.unit:
            continue
        changes = {"replied_at": work.now} if child.replied_at is None else {}
        facts = {"from": main.number}
        work.record(child, EventKind.PROGRESS, people.actor_of(post), set=changes, facts=facts, words=kept)
        card.first_contact(work, child, post, "bot")
        clocks.met(work, child, Stage.REPLY)
        tell.progressed(work, child, str(kept.get("text", "")))


def extended(work: Work, main: CaseFile, due: Due, reason: str, post: Staff) -> None:
    """More time for the main case is more time for those under it; each enterprise is told, and may object."""
    from bot.desk import merge
    from bot.desk.entrepreneur import tell

    why = texts.MORE_TIME if merge.named(work, main, reason) else reason
    for child in merge.children(work, main):
        row = clocks.running(work, child, Stage.RESOLVE)
        if child.unit != main.unit or child.state not in merge.AT_UNIT or row is None or row.due_at >= due.at:
            continue
        facts = {"agreed": True, "from": main.number}
        changes = {"extensions": child.extensions + 1}
        work.record(child, EventKind.EXTENSION_RULED, people.actor_of(post), set=changes, facts=facts)
        clocks.extend(work, child, Stage.RESOLVE, due)
        work.session.flush()
        tell.extended(work, child, why, due.at)


def answered(work: Work, main: CaseFile, post: Staff, code: ResultCode, kept: Any) -> None:
    """The answer to everybody under the main case: each confirms for themselves, in a window of their own."""
    from bot.desk import dispatch, merge
    from bot.desk.entrepreneur import verdict

    for child in merge.children(work, main):
        actor = people.actor_of(post) if child.state is State.ANSWERED else BOT
        changes = {"result": code, "answered_at": work.now, "pending": None}
        facts = {"result": code, "from": main.number}
        known = facts_of(work, child, result=code, merged=True)
        if work.move(child, EventKind.ANSWERED, actor, known, set=changes, facts=facts, words=kept) is not None:
            continue
        clocks.met(work, child, *LIMITS)
        outbox.drop_queued(work.session, child.id or 0, dispatch.CHASES)
        clocks.start_confirm(work, child)
        work.session.flush()
        verdict.show_answer(work, child, str(kept.get("text", "")), code)
        _file(work, child, kept)


def _file(work: Work, case: CaseFile, kept: Any) -> None:
    media = kept.get("media") or {}
    if media.get("file_id"):
        file = {"kind": media["kind"], "file_id": media["file_id"], "name": media.get("name", "")}
        _say(work, case, Message(f"{case.number} 附件", file=file), "answer.file")
