"""The judge of a crash run: looks at the chats and at the database after the last process has stopped.

Nothing lost: every text stands in one case. Nothing filed twice, nothing done twice: one filing, dispatch, signature, answer and
closing per case. Nothing said twice: one card, one overdue notice, one answer per case, unless its row says that the send
was in flight at a kill, and then one extra copy at most.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from bot.app import demo
from bot.app.office import build
from bot.clock import SystemClock
from bot.desk.audit import findings
from bot.desk.work import Work
from bot.playground.server import Playground
from bot.texts.values import Message
from storage.db import make_engine
from storage.tables import CaseFile, Event, Item, Outbox
from storage.vault import VaultError
from storage.vocabulary import EventKind, OutboxStatus, Secrecy
from tests.crash.people import People, number_in

if TYPE_CHECKING:
    from collections.abc import Iterator

ONCE = (EventKind.SUBMITTED, EventKind.DISPATCHED, EventKind.SIGNED, EventKind.ANSWERED, EventKind.CONFIRMED)
SAID_ONCE = ("【新单】", "【逾期】", "办理结果（", "这段话怎么用")


@dataclass(slots=True)
class Verdict:
    """What the judge found. The lists must be empty."""

    kills: int = 0
    updates: int = 0
    cases: int = 0
    chased: int = 0  # overdue notices seen
    doubted: int = 0  # sends that were in flight at a kill
    stopped_in: float = 0.0  # seconds from SIGTERM to the end
    given_up: set[int] = field(default_factory=set)  # whose case waits for a message that was in flight at two kills
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """True if every promise held."""
        return not (self.lost or self.twice or self.copies or self.findings)


def uncertain(database: str) -> set[str | int | None]:
    """Numbers of cases, and chats, with a message that was given up as uncertain."""
    with opened(database) as session:
        rows = list(session.exec(select(Outbox).where(Outbox.status == OutboxStatus.UNCERTAIN, Outbox.op == "send")))
        cases = {row.case_id for row in rows}
        named = session.exec(select(CaseFile).where(col(CaseFile.id).in_(cases)))
        return {*(case.number for case in named), *(row.chat_id for row in rows)}


@contextlib.contextmanager
def opened(database: str) -> Iterator[Session]:
    """A look into a database from outside; nothing stays open."""
    engine = make_engine(database)
    with Session(engine) as session:
        yield session
    engine.dispose()


def judge(verdict: Verdict, people: People, playground: Playground, database: str, folder: Path) -> None:
    """Fill in the verdict."""
    settings = demo.settings(folder, "http://unused", master_key="m" * 64, sealed_key="s" * 64)
    with opened(database) as session:
        work = Work(session, SystemClock().now(), build(settings))
        _cases(verdict, people, work)
        _sends(verdict, playground, work)
        verdict.findings = [f"{f.number} {f.what}" for f in findings(work, deep=True)]


def _cases(verdict: Verdict, people: People, work: Work) -> None:
    said = [
        (str((work.text(item.content_id) or {}).get("text")), item.case_id) for item in work.session.exec(select(Item))
    ]
    texts = Counter(text for text, _ in said)
    unfinished = {people.begun[n].text for n in verdict.given_up}
    waiting = {case_id for text, case_id in said if text in unfinished}
    for matter in people.begun.values():
        if texts[matter.text] == 0:
            verdict.lost.append(matter.text)
        elif texts[matter.text] > 1:
            verdict.twice.append(matter.text)
    for case in work.session.exec(select(CaseFile).where(CaseFile.secrecy != Secrecy.C)):
        verdict.cases += 1
        kinds = Counter(work.session.exec(select(Event.kind).where(Event.case_id == case.id)))
        least = 0 if case.id in waiting else 1
        verdict.twice += [f"{case.number} {kind.value} {kinds[kind]}" for kind in ONCE if not least <= kinds[kind] <= 1]


def _sends(verdict: Verdict, playground: Playground, work: Work) -> None:
    """What was said against what was wanted, by wording; and what may be said only once, by case."""
    wanted, doubted = _rows(verdict, work)
    said: Counter[tuple[int, str]] = Counter()
    once: Counter[tuple[str, str]] = Counter()
    for chat, text in _first_wordings(playground):
        said[chat, text] += 1
        for mark in SAID_ONCE:
            if mark in text and "QS-" in text:
                once[number_in({"text": text}), mark] += 1 - min(1, doubted[chat, text])
    for (chat, text), count in said.items():
        if count > wanted[chat, text] + doubted[chat, text]:
            verdict.copies.append(f"{chat}: {text[:30]!r} {count} times, wanted {wanted[chat, text]}")
    verdict.copies += [f"{number} {mark} {count} times" for (number, mark), count in once.items() if count > 1]
    verdict.chased = sum(1 for _, text in said if "【逾期】" in text)


def _rows(verdict: Verdict, work: Work) -> tuple[Counter[tuple[int, str]], Counter[tuple[int, str]]]:
    """Bodies in the outbox by chat and text; those that were in doubt."""
    wanted: Counter[tuple[int, str]] = Counter()
    doubted: Counter[tuple[int, str]] = Counter()
    for row in work.session.exec(select(Outbox).where(Outbox.op == "send")):
        try:
            text = Message.from_json(work.office.vault.open(work.session, row.key_id, row.body)).text
        except VaultError:
            continue
        # a row that was in flight at a kill, and pointless by the next start, is dropped: it may have arrived all the same
        wanted[row.chat_id, text] += row.status is not OutboxStatus.DROPPED
        if row.doubts:
            doubted[row.chat_id, text] += 1
            verdict.doubted += 1
    return wanted, doubted


def _first_wordings(playground: Playground) -> Iterator[tuple[int, str]]:
    """Every message of the bot as it was first sent: edits change the wording, not the count."""
    for entry in playground.chats()["chats"]:
        for message in playground.messages(entry["id"])["messages"]:
            if message["from"]["is_bot"] and not message.get("service"):
                first = message["edits"][0]["text"] if message["edits"] else message.get("text") or ""
                yield entry["id"], first.replace("\u2060", "")
