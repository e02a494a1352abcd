"""密件联系人: class C arrives only here, in private; nobody else can open it, and nothing else mentions it."""

from __future__ import annotations

from bot.desk.sealed import answering, ending, hand, unsealing
from bot.desk.sealed.delivery import deliver, retry
from bot.desk.words import OnAnswer, OnCommand, OnPress
from storage.vocabulary import AskKind

PRESSES: dict[str, OnPress] = {**answering.PRESSES, **ending.PRESSES, **hand.PRESSES, **unsealing.PRESSES}
ANSWERS: dict[AskKind, OnAnswer] = {**answering.ANSWERS}
COMMANDS: dict[str, OnCommand] = {}

__all__ = ["ANSWERS", "COMMANDS", "PRESSES", "deliver", "retry"]
