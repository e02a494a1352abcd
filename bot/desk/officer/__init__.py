"""The officer in the group and in private: sign, contact, answer, transfer, extend, look."""

from __future__ import annotations

from bot.desk.officer import answer, card, extension, ground, listing, private, transfer
from bot.desk.officer.answer import reply
from bot.desk.officer.private import private_words
from bot.desk.words import OnAnswer, OnCommand, OnPress
from storage.vocabulary import AskKind

PRESSES: dict[str, OnPress] = {
    **card.PRESSES,
    **answer.PRESSES,
    **ground.PRESSES,
    **transfer.PRESSES,
    **extension.PRESSES,
    **listing.PRESSES,
    **private.PRESSES,
}
ANSWERS: dict[AskKind, OnAnswer] = {**answer.ANSWERS, **extension.ANSWERS, **private.ANSWERS}
COMMANDS: dict[str, OnCommand] = {**listing.COMMANDS}

__all__ = ["ANSWERS", "COMMANDS", "PRESSES", "private_words", "reply"]
