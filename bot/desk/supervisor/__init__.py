"""督办人: overdue cases opened, nudged and given to others; extensions ruled on; `/overdue`."""

from __future__ import annotations

from bot.desk.supervisor import (
    accuracy,
    appeal,
    boards,
    brief,
    clue_list,
    decide,
    extension,
    give,
    listing,
    look,
    nudge,
    packs,
    race,
    race_files,
    scoring,
)
from bot.desk.supervisor.decide_answer import replied as decided
from bot.desk.supervisor.extension import can_rule, offer_extension
from bot.desk.words import OnAnswer, OnCommand, OnPress
from storage.vocabulary import AskKind

PRESSES: dict[str, OnPress] = {
    **look.PRESSES,
    **nudge.PRESSES,
    **give.PRESSES,
    **extension.PRESSES,
    **race.PRESSES,
    **race_files.PRESSES,
    **boards.PRESSES,
    **appeal.PRESSES,
    **scoring.PRESSES,
    **packs.PRESSES,
    **clue_list.PRESSES,
    **decide.PRESSES,
    **brief.PRESSES,
}
ANSWERS: dict[AskKind, OnAnswer] = {**appeal.ANSWERS, **scoring.ANSWERS, **decide.ANSWERS}
COMMANDS: dict[str, OnCommand] = {
    **listing.COMMANDS,
    **race.COMMANDS,
    **boards.COMMANDS,
    **packs.COMMANDS,
    **clue_list.COMMANDS,
    **decide.COMMANDS,
    **accuracy.COMMANDS,
}

__all__ = ["ANSWERS", "COMMANDS", "PRESSES", "can_rule", "decided", "offer_extension"]
