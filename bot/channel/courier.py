"""Carries one row: makes its calls, heals what can be healed on the way, and says how it went."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import structlog

from bot.channel.api import Api
from bot.channel.calls import Call, calls_of
from bot.channel.encode import FILE_METHODS
from bot.channel.errors import Judged, Refused, Verdict, judge
from bot.texts.values import Message
from storage import crash
from storage.outbox import Claimed

log = structlog.get_logger()
UNKNOWN_FILE = ("wrong file identifier", "wrong remote file", "file reference", "invalid file_id")
FILE_FIELDS = dict(FILE_METHODS.values())


@dataclass(frozen=True, slots=True)
class Reports:
    """Whom to tell what the sender could not do by itself."""

    undeliverable: Callable[[int, str], Awaitable[None]]
    uncertain: Callable[[int], Awaitable[None]]
    migrated: Callable[[int, int], Awaitable[None]]
    topic_gone: Callable[[int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Carried:
    """`judged` is None if `row` arrived, as message `message_id` where the call makes one; `why` never holds content."""

    row: Claimed  # as it was sent at last: healed, if need was
    judged: Judged | None = None
    message_id: int | None = None
    why: str = ""


async def told(report: Callable[..., Awaitable[None]], *args: Any) -> bool:
    """Report, and survive a report that fails: False then."""
    try:
        await report(*args)
    except Exception as error:
        log.error("report failed", error=type(error).__name__)
        return False
    return True


Copies = Callable[
    [int | str], Awaitable[tuple[str, bytes] | None]
]  # by an item's id, or by the content id of a file we made


async def no_copies(_item_id: int | str) -> None:
    """Nothing is kept."""
    return


class Courier:
    """Stateless but for one thing: which rows have had the words sent that go before their file."""

    def __init__(
        self, api: Api, reports: Reports, moved: Callable[[int, int], None], copies: Copies = no_copies
    ) -> None:
        self._api, self._reports, self._moved, self._copies = api, reports, moved, copies
        self._begun: dict[int, int] = {}  # row → calls done

    def forget(self, row_id: int) -> None:
        """The row has ended."""
        self._begun.pop(row_id, None)

    async def carry(self, row: Claimed, message: Message) -> Carried:
        """The outcome, after at most one healing of each sort and the same send once more."""
        carried = await self._attempt(row, message)
        for _ in range(2):
            healed = await self._healed(carried)
            if healed is None:
                break
            carried = await self._attempt(healed, message)
        return await self._from_copy(carried, message)

    async def _attempt(self, row: Claimed, message: Message) -> Carried:
        answer: Any = None
        try:
            for number, call in enumerate(calls_of(row, message)):
                if number >= self._begun.get(row.id, 0):
                    answer = await self._make(call, message)
                    self._begun[row.id] = number + 1
        except Exception as error:
            return Carried(row, judge(error), why=_why(error))
        crash.point("outbox.after_call")
        return Carried(row, message_id=_message_id(answer))

    async def _make(self, call: Call, message: Message) -> Any:
        """The call; with the bytes of a file that we made ourselves, which Telegram has never seen."""
        made = (message.file or {}).get("made")
        if made is None or call.method not in FILE_FIELDS:
            return await self._api.call(call.method, call.parameters)
        copy = await self._made(str(made))
        if copy is None:
            raise Refused(400, "the file is gone")
        name = str((message.file or {}).get("name") or copy[0])
        return await self._api.upload(call.method, call.parameters, FILE_FIELDS[call.method], name, copy[1])

    async def _made(self, recipe: str) -> tuple[str, bytes] | None:
        """A file that cannot be made now never left us: it is tried again, and in the end a person is told."""
        try:
            return await self._copies(recipe)
        except Exception as error:
            log.error("file not made", error=type(error).__name__)
            raise Refused(500, f"not made: {type(error).__name__}") from error

    async def _from_copy(self, carried: Carried, message: Message) -> Carried:
        """A file that Telegram no longer knows (or another bot received) goes out once more, from our own bytes."""
        item = (message.file or {}).get("item")
        if item is None or carried.judged is None or not _unknown_file(carried.why):
            return carried
        copy = await self._copies(int(item))
        if copy is None:
            return carried
        *_, call = calls_of(carried.row, message)
        try:
            answer = await self._api.upload(call.method, call.parameters, FILE_FIELDS[call.method], *copy)
        except Exception as error:
            return Carried(carried.row, judge(error), why=_why(error))
        return Carried(carried.row, message_id=_message_id(answer))

    async def _healed(self, carried: Carried) -> Claimed | None:
        """The row at its new place, or None if there is nothing to heal."""
        row, judged = carried.row, carried.judged
        if judged is None:
            return None
        if judged.verdict is Verdict.MIGRATED and judged.new_chat is not None and judged.new_chat != row.chat_id:
            self._moved(row.id, judged.new_chat)
            await told(self._reports.migrated, row.chat_id, judged.new_chat)
            return replace(row, chat_id=judged.new_chat, topic_id=None, reply_to=None)
        if judged.verdict is Verdict.NO_TOPIC and row.topic_id is not None:
            await told(self._reports.topic_gone, row.chat_id)
            return replace(row, topic_id=None)
        return None


def _unknown_file(why: str) -> bool:
    return any(part in why.lower() for part in UNKNOWN_FILE)


def _why(error: Exception) -> str:
    return f"{error.status} {error.words}"[:160] if isinstance(error, Refused) else type(error).__name__


def _message_id(answer: Any) -> int | None:
    return int(answer["message_id"]) if isinstance(answer, dict) and "message_id" in answer else None
