"""Enrolment: one signed link makes one account the holder of one post, and nothing else does."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from storage.tables import Staff
from tests.journey.desk_steps import filed
from tests.support.city import Actor, City, city, text_of


def newcomer(c: City, name: str = "新示一") -> Actor:
    """Somebody whom the bot has never met."""
    tg_id = int(c.playground.add_person({"name": name})["id"])
    return Actor(c, tg_id, name, c.chat(tg_id))


async def vacate(c: City, code: str = "GSGS-01", **fields: Any) -> None:
    """Nobody holds a post; `fields` change it besides."""

    def change(session: Any) -> None:
        post = session.exec(select(Staff).where(Staff.code == code)).one()
        for name, value in {"tg_id": None, **fields}.items():
            setattr(post, name, value)

    await c.look(change)


async def link(c: City, code: str = "GSGS-01") -> str:
    """A start payload, as the keeper gets it."""
    await c.staff("KEEP-1").says(f"/enrol {code}")
    return text_of(c.staff("KEEP-1").sees("登记链接", "?start=")).rpartition("?start=")[2].strip()


async def holder(c: City, code: str = "GSGS-01") -> int | None:
    """Whose post it is."""
    found: int | None = await c.look(lambda s: s.exec(select(Staff.tg_id).where(Staff.code == code)).one())
    return found


async def test_a_link_makes_its_follower_the_owner_who_may_sign() -> None:
    async with city() as c:
        await vacate(c)
        new, payload = newcomer(c), await link(c)
        assert len(payload) <= 64
        await new.says(f"/start {payload}")
        new.sees("登记成功：市供水集团 营商服务科 承办人", "备岗：蒋示林", "单位群", "/todo")
        group, _ = await filed(c)
        c.playground.join(new.id, group.id)
        assert await new.presses("签收", in_=group) == "已签收。"
        group.sees("办理中")
        c.boss.sees("签收")


async def test_a_link_works_for_one_person_and_its_holder_may_follow_it_again() -> None:
    async with city() as c:
        await vacate(c)
        new, other, payload = newcomer(c), newcomer(c, "别示二"), await link(c)
        await new.says(f"/start {payload}")
        new.sees("登记成功")
        await other.says(f"/start {payload}")
        other.sees("登记没有成功", "已经用过", "向管理员要一个新的链接")
        await new.says(f"/start {payload}")
        new.sees("登记成功")
        assert await holder(c) == new.id


async def test_a_used_link_stays_worthless_when_the_post_is_free_again() -> None:
    async with city() as c:
        await vacate(c)
        new, other, payload = newcomer(c), newcomer(c, "别示二"), await link(c)
        await new.says(f"/start {payload}")
        new.sees("登记成功")
        await vacate(c)
        await other.says(f"/start {payload}")
        other.sees("登记没有成功", "已经用过")
        assert await holder(c) is None


async def test_a_link_is_good_for_48_hours() -> None:
    async with city() as c:
        await vacate(c)
        new, payload = newcomer(c), await link(c)
        await c.advance(hours=49)
        await new.says(f"/start {payload}")
        new.sees("链接已过期", "新的链接")
        assert await holder(c) is None


async def test_a_forged_link_gives_nothing_and_names_nobody() -> None:
    async with city() as c:
        await vacate(c)
        new, payload = newcomer(c), await link(c)
        body, _, tag = payload.rpartition("_")
        post, _, expiry = body.removeprefix("e_").partition("_")
        forged = (
            f"{body}_{'0' * len(tag)}",
            f"e_1_{expiry}_{tag}",
            f"e_{post}_zzzzzzz_{tag}",
            "e_",
            "e___",
            "e_a_b_c_d",
        )
        for wrong in (*forged, f"e_{'z' * 20}_{expiry}_{tag}", f"e_{'z' * 40}", "e_１_２_３"):
            await new.says(f"/start {wrong}")
            answer = new.sees("登记没有成功")
            assert "供水" not in text_of(answer)
        assert await holder(c) is None


async def test_a_link_in_a_group_enrols_nobody_and_says_where_it_belongs() -> None:
    async with city() as c:
        await vacate(c)
        backup, payload = c.officer("GSGS", 2), await link(c)
        await backup.says(f"/start {payload}", in_=c.group("GSGS"))
        c.group("GSGS").sees("私聊里打开")
        backup.hears_nothing()
        assert await holder(c) is None


async def test_a_link_for_a_post_that_is_gone_says_so() -> None:
    async with city() as c:
        await vacate(c)
        new, payload = newcomer(c), await link(c)
        await vacate(c, active=False)
        await new.says(f"/start {payload}")
        new.sees("这个岗位已经撤销")
        assert await holder(c) is None


async def test_who_takes_over_a_post_is_noticed_by_its_holder_and_the_keepers() -> None:
    async with city() as c:
        old, new = c.officer("GSGS"), newcomer(c)
        await new.says(f"/start {await link(c)}")
        new.sees("登记成功")
        old.sees("已由别的账号登记", "马上告诉管理员")
        c.keepers.sees("GSGS-01", "已换成另一个账号")
        group, _ = await filed(c)
        assert "还没有登记" in await old.presses("签收", in_=group)


async def test_who_holds_another_units_post_is_told_that_it_is_a_second_one() -> None:
    async with city() as c:
        await vacate(c)
        other = c.officer("GDGS")
        await other.says(f"/start {await link(c)}")
        other.sees("登记成功：市供水集团", "您同时还是：国网供电公司", "如不对，请告诉管理员")


@pytest.mark.parametrize(("code", "part"), [("PLAT-01", "/queue"), ("YSB-S2", "/overdue"), ("KEEP-1", "/status")])
async def test_each_desk_is_told_what_is_its_own(code: str, part: str) -> None:
    async with city() as c:
        post = c.staff(code)
        await post.says(f"/start {await link(c, code)}")
        post.sees("登记成功", part)
        await post.says("/help")
        assert "/todo" not in text_of(post.sees(part))
