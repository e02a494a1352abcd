"""What the judges may look at, as plain data: the event log, the calls of the bot, what people read in toasts, the log."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from bot.city.pack import CityPack
from storage.tables import CaseFile, Event, Staff
from storage.vocabulary import ChatPurpose

Json = dict[str, Any]


@dataclass(slots=True)
class Town:
    """Who sits where: chats by unit and desk (a group that moved has several ids), and posts as plain rows."""

    groups: dict[str, list[int]]
    clerks: int
    supervisors: int
    keepers: int
    posts: list[Json]  # staff id, code, unit, rank, tg
    chiefs: dict[str, Json]  # by unit: L4, L5, L6 → tg
    contacts: list[int]  # the sealed contacts
    members: dict[int, list[int]] = field(default_factory=dict)  # of every chat, at the end

    def unit_of(self, chat: int) -> str | None:
        """Whose group a chat is."""
        return next((unit for unit, chats in self.groups.items() if chat in chats), None)

    def people(self, unit: str) -> list[int]:
        """The Telegram ids of a unit's people."""
        return [post["tg"] for post in self.posts if post["unit"] == unit]

    def of_rank(self, unit: str, rank: str) -> list[int]:
        """The Telegram ids of a unit's people of one rank."""
        return [post["tg"] for post in self.posts if post["unit"] == unit and post["rank"] == rank]


@dataclass(slots=True)
class Call:
    """One call of the bot: when, into which chat, what; `seen` if people can see it; `doubtful` if the bot was not told so."""

    at: datetime
    method: str
    chat: int
    text: str
    mentions: tuple[int, ...] = ()
    seen: bool = True
    doubtful: bool = False
    names: str = ""  # of files


@dataclass(slots=True)
class Record:
    """One run."""

    town: Town
    ended: datetime
    days: int
    events: list[Json] = field(default_factory=list)  # case, seq, kind, at, role, data; in order of time
    calls: list[Call] = field(default_factory=list)
    toasts: list[tuple[datetime, int, int, str]] = field(default_factory=list)  # when, who, chat, text
    logs: list[str] = field(default_factory=list)
    blocked: list[tuple[int, datetime, datetime]] = field(default_factory=list)  # who could not be written to


def town_of(pack: CityPack, session: Session) -> Town:
    """The pack as plain data."""
    ids = {row.code: row.id for row in session.exec(select(Staff))}
    posts = [
        {"id": ids[post.code], "code": post.code, "unit": post.unit, "rank": post.rank.value, "tg": post.tg_id}
        for post in pack.staff
        if post.tg_id is not None
    ]
    by_code = {post["code"]: post["tg"] for post in posts}
    titles = {"L4": "专班牵头单位主要负责同志", "L5": "专班组长（分管市长）", "L6": "市政府主要负责同志"}
    groups = {group.unit: [group.id] for group in pack.groups if group.unit}
    desks = {group.purpose: group.id for group in pack.groups if not group.unit}
    return Town(
        groups=groups,
        clerks=desks[ChatPurpose.CLERKS],
        supervisors=desks[ChatPurpose.SUPERVISORS],
        keepers=desks[ChatPurpose.KEEPERS],
        posts=posts,
        chiefs={
            unit: {level: by_code.get(pack.chain_code(unit, title) or "") for level, title in titles.items()}
            for unit in groups
        },
        contacts=[post.tg_id for post in pack.sealed if post.tg_id is not None],
    )


def events_of(session: Session) -> list[Json]:
    """The whole event log as dictionaries; contents stay sealed."""
    numbers = {case.id: case.number for case in session.exec(select(CaseFile))}
    return [
        {
            "case": numbers[event.case_id],
            "seq": event.seq,
            "kind": event.kind.value,
            "at": event.at,
            "role": event.role.value,
            "data": event.data,
        }
        for event in session.exec(select(Event).order_by(col(Event.id)))
    ]


def call_of(raw: Json) -> Call:
    """One call of the emulator's journal."""
    params = raw["params"]
    fault = str(raw.get("fault") or "")
    return Call(
        at=datetime.fromisoformat(raw["at"]),
        method=raw["method"],
        chat=int(params.get("chat_id") or 0),
        text=str(params.get("text") or params.get("caption") or "").replace("\u2060", ""),
        mentions=_mentions(params),
        seen=bool(raw["ok"]),
        doubtful=bool(raw["ok"]) and fault.endswith("_after"),
        names=" ".join(str(value) for name, value in params.items() if name in {"document", "photo", "media"}),
    )


def _mentions(params: Json) -> tuple[int, ...]:
    found = params.get("entities") or []
    return tuple(int(one["user"]["id"]) for one in found if isinstance(one, dict) and one.get("type") == "text_mention")
