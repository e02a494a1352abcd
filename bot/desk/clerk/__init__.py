"""首接坐席: the queue of unsure, voice and odd cases; claims, questions, dispatch, refusals, transfer rulings."""

from __future__ import annotations

from bot.desk.clerk import asking, merging, queue, ringing, ruling, sending, splitting
from bot.desk.clerk.asking import info_given
from bot.desk.clerk.queue import offer, overdue
from bot.desk.clerk.ringing import ask_to_ring
from bot.desk.clerk.ruling import offer_transfer
from bot.desk.words import OnAnswer, OnCommand, OnPress
from storage.vocabulary import AskKind

PRESSES: dict[str, OnPress] = {
    **queue.PRESSES,
    **asking.PRESSES,
    **sending.PRESSES,
    **ruling.PRESSES,
    **ringing.PRESSES,
    **merging.PRESSES,
    **splitting.PRESSES,
}
ANSWERS: dict[AskKind, OnAnswer] = {**asking.ANSWERS, **splitting.ANSWERS}
COMMANDS: dict[str, OnCommand] = {**queue.COMMANDS, **merging.COMMANDS}

__all__ = ["ANSWERS", "COMMANDS", "PRESSES", "ask_to_ring", "info_given", "offer", "offer_transfer", "overdue"]
