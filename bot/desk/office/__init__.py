"""营商办 where it decides alone: findings on class B cases (R02c) and closings that the enterprise disputes (R06, A59)."""

from __future__ import annotations

from bot.desk.office import closing, finding, look
from bot.desk.office.look import reopened_again, rows
from bot.desk.words import OnAnswer, OnCommand, OnPress
from storage.vocabulary import AskKind

PRESSES: dict[str, OnPress] = {**finding.PRESSES, **closing.PRESSES}
ANSWERS: dict[AskKind, OnAnswer] = {**finding.ANSWERS, **closing.ANSWERS}
COMMANDS: dict[str, OnCommand] = {**look.COMMANDS}

__all__ = ["ANSWERS", "COMMANDS", "PRESSES", "reopened_again", "rows"]
