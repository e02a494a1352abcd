"""恶意认定, the office's side: two checks by two people, the author is heard, a finding with reason and end, an appeal (R31).

The accused unit reads nothing of it, neither that it runs nor whom it is about.
"""

from __future__ import annotations

from bot.desk import asks, malicious, people
from bot.desk.office import malice_told
from bot.desk.supervisor import desk
from bot.desk.words import OnAnswer, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.rules import malice as rules
from bot.rules.malice import Ground, Step
from bot.texts import common
from bot.texts import malice as texts
from bot.texts.values import Button
from storage import history
from storage.tables import Ask, CaseFile, Event, Staff
from storage.vocabulary import AskKind, EventKind, Lane, Secrecy, State, Urgency


def possible(case: CaseFile) -> bool:
    """Never class C, never 特急, and only with an author who can be heard."""
    quiet = case.secrecy is not Secrecy.C and case.urgency is not Urgency.CRITICAL
    return quiet and case.state is not State.DRAFT and case.person_id is not None


def button(case: CaseFile) -> list[Button]:
    """For a case on which there may be such a finding."""
    return [texts.button(case.id or 0)] if possible(case) else []


def menu(work: Work, pressed: Pressed) -> Outcome:
    """恶意认定: what was done, and what may come next."""
    got = _found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    past = history.events_of(work.session, case.id or 0)
    run = rules.current(malicious.steps(past))
    recent = malicious.events(past)[-len(run) :] if run else []
    lines = [texts.step_line(Step(event.data["step"]), _who(work, event), event.at) for event in recent]
    message = texts.menu(case.id or 0, case.number, run, lines, malice_told.said(work, recent))
    work.send(pressed.chat_id, message, lane=Lane.ANSWER, purpose="office.malice", case=case, topic_id=pressed.topic_id)
    return OK


def _who(work: Work, event: Event) -> str:
    staff = event.role in {post.role for post in people.role_staff(work, *desk.DESK)}
    return people.name_of(work, event.actor_id) if staff and event.actor_id else ""


def _found(work: Work, pressed: Pressed) -> tuple[CaseFile, Staff] | Outcome:
    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if not possible(case):
        return Outcome(texts.NOT_HERE, alert=True)
    own = {one.id for one in people.posts_of(work, pressed.sender.tg_id)}
    return Outcome(texts.NOT_ONES_OWN, alert=True) if own & {case.owner_id, case.backup_id} else (case, post)


def _may(work: Work, pressed: Pressed, step: Step) -> tuple[CaseFile, Staff] | Outcome:
    got = _found(work, pressed)
    if isinstance(got, Outcome):
        return got
    no = _refusal(work, got[0], step, got[1])
    return Outcome(no, alert=True) if no else got


def _refusal(work: Work, case: CaseFile, step: Step, post: Staff) -> str:
    past = history.events_of(work.session, case.id or 0)
    return rules.refusal(malicious.steps(past), step, post.id)


def check(work: Work, pressed: Pressed) -> Outcome:
    """记录一次核查: its facts."""
    got = _may(work, pressed, Step.CHECK)
    if isinstance(got, Outcome):
        return got
    prompt, data = texts.ask_check(got[0].number), {"step": Step.CHECK.value}
    asks.open_ask(work, pressed.sender.tg_id, pressed.chat_id, AskKind.MALICE, prompt, case=got[0], data=data)
    return OK


def find(work: Work, pressed: Pressed) -> Outcome:
    """认定恶意: on what facts?"""
    got = _may(work, pressed, Step.FOUND)
    if isinstance(got, Outcome):
        return got
    message = texts.ask_ground(got[0].id or 0, got[0].number)
    where, topic = pressed.chat_id, pressed.topic_id
    work.send(where, message, lane=Lane.ANSWER, purpose="office.malice", case=got[0], topic_id=topic)
    return OK


def ground(work: Work, pressed: Pressed) -> Outcome:
    """A ground: now the reason."""
    got = _may(work, pressed, Step.FOUND)
    why = texts.GROUNDS.get(pressed.press.arg)
    if isinstance(got, Outcome) or why is None:
        return got if isinstance(got, Outcome) else Outcome(common.UNKNOWN_BUTTON, alert=True)
    prompt, data = texts.ask_reason(got[0].number, why), {"step": Step.FOUND.value, "ground": why.value}
    asks.open_ask(work, pressed.sender.tg_id, pressed.chat_id, AskKind.MALICE, prompt, case=got[0], data=data)
    return OK


def written(work: Work, words: Words, ask: Ask) -> Outcome:
    """A check's facts, or a finding's reason: looked at for what it lacks, then on record."""
    case, step = work.case(ask.case_id or 0), Step(ask.data["step"])
    post = people.post_as(work, words.sender.tg_id, *desk.DESK)
    if case is None or post is None or _refusal(work, case, step, post):
        asks.close(work, words.sender.tg_id, words.chat_id)
        return OK
    lacks = rules.lacking(words.text)
    if lacks:
        message, who = texts.flawed(case.number, lacks), words.sender.tg_id
        asks.open_ask(work, who, words.chat_id, AskKind.MALICE, message, case=case, data=ask.data)
        return OK
    asks.close(work, words.sender.tg_id, words.chat_id)
    if step is Step.FOUND:
        malice_told.found(work, case, post, Ground(ask.data["ground"]), words.text.strip())
        return _answer(work, words, case)
    facts = {"step": step}
    work.record(case, EventKind.MALICE, people.actor_of(post), facts=facts, words={"text": words.text.strip()})
    return _answer(work, words, case)


def _answer(work: Work, words: Words, case: CaseFile) -> Outcome:
    run = rules.current(malicious.steps(history.events_of(work.session, case.id or 0)))
    checks = sum(done.step is Step.CHECK for done in run)
    last = run[-1].step if run else None
    message = texts.checked(case.number, checks) if last is Step.CHECK else texts.noted(case.number)
    where, topic = words.chat_id, words.topic_id
    work.send(where, message, lane=Lane.ANSWER, purpose="office.malice", case=case, topic_id=topic)
    return OK


def hear(work: Work, pressed: Pressed) -> Outcome:
    """请企业陈述: told what was found, with the right to answer."""
    got = _may(work, pressed, Step.HEAR)
    if isinstance(got, Outcome):
        return got
    return Outcome(texts.TOLD if malice_told.hear(work, *got) else texts.NOT_HERE, alert=True)


def drop(work: Work, pressed: Pressed) -> Outcome:
    """不认定."""
    return _rule(work, pressed, Step.DROPPED)


def uphold(work: Work, pressed: Pressed) -> Outcome:
    """维持认定."""
    return _rule(work, pressed, Step.UPHELD)


def quash(work: Work, pressed: Pressed) -> Outcome:
    """撤销认定."""
    return _rule(work, pressed, Step.QUASHED)


def _rule(work: Work, pressed: Pressed, step: Step) -> Outcome:
    got = _may(work, pressed, step)
    if isinstance(got, Outcome):
        return got
    malice_told.ruled(work, got[0], people.actor_of(got[1]), step)
    return Outcome(texts.DONE)


PRESSES: dict[str, OnPress] = {
    "mal": menu,
    "malchk": check,
    "malhear": hear,
    "malfind": find,
    "malwhy": ground,
    "maldrop": drop,
    "malup": uphold,
    "malquash": quash,
    **malice_told.PRESSES,
}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.MALICE: written, **malice_told.ANSWERS}
