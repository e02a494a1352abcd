"""承诺兑现: a promise of a public body is put on its case with who, paper, what, day and proof; supervised and recalled in time (A32)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.desk import asks, clocks, people
from bot.desk.officer import notices
from bot.desk.supervisor import desk
from bot.desk.words import OnAnswer, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.rules import pledge as rules
from bot.texts import pledge as texts
from bot.texts.values import Button, Message
from storage.tables import Ask, CaseFile, Staff, Timer
from storage.vocabulary import AskKind, EventKind, Lane, Secrecy, TimerKind

MARK = "pledge"
AHEAD = timedelta(days=10)
OPENING = time(9)  # local


def possible(case: CaseFile) -> bool:
    """In a unit's hands and of class A."""
    return case.state in desk.IN_HAND and case.secrecy is Secrecy.A


def button(case: CaseFile) -> list[Button]:
    """For a case of which a promise may be kept."""
    return [texts.button(case.id or 0)] if possible(case) else []


def begin(work: Work, pressed: Pressed) -> Outcome:
    """承诺兑现: the five lines."""
    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    own = {one.id for one in people.posts_of(work, pressed.sender.tg_id)}
    if own & {case.owner_id, case.backup_id} or not possible(case):
        return Outcome(texts.NOT_HERE if not possible(case) else texts.NOT_ONES_OWN, alert=True)
    asks.open_ask(work, pressed.sender.tg_id, pressed.chat_id, AskKind.PLEDGE, texts.prompt(case.number), case=case)
    return OK


def written(work: Work, words: Words, ask: Ask) -> Outcome:
    """Read line by line; on record only when whole."""
    case, post = work.case(ask.case_id or 0), people.post_as(work, words.sender.tg_id, *desk.DESK)
    who, chat = words.sender.tg_id, words.chat_id
    if case is None or post is None or not possible(case):
        asks.close(work, who, chat)
        return OK
    found = rules.read(words.text)
    if isinstance(found, tuple):
        asks.open_ask(work, who, chat, AskKind.PLEDGE, texts.lacking(case.number, found), case=case)
        return OK
    asks.close(work, who, chat)
    _keep(work, case, post, found)
    message, topic = _said(work, case, found), words.topic_id
    work.send(chat, message, lane=Lane.ANSWER, purpose="office.pledge", case=case, topic_id=topic)
    return OK


def _keep(work: Work, case: CaseFile, post: Staff, found: rules.Pledge) -> None:
    kept = {"by": found.by, "paper": found.paper, "what": found.what, "proof": found.proof}
    facts = {"mark": MARK, "on": True, "due": found.due.isoformat()}
    work.record(case, EventKind.MARKED, people.actor_of(post), facts=facts, words=kept)
    if not case.supervised:
        set_, why = {"supervised": True}, {"why": "承诺兑现"}
        work.record(case, EventKind.SUPERVISED, people.actor_of(post), set=set_, facts=why)
    due = _morning(work, found.due)
    first = due - AHEAD if due - AHEAD > work.now else due  # who was told today is not reminded today
    work.timer(TimerKind.PLEDGE, first, case, data={"due": found.due.isoformat()})
    work.session.flush()
    key = f"pledge:{case.id}:{case.head_seq}"
    notices.under_card(work, case, _said(work, case, found), "card.pledge", key)


def _said(work: Work, case: CaseFile, found: rules.Pledge) -> Message:
    by, paper, what = (work.office.mask(text, enterprises=True) for text in (found.by, found.paper, found.what))
    return texts.marked(case.number, by, paper, what, found.due)


def _morning(work: Work, day: date) -> datetime:
    """Nine o'clock of a day, by the city's time."""
    return datetime.combine(day, OPENING, ZoneInfo(work.office.calendar.zone)).astimezone(UTC)


def fire(work: Work, timer: Timer) -> None:
    """Ten days ahead, then on the day: the unit and the office hear it, if the case is still open."""
    case, day = work.case(timer.case_id or 0), date.fromisoformat(timer.data["due"])
    if case is None or not case.state.is_open:
        return
    due = _morning(work, day)
    over = work.now >= due
    if not over:
        work.timer(TimerKind.PLEDGE, due, case, data=timer.data)
    message, later = texts.coming(case.number, day, over=over), clocks.polite(work, case.urgency)
    notices.under_card(work, case, message, "card.pledge", f"pledge:{case.id}:{day}:{over}")
    for place in desk.heard(work, case):
        where, topic = place.chat_id, place.topic_id
        work.send(where, message, lane=Lane.CHASE, purpose="office.pledge", case=case, topic_id=topic, not_before=later)


PRESSES: dict[str, OnPress] = {"pledge": begin}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.PLEDGE: written}
