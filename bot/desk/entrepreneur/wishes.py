"""Words that want something of the bot and open no case: how far is it, give me a person, forget it (R32)."""

from __future__ import annotations

from bot.desk import cases
from bot.desk.entrepreneur import draft_view, mine
from bot.desk.words import Words
from bot.desk.work import OK, Outcome, Work
from bot.texts.entrepreneur import welcome
from nlp.wishes import Wish, wish_of
from storage.tables import Person
from storage.vocabulary import Lane


def heard(work: Work, person: Person, words: Words) -> Outcome | None:
    """Answer such words; None if they are none, or if the person has nothing that could be asked about."""
    wish = wish_of(words.text) if words.media is None else None
    if wish is Wish.HUMAN:
        work.send(words.chat_id, welcome.human(), lane=Lane.ANSWER, purpose="smalltalk")
        return OK
    if wish is Wish.CANCEL:
        return _cancel(work, person, words)
    if wish is Wish.OPENING:
        work.send(words.chat_id, welcome.go_on(), lane=Lane.ANSWER, purpose="smalltalk")
        return OK
    if wish is not Wish.PROGRESS:
        return None
    own = cases.recent_of(work, person)
    if not own:
        work.send(words.chat_id, welcome.nothing_yet(), lane=Lane.ANSWER, purpose="smalltalk")
        return OK
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
