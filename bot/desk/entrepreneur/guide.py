"""/guide 开办: the official way to do a matter, and a ready answer if there is one, as the city pack has them (A38)."""

from __future__ import annotations

from bot.desk import known
from bot.desk.words import OnCommand, Words
from bot.desk.work import OK, Outcome, Work
from bot.texts.entrepreneur import guide as texts
from storage.vocabulary import Lane

WORD = 20  # characters of what is looked for


def guide(work: Work, words: Words, rest: str) -> Outcome:
    """All entries, or those whose name or way has the word."""
    if not words.private:
        return OK
    word = rest.strip()[:WORD]
    portals = work.office.pack.portals.items()
    found = [(name, way) for name, way in portals if word in name or word in way or name in word]
    ready = known.best(work, word) if word else None
    message = texts.entries(found, ready) if found or ready else texts.nothing(work.office.mask(word))
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="guide")
    return OK


COMMANDS: dict[str, OnCommand] = {"guide": guide}
