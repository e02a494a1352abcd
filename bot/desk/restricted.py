"""Words of class B or C that come beside an open case, or as a first message: kept apart from the first byte.

The restricted case knows which case it came from; the open case knows nothing, so that its unit can learn nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.desk import cases, dispatch, gist
from bot.desk.gist import Gist
from bot.desk.words import Words
from bot.desk.work import Actor, Work
from bot.rules import routing
from bot.texts.entrepreneur import progress, secret
from storage.tables import CaseFile, Person
from storage.vocabulary import Lane, Role, Secrecy, TimerKind

WIPE_AFTER = timedelta(hours=24)  # well before Telegram's 48 h limit on deletion


def report(
    work: Work, person: Person, words: Words, reading: Gist, *, beside: CaseFile | None = None
) -> CaseFile | None:
    """File B or C words as a case of their own. None if they accuse the sealed contact's own office: then only the
    official channel is named and nothing is stored (R02b)."""
    if reading.secrecy is Secrecy.C or routing.only_official(tuple(reading.accused)):
        return _sealed(work, person, words, reading, beside)
    reading = _accusing(reading, beside)
    case = cases.open_case(work, person, words, reading, linked_to=beside.id if beside else None)
    gist.save(work, case, reading)
    dispatch.file(work, case, reading, Actor(Role.ENTERPRISE, person.id))
    work.send(words.chat_id, progress.kept_apart(case.number), lane=Lane.SAFETY, purpose="receipt", case=case)
    return case


def _sealed(work: Work, person: Person, words: Words, reading: Gist, beside: CaseFile | None) -> CaseFile | None:
    channels = work.office.pack.official_channels
    if routing.only_official(tuple(reading.accused)):
        work.send(words.chat_id, secret.only_official(channels), lane=Lane.SAFETY, purpose="official")
        _wipe_later(work, None, words)
        return None
    work.send(words.chat_id, secret.official_first(channels), lane=Lane.SAFETY, purpose="official")
    case = cases.open_case(work, person, words, _accusing(reading, beside), linked_to=beside.id if beside else None)
    dispatch.file(work, case, reading, Actor(Role.ENTERPRISE, person.id))
    work.send(words.chat_id, secret.received(case.number), lane=Lane.SAFETY, purpose="receipt", case=case)
    _wipe_later(work, case, words)
    return case


def _accusing(reading: Gist, beside: CaseFile | None) -> Gist:
    """Conduct reported beside an open case accuses that case's unit, even if it is not named."""
    if beside is None or beside.unit is None or reading.accused:
        return reading
    return replace(reading, accused=(beside.unit,))


def _wipe_later(work: Work, case: CaseFile | None, words: Words) -> None:
    """The person's own message leaves the chat within 48 hours."""
    data = {"chat": words.chat_id, "messages": [words.message_id]}
    work.timer(TimerKind.WIPE_CHAT, work.now + WIPE_AFTER, case, key=f"{words.chat_id}:{words.message_id}", data=data)
