"""办结 by the office alone: what the enterprise disputes after two reopenings, or what the law does not allow (R06, A59).

Never by the unit, never by who has the case, and never without basis and remedy, which the enterprise reads as written.
"""

from __future__ import annotations

from bot.desk import asks, people, views
from bot.desk.facts import facts_of
from bot.desk.supervisor import desk
from bot.desk.words import OnAnswer, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.rules import closing as rules
from bot.rules import quality
from bot.texts import common
from bot.texts import office as texts
from storage.tables import Ask, CaseFile, Staff
from storage.vocabulary import AskKind, CloseKind, EventKind, Lane, ResultCode, Role, State

WITH_UNIT = (State.TO_SIGN, State.WORKING, State.ANSWERED)


def kind_of(case: CaseFile) -> CloseKind | None:
    """As what the office may close this case now; None if it may not (yet)."""
    if case.state not in WITH_UNIT:
        return None
    result = case.result if case.state is State.ANSWERED else None  # an answer of an earlier round is no basis
    return rules.by_office(Role.OFFICE, case.reopens, result).close_kind


def begin(work: Work, pressed: Pressed) -> Outcome:
    """Asks for basis and remedy."""
    got = _closable(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, _post, kind = got
    prompt = texts.closing_prompt(case.number, kind.value)
    asks.open_ask(work, pressed.sender.tg_id, pressed.chat_id, AskKind.CLOSING, prompt, case=case)
    return OK


def _closable(work: Work, pressed: Pressed, *, fresh: bool = True) -> tuple[CaseFile, Staff, CloseKind] | Outcome:
    got = desk.found(work, pressed, fresh=fresh)
    if isinstance(got, Outcome):
        return got
    case, post = got
    kind = kind_of(case)
    if kind is None:
        return Outcome(texts.NOT_CLOSABLE, alert=True)
    own = {one.id for one in people.posts_of(work, pressed.sender.tg_id)}
    return Outcome(texts.NOT_ONES_OWN, alert=True) if own & {case.owner_id, case.backup_id} else (case, post, kind)


def written(work: Work, words: Words, ask: Ask) -> Outcome:
    """Basis and remedy: checked as a refusal's are, then asked back once."""
    case = work.case(ask.case_id or 0)
    kind = kind_of(case) if case is not None else None
    who, chat = words.sender.tg_id, words.chat_id
    if case is None or kind is None or people.post_as(work, who, *desk.DESK) is None:
        asks.close(work, who, chat)
        return OK
    text = words.text.strip()
    flaws = tuple(f.missing for f in quality.check(ResultCode.NOT_POSSIBLE, text, work.office.spans(text)))
    view = views.view(work, case)
    message = texts.closing_flawed(case.number, flaws) if flaws else texts.closing_preview(view, kind.value, text)
    asks.open_ask(work, who, chat, AskKind.CLOSING, message, case=case, words=None if flaws else {"text": text})
    return OK


def close(work: Work, pressed: Pressed) -> Outcome:
    """确定办结: over, and the enterprise reads why and where it can still turn."""
    got = _closable(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post, kind = got
    text = _words(work, pressed, case)
    if not text:
        return Outcome(common.STALE, alert=True)
    changes = {"close_kind": kind, "closed_at": work.now, "pending": None}
    known = facts_of(work, case, has_way=True)
    actor = people.actor_of(post)
    refusal = work.move(case, EventKind.CLOSED, actor, known, set=changes, words={"text": text})
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    asks.close(work, pressed.sender.tg_id, pressed.chat_id)
    _end(work, case, kind, text)
    desk.turn(work, pressed, texts.closed(case.number, kind.value))
    return Outcome("已办结，已告知企业。")


def _end(work: Work, case: CaseFile, kind: CloseKind, text: str) -> None:
    from bot.desk import dispatch

    dispatch.finish(work, case)
    chat_id = people.complainant_chat(work, case)
    if chat_id is not None:
        message = texts.closed_to_enterprise(views.view(work, case), kind.value, text)
        work.send(chat_id, message, lane=Lane.ANSWER, purpose="closed", case=case)


def _words(work: Work, pressed: Pressed, case: CaseFile) -> str:
    """The words that wait; only their author closes with them."""
    ask = asks.current(work, pressed.sender.tg_id, pressed.chat_id, case.id)
    if ask is None or ask.kind is not AskKind.CLOSING or ask.case_id != case.id:
        return ""
    return str((work.text(ask.content_id) or {}).get("text", ""))


def kept_open(work: Work, pressed: Pressed) -> Outcome:
    """不办结."""
    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    if not _words(work, pressed, got[0]):
        return Outcome(common.STALE, alert=True)
    asks.close(work, pressed.sender.tg_id, pressed.chat_id)
    desk.turn(work, pressed, texts.not_closed(got[0].number))
    return OK


PRESSES: dict[str, OnPress] = {"oclose": begin, "ocloseok": close, "ocloseno": kept_open}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.CLOSING: written}
