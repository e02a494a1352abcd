"""A card whose delivery stayed in doubt is there all the same: who presses or answers it is heard, and it lives again."""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from storage.tables import Outbox
from storage.vocabulary import OutboxStatus
from tests.journey.desk_steps import ANSWER, WATER, kinds, labels
from tests.support.city import Chat, City, city, text_of


async def orphaned(c: City, *, copies: int) -> tuple[Chat, list[dict[str, Any]]]:
    """A complaint whose card reached the group `copies` times while the connection broke before the answer."""
    group = c.group("GSGS")
    await c.boss.says(WATER)
    c.playground.fault("drop_after", method="sendMessage", chat=group.id, times=copies)
    await c.boss.presses("提交")
    c.boss.ignore()
    cards = [message for message in group.messages() if "【新单】" in text_of(message)]
    group.ignore()
    return group, cards


async def statuses(c: City) -> list[tuple[str, OutboxStatus]]:
    """Purpose and fate of everything that was to be sent to the unit's group."""
    group = c.group("GSGS").id
    rows = select(Outbox.op, Outbox.status).where(Outbox.chat_id == group, Outbox.purpose == "card.unit")
    return [tuple(row) for row in await c.look(lambda s: s.exec(rows).all())]


async def test_a_press_under_a_card_in_doubt_counts_and_the_card_changes() -> None:
    async with city() as c:
        group, cards = await orphaned(c, copies=2)
        assert ("send", OutboxStatus.UNCERTAIN) in await statuses(c)
        c.keepers.ignore()
        await c.officer("GSGS").presses("签收", in_=group, under=cards[0])
        assert "SIGNED" in await kinds(c)
        c.boss.sees("签收")
        shown = group.sees("办理中")
        assert shown["message_id"] == cards[0]["message_id"]
        assert "签收" not in labels(shown)
        assert ("send", OutboxStatus.UNCERTAIN) not in await statuses(c)


async def test_a_change_that_was_given_up_is_made_when_the_card_turns_up() -> None:
    async with city() as c:
        group, cards = await orphaned(c, copies=2)
        await c.to("2026-03-09 17:20")
        for chat in (group, c.keepers, c.boss.chat, c.officer("GSGS").chat, c.officer("GSGS", 3).chat):
            chat.ignore()
        told = await c.officer("GSGS").presses("签收", in_=group, under=cards[0])
        assert told
        assert "签收" not in labels(group.sees("QS-2026-000001"))
        for chat in (group, c.boss.chat):
            chat.ignore()


async def test_words_under_a_card_in_doubt_are_offered_like_any_others() -> None:
    async with city() as c:
        group, cards = await orphaned(c, copies=2)
        c.keepers.ignore()
        await c.officer("GSGS").says(ANSWER, in_=group, reply_to=cards[1])
        group.sees("这段话怎么用")
        c.boss.hears_nothing()


async def test_a_forged_press_never_makes_another_message_the_card() -> None:
    async with city() as c:
        group, cards = await orphaned(c, copies=2)
        c.keepers.ignore()
        other = c.bosses[3]
        await other.says("我们饭店的自来水这几天发黄有味道，请供水公司来查一查。")
        await other.presses("提交")
        other.ignore()
        known = group.sees("【新单】", "000002")
        stranger = c.officer("SCJ")
        c.playground.join(stranger.id, group.id)
        await stranger.forges(cards[0]["keyboard"][0][0]["data"], in_=group, under=known)
        assert ("send", OutboxStatus.UNCERTAIN) in await statuses(c)
        assert "SIGNED" not in await kinds(c)
        group.hears_nothing()
