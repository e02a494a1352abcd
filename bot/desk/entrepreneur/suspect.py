"""Class C that the reader is not sure of: the writer is asked by one tap, and until then the words wait and nobody sees them.

Much of what looks like a bribe or revenge is an ordinary matter told in hard words, and would come to the sealed contact
instead of the unit that can mend it. Silence counts as yes: what is kept too secret can be opened later, not the other way.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from bot.desk import asks, cases, keys, people, restricted
from bot.desk.entrepreneur.packing import Packed, packed, reading_of, unpacked
from bot.desk.gist import gist_of
from bot.desk.words import OnAnswer, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.rules.routing import only_official
from bot.texts import common
from bot.texts.entrepreneur import suspicion as texts
from bot.texts.entrepreneur import welcome
from nlp.values import Invalid
from storage import timers
from storage.tables import Ask, CaseFile, Content, Outbox, Person, Timer
from storage.vocabulary import AskKind, Lane, Secrecy, TimerKind, Urgency

WAIT = timedelta(minutes=10)
JUST_NOW = timedelta(minutes=30)  # since the sealed case was last spoken of
SAID_YES = frozenset("是 是的 对 对的 有 走保密渠道 是走保密渠道 保密 补充 补充进保密件 是补充进保密件".split())
SAID_NO = frozenset(
    "不是 没有 没 否 不 不是的 是办事问题 不是是办事问题 办事问题 另一件事 不是是另一件事 是另一件事".split()
)
Pair = dict[str, Packed]  # one message as it reads if it is corruption, and as it reads if it is not


def is_suspicion(words: Words) -> bool:
    """Whether the writer has to be asked before the words count as class C."""
    return words.understood is not None and words.understood.otherwise is not None


def secret_before(work: Work, person: Person, words: Words) -> CaseFile | None:
    """The sealed case that this person spoke of a moment ago, if it is their newest: a name, a place or a photo that comes
    now is likely more of it, and must not open a case that others see."""
    newest = next(iter(cases.recent_of(work, person, 1)), None)
    if newest is None or not _goes_on(newest, person):
        return None
    spoken = select(Outbox.created_at).where(Outbox.chat_id == words.chat_id, Outbox.case_id == newest.id)
    last = work.session.exec(spoken.order_by(col(Outbox.id).desc()).limit(1)).first()
    return newest if last is not None and work.now - last <= JUST_NOW else None


def _goes_on(case: CaseFile, person: Person) -> bool:
    return case.secrecy is Secrecy.C and case.person_id == person.id and case.state.is_open


def ask(
    work: Work, person: Person, words: Words, *, beside: CaseFile | None = None, after: CaseFile | None = None
) -> Outcome:
    """Put the question; `beside`: the words answered one of this case's messages; `after`: they came right after this
    sealed one."""
    marker = words.message_id
    question = texts.question(marker, _minutes(), after=after is not None)
    put = asks.open_ask(work, person.tg_id, words.chat_id, AskKind.SUSPECTED, question, data={"marker": marker})
    data = {"tg": person.tg_id, "marker": marker, "prompt": put.prompt_id, "beside": beside.id if beside else None}
    data["after"] = after.id if after else None
    work.timer(TimerKind.SUSPECTED, work.now + WAIT, key=f"{person.tg_id}.{marker}", data=data)
    work.session.flush()
    timer = _held(work, person.tg_id, marker)
    if timer is not None:
        _keep(work, timer, person, [_pair(words)])
    return OK


def joined(work: Work, words: Words, asked: Ask) -> Outcome:
    """The answer in words; anything else waits with what is there. Danger does not wait."""
    from bot.desk.entrepreneur import intake

    person = people.person_of(work, words.sender)
    timer = _held(work, person.tg_id, asked.data.get("marker"))
    reading = gist_of(words.understood)
    if timer is None or reading.urgency is Urgency.CRITICAL or reading.life_danger:
        asks.close(work, person.tg_id, words.chat_id)
        return intake.hear(work, words)
    said = "".join(char for char in words.text if char.isalnum())
    if words.media is None and said in SAID_YES | SAID_NO:
        return _decide(work, person, timer, secret=said in SAID_YES)
    invalid = words.understood.invalid if words.understood is not None and words.media is None else None
    if invalid not in {None, Invalid.TOO_SHORT}:
        work.send(words.chat_id, welcome.small_talk(invalid), lane=Lane.ANSWER, purpose="smalltalk")
        return OK
    _keep(work, timer, person, [*_kept(work, timer), _pair(words)])
    if reading.secrecy is Secrecy.C and not is_suspicion(words):
        return _decide(work, person, timer, secret=True)  # now it is said plainly
    return OK


def chosen(work: Work, pressed: Pressed) -> Outcome:
    """One of the two buttons."""
    choice, _, marker = pressed.press.arg.partition(".")
    timer = _held(work, pressed.sender.tg_id, marker)
    if timer is None or choice not in {texts.YES, texts.NO}:
        return Outcome(common.UNKNOWN_BUTTON)
    return _decide(work, people.person_of(work, pressed.sender), timer, secret=choice == texts.YES)


def unanswered(work: Work, timer: Timer) -> None:
    """Nobody chose: the words stay secret."""
    person = people.find_person(work, int(timer.data["tg"]))
    if person is not None:
        _decide(work, person, timer, secret=True)


def reworded(work: Work, words: Words) -> bool:
    """A waiting message was edited: the new wording waits instead. False if it does not wait."""
    person = people.find_person(work, words.sender.tg_id)
    if person is None:
        return False
    waiting = col(Timer.key).startswith(_key(person.tg_id, ""))
    for timer in work.session.exec(select(Timer).where(Timer.kind == TimerKind.SUSPECTED, waiting)):
        kept = _kept(work, timer)
        fresh = [_pair(words) if pair["yes"]["message_id"] == words.message_id else pair for pair in kept]
        if fresh != kept:
            _keep(work, timer, person, fresh)
            return True
    return False


def _decide(work: Work, person: Person, timer: Timer, *, secret: bool) -> Outcome:
    kept = _release(work, person, timer, secret=secret)
    beside = work.case(int(timer.data["beside"])) if timer.data.get("beside") else None
    if secret:
        after = work.case(int(timer.data["after"])) if timer.data.get("after") else None
        _report(work, person, kept, beside, after if after is not None and _goes_on(after, person) else None)
    else:
        _go_on(work, person, kept, beside)
    return OK


def _report(work: Work, person: Person, kept: list[Pair], beside: CaseFile | None, after: CaseFile | None) -> None:
    """One sealed case of the first words, unless they go on with one; the others are more of it."""
    case = after
    for pair in kept:
        words, reading = unpacked(pair["yes"], person.tg_id), reading_of(pair["yes"])
        if case is not None and not only_official(reading.accused):
            restricted.supplement(work, case, words)
        else:
            case = restricted.report(work, person, words, replace(reading, secrecy=Secrecy.C), beside=beside)


def _go_on(work: Work, person: Person, kept: list[Pair], beside: CaseFile | None) -> None:
    """As if they had come now, read as what they are."""
    from bot.desk.entrepreneur import intake, later

    for pair in kept:
        words, reading = unpacked(pair["no"], person.tg_id), reading_of(pair["no"])
        if only_official(reading.accused):
            restricted.report(work, person, words, reading, beside=beside)
        elif beside is not None:
            later.more(work, person, beside, words, reading)
        else:
            intake.place(work, person, words, reading)


def _pair(words: Words) -> Pair:
    """The message in both readings. What nobody doubts has one only."""
    otherwise = words.understood.otherwise if words.understood is not None else None
    other = replace(words, understood=otherwise) if otherwise is not None else words
    secret, plain = (words, other) if _secret(words) else (other, words)
    return {"yes": packed(secret), "no": packed(plain)}


def _secret(words: Words) -> bool:
    return words.understood is not None and words.understood.secrecy is Secrecy.C


def _minutes() -> int:
    return int(WAIT.total_seconds() // 60)


def _held(work: Work, tg_id: int, marker: Any) -> Timer | None:
    return work.session.exec(select(Timer).where(Timer.key == _key(tg_id, marker))).first()


def _key(tg_id: int, marker: Any) -> str:
    return f"-:{TimerKind.SUSPECTED.name}:{tg_id}.{marker}"


def _kept(work: Work, timer: Timer) -> list[Pair]:
    return list(work.text(timer.data.get("content")) or [])


def _keep(work: Work, timer: Timer, person: Person, kept: list[Pair]) -> None:
    """Under the writer's key; what was kept before is gone."""
    _forget(work, timer)
    key_id = keys.for_message(work, person.tg_id, "ask", None)
    content_id = work.office.vault.put(work.session, key_id, kept)
    work.session.flush()
    timer.data = {**timer.data, "content": content_id}
    prompt = timer.data.get("prompt")
    if prompt and len(kept) > 1:
        work.edit(
            prompt, texts.question(timer.data["marker"], _minutes(), len(kept), after=bool(timer.data.get("after")))
        )


def _forget(work: Work, timer: Timer) -> None:
    old = work.session.get(Content, timer.data["content"]) if timer.data.get("content") else None
    if old is not None:
        work.session.delete(old)


def _release(work: Work, person: Person, timer: Timer, *, secret: bool) -> list[Pair]:
    """Take the words out of waiting; the question shows what became of them, and leaves the chat if it is a secret."""
    kept = _kept(work, timer)
    _forget(work, timer)
    timers.cancel_key(work.session, timer.key)
    asked = asks.current(work, person.tg_id, person.tg_id)
    if asked is not None and asked.kind is AskKind.SUSPECTED and asked.data.get("marker") == timer.data["marker"]:
        asks.close(work, person.tg_id, person.tg_id)
    prompt = work.session.get(Outbox, timer.data["prompt"]) if timer.data.get("prompt") else None
    if prompt is not None:
        work.edit(prompt, texts.kept_secret() if secret else texts.ordinary())
        if secret:
            restricted.wipe_ours(work, prompt)
    return kept


PRESSES: dict[str, OnPress] = {"suspect": chosen}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.SUSPECTED: joined}
