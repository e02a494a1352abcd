"""The keeper sends the year's holiday notice as a file: fetched, checked, loaded, and answered."""

from __future__ import annotations

from bot.desk import files, people
from bot.desk.words import Words
from bot.desk.work import OK, Outcome, Work
from bot.texts import keeper as texts
from bot.texts.values import Message
from storage.vocabulary import ItemKind, Lane, Role

ENDINGS = (".yaml", ".yml")


def meant(work: Work, words: Words) -> bool:
    """True for a YAML document from a keeper."""
    media = words.media
    if media is None or media.kind is not ItemKind.DOCUMENT or not media.name.lower().endswith(ENDINGS):
        return False
    return people.post_as(work, words.sender.tg_id, Role.KEEPER) is not None


def given(work: Work, words: Words) -> Outcome:
    """Order the download; its end tells the keeper what was loaded or what is wrong."""
    if words.media is not None:
        files.order_calendar(work, words.media.file_id, words.media.name, words.chat_id)
        work.send(words.chat_id, Message(texts.calendar_coming()), lane=Lane.ANSWER, purpose="keeper")
    return OK
