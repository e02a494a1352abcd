"""The sealed contact finds what is in hand again: numbers on the list, the card on demand, each look on record."""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from storage.tables import Look
from tests.journey.desk_steps import BRIBE, filed, labels
from tests.support.city import city, text_of

OTHER = "税务局的老李收了我两条烟才给办发票，我要举报。"


async def test_the_list_names_numbers_only_and_each_card_can_be_had_again() -> None:
    async with city() as c:
        contact = c.staff("JWJW-01")
        await contact.says("/todo")
        contact.sees("您手里没有密件")
        await c.boss.says(BRIBE)
        await c.enterprise("马师傅").says(OTHER)
        first = contact.sees("【密件】QS-2026-000001")
        contact.sees("【密件】QS-2026-000002")
        await contact.presses("已收到", under=first)
        await contact.says("/todo")
        shown = contact.sees("您手里的密件 2 件", "QS-2026-000001", "办理中", "QS-2026-000002", "还没点“已收到”")
        assert labels(shown) == ["看 000001", "看 000002"]
        assert "现金" not in text_of(shown)
        assert "发票" not in text_of(shown)
        await contact.presses("看 000002")
        contact.sees("【密件】QS-2026-000002", OTHER)
        looks = await c.look(lambda session: [look.what for look in session.exec(select(Look))])
        assert looks.count("sealed") == 3
        c.boss.ignore()
        c.enterprise("马师傅").ignore()
        contact.ignore()


async def test_nobody_else_gets_the_list_or_the_card() -> None:
    async with city() as c:
        await c.boss.says(BRIBE)
        c.boss.ignore()
        c.staff("JWJW-01").ignore()
        for code in ("KEEP-1", "YSB-S1", "PLAT-01", "SCJ-01"):
            await c.staff(code).says("/todo")
            assert "密件" not in text_of(c.staff(code).chat.messages()[-1])
            c.staff(code).ignore()
        group, owner = await filed(c, boss=c.enterprise("马师傅"))
        c.enterprise("马师傅").ignore()
        toast = await owner.forges("sagain:1", in_=group, under=group.card("000002"))
        assert "不由您办理" in toast
        owner.hears_nothing()


async def test_help_of_the_contact_speaks_of_sealed_cards() -> None:
    async with city() as c:
        contact: Any = c.staff("JWJW-01")
        await contact.says("/help")
        assert "转办" not in text_of(contact.sees("已收到、答复、不属密件、办结", "/todo"))
