"""Boards are counted beside the writer: while one is being counted, the next person's receipt does not wait."""

from __future__ import annotations

import asyncio
import threading
from typing import Any
from unittest.mock import patch

import pytest

from bot.desk.supervisor import ahead, select
from tests.journey.desk_steps import filed, labels
from tests.journey.test_office_decides import chief
from tests.support.city import Chat, city, text_of

SECONDS = 10.0


async def comes(chat: Chat, part: str) -> dict[str, Any]:
    """Wait until a message with these words is there, while other things are still going on."""
    async with asyncio.timeout(SECONDS):
        while True:
            for message in chat.fresh():
                if part in text_of(message):
                    return message
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("command", ["/board", "/unit 供水", "a button"])
async def test_a_receipt_does_not_wait_for_a_board_that_is_being_counted(command: str) -> None:
    go_on, real = threading.Event(), select.counts

    def slow(*given: Any) -> Any:
        assert go_on.wait(SECONDS)
        return real(*given)

    async with city() as c:
        await filed(c)
        await chief(c).says("/board")
        board = chief(c).sees("市供水集团")
        try:
            with patch.object(select, "counts", slow):
                if command == "a button":
                    label = next(label for label in labels(board) if "供水" in label)
                    press = c.playground.press(
                        chief(c).id, label, chat=chief(c).chat.id, message_id=board["message_id"], wait=SECONDS
                    )
                    pressing = asyncio.create_task(press)
                else:
                    c.playground.say(chief(c).id, command, chat=chief(c).chat.id)
                    pressing = None
                c.playground.say(c.bosses[1].id, "我们店门口的路灯不亮已经一周了，请来修。", chat=c.bosses[1].chat.id)
                await comes(c.bosses[1].chat, "QS-2026-000002")
                chief(c).hears_nothing()
                go_on.set()
                if pressing is not None:
                    await pressing
                await c.settle()
        finally:
            go_on.set()
        chief(c).sees("供水")
        c.bosses[1].ignore()


async def test_nothing_is_counted_twice_and_for_others_nothing_at_all() -> None:
    async with city() as c:
        await filed(c)
        asked: list[Any] = []
        real = select.counts
        with patch.object(select, "counts", lambda *given: asked.append(given) or real(*given)):
            await chief(c).says("/board")
            chief(c).sees("市供水集团")
            assert len(asked) == len(ahead.ON_BOARD)  # once each: nothing is counted again in the writer
            asked.clear()
            await c.officer("GSGS").says("/board")
            await c.bosses[1].says("/unit 供水")
        assert asked == []
        c.officer("GSGS").ignore()
        c.bosses[1].ignore()


async def test_a_board_is_right_for_a_case_that_came_just_before() -> None:
    async with city() as c:
        await chief(c).says("/board")
        empty = text_of(chief(c).sees(""))
        await filed(c)
        await chief(c).says("/board")
        full = text_of(chief(c).sees(""))
        assert "市供水集团" not in empty
        assert "市供水集团" in full
