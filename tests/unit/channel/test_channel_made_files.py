"""Files of our own making: their bytes are asked for when they are sent; what cannot be made is tried again, never half sent."""

from __future__ import annotations

from typing import Any

from channel_support import BOSS, Rig

from bot.channel.buckets import SendLimits
from bot.channel.send import Sender
from bot.texts.values import Message
from storage.vocabulary import Op, OutboxStatus


class Workshop:
    """Makes what it is asked for, or fails so often first."""

    def __init__(self, made: bytes | None, failures: int = 0) -> None:
        self.made, self.failures, self.asked = made, failures, []

    async def __call__(self, which: int | str) -> tuple[str, bytes] | None:
        self.asked.append(which)
        if len(self.asked) <= self.failures:
            raise ValueError("a drawing that does not come out")
        return ("file", self.made) if self.made is not None else None


def sender(rig: Rig, workshop: Workshop) -> Sender:
    """A sender that has this workshop."""
    reports, leads = rig.told.reports(), lambda: rig.leads
    return Sender(rig.api, rig.db, rig.vault, rig.clock.now, SendLimits.off(), reports, leads, workshop)


async def put(rig: Rig, kind: str, caption: str = "季度台账") -> int:
    """Queue a file that is to be made."""
    file = {"kind": kind, "made": "table:2026Q1", "name": "台账.xlsx"}
    return await rig.put(BOSS, op=Op.FILE, message=Message(caption, protect=True, file=file))


def uploads(rig: Rig) -> list[Any]:
    """What files the bot put up."""
    return [call["params"].get("document") or call["params"].get("photo") for call in rig.calls() if call["ok"]]


async def test_a_file_is_made_when_it_is_sent_and_arrives_with_its_name_and_caption(rig: Rig) -> None:
    workshop = Workshop(b"bytes of a table")
    row_id = await put(rig, "document")
    assert workshop.asked == []
    rig.start(sender(rig, workshop))
    await rig.rest()
    assert workshop.asked == ["table:2026Q1"]
    assert rig.heard(BOSS) == ["季度台账"]
    assert uploads(rig)[-1] == {"upload": "台账.xlsx", "size": 16}
    assert (await rig.row(row_id)).status is OutboxStatus.SENT


async def test_words_longer_than_a_caption_go_first_and_the_file_follows(rig: Rig) -> None:
    await put(rig, "document", "字" * 1500)
    rig.start(sender(rig, Workshop(b"x")))
    await rig.rest()
    assert [len(text) for text in rig.heard(BOSS)] == [1500, 0]


async def test_a_file_that_could_not_be_made_is_made_later(rig: Rig) -> None:
    workshop = Workshop(b"x", failures=2)
    row_id = await put(rig, "document")
    rig.start(sender(rig, workshop))
    for _ in range(4):
        await rig.rest()
        rig.clock.move(seconds=60)
        rig.sender.poke()
    await rig.rest()
    assert len(workshop.asked) == 3
    assert (await rig.row(row_id)).status is OutboxStatus.SENT
    assert rig.heard(BOSS) == ["季度台账"]


async def test_a_file_that_is_gone_is_given_up_and_told(rig: Rig) -> None:
    row_id = await put(rig, "photo")
    rig.start(sender(rig, Workshop(None)))
    await rig.rest()
    assert (await rig.row(row_id)).status is OutboxStatus.FAILED
    assert rig.heard(BOSS) == []
