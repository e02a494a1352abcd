"""New words while cases are open: which do they belong to? The words are held by a timer, so that whatever else is asked
meanwhile, they become a matter of their own if nobody chooses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from bot.desk import asks, cases, people, repeats, views
from bot.desk.entrepreneur import draft, later, wishes
from bot.desk.entrepreneur.packing import Packed, packed, reading_of, unpacked
from bot.desk.gist import Gist, gist_of
from bot.desk.words import OnAnswer, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.texts import common
from bot.texts.entrepreneur import draft as texts
from bot.texts.entrepreneur import welcome
from bot.texts.values import Message
from nlp.values import Invalid
from nlp.wishes import tells_result
from storage import timers
from storage.tables import Ask, CaseFile, Event, Person, Timer
from storage.vocabulary import AskKind, EventKind, Lane, Secrecy, State, TimerKind, Urgency

WAIT = timedelta(minutes=30)
FEW, SURE, LATELY = 24, 0.6, timedelta(days=3)  # letters of a remark; of another unit; after the unit spoke
SPOKE = (EventKind.PROGRESS, EventKind.ANSWERED, EventKind.RELAYED)
URGENT_STILL = timedelta(hours=2)
OFFERED = 4  # newest cases on the question; the others by /my


def which(work: Work, person: Person, words: Words, reading: Gist) -> Outcome:
    """Ask which case these words belong to. Sealed cases are not offered: nothing here may point to them."""
    found = _offered(work, person)
    if not found:
        return draft.begin(work, person, words, reading)
    marker = words.message_id
    again = repeats.of(work, reading, found)
    about = again or _spoken_of(work, words, reading, found)
    question = _question(work, person, marker, 1, about, push=again is not None)
    tg_id, chat_id, kept = words.sender.tg_id, words.chat_id, [packed(words, reading)]
    ask = asks.open_ask(work, tg_id, chat_id, AskKind.BELONGS, question, data={"marker": marker}, words=kept)
    _hold(work, tg_id, marker, ask.content_id, ask.prompt_id, about, push=again is not None)
    return OK


def asked_about(work: Work, person: Person, words: Words) -> CaseFile | None:
    """The case about which a clerk's question is the last thing that was said here; it need not be replied to by swiping."""
    last = asks.last_said(work, words.chat_id)
    if last is None or last.purpose != "told.question" or last.case_id is None:
        return None
    case = work.case(last.case_id)
    return case if case is not None and case.person_id == person.id and case.state is State.NEEDS_INFO else None


def _spoken_of(work: Work, words: Words, reading: Gist, found: list[CaseFile]) -> CaseFile | None:
    """The one open case, if these few words name nothing else and its unit has just spoken to the enterprise."""
    if len(found) == 1 and found[0].urgency is Urgency.CRITICAL and work.now - found[0].created_at <= URGENT_STILL:
        return found[0]  # what is said while it burns is about the fire
    if (
        len(found) != 1
        or len(words.text) > FEW
        or (reading.best not in {"", found[0].unit} and reading.strength >= SURE)
    ):
        return None
    spoken = select(Event.at).where(Event.case_id == found[0].id, col(Event.kind).in_(SPOKE))
    last = work.session.exec(spoken.order_by(col(Event.seq).desc())).first()
    return found[0] if last is not None and work.now - last <= LATELY else None


def joined(work: Work, words: Words, ask: Ask) -> Outcome:
    """More words while the question is open: they wait with the first ones. 特急 and class C do not wait; thanks do not join."""
    from bot.desk.entrepreneur import intake

    understood = words.understood
    if words.media is None and understood is not None and understood.invalid not in {None, Invalid.TOO_SHORT}:
        work.send(words.chat_id, welcome.small_talk(understood.invalid), lane=Lane.ANSWER, purpose="smalltalk")
        return OK
    person = people.person_of(work, words.sender)
    answered = wishes.heard(work, person, words)
    if answered is not None:
        return answered
    timer = _held(work, words.sender.tg_id, ask.data.get("marker"))
    reading = gist_of(understood)
    if timer is None or reading.urgency is Urgency.CRITICAL or reading.secrecy is Secrecy.C:
        asks.close(work, words.sender.tg_id, words.chat_id)
        return intake.hear(work, words)
    again = work.case(int(timer.data["again"])) if timer.data.get("again") else None
    if again is not None and again.state is State.ANSWERED and tells_result(words.text):
        _as_more(work, person, timer, again)
        return later.supplement(work, person, again, words, reading)
    if again is not None and reading.summary and not _same_still(work, words, reading, again):
        timer.data = {**timer.data, "again": None}  # something else is said as well: nobody guesses where it belongs
    kept = [*_kept(work, timer), packed(words)]
    _rekeep(work, timer, words.sender.tg_id, kept)
    return OK


def _same_still(work: Work, words: Words, reading: Gist, again: CaseFile) -> bool:
    return repeats.of(work, reading, [again]) is not None or _spoken_of(work, words, reading, [again]) is not None


def chosen(work: Work, pressed: Pressed) -> Outcome:
    """新问题, or 补充 to a case."""
    marker = int(pressed.press.arg) if pressed.press.arg.isdigit() else 0
    timer = _held(work, pressed.sender.tg_id, marker)
    if timer is None:
        return Outcome(common.UNKNOWN_BUTTON)
    person = people.person_of(work, pressed.sender)
    if pressed.press.case_id == 0:
        _as_new(work, person, timer)
        return OK
    case = work.case(pressed.press.case_id)
    if case is None or case.person_id != person.id or not case.state.is_open:
        return Outcome("这件已经办结，请选“新问题”。", alert=True)
    _as_more(work, person, timer, case)
    return OK


def _as_more(work: Work, person: Person, timer: Timer, case: CaseFile) -> None:
    """The words belong to a case of theirs; a repeat counts as a push (R10)."""
    if timer.data.get("again") == case.id and timer.data.get("push", True):
        repeats.count(work, case)
    kept = _release(work, timer, texts.belongs_done(case.number))
    for number, part in enumerate(kept, 1):
        quiet = number < len(kept) or case.secrecy is not Secrecy.C
        later.supplement(work, person, case, unpacked(part, person.tg_id), reading_of(part), quiet=quiet)


def unanswered(work: Work, timer: Timer) -> None:
    """Nobody chose: the words become a new matter, a repeat more of the old one. A case's own timer of this kind is about
    its verdict."""
    if timer.case_id is not None:
        from bot.desk.entrepreneur import verdict

        verdict.unexplained(work, timer)
        return
    person = people.find_person(work, int(timer.data["tg"]))
    case = work.case(int(timer.data["again"])) if timer.data.get("again") else None
    if person is not None and case is not None and case.person_id == person.id and case.state.is_open:
        _as_more(work, person, timer, case)
    elif person is not None:
        _as_new(work, person, timer)


def reworded(work: Work, words: Words) -> bool:
    """A waiting message was edited: the new wording waits instead. False if it does not wait."""
    query = select(Timer).where(
        Timer.kind == TimerKind.PENDING_FILE, col(Timer.key).startswith(_key(words.sender.tg_id, ""))
    )
    for timer in work.session.exec(query):
        kept = _kept(work, timer)
        fresh = [packed(words) if part["message_id"] == words.message_id else part for part in kept]
        if fresh != kept:
            _rekeep(work, timer, words.sender.tg_id, fresh)
            return True
    return False


def _offered(work: Work, person: Person) -> list[CaseFile]:
    return [case for case in cases.open_of(work, person) if case.secrecy is not Secrecy.C][:OFFERED]


def _question(
    work: Work, person: Person, marker: int, parts: int, again: CaseFile | None, *, push: bool = True
) -> Message:
    """The case that the words repeat, or are most likely about, is offered first."""
    found = _offered(work, person)
    found.sort(key=lambda case: again is not None and case.id != again.id)
    options = tuple((case.id or 0, _label(work, case)) for case in found)
    return texts.which_case(marker, options, parts, again.number if again is not None else "", push=push)


def _label(work: Work, case: CaseFile) -> str:
    view = views.view(work, case)
    return f"{case.number[-6:]} {view.summary[:10] or case.kind.value}"


def _key(tg_id: int, marker: int | str | None) -> str:
    return f"-:{TimerKind.PENDING_FILE.name}:{tg_id}.{marker}"


def _hold(
    work: Work,
    tg_id: int,
    marker: int,
    content_id: str | None,
    prompt_id: int | None,
    again: CaseFile | None,
    *,
    push: bool,
) -> None:
    same = again.id if again is not None else None
    data = {"tg": tg_id, "marker": marker, "content": content_id, "prompt": prompt_id, "again": same, "push": push}
    work.timer(TimerKind.PENDING_FILE, work.now + WAIT, key=f"{tg_id}.{marker}", data=data)


def _held(work: Work, tg_id: int, marker: Any) -> Timer | None:
    return work.session.exec(select(Timer).where(Timer.key == _key(tg_id, marker))).first()


def _kept(work: Work, timer: Timer) -> list[Packed]:
    return list(work.text(timer.data.get("content")) or [])


def _rekeep(work: Work, timer: Timer, tg_id: int, kept: list[Packed]) -> None:
    person = people.find_person(work, tg_id)
    if person is None:
        return
    content_id = work.office.vault.put(work.session, person.key_id, kept)
    work.session.flush()
    timer.data = {**timer.data, "content": content_id}
    parts = len({part["group"] or part["message_id"] for part in kept})
    if timer.data.get("prompt"):
        again = work.case(int(timer.data["again"])) if timer.data.get("again") else None
        push = bool(timer.data.get("push", True))
        work.edit(timer.data["prompt"], _question(work, person, timer.data["marker"], parts, again, push=push))


def _release(work: Work, timer: Timer, message: Message) -> list[Packed]:
    """Take the words out of waiting; the question shows what became of them."""
    kept, tg_id = _kept(work, timer), int(timer.data["tg"])
    timers.cancel_key(work.session, timer.key)
    ask = asks.current(work, tg_id, tg_id)
    if ask is not None and ask.kind is AskKind.BELONGS and ask.data.get("marker") == timer.data["marker"]:
        asks.close(work, tg_id, tg_id)
    if timer.data.get("prompt"):
        work.edit(timer.data["prompt"], message)
    return kept


def _as_new(work: Work, person: Person, timer: Timer) -> None:
    for part in _release(work, timer, texts.belongs_new()):
        words, reading = unpacked(part, person.tg_id), reading_of(part)
        current = cases.draft_of(work, person)
        if current is not None:
            draft.add(work, current, words, reading)
        else:
            draft.begin(work, person, words, reading)


PRESSES: dict[str, OnPress] = {"belong": chosen}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.BELONGS: joined}
