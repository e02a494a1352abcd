"""恶意认定, the author's side: heard before anything is found, told why and until when, free to appeal, told when it ends (R31)."""

from __future__ import annotations

from datetime import datetime

from bot.desk import asks, clocks, guards, malicious, people, restricted
from bot.desk.gist import gist_of
from bot.desk.supervisor import desk
from bot.desk.words import OnAnswer, OnPress, Pressed, Words
from bot.desk.work import CLOCK, OK, Actor, Outcome, Work
from bot.rules import malice as rules
from bot.rules.deadlines import deadline
from bot.rules.malice import Ground, Step
from bot.texts import malice as texts
from bot.texts.values import Message
from storage import history
from storage.tables import Ask, CaseFile, Event, Person, Staff, Timer
from storage.vocabulary import AskKind, EventKind, Lane, Role, Secrecy, TimerKind, Urgency

SPOKEN = (Step.SAID, Step.APPEALED)


def hear(work: Work, case: CaseFile, post: Staff) -> bool:
    """Ask the author to answer, with a last day. False if the author cannot be reached: then nothing can be found."""
    chat_id = people.complainant_chat(work, case)
    if chat_id is None:
        return False
    until = deadline(work.now, rules.HEARING, work.office.calendar).at
    work.record(case, EventKind.MALICE, people.actor_of(post), facts={"step": Step.HEAR, "until": until})
    _wake(work, case, until)
    _tell(work, case, texts.hearing(case.id or 0, case.number, until))
    return True


def _wake(work: Work, case: CaseFile, at: datetime) -> None:
    """The timer is the procedure's, not the case's: closing the case does not stop it."""
    work.timer(TimerKind.MALICE, at, key=str(case.id), data={"case": case.id})


def _tell(work: Work, case: CaseFile, message: Message) -> None:
    chat_id = people.complainant_chat(work, case)
    if chat_id is not None:
        work.send(chat_id, message, lane=Lane.ANSWER, purpose="malice", case=case)


def _office(work: Work, case: CaseFile, step: Step, text: str = "") -> None:
    message = texts.to_office(case.id or 0, case.number, step, work.office.mask(text, enterprises=True))
    for place in desk.heard(work, case):
        later = clocks.polite(work, case.urgency)
        where, topic = place.chat_id, place.topic_id
        work.send(
            where, message, lane=Lane.ANSWER, purpose="office.malice", case=case, topic_id=topic, not_before=later
        )


def found(work: Work, case: CaseFile, post: Staff, ground: Ground, reason: str) -> None:
    """On record with reason and end; the author is limited from now, and told how to appeal."""
    until, appeal = work.now + rules.LASTS, work.now + rules.APPEAL
    facts = {"step": Step.FOUND, "ground": ground, "until": until, "appeal": appeal}
    work.record(case, EventKind.MALICE, people.actor_of(post), facts=facts, words={"text": reason})
    _limit(work, case, until)
    _wake(work, case, until)
    _tell(work, case, texts.found(case.id or 0, case.number, ground, reason, until, appeal))


def _limit(work: Work, case: CaseFile, until: datetime | None) -> None:
    person = work.session.get(Person, case.person_id) if case.person_id else None
    if person is not None:
        malicious.limit(person, until)


def ruled(work: Work, case: CaseFile, actor: Actor, step: Step) -> None:
    """Dropped, upheld, quashed or over: the limit follows, and the author is told."""
    past = malicious.events(history.events_of(work.session, case.id or 0))
    work.record(case, EventKind.MALICE, actor, facts={"step": step})
    until = _until(past) if step is Step.UPHELD else None
    _limit(work, case, until)
    if until is not None:
        _wake(work, case, max(until, work.now))
    _tell(work, case, texts.ended(case.number, step))


def _until(past: list[Event]) -> datetime | None:
    last = next((event for event in reversed(past) if event.data["step"] == Step.FOUND), None)
    return datetime.fromisoformat(str(last.data["until"])) if last is not None else None


def speak(work: Work, pressed: Pressed) -> Outcome:
    """我要说明."""
    return _ask(work, pressed, Step.SAID)


def appeal(work: Work, pressed: Pressed) -> Outcome:
    """不服，申诉."""
    return _ask(work, pressed, Step.APPEALED)


def _ask(work: Work, pressed: Pressed, step: Step) -> Outcome:
    case = work.case(pressed.press.case_id)
    if case is None or not guards.complainant(work, case, pressed.sender.tg_id) or not _open(work, case, step):
        return Outcome(texts.NOTHING_TO_SAY, alert=True)
    prompt = texts.ask_defence(case.number, appeal=step is Step.APPEALED)
    data = {"step": step.value}
    asks.open_ask(work, pressed.sender.tg_id, pressed.chat_id, AskKind.DEFENCE, prompt, case=case, data=data)
    return OK


def _open(work: Work, case: CaseFile, step: Step) -> bool:
    past = history.events_of(work.session, case.id or 0)
    if rules.refusal(malicious.steps(past), step, None):
        return False
    last = malicious.events(past)[-1].data
    return step is not Step.APPEALED or work.now <= datetime.fromisoformat(str(last["appeal"]))


def spoken(work: Work, words: Words, ask: Ask) -> Outcome:
    """The author's words: classified first (R02a), then before the office alone."""
    from bot.desk.entrepreneur import intake

    case, reading = work.case(ask.case_id or 0), gist_of(words.understood)
    if reading.urgency is Urgency.CRITICAL or reading.life_danger:
        return intake.hear(work, words)  # a matter that cannot wait is never taken for a statement
    asks.close(work, words.sender.tg_id, words.chat_id)
    step = Step(ask.data["step"])
    if case is None or not _open(work, case, step):
        return intake.hear(work, words)
    apart = reading.secrecy is Secrecy.C or desk.OFFICE in reading.accused
    if apart:
        restricted.report(work, people.person_of(work, words.sender), words, reading, beside=case)
    text = "" if apart else words.text.strip()
    _spoke(work, case, step, text)
    work.send(
        words.chat_id,
        texts.defence_kept(case.number, appeal=step is Step.APPEALED),
        lane=Lane.ANSWER,
        purpose="malice",
        case=case,
    )
    return OK


def _spoke(work: Work, case: CaseFile, step: Step, text: str) -> None:
    """An appeal suspends the finding until it is ruled."""
    actor = Actor(Role.ENTERPRISE, case.person_id)
    work.record(case, EventKind.MALICE, actor, facts={"step": step}, words={"text": text} if text else None)
    if step is Step.APPEALED:
        _limit(work, case, None)
    _office(work, case, step, text)


def said(work: Work, recent: list[Event]) -> str:
    """The author's last words in the procedure that runs, masked."""
    spoken_ = [event for event in recent if event.data["step"] in SPOKEN and event.content_id]
    text = str((work.text(spoken_[-1].content_id) or {}).get("text", "")) if spoken_ else ""
    return work.office.mask(text, enterprises=True)


def fire(work: Work, timer: Timer) -> None:
    """The time to be heard is over, or the finding's; an appeal that waits for its ruling keeps it suspended."""
    case = work.case(int(timer.data["case"]))
    run = rules.current(malicious.steps(history.events_of(work.session, case.id or 0))) if case is not None else ()
    if case is None or not run:
        return
    if run[-1].step is Step.HEAR:
        work.record(case, EventKind.MALICE, CLOCK, facts={"step": Step.SILENT})
        _office(work, case, Step.SILENT)
    elif rules.in_force(run):
        ruled(work, case, CLOCK, Step.EXPIRED)


PRESSES: dict[str, OnPress] = {"malsay": speak, "malappeal": appeal}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.DEFENCE: spoken}
