"""Words that want something of the bot and open no case: how far is it, give me a person, forget it (R32)."""

from __future__ import annotations

from collections.abc import Callable

from bot.desk import cases
from bot.desk.entrepreneur import draft_view, mine
from bot.desk.words import Words
from bot.desk.work import OK, Outcome, Work
from bot.texts.entrepreneur import welcome
from bot.texts.values import Message
from nlp.stages import asked_number
from nlp.wishes import Wish, wish_of
from storage.tables import Person
from storage.vocabulary import Lane, State

ANSWERED: dict[Wish | None, Callable[[], Message]] = {
    Wish.HUMAN: welcome.human,
    Wish.OPENING: welcome.go_on,
    Wish.ABOUT: welcome.about,
    Wish.COST: welcome.free_of_charge,
    Wish.PRIVACY: welcome.secrecy,
}


def heard(work: Work, person: Person, words: Words) -> Outcome | None:
    """Answer such words; None if they are none, or if the person has nothing that could be asked about."""
    wish = wish_of(words.text) if words.media is None else None
    if wish in ANSWERED:
        return _say(work, words, ANSWERED[wish]())
    if wish is Wish.CANCEL:
        return _cancel(work, person, words)
    if wish is Wish.URGE:
        return _urge(work, person, words)
    number = asked_number(words.text) if words.media is None else None
    if number is not None:
        return _of_number(work, person, words, number)
    if wish not in {Wish.PROGRESS, Wish.HOW_LONG}:
        return None
    own = cases.recent_of(work, person)
    if not own:
        return _say(work, words, welcome.nothing_yet() if wish is Wish.PROGRESS else welcome.how_long())
    mine.tell(work, words.chat_id, own)
    return OK


def _urge(work: Work, person: Person, words: Words) -> Outcome | None:
    """They press for their case: the one that is open is urged, of several they pick. After an answer, and while there is
    only a draft, such words say how it stands."""
    waiting = cases.open_of(work, person, 2)
    if not waiting or cases.draft_of(work, person) is not None or waiting[0].state is State.ANSWERED:
        return None
    if len(waiting) > 1:
        mine.tell(work, words.chat_id, cases.recent_of(work, person))
        return OK
    return _say(work, words, Message(mine.push_on(work, waiting[0]).toast))


def _say(work: Work, words: Words, message: Message) -> Outcome:
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="smalltalk")
    return OK


def _of_number(work: Work, person: Person, words: Words, number: str) -> Outcome:
    """A case number and hardly a word beside it: how far that one is. Somebody else's is not there."""
    own = [case for case in cases.recent_of(work, person) if case.number.endswith(number[-6:])]
    if not own:
        return _say(work, words, welcome.no_such_number(number))
    mine.tell(work, words.chat_id, own)
    return OK


def _cancel(work: Work, person: Person, words: Words) -> Outcome:
    """A draft is asked about once, with its words kept until the answer; of filed cases the list shows how to take one back."""
    draft = cases.draft_of(work, person)
    if draft is not None:
        draft_view.ask_cancel(work, draft, words.chat_id)
        return OK
    own = cases.recent_of(work, person)
    if not own:
        work.send(words.chat_id, welcome.nothing_to_cancel(), lane=Lane.ANSWER, purpose="smalltalk")
        return OK
    mine.tell(work, words.chat_id, own)
    return OK
