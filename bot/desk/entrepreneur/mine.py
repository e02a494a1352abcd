"""/my: the person's cases, a case's timeline, 催办, 补充材料, 撤回."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, select

from bot.desk import asks, cards, cases, clocks, dispatch, gist, guards, people, restricted, views
from bot.desk.entrepreneur import later
from bot.desk.facts import facts_of
from bot.desk.gist import gist_of
from bot.desk.officer import notices
from bot.desk.words import OnAnswer, OnCommand, OnPress, Pressed, Words
from bot.desk.work import OK, Actor, Outcome, Work
from bot.texts import common
from bot.texts.entrepreneur import mine as texts
from bot.texts.entrepreneur import secret
from bot.texts.values import Message
from storage import history, outbox
from storage.tables import Ask, CaseFile, Event, Outbox, Person
from storage.vocabulary import AskKind, EventKind, Lane, Role, Secrecy

URGE_GAP = timedelta(hours=24)
FORCED = "投诉人反映：有人要求其撤回诉求。"


def my(work: Work, words: Words, _rest: str) -> Outcome:
    """/my in a private chat."""
    if words.private:
        person = people.person_of(work, words.sender)
        message = texts.listing([views.view(work, case) for case in cases.recent_of(work, person)])
        work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="mine")
    return OK


def tell(work: Work, chat_id: int, own: list[CaseFile]) -> None:
    """How far it is: the only case's page, or the list to pick from."""
    only = own[0] if len(own) == 1 else None
    message = _page(work, only) if only is not None else texts.listing([views.view(work, case) for case in own])
    purpose = "mine.page" if only is not None else "mine"
    work.send(
        chat_id,
        message,
        lane=Lane.ANSWER,
        purpose=purpose,
        case=only if only is not None and _answerable(only) else None,
    )


def listed(work: Work, pressed: Pressed) -> Outcome:
    """返回列表: the same message shows the list."""
    person = people.person_of(work, pressed.sender)
    message = texts.listing([views.view(work, case) for case in cases.recent_of(work, person)])
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        row.case_id = None  # a list stands for no case
    _turn(work, pressed, message)
    return OK


def show(work: Work, pressed: Pressed) -> Outcome:
    """One case in plain words. Its own message is turned into the page if it is a list or page of ours."""
    case = _mine(work, pressed)
    if isinstance(case, Outcome):
        return case
    message = _page(work, case)
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None and row.purpose in {"mine", "mine.page"}:
        row.case_id = _answerable(case)  # a reply to the page belongs to the case that it shows
        work.edit(row, message)
    else:
        work.send(
            pressed.chat_id, message, lane=Lane.ANSWER, purpose="mine.page", case=case if _answerable(case) else None
        )
    return OK


def _answerable(case: CaseFile) -> int | None:
    """The case that a page may stand for; nothing in the outbox points to a sealed one."""
    return case.id if case.secrecy is not Secrecy.C else None


def _page(work: Work, case: CaseFile) -> Message:
    timeline = [(event.kind, event.at) for event in history.events_of(work.session, case.id or 0)]
    return texts.page(views.view(work, case), timeline)


def urge(work: Work, pressed: Pressed) -> Outcome:
    """催办: bounded to once a day; pushes the case up, opens nothing new (R10)."""
    case = _mine(work, pressed)
    if isinstance(case, Outcome):
        return case
    return push_on(work, case) if case.state.is_open else Outcome(common.STALE)


def push_on(work: Work, case: CaseFile) -> Outcome:
    """Urge an open case of theirs; what came of it is in the toast."""
    last = _last_urge(work, case)
    if last is not None and work.now - last < URGE_GAP:
        return Outcome(texts.urge_later(last + URGE_GAP), alert=True)
    refusal = work.move(
        case,
        EventKind.URGED,
        Actor(Role.ENTERPRISE, case.person_id),
        facts_of(work, case),
        set={"urges": case.urges + 1},
    )
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    _push(work, case)
    return Outcome(texts.urged(views.view(work, case)), alert=True)


def _push(work: Work, case: CaseFile) -> None:
    """Whoever has the case hears it: the sealed contact, the unit's owner and backup, or the clerks."""
    if case.secrecy is Secrecy.C:
        restricted.urged(work, case, secret.urged(case.number))
    elif case.unit is not None:
        notices.urged(work, case)
    else:
        _push_clerks(work, case)


def _push_clerks(work: Work, case: CaseFile) -> None:
    card = next(iter(reversed(cards.live(work, case, "clerk"))), None)
    if card is not None:
        row = work.session.get_one(Outbox, card.outbox_id)
        message = texts.urged_at_desk(case.number, case.urges)
        work.send(
            card.chat_id,
            message,
            lane=Lane.ANSWER,
            purpose="clerk.urged",
            case=case,
            reply_to=row.message_id,
            topic_id=row.topic_id,
            not_before=clocks.polite(work, case.urgency),
        )


def add(work: Work, pressed: Pressed) -> Outcome:
    """补充材料: the next message goes to this case."""
    case = _mine(work, pressed)
    if isinstance(case, Outcome):
        return case
    if not case.state.is_open:
        return Outcome(common.STALE)
    asks.open_ask(
        work,
        pressed.sender.tg_id,
        pressed.chat_id,
        AskKind.SUPPLEMENT,
        texts.add_prompt(case.number),
        case=case,
    )
    return OK


def added(work: Work, words: Words, ask: Ask) -> Outcome:
    """The material that was asked for."""
    asks.close(work, words.sender.tg_id, words.chat_id)
    case = work.case(ask.case_id or 0)
    person = people.person_of(work, words.sender)
    if case is None or not case.state.is_open:
        from bot.desk.entrepreneur import intake

        return intake.hear(work, words)
    return later.supplement(work, person, case, words, gist_of(words.understood))


def take_back(work: Work, pressed: Pressed) -> Outcome:
    """撤回 asks first whether somebody demanded it (R04)."""
    case = _mine(work, pressed)
    if isinstance(case, Outcome):
        return case
    _turn(work, pressed, texts.withdraw_question(case.id or 0, case.version, case.number))
    return OK


def taken_back(work: Work, pressed: Pressed) -> Outcome:
    """Answered: taken back, or a sealed case is opened and the original goes on as if nothing had happened."""
    case = _mine(work, pressed)
    if isinstance(case, Outcome):
        return case
    person = people.person_of(work, pressed.sender)
    if pressed.press.arg == "forced":
        return _forced(work, pressed, person, case)
    if not case.state.is_open:
        return Outcome(common.STALE)
    actor = Actor(Role.ENTERPRISE, person.id)
    refusal = work.move(case, EventKind.WITHDRAWN, actor, facts_of(work, case), set={"closed_at": work.now})
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    dispatch.finish(work, case)
    if case.secrecy is Secrecy.C:
        restricted.urged(work, case, secret.withdrawn(case.number))
    _turn(work, pressed, texts.withdrawn(case.number))
    return OK


def _forced(work: Work, pressed: Pressed, person: Person, case: CaseFile) -> Outcome:
    words = Words(pressed.sender, pressed.chat_id, True, 0, FORCED)
    reading = gist.Gist(summary="", secrecy=Secrecy.C, accused=(case.unit,) if case.unit else ())
    restricted.report(work, person, words, reading, beside=case)
    _turn(work, pressed, _page(work, case))  # whoever looks over a shoulder sees an ordinary page
    return OK


def _mine(work: Work, pressed: Pressed) -> CaseFile | Outcome:
    case = work.case(pressed.press.case_id)
    if case is None or not guards.complainant(work, case, pressed.sender.tg_id):
        return Outcome(common.UNKNOWN_BUTTON)
    return guards.fresh(pressed, case) or case


def _turn(work: Work, pressed: Pressed, message: Message) -> None:
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        work.edit(row, message)
    else:
        work.send(pressed.chat_id, message, lane=Lane.ANSWER, purpose="mine.page")


def _last_urge(work: Work, case: CaseFile) -> datetime | None:
    query = (
        select(Event.at).where(Event.case_id == case.id, Event.kind == EventKind.URGED).order_by(col(Event.seq).desc())
    )
    return work.session.exec(query).first()


PRESSES: dict[str, OnPress] = {
    "mine": listed,
    "show": show,
    "urge": urge,
    "add": add,
    "takeback": take_back,
    "takeok": taken_back,
}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.SUPPLEMENT: added}
COMMANDS: dict[str, OnCommand] = {"my": my}
