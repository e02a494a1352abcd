"""代转: a unit speaks to a complainant whom it may not know (anonymous to it, or class B) by way of a clerk (R02).

The officer writes in private, a clerk reads and hands on or not, the enterprise's reply comes back as any supplement does.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import col, select

from bot.desk import asks, clocks, guards, people, places, units
from bot.desk.words import OnAnswer, OnCommand, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.rules import deadlines, quality
from bot.rules.limits import Limit, Unit
from bot.texts import common
from bot.texts import pass_on as texts
from bot.texts.values import Message
from storage import outbox
from storage.tables import Ask, CaseFile, Event, Staff, Timer
from storage.vocabulary import AskKind, ChatPurpose, EventKind, Lane, Role, Secrecy, TimerKind

DESK = (Role.CLERK, Role.OFFICE)
LOOK_AGAIN = Limit(2, Unit.WH)  # working hours until the clerks are reminded; later each working morning


@dataclass(frozen=True, slots=True)
class Waiting:
    """Words that lie with the clerks: the event that holds them, its case, and who wrote them."""

    case: CaseFile
    event: Event
    text: str
    author: Staff | None

    @property
    def unit(self) -> str:
        """The unit that spoke, even if the case has left it since."""
        return str(self.event.data.get("unit") or "")


def needed(case: CaseFile) -> bool:
    """True if the unit may not know who complains, so that a clerk stands between them."""
    return case.secrecy is Secrecy.B or case.anonymous


def begin(work: Work, case: CaseFile, post: Staff) -> Outcome:
    """联系企业 on such a case: asks the officer in private for the words."""
    if not case.state.is_open:
        return Outcome("这件已经结束，不能再代转。", alert=True)
    if post.tg_id is None or post.unreachable_at is not None:
        return Outcome("机器人还不能给您发私信，请先打开机器人点“开始”。", alert=True)
    asks.open_ask(work, post.tg_id, post.tg_id, AskKind.HAND_ON, texts.prompt(case.number), case=case)
    return Outcome("这件对承办单位匿名，由坐席代转，请到私信里写。")


def written(work: Work, words: Words, ask: Ask) -> Outcome:
    """The officer's words: kept, and put before the clerks."""
    case = work.case(ask.case_id or 0)
    post = guards.unit_officer(work, case, words.sender.tg_id) if case is not None else None
    if case is None or post is None or not case.state.is_open:
        asks.close(work, words.sender.tg_id, words.chat_id, ask.case_id)
        _say(work, words, Message(common.NOT_YOURS), case)
        return OK
    refusal = _unfit(work, words, case)
    if refusal is not None:
        _say(work, words, refusal, case)
        return OK
    asks.close(work, words.sender.tg_id, words.chat_id, ask.case_id)
    facts = {"to": "clerk", "unit": case.unit}
    text = words.text.strip()
    event = work.record(case, EventKind.RELAYED, people.actor_of(post), facts=facts, words={"text": text})
    _to_clerks(work, Waiting(case, event, text, post))
    _say(work, words, texts.given(case.number), case)
    return OK


def _unfit(work: Work, words: Words, case: CaseFile) -> Message | None:
    if words.media is not None or not words.text.strip():
        return texts.only_words(case.number)
    flaws = quality.note_flaws(words.text, work.office.spans(words.text))
    return texts.flawed(case.number, tuple(flaw.missing for flaw in flaws)) if flaws else None


def _to_clerks(work: Work, waiting: Waiting) -> None:
    case, seq = waiting.case, waiting.event.seq
    name = units.name(work, waiting.unit)
    message = texts.clerk_card(case.id or 0, case.number, name, waiting.text, seq)
    _tell_clerks(work, case, message, "clerk.passon", f"passon:{case.id}:{seq}")
    _look_again(work, case, seq)


def _tell_clerks(work: Work, case: CaseFile, message: Message, purpose: str, key: str) -> None:
    for place in _desks(work):
        work.send(
            place.chat_id,
            message,
            lane=Lane.ANSWER,
            purpose=purpose,
            case=case,
            topic_id=place.topic_id,
            dedupe=f"{key}:{place.chat_id}",
            not_before=clocks.polite(work, case.urgency),
        )


def _desks(work: Work) -> list[places.Place]:
    group = places.desk_group(work, ChatPurpose.CLERKS)
    if group is not None:
        return [group]
    return [places.Place(post.tg_id or 0) for post in people.reachable(people.role_staff(work, Role.CLERK))]


def _look_again(work: Work, case: CaseFile, seq: int) -> None:
    at = deadlines.deadline(work.now, LOOK_AGAIN, work.office.calendar).at
    work.timer(TimerKind.HAND_ON, at, case, key=str(seq), data={"seq": seq})


def remind(work: Work, timer: Timer) -> None:
    """The clerks have not decided: they are told again, at most once a working day after the first time."""
    case = work.case(timer.case_id or 0)
    waiting = _waiting(work, case, int(timer.data["seq"])) if case is not None else None
    if case is None or waiting is None or not case.state.is_open:
        return
    seq, today = waiting.event.seq, work.office.calendar.local_date(work.now)
    _tell_clerks(work, case, texts.waiting(case.number), "clerk.passon", f"passonagain:{case.id}:{seq}:{today}")
    work.timer(TimerKind.HAND_ON, clocks.next_morning(work), case, key=str(seq), data={"seq": seq})


def decide(work: Work, pressed: Pressed) -> Outcome:
    """转给企业 or 不转: once, by a clerk."""
    clerk = guards.desk_post(work, pressed.sender.tg_id, *DESK)
    if isinstance(clerk, Outcome):
        return clerk
    case = work.case(pressed.press.case_id)
    if case is None:
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    if guards.barred(work, case, pressed.sender.tg_id):
        return Outcome(common.NOT_YOURS, alert=True)
    seq, _, choice = pressed.press.arg.partition(".")
    waiting = _waiting(work, case, int(seq)) if seq.isdigit() else None
    if waiting is None:
        return Outcome("这段话已经处理过了。", alert=True)
    return _hand_over(work, pressed, waiting, clerk) if choice == "y" else _keep(work, pressed, waiting, clerk)


def _waiting(work: Work, case: CaseFile, seq: int) -> Waiting | None:
    """Words given to the clerks that nobody has decided on."""
    query = select(Event).where(Event.case_id == case.id, Event.kind == EventKind.RELAYED).order_by(col(Event.seq))
    events = list(work.session.exec(query))
    event = next((e for e in events if e.seq == seq and e.data.get("to") == "clerk"), None)
    if event is None or any(e.data.get("of") == seq for e in events):
        return None
    text = str((work.text(event.content_id) or {}).get("text", ""))
    return Waiting(case, event, text, work.session.get(Staff, event.actor_id) if event.actor_id else None)


def _hand_over(work: Work, pressed: Pressed, waiting: Waiting, clerk: Staff) -> Outcome:
    from bot.desk.officer import card

    case = waiting.case
    chat_id = people.complainant_chat(work, case)
    if chat_id is None:
        return Outcome("企业停用了机器人，现在转不到。请按登记的电话联系企业，或点“不转”。", alert=True)
    facts = {"to": "enterprise", "of": waiting.event.seq, "passed": True}
    work.record(case, EventKind.RELAYED, people.actor_of(clerk), facts=facts, words={"text": waiting.text})
    message = texts.to_enterprise(case.number, units.name(work, waiting.unit), waiting.text)
    work.send(chat_id, message, lane=Lane.ANSWER, purpose="told.passon", case=case)
    author = waiting.author
    if author is not None and author.tg_id is not None and guards.unit_officer(work, case, author.tg_id) is not None:
        card.first_contact(work, case, author, "clerk")
    _done(work, pressed, waiting, clerk, passed=True)
    return Outcome("已转给企业。")


def _keep(work: Work, pressed: Pressed, waiting: Waiting, clerk: Staff) -> Outcome:
    facts = {"to": "unit", "of": waiting.event.seq, "passed": False}
    work.record(waiting.case, EventKind.RELAYED, people.actor_of(clerk), facts=facts)
    _done(work, pressed, waiting, clerk, passed=False)
    return Outcome("没有转，已告诉承办人。")


def _done(work: Work, pressed: Pressed, waiting: Waiting, clerk: Staff, *, passed: bool) -> None:
    """The clerks' card says what was decided, the officer is told, the reminder ends."""
    case, author = waiting.case, waiting.author
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        name = units.name(work, waiting.unit)
        work.edit(row, texts.ruled(case.number, name, waiting.text, passed, people.name_of(work, clerk)))
    if author is not None and author.tg_id is not None and author.unreachable_at is None:
        message = texts.told_officer(case.number, passed)
        work.send(author.tg_id, message, lane=Lane.ANSWER, purpose="officer.passon", case=case)
    if not _still_waiting(work, case):
        work.no_timer(case, TimerKind.HAND_ON)


def _still_waiting(work: Work, case: CaseFile) -> bool:
    query = select(Event).where(Event.case_id == case.id, Event.kind == EventKind.RELAYED)
    events = list(work.session.exec(query))
    ruled = {e.data.get("of") for e in events}
    return any(e.data.get("to") == "clerk" and e.seq not in ruled for e in events)


def _say(work: Work, words: Words, message: Message, case: CaseFile | None) -> None:
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="officer.passon", case=case)


PRESSES: dict[str, OnPress] = {"passon": decide}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.HAND_ON: written}
COMMANDS: dict[str, OnCommand] = {}
