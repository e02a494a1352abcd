"""Files of our own making: tables, pictures, documents. Each is made when it is sent, in a session that only reads."""

from __future__ import annotations

from collections.abc import Callable

from bot.desk import files
from bot.desk.supervisor import brief, pack_files, race_files
from bot.desk.work import Work

Maker = Callable[[Work, str], bytes | None]
MAKERS: dict[str, Maker] = {files.STORED: files.stored, **race_files.MAKERS, **pack_files.MAKERS, **brief.MAKERS}


def made(work: Work, recipe: str) -> bytes | None:
    """The bytes of `maker:argument`; None if there is nothing to make any more."""
    maker, _, argument = recipe.partition(":")
    make = MAKERS.get(maker)
    return make(work, argument) if make is not None else None
