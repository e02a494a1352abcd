"""差评整改: a rating of two or one opens an item beside the closed case, with a clock and an owner of its own (A28)."""

from __future__ import annotations

from bot.desk.rectify import desk
from bot.desk.rectify.chase import fire
from bot.desk.rectify.item import begin, superseded
from bot.desk.words import OnAnswer, OnCommand, OnPress
from storage.vocabulary import AskKind

PRESSES: dict[str, OnPress] = {**desk.PRESSES}
ANSWERS: dict[AskKind, OnAnswer] = {**desk.ANSWERS}
COMMANDS: dict[str, OnCommand] = {}

__all__ = ["ANSWERS", "COMMANDS", "PRESSES", "begin", "fire", "superseded"]
