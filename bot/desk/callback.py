"""抽样回访: a closed case is drawn by lot, and its enterprise asked directly whether what was recorded is so (A30, A63).

The bot asks first, in private, on the next working morning; who does not answer is rung up by the clerks (class B: by the
office). Nobody of the unit hears that a case was drawn. What was drawn, asked, and said are events of the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from bot.desk import callback_ring, cards, clocks, people, views
from bot.desk.work import CLOCK, Actor, Work
from bot.rules import callbacks as rules
from bot.rules.callbacks import Answer, Question
from bot.rules.deadlines import deadline
from bot.texts import callback as texts
from storage.tables import CaseFile, Event, Timer
from storage.vocabulary import EventKind, Lane, State, TimerKind

OVER = frozenset({"done", "spared"})
RUNG_OUT = OVER | {"unreached", "lapsed"}  # nobody has to ring any more; the enterprise may still answer the bot


@dataclass(frozen=True, slots=True)
class Talk:
    """Where the callback of a round stands. `steps`: what happened, in order; `asked`: the questions that were put."""

    round: int
    steps: tuple[tuple[str, datetime], ...]
    asked: tuple[Question, ...]
    answers: dict[Question, Answer]

    @property
    def over(self) -> bool:
        """True if nothing more is expected of anybody."""
        return any(step in OVER for step, _at in self.steps)

    @property
    def ringing(self) -> bool:
        """True while the clerks have to ring."""
        names = {step for step, _at in self.steps}
        return "ringing" in names and not names & RUNG_OUT

    def left(self, *without: Question) -> tuple[Question, ...]:
        """The questions that are not answered yet."""
        return tuple(one for one in self.asked if one not in self.answers and one not in without)

    def times(self, step: str) -> list[datetime]:
        """When a step was taken."""
        return [at for name, at in self.steps if name == step]


def of(work: Work, case: CaseFile) -> Talk:
    """The callback of the case's present round; without steps if it was not begun."""
    query = select(Event).where(Event.case_id == case.id, Event.kind == EventKind.CALLED_BACK)
    events = [e for e in work.session.exec(query.order_by(col(Event.seq))) if e.data.get("round") == case.round]
    asked = next((e.data["questions"] for e in events if "questions" in e.data), ())
    answers = {Question(e.data["q"]): Answer(e.data["a"]) for e in events if "q" in e.data}
    steps = tuple((str(e.data["step"]), e.at) for e in events)
    return Talk(case.round, steps, tuple(Question(one) for one in asked), answers)


def note(work: Work, case: CaseFile, actor: Actor, step: str, **facts: object) -> None:
    """Record a step."""
    given = {"step": step, "round": case.round, **facts}
    work.record(case, EventKind.CALLED_BACK, actor, facts=given)


def draw(work: Work, case: CaseFile) -> None:
    """A case has closed: the lot decides. Nothing is recorded yet, so that nobody can prepare for it."""
    policy = clocks.policy_of(work, case)
    if case.state is not State.CLOSED or case.unit is None or case.person_id is None:
        return
    if rules.callable_at_all(case.secrecy, case.kind, policy) and lot(work, case) < _rate(work, case):
        _arm(work, case, "ask", rules.ask_at(work.now, work.office.calendar))


def lot(work: Work, case: CaseFile) -> int:
    """0 to 99, from the number and round under the city's key."""
    return rules.mark(work.office.vault.index(f"callback {case.number}:{case.round}"))


def _rate(work: Work, case: CaseFile) -> int:
    return rules.rate(clocks.policy_of(work, case), case.urgency, case.close_kind)


def due_of(work: Work, case: CaseFile) -> datetime:
    """By when the callback shall be made."""
    within = clocks.policy_of(work, case).callback.within
    return deadline(case.closed_at or work.now, within, work.office.calendar).at


def superseded(work: Work, case: CaseFile) -> None:
    """The case was reopened: nobody is asked about the round before."""
    work.no_timer(case, TimerKind.CALLBACK)
    cards.retire(work, case, texts.ended(case.number, "企业已要求重办，不用回访"), callback_ring.ROLE)


def fire(work: Work, timer: Timer) -> None:
    """The next step; none once the case was reopened or archived, or the enterprise answered."""
    case = work.case(timer.case_id or 0)
    if case is None or case.state is not State.CLOSED or timer.data.get("round") != case.round:
        return
    step, talk = str(timer.data["step"]), of(work, case)
    if talk.over:
        return
    if not work.office.calendar.moment_in_span(work.now):  # after an outage: never at night
        _arm(work, case, step, work.office.calendar.next_open(work.now))
    elif step == "ask":
        _ask(work, case)
    elif step == "ring":
        _ring(work, case)
    elif talk.ringing:
        _late(work, case, talk)


def _ask(work: Work, case: CaseFile) -> None:
    """The first question, unless this person was asked lately."""
    if _asked_lately(work, case):
        note(work, case, CLOCK, "spared", why="asked lately")
        return
    asked = rules.questions(case.close_kind, _told(work, case))
    note(work, case, CLOCK, "asked", rate=_rate(work, case), lot=lot(work, case), questions=list(asked))
    chat_id = people.complainant_chat(work, case)
    if chat_id is None:
        _ring(work, case)
        return
    message = texts.question(views.view(work, case), asked, asked[0], case.round)
    key = f"callback:{case.id}:{case.round}"
    work.send(chat_id, message, lane=Lane.DIGEST, purpose="callback", case=case, dedupe=key)
    at = rules.phone_at(case.closed_at or work.now, due_of(work, case), work.office.calendar)
    _arm(work, case, "ring", at if at > work.now else clocks.next_morning(work))


def _asked_lately(work: Work, case: CaseFile) -> bool:
    query = select(Event).join(CaseFile, col(CaseFile.id) == Event.case_id)
    query = query.where(CaseFile.person_id == case.person_id, Event.kind == EventKind.CALLED_BACK)
    recent = work.session.exec(query.where(Event.at > work.now - rules.REST))
    return any(event.data.get("step") == "asked" for event in recent)


def _told(work: Work, case: CaseFile) -> set[Question]:
    """What the enterprise said when it closed the case: it is not asked twice."""
    query = select(Event).where(Event.case_id == case.id, Event.kind == EventKind.RATED)
    since = case.closed_at or work.now
    told = any(e.at >= since and "contacted" in e.data for e in work.session.exec(query))
    return {Question.CONTACTED} if told else set()


def _ring(work: Work, case: CaseFile) -> None:
    """Nobody answered the bot: somebody rings up, if there is a number and anybody who may."""
    if not callback_ring.offer(work, case, due_of(work, case)):
        note(work, case, CLOCK, "unreached", why="no phone")
        return
    note(work, case, CLOCK, "ringing")
    calendar = work.office.calendar
    last = calendar.next_open(calendar.day_start(due_of(work, case)))
    _arm(work, case, callback_ring.LATE, last if last > work.now else clocks.next_morning(work))


def _late(work: Work, case: CaseFile, talk: Talk) -> None:
    """Said on the limit's morning and on those after it; then it is on record as not made."""
    if len(talk.times("late")) >= rules.MORNINGS:
        note(work, case, CLOCK, "lapsed")
        cards.retire(work, case, texts.ended(case.number, "已过时限，没有回访"), callback_ring.ROLE)
        return
    note(work, case, CLOCK, "late")
    callback_ring.remind(work, case, due_of(work, case))
    _arm(work, case, callback_ring.LATE, clocks.next_morning(work))


def _arm(work: Work, case: CaseFile, step: str, at: datetime) -> None:
    work.timer(TimerKind.CALLBACK, at, case, data={"step": step, "round": case.round})
