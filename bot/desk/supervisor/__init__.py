"""督办人: overdue cases opened, nudged and given to others; extensions ruled on; `/overdue`."""

from __future__ import annotations

from bot.desk.supervisor import extension, give, listing, look, nudge
from bot.desk.supervisor.extension import can_rule, offer_extension
from bot.desk.words import OnAnswer, OnCommand, OnPress
from storage.vocabulary import AskKind

PRESSES: dict[str, OnPress] = {**look.PRESSES, **nudge.PRESSES, **give.PRESSES, **extension.PRESSES}
ANSWERS: dict[AskKind, OnAnswer] = {}
COMMANDS: dict[str, OnCommand] = {**listing.COMMANDS}

__all__ = ["ANSWERS", "COMMANDS", "PRESSES", "can_rule", "offer_extension"]
