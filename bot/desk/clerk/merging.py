"""并案 by a clerk: likely cases are offered, one is picked and confirmed, and it can be taken out again (R09)."""

from __future__ import annotations

from sqlmodel import col, select

from bot.desk import guards, likes, merge, people, views
from bot.desk.clerk import desk
from bot.desk.words import OnCommand, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.texts import clerk as clerk_texts
from bot.texts import common
from bot.texts import merge as texts
from bot.texts.values import Message
from storage.tables import CaseFile
from storage.vocabulary import Lane, Secrecy

NUMBER = 6  # places of a case number that a person types


def ask(work: Work, pressed: Pressed) -> Outcome:
    """并案: what may be the same thing? The case's own card stays as it is."""
    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    if case.merged_into is not None or case.state not in merge.IN_REACH:
        return Outcome(common.STALE, alert=True)
    message = _offers(work, case)
    if message is None:
        return Outcome(texts.NONE_LIKE, alert=True)
    work.send(pressed.chat_id, message, lane=Lane.ANSWER, purpose="clerk.merge", case=case, topic_id=pressed.topic_id)
    return OK


def _offers(work: Work, case: CaseFile) -> Message | None:
    if (case.pending or {}).get("what"):
        return Message(texts.PENDING, protect=True)
    found = tuple((views.view(work, other), why) for other, why in likes.of(work, case))
    return texts.offers(views.view(work, case), found) if found else None


def named(work: Work, words: Words, rest: str) -> Outcome:
    """/merge 000012: the same for a case that a unit has already; one that was joined can be taken out."""
    if people.post_as(work, words.sender.tg_id, *desk.DESK) is None:
        return OK
    case = _numbered(work, rest.strip())
    if not rest.strip():
        message = Message(texts.USAGE)
    elif case is None or not _fit(work, case, words.sender.tg_id):
        message = Message(texts.UNKNOWN)
    else:
        message = _offers(work, case) or Message(texts.NONE_LIKE)
    main = work.session.get(CaseFile, case.merged_into) if case is not None and case.merged_into else None
    if case is not None and main is not None and not guards.barred(work, case, words.sender.tg_id):
        message = texts.done(views.view(work, case), main.number)
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="clerk.merge", topic_id=words.topic_id)
    return OK


def _fit(work: Work, case: CaseFile, tg_id: int) -> bool:
    """True if this clerk may join the case now."""
    reach = case.merged_into is None and case.state in merge.IN_REACH
    return reach and case.secrecy is Secrecy.A and not guards.barred(work, case, tg_id)


def _numbered(work: Work, digits: str) -> CaseFile | None:
    """The newest case whose number ends so."""
    tail = digits[-NUMBER:]
    if len(tail) != NUMBER or not tail.isdecimal():
        return None
    query = select(CaseFile).where(col(CaseFile.number).like(f"%-{tail}")).order_by(col(CaseFile.id).desc())
    return work.session.exec(query).first()


def picked(work: Work, pressed: Pressed) -> Outcome:
    """One was picked: asked back once."""
    got = _pair(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, main = got
    desk.turn(work, pressed, texts.sure(views.view(work, case), views.view(work, main)))
    return OK


def _pair(work: Work, pressed: Pressed) -> tuple[CaseFile, CaseFile] | Outcome:
    got = desk.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    arg = pressed.press.arg
    main = work.case(int(arg)) if arg.isdecimal() else None
    if main is None or guards.barred(work, main, pressed.sender.tg_id):
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    if (got[0].pending or {}).get("what"):
        return Outcome(texts.PENDING, alert=True)
    return (got[0], main) if merge.may_join(work, got[0], main) else Outcome(texts.GONE, alert=True)


def joined(work: Work, pressed: Pressed) -> Outcome:
    """确定并案."""
    got = _pair(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, main = got
    post = people.post_as(work, pressed.sender.tg_id, *desk.DESK)
    if post is None:
        return Outcome(common.NOT_YOURS, alert=True)
    refusal = merge.join(work, case, main, people.actor_of(post))
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    desk.turn(work, pressed, texts.done(views.view(work, case), main.number))
    return Outcome("已并案。")


def event(work: Work, pressed: Pressed) -> Outcome:
    """One event: every listed case that still may goes under the main one."""
    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    main, post = got
    others = [work.case(int(part)) for part in pressed.press.arg.split(".") if part.isdecimal()]
    fit = [one for one in others if one is not None and not one.pending and merge.may_join(work, one, main)]
    mine = [one for one in fit if not guards.barred(work, one, pressed.sender.tg_id)]
    joined = tuple(one.number for one in mine if merge.join(work, one, main, people.actor_of(post)) is None)
    if not joined:
        return Outcome(texts.GONE, alert=True)
    desk.turn(work, pressed, texts.event_done(main.number, joined))
    return Outcome("已并案。")


def taken_out(work: Work, pressed: Pressed) -> Outcome:
    """拆回: as if it had never been joined, with the limits that it always had."""
    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, post = got
    refusal = merge.leave(work, case, people.actor_of(post))
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    desk.turn(work, pressed, clerk_texts.done_card(case.number, "已拆回，单独办理。"))
    return Outcome("已拆回。")


PRESSES: dict[str, OnPress] = {
    "merge": ask,
    "mergeto": picked,
    "mergeok": joined,
    "mergeall": event,
    "unmerge": taken_out,
}
COMMANDS: dict[str, OnCommand] = {"merge": named}
