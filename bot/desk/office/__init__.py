"""营商办 where it decides alone: findings on class B cases (R02c) and closings that the enterprise disputes (R06, A59)."""

from __future__ import annotations

from bot.desk.office import clearing, closing, finding, keep, legacy, look, malice, pledge
from bot.desk.office.look import passed_around, reopened_again, rows
from bot.desk.words import OnAnswer, OnCommand, OnPress
from storage.vocabulary import AskKind

PRESSES: dict[str, OnPress] = {
    **finding.PRESSES,
    **closing.PRESSES,
    **keep.PRESSES,
    **malice.PRESSES,
    **clearing.PRESSES,
    **legacy.PRESSES,
    **pledge.PRESSES,
}
ANSWERS: dict[AskKind, OnAnswer] = {
    **finding.ANSWERS,
    **closing.ANSWERS,
    **keep.ANSWERS,
    **malice.ANSWERS,
    **clearing.ANSWERS,
    **legacy.ANSWERS,
    **pledge.ANSWERS,
}
COMMANDS: dict[str, OnCommand] = {**look.COMMANDS}

__all__ = ["ANSWERS", "COMMANDS", "PRESSES", "passed_around", "reopened_again", "rows"]
