"""All tables. Importing this package registers every table on `SQLModel.metadata`."""

from __future__ import annotations

from storage.tables.cases import Assist, Card, CaseFile, Deadline, Event, Item, Look, PolicySnapshot, Timer
from storage.tables.clues import Clue
from storage.tables.decisions import Decision
from storage.tables.guards import guard_by
from storage.tables.people import Ask, Chat, Enterprise, Person, Relay, Staff
from storage.tables.queues import Counter, Inbox, Lease, Outbox, Setting
from storage.tables.reports import LeagueEntry
from storage.tables.secrets import Content, DataKey

__all__ = [
    "Ask",
    "Assist",
    "Card",
    "CaseFile",
    "Chat",
    "Clue",
    "Content",
    "Counter",
    "DataKey",
    "Deadline",
    "Decision",
    "Enterprise",
    "Event",
    "Inbox",
    "Item",
    "LeagueEntry",
    "Lease",
    "Look",
    "Outbox",
    "Person",
    "PolicySnapshot",
    "Relay",
    "Setting",
    "Staff",
    "Timer",
]

guard_by(CaseFile, "head_seq")  # two units may not both add the next link of one history
guard_by(Outbox, "attempts")  # a claim counts it: a new wording that read the row before must not be lost
