"""A clerk rings somebody without Telegram and notes what was said: the caller's own word, never the unit's (R05).

The verdict is recorded twice: by the clerk who heard it, and as the enterprise's, with a reference to the clerk's post.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import select

from bot.desk import callback_ring, clocks, people, ring_back, views
from bot.desk.entrepreneur import verdict
from bot.desk.words import OnAnswer, OnCommand, OnPress, Pressed
from bot.desk.work import Outcome, Work
from bot.texts import common
from bot.texts import officer as marks
from bot.texts import ring_back as texts
from bot.texts.values import Message
from storage import history, outbox
from storage.tables import CaseFile, Look, Person, Staff, Timer
from storage.vocabulary import AskKind, EventKind, Lane, Secrecy, State, TimerKind


def _found(work: Work, pressed: Pressed) -> tuple[CaseFile, Staff] | Outcome:
    """The case and the presser's post at the desk. Nobody of the unit that answered asks whether its answer was good."""
    got = callback_ring.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    theirs = any(post.unit == case.unit for post in people.posts_of(work, pressed.sender.tg_id))
    return Outcome(texts.OURS, alert=True) if theirs and case.secrecy is Secrecy.A else got


def take(work: Work, pressed: Pressed) -> Outcome:
    """我来打: the number and the words, privately, watermarked and logged (R03). The first wins until the next morning."""
    got = _found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    task = ring_back.task(work, case)
    refusal = texts.OVER if task is None else _not_now(work, task, post)
    if task is None or refusal:
        return Outcome(refusal, alert=True)
    task.data = {**task.data, "by": post.id, "had": sorted({*task.data["had"], post.id})}
    work.session.add(Look(case_id=case.id or 0, staff_id=post.id or 0, at=work.now, what="ringback"))
    work.record(case, EventKind.VIEWED, people.actor_of(post), facts={"what": "ringback"})
    work.send(post.tg_id or 0, _script(work, case, post), lane=Lane.ANSWER, purpose=ring_back.PRIVATE, case=case)
    return Outcome(texts.SENT)


def _not_now(work: Work, task: Timer, post: Staff) -> str:
    """Why this clerk cannot have the call; empty if they can."""
    by = task.data["by"]
    if task.data.get("missed"):  # another day: until the timer's own morning
        return texts.wait(task.at)
    if by not in {None, post.id}:
        return texts.taken(people.name_of(work, by))
    return "" if people.reachable([post]) else texts.CLOSED_CHAT


def _script(work: Work, case: CaseFile, post: Staff) -> Message:
    person = work.session.get(Person, case.person_id) if case.person_id else None
    names = (
        (work.text(person.name_id), people.enterprise_name(work, person.enterprise_id)) if person is not None else ()
    )
    given = [one for one in history.events_of(work.session, case.id or 0) if one.kind is EventKind.ANSWERED]
    answer = str((work.text(given[-1].content_id) or {}).get("text", "")) if given else ""
    return texts.script(
        views.view(work, case),
        callback_ring.phone_of(work, case) or "",
        "，".join(str(name) for name in names if name),
        answer,
        clocks.confirm_end(work, case),
        marks.watermark(people.name_of(work, post), work.now),
    )


def said(work: Work, pressed: Pressed) -> Outcome:
    """What came of the call, by one of those who took it."""
    round_, _, what = pressed.press.arg.partition(".")
    got = _found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    task = ring_back.task(work, case)
    if task is None or round_ != str(case.round):
        return Outcome(texts.OVER, alert=True)
    if what not in OUTCOMES or post.id not in task.data["had"]:
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    return OUTCOMES[what](work, pressed, case, post, task)


def _note(work: Work, case: CaseFile, post: Staff, step: str) -> None:
    facts = {"step": step, "round": case.round}
    work.record(case, EventKind.RANG_BACK, people.actor_of(post), facts=facts)


def _missed(work: Work, pressed: Pressed, case: CaseFile, post: Staff, task: Timer) -> Outcome:
    """Nobody answered the phone: once a day, and after the third day silence takes its course."""
    if task.data.get("missed"):
        return Outcome(texts.wait(task.at), alert=True)
    tries = task.data["tries"] + 1
    _note(work, case, post, "missed")
    if tries >= texts.TRIES:
        ring_back.over(work, case, texts.missed_words(tries, None))
        return Outcome(texts.NOTED)
    at = clocks.next_morning(work)
    ring_back.arm(work, case, at, {**task.data, "tries": tries, "missed": True})
    _turn(work, pressed, texts.kept(case.number, texts.missed_words(tries, at)))
    return Outcome(texts.NOTED)


def _mute(work: Work, _pressed: Pressed, case: CaseFile, post: Staff, _task: Timer) -> Outcome:
    """Told, and nothing said: never taken for satisfied."""
    _note(work, case, post, "mute")
    ring_back.over(work, case, texts.SAID["mute"])
    return Outcome(texts.NOTED)


def _solved(work: Work, _pressed: Pressed, case: CaseFile, post: Staff, _task: Timer) -> Outcome:
    """The caller's own verdict, heard by this clerk."""
    _note(work, case, post, "solved")
    ring_back.over(work, case, texts.SAID["solved"])
    refusal = verdict.confirmed(work, case, facts={"heard_by": post.id})
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    return Outcome(texts.NOTED)


def _unsolved(work: Work, pressed: Pressed, case: CaseFile, post: Staff, _task: Timer) -> Outcome:
    """部分解决 or 没解决: the press is verdict enough, a reason may follow by a tap."""
    what = pressed.press.arg.partition(".")[2]
    _note(work, case, post, what)
    data = {"verdict": what, "by": post.id}
    work.timer(TimerKind.PENDING_FILE, work.now + verdict.WAIT, case, data=data)
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    ring_back.over(work, case, texts.SAID[what], but=row.id if row is not None else None)
    _turn(work, pressed, texts.why(views.view(work, case), what, verdict.REASONS))
    return Outcome(texts.NOTED)


def why(work: Work, pressed: Pressed) -> Outcome:
    """Which kind of 没解决: the case is taken up again at once."""
    round_, _, reason = pressed.press.arg.partition(".")
    got = _found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    query = select(Timer).where(Timer.case_id == case.id, Timer.kind == TimerKind.PENDING_FILE)
    waiting = work.session.exec(query).first()
    mine = waiting is not None and waiting.data.get("by") == post.id
    if not mine or case.state is not State.ANSWERED or round_ != str(case.round) or reason not in verdict.REASONS:
        return Outcome(texts.OVER, alert=True)
    _turn(work, pressed, texts.kept(case.number, f"企业说{verdict.REASONS[reason]}，已重新办理"))
    return verdict.taken_up_again(work, case, verdict.REASONS[reason])


def _turn(work: Work, pressed: Pressed, message: Message) -> None:
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        work.edit(row, message)


OUTCOMES: dict[str, Callable[[Work, Pressed, CaseFile, Staff, Timer], Outcome]] = {
    "missed": _missed,
    "mute": _mute,
    "solved": _solved,
    "partly": _unsolved,
    "unsolved": _unsolved,
}
PRESSES: dict[str, OnPress] = {"rbtake": take, "rbsaid": said, "rbwhy": why}
ANSWERS: dict[AskKind, OnAnswer] = {}
COMMANDS: dict[str, OnCommand] = {}
