"""Our own copy of every file that a case is made of: Telegram's may be gone one day, and a file id serves one bot only.

The download is a durable job: a timer without a case, so that nothing that ends a case's clocks forgets it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.desk import almanac, keeper_tell, keys
from bot.desk.work import Work
from bot.texts import exchange as exchange_texts
from bot.texts import keeper as keeper_texts
from bot.texts.values import Message
from storage import db, timers
from storage.tables import CaseFile, Content, Item, Timer
from storage.vault import VaultError
from storage.vocabulary import Lane, Secrecy, TimerKind

WAKE = "files"
GIVE_UP = 12  # tries: from two minutes to an hour apart, about seven hours


@dataclass(frozen=True, slots=True)
class Wanted:
    """A download to make."""

    timer_id: int
    file_id: str
    attempts: int
    exchange: str = ""  # the platform whose cases are in it


def order(work: Work, item: Item, file_id: str) -> None:
    """Ask for an item's file. Its id is sealed under the office's key: the case's own may be closed to us (class C)."""
    if not file_id:
        return
    work.session.flush()
    content_id = work.office.vault.put(work.session, keys.office_key(work), file_id)
    data = {"item": item.id, "file": content_id}
    timers.put(work.session, f"-:{TimerKind.FETCH_FILE.name}:{item.id}", TimerKind.FETCH_FILE, work.now, None, data)
    db.wake(work.session, WAKE)


def order_calendar(work: Work, file_id: str, name: str, chat_id: int) -> None:
    """Ask for a file of holidays that the keeper sent; what comes of it is told in this chat."""
    content_id = work.office.vault.put(work.session, keys.office_key(work), file_id)
    data = {"item": None, "file": content_id, "calendar": chat_id, "name": name[:80]}
    timers.put(work.session, f"-:{TimerKind.FETCH_FILE.name}:{content_id}", TimerKind.FETCH_FILE, work.now, None, data)
    db.wake(work.session, WAKE)


def order_exchange(work: Work, file_id: str, name: str, chat_id: int, system: str) -> None:
    """Ask for another platform's CSV; what comes of it is told in this chat."""
    content_id = work.office.vault.put(work.session, keys.office_key(work), file_id)
    data = {"item": None, "file": content_id, "exchange": system, "chat": chat_id, "name": name[-80:]}
    timers.put(work.session, f"-:{TimerKind.FETCH_FILE.name}:{content_id}", TimerKind.FETCH_FILE, work.now, None, data)
    db.wake(work.session, WAKE)


def end(work: Work, timer_id: int) -> Timer | None:
    """The order is done: it and the id of its file are gone. None if it was ended before."""
    timer = timers.take(work.session, timer_id, work.now + timedelta(days=1))
    if timer is not None:
        _forget(work, timer)
    return timer


def wanted(work: Work, limit: int) -> list[Wanted]:
    """Downloads that are due, oldest first."""
    rows = [work.session.get_one(Timer, row) for row in timers.due(work.session, work.now, limit, downloads=True)]
    return [
        Wanted(row.id or 0, str(work.text(row.data["file"])), row.attempts, row.data.get("exchange", ""))
        for row in rows
    ]


def keep(work: Work, timer_id: int, data: bytes) -> None:
    """The bytes came: sealed under the case's key, so that they end with it. What is kept already stays."""
    timer = timers.take(work.session, timer_id, work.now + timedelta(days=1))
    if timer is None:
        return
    if timer.data.get("calendar"):
        _say(work, timer, almanac.receive(work, data, timer.data["name"]))
        return
    item = work.session.get(Item, timer.data["item"])
    case = work.session.get(CaseFile, item.case_id) if item is not None else None
    if item is not None and case is not None and item.bytes_id is None:
        item.bytes_id = work.office.vault.put_bytes(work.session, case.key_id, data)
    _forget(work, timer)


def failed(work: Work, timer_id: int, *, final: bool) -> None:
    """It did not come: later, or never (too big for a bot, no longer there), which the keeper is told once."""
    timer = work.session.get(Timer, timer_id)
    if timer is None:
        return
    if not final and timer.attempts + 1 < GIVE_UP:
        timers.put_off(work.session, timer_id, work.now)
        return
    if timer.data.get("calendar"):
        _say(work, timer, keeper_texts.calendar_not_fetched())
        work.session.delete(timer)
        return
    if timer.data.get("exchange"):
        work.send(int(timer.data["chat"]), Message(exchange_texts.NOT_FETCHED), lane=Lane.ANSWER, purpose="exchange")
        work.session.delete(timer)
        _forget(work, timer)
        return
    item = work.session.get(Item, timer.data["item"])
    case = work.session.get(CaseFile, item.case_id) if item is not None else None
    if case is not None:
        keeper_tell.tell(work, keeper_texts.file_not_kept(_name(case)), once=f"file:{timer.data['item']}")
    work.session.delete(timer)
    _forget(work, timer)


def _say(work: Work, timer: Timer, text: str) -> None:
    work.send(int(timer.data["calendar"]), Message(text), lane=Lane.ANSWER, purpose="keeper")
    _forget(work, timer)


def _name(case: CaseFile) -> str:
    return case.number if case.secrecy is not Secrecy.C else "一件密件"


def _forget(work: Work, timer: Timer) -> None:
    row = work.session.get(Content, timer.data["file"])
    if row is not None:
        work.session.delete(row)


def kept(work: Work, item_id: int) -> tuple[str, bytes] | None:
    """Name and bytes of our own copy; None if there is none, or it may not be opened here (class C)."""
    item = work.session.get(Item, item_id)
    if item is None or item.bytes_id is None:
        return None
    try:
        media = (work.text(item.content_id) or {}).get("media") or {}
        data = work.office.vault.get_bytes(work.session, item.bytes_id)
    except VaultError:
        return None
    return str(media.get("name") or item.kind.value), data


def send_made(work: Work, chat_id: int, caption: Message, kind: str, name: str, data: bytes, **more: Any) -> None:
    """Queue a file of our own making (`photo` or `document`), sealed under the office's key. `more` goes to `Work.send`."""
    content_id = work.office.vault.put_bytes(work.session, keys.office_key(work), data)
    work.session.flush()
    work.send(chat_id, replace(caption, file={"kind": kind, "made": f"{STORED}:{content_id}", "name": name}), **more)


def send_when_made(work: Work, chat_id: int, caption: Message, kind: str, name: str, recipe: str, **more: Any) -> None:
    """Queue a file that is made when it is sent, beside everything else: what takes a second never holds up a receipt.

    `recipe` is `maker:argument`; see `bot.desk.making`.
    """
    work.send(chat_id, replace(caption, file={"kind": kind, "made": recipe, "name": name}), **more)


STORED = "stored"


def stored(work: Work, content_id: str) -> bytes | None:
    """The bytes that `send_made` queued; None if they are gone."""
    try:
        return work.office.vault.get_bytes(work.session, content_id)
    except VaultError:
        return None
