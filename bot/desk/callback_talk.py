"""What the enterprise says to the bot in a callback: by taps, or by a short reply to the question."""

from __future__ import annotations

from bot.desk import callback, callback_phone, callback_ring, cards, guards, people, restricted, views
from bot.desk.callback import Talk
from bot.desk.callback_answers import AFTER_END, answer_of, finish, keep, may_reopen
from bot.desk.gist import Gist
from bot.desk.people import Sender
from bot.desk.words import OnAnswer, OnCommand, OnPress, Pressed, Words
from bot.desk.work import OK, Actor, Outcome, Work
from bot.rules.callbacks import Answer, Question
from bot.texts import callback as texts
from bot.texts import common
from storage import outbox
from storage.tables import CaseFile, Outbox
from storage.vocabulary import AskKind, Role, Secrecy

FORCED = "投诉人在回访中反映：有人要求其改评价或撤回诉求。"


def tapped(work: Work, pressed: Pressed) -> Outcome:
    """The enterprise answered one question."""
    case = work.case(pressed.press.case_id)
    if case is None or case.secrecy is Secrecy.C or not guards.complainant(work, case, pressed.sender.tg_id):
        return Outcome(common.UNKNOWN_BUTTON)
    got = answer_of(work, pressed, case)
    if isinstance(got, Outcome):
        return got
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    return _go_on(work, case, pressed.sender, row, *got)


def said(work: Work, words: Words, row: Outbox) -> Outcome | None:
    """A short reply to the question instead of a tap. None if it says anything else: then it is a matter of its own."""
    case = work.case(row.case_id or 0)
    if case is None or words.media is not None or not guards.complainant(work, case, words.sender.tg_id):
        return None
    talk = callback.of(work, case)
    if case.state not in AFTER_END or talk.over or not talk.left():
        return None
    answer = texts.read(talk.left()[0], words.text)
    return _go_on(work, case, words.sender, row, talk, talk.left()[0], answer) if answer is not None else None


def _go_on(
    work: Work, case: CaseFile, sender: Sender, row: Outbox | None, talk: Talk, question: Question, answer: Answer
) -> Outcome:
    """Keep an answer of the enterprise; the message turns into the next question, or into the end."""
    if question is Question.PRESSED and answer is Answer.YES:
        _forced(work, sender, case)
    kept = Answer.SAID if question is Question.PRESSED and answer is not Answer.SKIPPED else answer
    actor = Actor(Role.ENTERPRISE, case.person_id)
    talk = keep(work, case, talk, question, kept, actor)
    left, view = talk.left(), views.view(work, case)
    if left:
        message = texts.question(view, talk.asked, left[0], case.round)
    else:
        message = texts.thanks(view, may_reopen(case, talk))
        cards.retire(work, case, texts.answered(case.number), callback_ring.ROLE)
        finish(work, case, talk, actor)
    if row is not None:
        work.edit(row, message)
    return OK


def _forced(work: Work, sender: Sender, case: CaseFile) -> None:
    """Somebody pressed for another rating or a withdrawal: a sealed case of its own, as if it had been written (R04)."""
    words = Words(sender, sender.tg_id, True, 0, FORCED)
    reading = Gist(summary="", secrecy=Secrecy.C, accused=(case.unit,) if case.unit else ())
    restricted.report(work, people.person_of(work, sender), words, reading, beside=case)


PRESSES: dict[str, OnPress] = {"cbk": tapped, **callback_phone.PRESSES}
ANSWERS: dict[AskKind, OnAnswer] = {}
COMMANDS: dict[str, OnCommand] = {}
