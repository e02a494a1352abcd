"""首接坐席: what no machine could place is claimed by one person, asked about, dispatched, or sent the lawful way."""

from __future__ import annotations

from tests.journey.desk_steps import UNSURE, kinds, labels, row
from tests.support.city import Actor, City, city


async def queued(c: City) -> tuple[Actor, Actor]:
    """A case that waits for the clerks; two of them look at it."""
    await c.boss.says(UNSURE)
    await c.boss.presses("提交")
    c.boss.ignore()
    c.clerks.sees("【待分派】", "QS-2026-000001")
    first, second = (c.staff(post.code) for post in c.pack.clerks[:2])
    return first, second


async def claimed(c: City) -> Actor:
    """The same, claimed by the first clerk, who has the words and the buttons in private."""
    clerk, _ = await queued(c)
    await clerk.presses("认领", in_=c.clerks)
    c.clerks.sees("已认领")
    clerk.sees("仅供", UNSURE)
    return clerk


async def test_two_clerks_pressing_at_once_are_one_claim() -> None:
    async with city() as c:
        first, second = await queued(c)
        card = c.clerks.with_button("认领")
        data = card["keyboard"][0][0]["data"]
        await first.presses("认领", in_=c.clerks, under=card)
        told = await second.forges(data, in_=c.clerks, under=card)
        assert "已由" in told
        assert "认领" in told
        c.clerks.ignore()
        first.ignore()
        second.hears_nothing()
        assert (await kinds(c)).count("CLAIMED") == 1


async def test_a_clerk_dispatches_and_unit_and_enterprise_hear_of_it() -> None:
    async with city() as c:
        clerk = await claimed(c)
        desk = clerk.sees("请分派、补问")
        choice = next(label for label in labels(desk) if label.startswith("派给 "))
        assert "已分派" in await clerk.presses(choice)
        case = await row(c)
        c.group(case.unit).sees("【新单】", "坐席分派")
        c.boss.sees("已派给")
        clerk.sees("已派")
        c.clerks.sees("已派")


async def test_a_question_goes_to_the_enterprise_and_the_answer_comes_back() -> None:
    async with city() as c:
        clerk = await claimed(c)
        clerk.sees("请分派、补问")
        await clerk.presses("补问企业")
        prompt = clerk.sees("写要问企业的话")
        await clerk.says("您的店在哪个区，主要想办哪一件事？", reply_to=prompt)
        clerk.sees("已问企业")
        asked = c.boss.sees("您的店在哪个区")
        await c.boss.says("在经开区，想问开店能不能少跑几趟。", reply_to=asked)
        clerk.sees("企业已补充")
        assert {"ASKED", "ADDED"} <= set(await kinds(c))
        for chat in (clerk.chat, c.clerks, c.boss.chat):
            chat.ignore()


async def test_a_refusal_names_the_lawful_way_and_ends_the_case() -> None:
    async with city() as c:
        clerk = await claimed(c)
        clerk.sees("请分派、补问")
        await clerk.presses("不予受理")
        ways = clerk.sees("请选途径")
        await clerk.presses(labels(ways)[0])
        told = c.boss.sees("QS-2026-000001 不予受理，原因：诉讼仲裁复议", "您可以", "仲裁")
        assert "REFUSED" in await kinds(c)
        assert not (await row(c)).state.is_open
        await c.boss.says("我不同意，我们没有打官司，就是想问开店少跑几趟的事。", reply_to=told)
        assert (await row(c, "QS-2026-000002")).linked_to == 1
        for chat in (clerk.chat, c.clerks, c.boss.chat):
            chat.ignore()


async def test_a_city_tells_its_own_way_in_its_own_words() -> None:
    async with city() as c:
        clerk = await claimed(c)
        await clerk.presses("不予受理")
        await clerk.presses("居民事项")
        c.boss.sees("不予受理，原因：居民事项", c.pack.ways["居民"])
        for chat in (clerk.chat, c.clerks, c.boss.chat):
            chat.ignore()


async def test_a_voice_message_is_heard_by_a_clerk() -> None:
    async with city() as c:
        await c.boss.sends(voice=True)
        c.boss.sees("语音")
        await c.boss.presses("提交")
        c.clerks.sees("【待分派】")
        clerk = c.staff(c.pack.clerks[0].code)
        await clerk.presses("认领", in_=c.clerks)
        assert any(message.get("voice") or message.get("media") for message in clerk.chat.messages())
        for chat in (clerk.chat, c.clerks, c.boss.chat):
            chat.ignore()


async def test_who_is_no_clerk_moves_nothing() -> None:
    async with city() as c:
        await queued(c)
        card = c.clerks.with_button("认领")
        stranger = c.officer("SCJ")
        c.playground.join(stranger.id, c.clerks.id)
        assert await stranger.presses("认领", in_=c.clerks, under=card)
        assert "CLAIMED" not in await kinds(c)
        stranger.hears_nothing()


async def test_a_case_that_nobody_dispatches_is_chased_within_working_time() -> None:
    async with city() as c:
        await queued(c)
        await c.advance(hours=8)
        c.clerks.sees("分派")
        c.clerks.ignore()
        for chat in (c.supervisors, c.boss.chat):
            chat.ignore()
