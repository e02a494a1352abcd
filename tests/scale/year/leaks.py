"""The judge of secrecy: nothing that an accused unit's people can see may carry a trace of what was said about them.

It knows who accused whom from those who wrote, not from what the bot understood, and looks at everything: every wording of
every message and file name in a chat that one of them reads, every toast that one of them gets, and every line of the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.scale.year.record import Record, Town

RUN = 6  # so many characters in a row of somebody's words give them away


@dataclass(frozen=True, slots=True)
class Secret:
    """Words about somebody's conduct: the case that holds them, whom they accuse, what would give their author away.

    `sealed`: bribery and the like, which nobody but the author and the sealed contact may see. `known`: the unit knows the
    author from an open matter of theirs, so that only number and words are secret.
    """

    number: str
    accused: str
    text: str
    author: int
    names: tuple[str, ...]
    sealed: bool = False
    known: bool = False
    public: str = ""  # what anybody there may have said openly: a run of it gives nobody away


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that was shown, and to whom."""

    chat: int
    who: int  # 0: everybody in the chat
    text: str


def leaks(record: Record, secrets: Iterable[Secret]) -> list[str]:
    """Everything that leaked, a line each."""
    shown = list(_shown(record))
    wrong = []
    for secret in secrets:
        marks = _marks(secret)
        for one in shown:
            if _sees(record.town, secret, one):
                wrong += [
                    f"{secret.number} in chat {one.chat}: {mark!r} in {one.text[:60]!r}"
                    for mark in _hits(marks, one.text)
                ]
        wrong += [
            f"{secret.number} in the log: {mark!r} in {line[:80]!r}"
            for line in record.logs
            for mark in _hits(marks, line)
        ]
    return wrong


def _shown(record: Record) -> Iterator[Shown]:
    """Every wording once sent (an edit is a call of its own), and every toast."""
    for call in record.calls:
        if call.chat and (call.text or call.names):
            yield Shown(call.chat, 0, f"{call.text}\n{call.names}")
    for _at, who, chat, text in record.toasts:
        yield Shown(chat, who, text)


def _sees(town: Town, secret: Secret, one: Shown) -> bool:
    """Whether somebody sees this who must not know."""
    if secret.sealed:
        return (one.who or one.chat) not in {secret.author, *town.contacts}
    people = set(town.people(secret.accused))
    if one.who:
        return one.who in people
    return (
        one.chat in people
        or one.chat in town.groups.get(secret.accused, ())
        or bool(people & set(town.members.get(one.chat, ())))
    )


def _marks(secret: Secret) -> set[str]:
    """What gives it away: the number, the author, any run of the words that is not everybody's."""
    marks = {secret.number, secret.number[-6:] + " ", secret.number[-6:] + "｜"} if secret.number else set()
    if not secret.known:
        marks |= set(secret.names)
    return marks | (_runs(secret.text) - _runs(secret.public))


def _runs(text: str) -> set[str]:
    return {text[n : n + RUN] for n in range(len(text) - RUN + 1)}


def _hits(marks: set[str], text: str) -> list[str]:
    """The marks in a text; of overlapping runs the first is enough."""
    return sorted(mark for mark in marks if mark in text)[:1]
