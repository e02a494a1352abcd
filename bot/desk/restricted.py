"""Words of class B or C that come beside an open case, or as a first message: kept apart from the first byte.

The restricted case knows which case it came from; the open case knows nothing, so that its unit can learn nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.desk import cases, dispatch, gist, people
from bot.desk.gist import Gist
from bot.desk.words import Words, material
from bot.desk.work import Actor, Work
from bot.rules import routing
from bot.texts import sealed as contact_texts
from bot.texts.entrepreneur import progress, secret
from bot.texts.values import Message
from storage.tables import CaseFile, Look, Outbox, Person, Staff
from storage.vocabulary import EventKind, Lane, Role, Secrecy, TimerKind

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
    if beside is not None and beside.anonymous:
        changes = {"anonymous": True, "confidential": True}
        work.record(case, EventKind.CHOSEN, Actor(Role.ENTERPRISE, person.id), set=changes)
    dispatch.file(work, case, reading, Actor(Role.ENTERPRISE, person.id))
    work.send(words.chat_id, progress.kept_apart(case.number), lane=Lane.SAFETY, purpose="receipt", case=case)
    return case


def _sealed(work: Work, person: Person, words: Words, reading: Gist, beside: CaseFile | None) -> CaseFile | None:
    channels = work.office.pack.official_channels
    if routing.only_official(tuple(reading.accused)):
        told = work.send(words.chat_id, secret.only_official(channels), lane=Lane.SAFETY, purpose="official")
        _wipe_later(work, words, told)
        return None
    first = work.send(words.chat_id, secret.official_first(channels), lane=Lane.SAFETY, purpose="official")
    case = cases.open_case(work, person, words, _accusing(reading, beside), linked_to=beside.id if beside else None)
    dispatch.file(work, case, reading, Actor(Role.ENTERPRISE, person.id))
    message = secret.received(case.number, beside=beside is not None)
    told = work.send(words.chat_id, message, lane=Lane.SAFETY, purpose="receipt", case=case)
    _wipe_later(work, words, first, told)
    return case


def supplement(work: Work, case: CaseFile, words: Words) -> None:
    """More words to a sealed case: sealed like the first, to the same contact, and wiped from the chat as well."""
    event = work.record(case, EventKind.ADDED, Actor(Role.ENTERPRISE, case.person_id), words=material(words))
    cases.add_item(work, case, words, event.content_id or "")
    _to_contact(work, case, words)
    told = work.send(words.chat_id, secret.added(case.number), lane=Lane.ANSWER, purpose="receipt", case=case)
    _wipe_later(work, words, told)


def urged(work: Work, case: CaseFile, words: str) -> None:
    """The complainant urges or withdraws: only the contact hears of it."""
    post = work.session.get(Staff, case.owner_id) if case.owner_id else None
    if post is not None and post.tg_id is not None:
        message = Message(words, protect=True)
        work.send(post.tg_id, message, lane=Lane.ANSWER, purpose="sealed.note", case=case)


def _to_contact(work: Work, case: CaseFile, words: Words) -> None:
    """Nothing yet if nobody could be reached: the card that is still to come carries everything."""
    post = work.session.get(Staff, case.owner_id) if case.owner_id else None
    if post is None or post.tg_id is None:
        return
    work.session.add(Look(case_id=case.id or 0, staff_id=post.id or 0, at=work.now, what="sealed"))
    mark = contact_texts.mark(people.name_of(work, post), work.now)
    body = f"投诉人补充：{words.text or '（文件或语音，见下）'}"
    card = contact_texts.card(case.id or 0, case.number, body, mark)
    work.send(post.tg_id, card, lane=Lane.SAFETY, purpose="sealed.card", case=case)
    if words.media is not None and words.media.file_id:
        file = {"kind": words.media.kind.value, "file_id": words.media.file_id, "name": words.media.name}
        carried = Message(case.number, protect=True, file=file)
        work.send(post.tg_id, carried, lane=Lane.SAFETY, purpose="sealed.file", case=case)


def _accusing(reading: Gist, beside: CaseFile | None) -> Gist:
    """Conduct reported beside an open case accuses that case's unit, even if it is not named."""
    if beside is None or beside.unit is None or reading.accused:
        return reading
    return replace(reading, accused=(beside.unit,))


def _wipe_later(work: Work, words: Words, *told: Outbox | None) -> None:
    """The person's own message and ours about it leave the chat within 48 hours. The timer is nobody's: the end of a
    case does not stop it."""
    rows = [row.id for row in told if row is not None]
    data = {"chat": words.chat_id, "messages": [words.message_id] if words.message_id else [], "rows": rows}
    key = f"{words.chat_id}:{words.message_id}:{'-'.join(str(row) for row in rows)}"
    work.timer(TimerKind.WIPE_CHAT, work.now + WIPE_AFTER, key=key, data=data)


def wipe_ours(work: Work, row: Outbox | None) -> None:
    """What we say to a complainant about a sealed case leaves the chat as well."""
    if row is not None:
        data = {"chat": row.chat_id, "messages": [], "rows": [row.id]}
        work.timer(TimerKind.WIPE_CHAT, work.now + WIPE_AFTER, key=f"{row.chat_id}::{row.id}", data=data)
