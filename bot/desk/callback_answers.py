"""The answers of a callback, whoever took them down, and what they come to at the end."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import callback, clues
from bot.desk.callback import Talk
from bot.desk.words import Pressed
from bot.desk.work import Actor, Outcome, Work
from bot.rules import callbacks as rules
from bot.rules.callbacks import Answer, Question
from bot.texts import callback as texts
from bot.texts import common
from storage.tables import CaseFile
from storage.vocabulary import CloseKind, State, TimerKind

AFTER_END = {State.CLOSED, State.ARCHIVED}


def answer_of(work: Work, pressed: Pressed, case: CaseFile) -> tuple[Talk, Question, Answer] | Outcome:
    """What the button says, if it still asks: of this round, not answered yet. Whether anybody pressed for a better rating
    may be told even after a call by phone has ended the rest."""
    round_, question, answer = [*pressed.press.arg.split("."), "", "", ""][:3]
    if question not in set(Question) or answer not in {Answer.YES, Answer.NO, Answer.SKIPPED}:
        return Outcome(common.UNKNOWN_BUTTON)
    talk = callback.of(work, case)
    over = talk.over and question != Question.PRESSED
    if case.state not in AFTER_END or round_ != str(case.round) or over:
        return Outcome(texts.OVER)
    if Question(question) not in talk.left():
        return Outcome(texts.NOTED if Question(question) in talk.answers else common.UNKNOWN_BUTTON)
    return talk, Question(question), Answer(answer)


def keep(work: Work, case: CaseFile, talk: Talk, question: Question, answer: Answer, actor: Actor) -> Talk:
    """Record one answer."""
    callback.note(work, case, actor, "answered", q=question, a=answer)
    return replace(talk, answers={**talk.answers, question: answer})


def may_reopen(case: CaseFile, talk: Talk) -> bool:
    """True if the enterprise says that it is not solved, and may have it done again by a tap (R06)."""
    unsolved = talk.answers.get(Question.SOLVED) is Answer.NO
    return unsolved and case.close_kind is not CloseKind.UNSOLVED


def finish(work: Work, case: CaseFile, talk: Talk, actor: Actor) -> None:
    """Nothing is left to ask: the clock is told, and what speaks against the record becomes a clue."""
    callback.note(work, case, actor, "done")
    work.no_timer(case, TimerKind.CALLBACK)
    against = rules.denials(
        talk.answers,
        contact_recorded=case.contacted_at is not None,
        result=case.result,
        close_kind=case.close_kind,
    )
    clues.denied(work, case, against)
