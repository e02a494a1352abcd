"""One row of another platform becomes one case: read, classed and dispatched as any other, once for each number (A05).

Who rang has no Telegram here: their row carries an account that cannot exist and counts as unreachable, so that nothing is ever
sent to it, while the owner may ring the number. Of a class C row nothing but its sealed words is kept, and no link to its number.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto
from hashlib import sha256

from sqlalchemy.exc import IntegrityError

from bot.desk import cases, dispatch, gist
from bot.desk.exchange.systems import System
from bot.desk.exchange.table import Row
from bot.desk.gist import Gist, gist_of
from bot.desk.people import NOBODY, Sender
from bot.desk.words import Words
from bot.desk.work import BOT, Actor, Work
from bot.rules.routing import only_official
from bot.texts import exchange as texts
from nlp.catalogue import Unit
from nlp.values import Understanding
from storage.tables import CaseFile, Enterprise, Person, Setting
from storage.vocabulary import EventKind, Role, Secrecy


class Taken(Enum):
    """What became of a row."""

    NEW = auto()
    KNOWN = auto()  # its number came in before: nothing changes
    OFFICIAL = auto()  # only the statutory channel may have it: nothing is stored (R02b)


def key_of(system: System, number: str) -> str:
    """Under which name a number of a platform is remembered."""
    return f"external:{system.name}:{number}"


def take(work: Work, system: System, row: Row, understood: Understanding) -> Taken:
    """Make the case of a row, in this transaction, unless its number is known."""
    reading = _with_unit(work, system, row, gist_of(understood))
    if only_official(tuple(reading.accused)):
        return Taken.OFFICIAL
    name = key_of(system, row.number)
    if not _claimed(work, name):
        return Taken.KNOWN
    case = _file(work, system, row, reading)
    if case.secrecy is not Secrecy.C:
        work.session.get_one(Setting, name).value = {"case": case.id}
    work.session.flush()
    return Taken.NEW


def _claimed(work: Work, name: str) -> bool:
    """Take the number for this transaction; False if it was taken before, also by somebody beside us."""
    if work.session.get(Setting, name) is not None:
        return False
    try:
        with work.session.begin_nested():
            work.session.add(Setting(name=name, value={}, at=work.now))
    except IntegrityError:
        return False
    return True


def _file(work: Work, system: System, row: Row, reading: Gist) -> CaseFile:
    sealed = reading.secrecy is Secrecy.C
    person = _caller(work, system, row, known=not sealed)
    told = texts.caller(row.name, row.phone, row.enterprise) if sealed else ""
    words = Words(Sender(person.tg_id), person.tg_id, True, 0, row.words + told)
    case = cases.open_case(work, person, words, reading)
    actor = Actor(Role.ENTERPRISE, person.id)
    if not sealed:
        gist.save(work, case, reading)
        called = row.called_at.isoformat() if row.called_at is not None else None
        facts = {"source_system": system.name, "external_no": row.number, "called_at": called}
        work.record(case, EventKind.UNDERSTOOD, BOT, facts=facts)
    dispatch.file(work, case, reading, actor)
    work.session.flush()
    return case


def _caller(work: Work, system: System, row: Row, *, known: bool) -> Person:
    """Who rang. Without `known` (class C) neither name nor number is kept outside the sealed words (R17)."""
    mark = sha256(key_of(system, row.number).encode()).digest()
    key_id = work.office.vault.new_key(work.session, "person", work.now)
    work.session.flush()
    person = Person(tg_id=NOBODY - int.from_bytes(mark[:7]), key_id=key_id)
    person.introduced_at = person.identity_asked_at = person.blocked_at = work.now
    work.session.add(person)
    if known:
        person.name_id = _kept(work, key_id, row.name)
        person.phone_id = _kept(work, key_id, row.phone)
        if row.enterprise:
            firm = Enterprise(key_id=key_id, name_id=_kept(work, key_id, row.enterprise))
            work.session.add(firm)
            work.session.flush()
            person.enterprise_id = firm.id
    work.session.flush()
    return person


def _kept(work: Work, key_id: str, word: str) -> str | None:
    return work.office.vault.put(work.session, key_id, word) if word else None


def _with_unit(work: Work, system: System, row: Row, reading: Gist) -> Gist:
    """The unit that the other platform names is a hint: where the words say otherwise, a clerk decides."""
    firms = tuple(dict.fromkeys((*reading.firms, *((row.enterprise,) if row.enterprise else ()))))
    reading = replace(reading, firms=firms, enterprise=reading.enterprise or row.enterprise)
    if not row.unit or reading.secrecy is not Secrecy.A:
        return reading
    unit = _unit(work, row.unit)
    if unit is None:
        return replace(reading, doubt=reading.doubt or texts.unknown_unit(system.name))
    if unit.code != reading.best:
        return replace(reading, doubt=reading.doubt or texts.other_unit(system.name, unit.name))
    return replace(reading, confident=True)


def _unit(work: Work, name: str) -> Unit | None:
    return next((unit for unit in work.office.catalogue.units if name in unit.names or name == unit.code), None)
