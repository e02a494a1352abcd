"""Many gists at once: a search or a tally opens a thousand, and must not ask the database for each by itself."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

from sqlmodel import col, select

from bot.desk.work import Work
from storage.tables import CaseFile, Content, DataKey
from storage.vocabulary import Secrecy

AT_ONCE = 500  # gists that are fetched together


@contextlib.contextmanager
def gists(work: Work, cases: Sequence[CaseFile]) -> Iterator[None]:
    """While it lasts the gists of these cases are loaded without asking for each by itself. Class C is not among them."""
    found = [case for case in cases if case.secrecy is not Secrecy.C and case.summary_id]
    kept = [_rows(work, found[at : at + AT_ONCE]) for at in range(0, len(found), AT_ONCE)]
    yield
    kept.clear()  # until here: the session lets go of what nobody holds


def _rows(work: Work, cases: Sequence[CaseFile]) -> tuple[list[Content], list[DataKey]]:
    contents = select(Content).where(col(Content.id).in_([case.summary_id for case in cases]))
    data_keys = select(DataKey).where(col(DataKey.id).in_([case.key_id for case in cases]))
    return list(work.session.exec(contents)), list(work.session.exec(data_keys))
