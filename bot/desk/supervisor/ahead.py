"""What a board counts over the whole city is counted beforehand, beside the writer, so that no receipt ever waits for it.

The figures are those of one instant, a moment before the answer; whether they may be shown here is asked again when it is written.
"""

from __future__ import annotations

from collections import Counter

from bot.desk import people
from bot.desk.supervisor import desk, race, select
from bot.desk.words import Counted, Pressed, Words
from bot.desk.work import Work

ON_BOARD = ("open", "late", "soon", "redo", "super", "stub")
OF_UNIT = ("open", "sign", "ans", "late", "soon", "redo", "super", "held", "stub")
COMMANDS = {"board": ON_BOARD, "unit": OF_UNIT}
PRESSES = {"board": ON_BOARD, "unitb": OF_UNIT}


def counts(work: Work, names: tuple[str, ...], tg_id: int, unit: str = "") -> Counted:
    """How many cases of each unit are in each selection, as far as this account may know of them."""
    return {name: Counter(select.counts(work, name, tg_id, unit)) for name in names}


def needed(given: Words | Pressed) -> bool:
    """True for what should be counted before its turn. Asks nothing of the database."""
    if isinstance(given, Pressed):
        return given.press.verb in PRESSES
    return not given.edited and (given.command or ("",))[0] in COMMANDS


def counted(work: Work, given: Words | Pressed) -> Counted | None:
    """The figures for this command or button; None if none may be shown, or the answer has none. Only reads."""
    if isinstance(given, Pressed):
        allowed = people.post_as(work, given.sender.tg_id, *desk.DESK) is not None
        here = desk.here(work, given.chat_id, private=given.private)
        return _of(work, given.press.verb, given.press.arg, given.sender.tg_id) if allowed and here else None
    name, rest = given.command or ("", "")
    allowed = race.sees_all(work, given.sender.tg_id, given.chat_id, private=given.private)
    return _of(work, name, rest, given.sender.tg_id) if allowed else None


def _of(work: Work, name: str, rest: str, tg_id: int) -> Counted | None:
    from bot.desk.supervisor import boards

    if name == "board":
        return counts(work, ON_BOARD, tg_id)
    found = boards.called(work, rest.strip())
    return counts(work, OF_UNIT, tg_id, found[0].code) if len(found) == 1 else None
