"""电话回访 by a clerk, for class B by the office: the card turns from question to question while they talk."""

from __future__ import annotations

from bot.desk import callback, callback_ring, cards, people, views
from bot.desk.callback import Talk
from bot.desk.callback_answers import AFTER_END, answer_of, finish, keep, may_reopen
from bot.desk.places import Place
from bot.desk.words import OnPress, Pressed
from bot.desk.work import OK, Actor, Outcome, Work
from bot.rules import callbacks as rules
from bot.rules.callbacks import Question
from bot.texts import callback as texts
from bot.texts import common
from bot.texts.values import Message
from storage import outbox
from storage.tables import CaseFile
from storage.vocabulary import Lane, TimerKind

GAP = 120  # working minutes between two calls that nobody answered


def rang(work: Work, pressed: Pressed) -> Outcome:
    """打通了 or 没打通."""
    got = _ringing(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, talk, actor, who = got
    if pressed.press.arg != "1":
        return _missed(work, case, talk, actor)
    left = talk.left(Question.PRESSED)
    if left:
        _turn(work, pressed, texts.on_phone(views.view(work, case), left[0], case.round, who))
    else:
        _close(work, case, talk, actor)
    return OK


def _ringing(work: Work, pressed: Pressed) -> tuple[CaseFile, Talk, Actor, str] | Outcome:
    got = callback_ring.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    talk = callback.of(work, case)
    if not talk.ringing or case.state not in AFTER_END:
        return Outcome(texts.OVER, alert=True)
    return case, talk, people.actor_of(post), people.name_of(work, post)


def _missed(work: Work, case: CaseFile, talk: Talk, actor: Actor) -> Outcome:
    """Nobody answered the phone: after the third time at another hour it is on record as not reached."""
    tries = talk.times("tried")
    if tries and work.office.calendar.minutes_between(tries[-1], work.now) < GAP:
        return Outcome(texts.TOO_SOON, alert=True)
    callback.note(work, case, actor, "tried")
    if len(tries) + 1 >= rules.TRIES:
        callback.note(work, case, actor, "unreached")
        work.no_timer(case, TimerKind.CALLBACK)
        cards.retire(work, case, texts.ended(case.number, f"打了{rules.TRIES}次没打通，不用再打"), callback_ring.ROLE)
    return Outcome(texts.missed(len(tries) + 1))


def heard(work: Work, pressed: Pressed) -> Outcome:
    """What the enterprise said on the phone to one question."""
    got = _ringing(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, talk, actor, who = got
    said = answer_of(work, pressed, case)
    if isinstance(said, Outcome):
        return said
    if said[1] is Question.PRESSED:  # never by a clerk: forged
        return Outcome(common.UNKNOWN_BUTTON)
    talk = keep(work, case, talk, said[1], said[2], actor)
    left = talk.left(Question.PRESSED)
    if left:
        _turn(work, pressed, texts.on_phone(views.view(work, case), left[0], case.round, who))
    else:
        _close(work, case, talk, actor)
    return OK


def _close(work: Work, case: CaseFile, talk: Talk, actor: Actor) -> None:
    """The call is over; who said that it is not solved gets the way to have it done again."""
    cards.retire(work, case, texts.done(case.number, talk.answers), callback_ring.ROLE)
    finish(work, case, talk, actor)
    chat_id = people.complainant_chat(work, case)
    if chat_id is not None and may_reopen(case, talk):
        work.send(chat_id, texts.offer(views.view(work, case)), lane=Lane.ANSWER, purpose="callback.offer", case=case)


def phone(work: Work, pressed: Pressed) -> Outcome:
    """看号码."""
    got = callback_ring.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    return callback_ring.number(work, *got) if callback.of(work, got[0]).ringing else Outcome(texts.OVER, alert=True)


def show_again(work: Work, pressed: Pressed) -> Outcome:
    """回访, from the queue: the card once more, where it was asked for."""
    got = _ringing(work, pressed)
    if isinstance(got, Outcome):
        return got
    case = got[0]
    owed = callback_ring.owed(work, pressed.sender.tg_id, pressed.chat_id, private=pressed.private)
    if all(one.id != case.id for one in owed):
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    message = texts.ring(views.view(work, case), callback.due_of(work, case))
    cards.put(work, case, Place(pressed.chat_id, pressed.topic_id), message, role=callback_ring.ROLE)
    return OK


def _turn(work: Work, pressed: Pressed, message: Message) -> None:
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        work.edit(row, message)


PRESSES: dict[str, OnPress] = {"cbs": heard, "cbrang": rang, "cbphone": phone, "cbshow": show_again}
