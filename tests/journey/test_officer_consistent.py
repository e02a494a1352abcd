"""What a unit writes may not contradict what it wrote before, or the result it chose, without saying why (R26)."""

from __future__ import annotations

from sqlmodel import Session, select

from bot.desk.officer import said
from bot.desk.work import BOT, Work
from storage.tables import CaseFile
from storage.vocabulary import EventKind
from tests.journey.desk_steps import kinds, labels, signed
from tests.support.city import Actor, Chat, City, city

PROMISE = "已到现场开挖，管道3月12日前修复，期间用临时供水。"
LATER = "管道3月18日前修复，请耐心等待。"
LATER_WHY = "因连日降雨不能开挖，管道推迟到3月18日前修复，临时供水不停。"


async def noted(c: City, group: Chat, owner: Actor, text: str) -> str:
    """A progress note is written and pressed; what the press said."""
    await owner.says(text, in_=group, reply_to=group.card())
    return await owner.presses("阶段反馈", in_=group)


async def test_a_promise_that_slips_goes_out_only_with_its_reason() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await noted(c, group, owner, PROMISE)
        c.boss.sees("3月12日前修复")
        group.ignore()
        toast = await noted(c, group, owner, LATER)
        assert "没有发出" in toast
        assert "先前写的是“3月12日前修复”" in toast
        assert (await kinds(c)).count("PROGRESS") == 1
        c.boss.hears_nothing()
        group.ignore()
        await noted(c, group, owner, LATER_WHY)
        c.boss.sees("推迟到3月18日前修复")
        group.ignore()


async def test_an_answer_whose_words_deny_its_result_goes_back() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await owner.says("3月10日已到现场，依据供水标准检测，漏点目前仍无法修复。", in_=group, reply_to=group.card())
        await owner.presses("办结答复", in_=group)
        group.sees("结果")
        await owner.presses("已解决", in_=group)
        back = group.sees("结果选了“已解决”", "仍无法修复")
        assert "发送给企业" not in labels(back)
        c.boss.hears_nothing()
        group.ignore()


async def test_another_units_words_bind_nobody() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await noted(c, group, owner, PROMISE)
        c.boss.ignore()
        group.ignore()

        def elsewhere(session: Session) -> list[str]:
            work = Work(session, c.bot.clock.now(), c.bot.office)
            case = work.session.exec(select(CaseFile)).one()
            before = said.earlier(work, case)
            assert before == [PROMISE]
            work.record(case, EventKind.REASSIGNED, BOT, set={"unit": "ZJJ"})
            after = said.earlier(work, case)
            session.rollback()
            return after

        assert await c.look(elsewhere) == []
