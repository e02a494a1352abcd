"""By which pieces of text somebody could be recognised: an enterprise's own name, also cut short, and a person's."""

from __future__ import annotations

import re

from bot.desk import gist, people
from bot.desk.work import Work
from storage.tables import CaseFile, Person
from storage.vocabulary import Secrecy

FORMS = re.compile(r"有限责任公司|股份有限公司|有限公司|集团|公司|经营部|商行|（.*?）|\(.*?\)")
RUN = 4  # so many characters in a row of an enterprise's name give it away


def of_enterprises(work: Work, case: CaseFile) -> set[str]:
    """Pieces that give away whose case this is; empty for class C, which nobody here may open."""
    if case.secrecy is Secrecy.C:
        return set()
    person = work.session.get(Person, case.person_id) if case.person_id else None
    ids = (case.enterprise_id, person.enterprise_id if person is not None else None)
    told = [people.enterprise_name(work, one) or "" for one in ids] + [gist.load(work, case).enterprise]
    return {piece for name in told for piece in _pieces(name, work.office.pack.city)}


def of_people(work: Work, case: CaseFile) -> set[str]:
    """The name that the person goes by."""
    person = work.session.get(Person, case.person_id) if case.person_id else None
    name = str(work.text(person.name_id) or "") if person is not None and person.name_id else ""
    return {name} if len(name) > 1 else set()


def _pieces(name: str, city: str) -> set[str]:
    plain = FORMS.sub("", name.replace(city, "")).strip()
    if len(plain) < 2:
        return set()
    size = min(RUN, len(plain))
    return {plain[place : place + size] for place in range(len(plain) - size + 1)}
