"""延期: before the deadline, twice at most, with an objective reason; approved by rank, the enterprise is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, select

from bot.desk import asks, clocks, dispatch, guards, legal, people, rulings, supervisor
from bot.desk.facts import facts_of
from bot.desk.officer import card
from bot.desk.words import OnAnswer, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.rules import quality
from bot.rules.deadlines import deadline
from bot.rules.limits import Limit, Unit
from bot.texts import common
from bot.texts import officer as texts
from bot.texts.values import Message
from storage.tables import Ask, CaseFile, Deadline, Event
from storage.vocabulary import AskKind, EventKind, Lane, Stage, Urgency

SHORTEST = 6  # characters of a reason
LENGTHS = (2, 3, 5, 10)  # working days offered


def ask_days(work: Work, pressed: Pressed) -> Outcome:
    """延期: how long?"""
    got = card.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    why_not = refused(work, case)
    if why_not:
        return Outcome(why_not, alert=True)
    work.send(
        pressed.chat_id,
        texts.extension_days(case.id or 0, case.version, case.number, lengths(work, case)),
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
        return "延期已达两次上限。请办结答复；一时办不了的，写明难点和下一步日期先答复企业。"
    row = clocks.running(work, case, Stage.RESOLVE)
    if row is None or row.due_at <= work.now:
        return "已过办结时限，不能再申请延期。请先答复企业。"
    if not _in_time(work, case, row.due_at):
        return f"延期要在办结时限前至少{work.office.policy.extension.apply_before.in_words}申请，现在来不及了。请先答复企业，写明进展和日期。"
    if not lengths(work, case):
        return "加上延期会超过总时限上限，不能再延。请办结答复；一时办不了的，写明难点和下一步日期先答复企业。"
    if not supervisor.can_rule(work, case):
        return "这件的延期没有督办人可以裁定。请按时限办理，并先给企业一句进展。"
    return "" if _told(work, case) else texts.INTERIM_FIRST


def _told(work: Work, case: CaseFile) -> bool:
    """True if the enterprise got an interim reply in this round: more time is asked for only after a word to it."""
    query = select(Event.id).where(Event.case_id == case.id, Event.kind == EventKind.PROGRESS)
    return work.session.exec(query.where(Event.at >= _began(work, case))).first() is not None


def _in_time(work: Work, case: CaseFile, due: datetime) -> bool:
    """Asked for before the last hours (`extension.apply_before`): who rules must have time to look."""
    calendar, before = work.office.calendar, work.office.policy.extension.apply_before
    if case.urgency is Urgency.CRITICAL:
        return due - work.now >= timedelta(hours=1)
    return deadline(work.now, before, calendar).at <= due


def lengths(work: Work, case: CaseFile) -> tuple[int, ...]:
    """Working days that may be asked for: within this extension's length and, with the first limit, under the ceiling."""
    policy, calendar = work.office.policy, work.office.calendar
    row = clocks.running(work, case, Stage.RESOLVE)
    if row is None:
        return ()
    ceiling = deadline(_began(work, case), policy.extension.ceiling, calendar).at
    longest = policy.extension_days(case.extensions + 1)
    fits = (days for days in LENGTHS if days <= longest)
    law = legal.last_day(work, case)
    ceiling = min(ceiling, law.at) if law is not None else ceiling
    return tuple(days for days in fits if deadline(row.due_at, Limit(days, Unit.WD), calendar).at <= ceiling)


def _began(work: Work, case: CaseFile) -> datetime:
    """When the round's first limit to resolve began."""
    query = select(Deadline.start_at).where(
        Deadline.case_id == case.id, Deadline.round == case.round, Deadline.stage == Stage.RESOLVE
    )
    return work.session.exec(query.order_by(col(Deadline.seq))).first() or work.now


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
    if days not in lengths(work, case):
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
    pending = {"what": "extension", "days": days, "by": post.id, "due": rulings.due(work, case).isoformat()}
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
    rulings.start(work, case)
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
