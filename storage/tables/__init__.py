"""All tables. Importing this package registers every table on `SQLModel.metadata`."""

from __future__ import annotations

from storage.tables.cases import Card, CaseFile, Deadline, Event, Item, Look, PolicySnapshot, Timer
from storage.tables.people import Ask, Chat, Enterprise, Person, Relay, Staff
from storage.tables.queues import Counter, Inbox, Lease, Outbox, Setting
from storage.tables.secrets import Content, DataKey

__all__ = [
    "Ask",
    "Card",
    "CaseFile",
    "Chat",
    "Content",
    "Counter",
    "DataKey",
    "Deadline",
    "Enterprise",
    "Event",
    "Inbox",
    "Item",
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
