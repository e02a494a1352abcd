"""延期: before the deadline, twice at most, with an objective reason; approved by rank, the enterprise is told."""

from __future__ import annotations

from bot.desk import asks, clocks, dispatch, guards, people, supervisor
from bot.desk.facts import facts_of
from bot.desk.officer import card
from bot.desk.words import OnAnswer, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.rules import quality
from bot.texts import common
from bot.texts import officer as texts
from bot.texts.values import Message
from storage.tables import Ask, CaseFile
from storage.vocabulary import AskKind, EventKind, Lane, Stage

SHORTEST = 6  # characters of a reason


def ask_days(work: Work, pressed: Pressed) -> Outcome:
    """延期: how long?"""
    got = card.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    why_not = refused(work, case)
    if why_not:
        return Outcome(why_not, alert=True)
    longest = work.office.policy.extension_days(case.extensions + 1)
    options = tuple(days for days in (2, 3, 5, 10) if days <= longest)
    work.send(
        pressed.chat_id,
        texts.extension_days(case.id or 0, case.version, case.number, options),
        lane=Lane.ANSWER,
        purpose="officer.extension",
        case=case,
        reply_to=pressed.message_id,
        topic_id=pressed.topic_id,
    )
    return OK


def refused(work: Work, case: CaseFile) -> str:
    """Why no extension may be asked for now; empty if it may."""
    if case.pending is not None:
        return "已有一项申请在等裁定。"
    if case.extensions >= work.office.policy.extension_cap:
        return "延期已达两次上限。请办结答复，或申请挂账。"
    row = clocks.running(work, case, Stage.RESOLVE)
    if row is None or row.due_at <= work.now:
        return "已过办结时限，不能再申请延期。请先答复企业。"
    if not supervisor.can_rule(work, case):
        return "这件的延期没有督办人可以裁定。请按时限办理，并先给企业一句进展。"
    return ""


def ask_reason(work: Work, pressed: Pressed) -> Outcome:
    """How long is chosen: why?"""
    got = card.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    why_not = refused(work, case)
    if why_not:
        return Outcome(why_not, alert=True)
    if not pressed.press.arg.isdecimal():
        return Outcome(common.UNKNOWN_BUTTON)
    days = int(pressed.press.arg)
    if not 1 <= days <= work.office.policy.extension_days(case.extensions + 1):
        return Outcome(common.UNKNOWN_BUTTON)
    asks.open_ask(
        work,
        pressed.sender.tg_id,
        pressed.chat_id,
        AskKind.EXTENSION_REASON,
        texts.extension_reason(case.number, days),
        case=case,
        data={"days": days},
        reply_to=pressed.message_id,
    )
    return OK


def reason_given(work: Work, words: Words, ask: Ask) -> Outcome:
    """The reason: empty phrases are refused, the rest goes to the approver."""
    case = work.case(ask.case_id or 0)
    post = guards.unit_officer(work, case, words.sender.tg_id) if case is not None else None
    asks.close(work, words.sender.tg_id, words.chat_id, ask.case_id)
    if case is None or post is None:
        return OK
    days, why_not = int(ask.data["days"]), refused(work, case)
    if why_not:
        _say(work, words, case, texts.extension_off(case.number, why_not))
        return OK
    if quality.forbidden_pause(words.text) or len(words.text.strip()) < SHORTEST:
        _ask_again(work, words, case, days)
        return OK
    pending = {"what": "extension", "days": days, "by": post.id}
    refusal = work.move(
        case,
        EventKind.EXTENSION_ASKED,
        people.actor_of(post),
        facts_of(work, case),
        set={"pending": pending},
        words={"text": words.text},
    )
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    _say(work, words, case, texts.extension_asked(case.number))
    dispatch.refresh_unit_card(work, case)
    supervisor.offer_extension(work, case, words.text)
    return OK


def _ask_again(work: Work, words: Words, case: CaseFile, days: int) -> None:
    asks.open_ask(
        work,
        words.sender.tg_id,
        words.chat_id,
        AskKind.EXTENSION_REASON,
        texts.extension_reason(case.number, days, again=True),
        case=case,
        data={"days": days},
        reply_to=words.message_id,
    )


def _say(work: Work, words: Words, case: CaseFile, message: Message) -> None:
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="officer.extension", case=case, topic_id=words.topic_id)


PRESSES: dict[str, OnPress] = {"extend": ask_days, "edays": ask_reason}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.EXTENSION_REASON: reason_given}
