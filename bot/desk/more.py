"""更多: what an officer asks for rarely, behind one button of the card."""

from __future__ import annotations

from bot.desk import standstill, views
from bot.desk.officer import card
from bot.desk.words import OnAnswer, OnCommand, OnPress, Pressed
from bot.desk.work import OK, Outcome, Work
from bot.texts import pause as texts
from storage.vocabulary import AskKind, Lane


def menu(work: Work, pressed: Pressed) -> Outcome:
    """What may be asked for now."""
    got = card.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    message = texts.menu(views.view(work, case), standstill.paused(case))
    where, topic = pressed.chat_id, pressed.topic_id
    work.send(where, message, lane=Lane.ANSWER, purpose="officer.more", case=case, topic_id=topic)
    return OK


PRESSES: dict[str, OnPress] = {"more": menu}
ANSWERS: dict[AskKind, OnAnswer] = {}
COMMANDS: dict[str, OnCommand] = {}
