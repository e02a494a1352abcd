"""The entrepreneur in private chat: the first message is the complaint, and nothing said here is lost."""

from __future__ import annotations

from bot.desk.entrepreneur import belongs, draft_buttons, erase, guide, identity, intake, mine, suspect, verdict
from bot.desk.entrepreneur.amend import amend
from bot.desk.entrepreneur.intake import hear
from bot.desk.entrepreneur.later import reply
from bot.desk.words import OnAnswer, OnCommand, OnPress
from storage.vocabulary import AskKind

PRESSES: dict[str, OnPress] = {
    **draft_buttons.PRESSES,
    **belongs.PRESSES,
    **suspect.PRESSES,
    **mine.PRESSES,
    **verdict.PRESSES,
    **identity.PRESSES,
    **erase.PRESSES,
}
ANSWERS: dict[AskKind, OnAnswer] = {
    **belongs.ANSWERS,
    **suspect.ANSWERS,
    **mine.ANSWERS,
    **verdict.ANSWERS,
    **identity.ANSWERS,
}
COMMANDS: dict[str, OnCommand] = {**intake.COMMANDS, **mine.COMMANDS, **erase.COMMANDS, **guide.COMMANDS}

__all__ = ["ANSWERS", "COMMANDS", "PRESSES", "amend", "hear", "reply"]
