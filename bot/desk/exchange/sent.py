"""A CSV file of another platform, sent to the bot in private by a keeper or the office: the same as `dingge exchange import` (A05).

The download is a durable job; its rows are taken one by one, each in a transaction of its own, so that a kill in the middle leaves
whole cases, and the same job goes on afterwards without making any twice.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.desk import asks, files, people
from bot.desk.exchange.systems import SYSTEMS, System
from bot.desk.exchange.taking import Taken
from bot.desk.words import Words
from bot.desk.work import OK, Outcome, Work
from bot.texts import exchange as texts
from bot.texts.values import Message
from storage.vocabulary import ItemKind, Lane, Role

PURPOSE = "exchange"
MAY = (Role.KEEPER, Role.OFFICE)
MOST = 5_000_000  # bytes; a bigger file is for the command line


def meant(work: Work, words: Words) -> bool:
    """True for a file from a keeper or the office that names a platform or is a CSV; not while they answer something else."""
    media = words.media
    if media is None or media.kind is not ItemKind.DOCUMENT or words.reply_to is not None:
        return False
    if not _csv(media.name) and _system(words) is None:
        return False
    if people.post_as(work, words.sender.tg_id, *MAY) is None:
        return False
    return asks.current(work, words.sender.tg_id, words.chat_id) is None


def given(work: Work, words: Words) -> Outcome:
    """Order the download; its end tells what was taken and what comes back."""
    media, system = words.media, _system(words)
    if media is not None:
        wrong = _wrong(media.name, media.size, system)
        if system is not None and not wrong:
            files.order_exchange(work, media.file_id, media.name, words.chat_id, system.name)
        work.send(words.chat_id, Message(wrong or texts.COMING), lane=Lane.ANSWER, purpose=PURPOSE)
    return OK


def _wrong(name: str, size: int, system: System | None) -> str:
    """Why the file is not taken, and what to do; empty if nothing is wrong yet."""
    if not _csv(name):
        return texts.NOT_CSV
    if size > MOST:
        return texts.too_big(MOST)
    return "" if system is not None else texts.which_system("、".join(SYSTEMS))


def _csv(name: str) -> bool:
    return name.lower().endswith(".csv")


def _system(words: Words) -> System | None:
    """The one platform that the caption names; without a caption, the one that the file's name names."""
    name = words.media.name if words.media is not None else ""
    for said in (words.text, name):
        named = [system for system in SYSTEMS.values() if system.name in said]
        if named:
            return named[0] if len(named) == 1 else None
    return None


def finished(work: Work, order: files.Wanted, summary: str, returned: bytes | None) -> None:
    """Every row was looked at, or none could be: say so, with the rows that go back. Once, whoever else was at it."""
    timer = files.end(work, order.timer_id)
    if timer is None:
        return
    chat_id, name = int(timer.data["chat"]), str(timer.data["name"])
    if returned is None:
        work.send(chat_id, Message(summary), lane=Lane.ANSWER, purpose=PURPOSE)
        return
    caption = Message(f"{summary}{texts.RETURNED}")
    back = f"{name.rpartition('.')[0]}-退回.csv"
    files.send_made(work, chat_id, caption, "document", back, returned, lane=Lane.ANSWER, purpose=PURPOSE)


def summary(counts: Mapping[Taken, int], bad: int) -> str:
    """The outcome of one file in words."""
    return texts.done(counts[Taken.NEW], counts[Taken.KNOWN], bad)
