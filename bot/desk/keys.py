"""Which data key seals what: a case's words under the case, a person's under the person, the rest under the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from storage.tables import CaseFile, DataKey, Person, Staff
from storage.vocabulary import Secrecy

if TYPE_CHECKING:
    from bot.desk.work import Work

OFFICE_SCOPE = "office"
SEALED_PREFIX = "sealed"  # purposes whose bodies only the sealed contact's messages carry


def for_message(work: Work, chat_id: int, purpose: str, case: CaseFile | None) -> str:
    """The key for an outgoing body. A sealed case's own key is used only for messages to the sealed contact."""
    if case is not None and (case.secrecy is not Secrecy.C or purpose.startswith(SEALED_PREFIX)):
        return of_case(work, case)
    person = work.session.exec(select(Person.key_id).where(Person.tg_id == chat_id)).first()
    if person is not None:
        return person
    staff = work.session.exec(select(Staff.key_id).where(Staff.tg_id == chat_id)).first()
    return staff or office_key(work)


def of_case(work: Work, case: CaseFile) -> str:
    """The key for new words about a case: its own; the office's once its own was destroyed (R37)."""
    return office_key(work) if work.office.vault.destroyed(work.session, case.key_id) else case.key_id


def office_key(work: Work) -> str:
    """The key for notices that belong to no case and no person; made on first use."""
    query = select(DataKey.id).where(DataKey.scope == OFFICE_SCOPE, col(DataKey.wrapped).is_not(None))
    found = work.session.exec(query).first()
    if found is not None:
        return found
    made = work.office.vault.new_key(work.session, OFFICE_SCOPE, work.now)
    work.session.flush()
    return made
