"""办事入口 (A38): the official way is named, and what fails there is a matter like any other."""

from __future__ import annotations

from tests.support.city import city, text_of


async def test_the_official_ways_are_listed_and_found_by_a_word() -> None:
    async with city() as c:
        await c.boss.says("/guide")
        everything = text_of(c.boss.sees("官方办事入口", "不收申请材料"))
        assert everything.count("· ") == len(c.pack.portals) > 1
        await c.boss.says("/guide 开办")
        assert text_of(c.boss.sees("企业开办")).count("· ") == 1
        await c.boss.says("/guide 我要办企业开办手续")
        c.boss.sees("企业开办")


async def test_an_unknown_matter_is_told_so_and_quotes_no_phone() -> None:
    async with city() as c:
        await c.boss.says("/guide 10012345678")
        shown = text_of(c.boss.sees("没有录入", "12345"))
        assert "10012345678" not in shown
