"""随时调度: one tap on the alert gives the case on one page: facts, chases, where it sticks, both sides' words, advice (A17)."""

from __future__ import annotations

from tests.journey.desk_steps import WATER, filed, kinds, labels, progressed, signed
from tests.journey.test_packs import words_of
from tests.journey.test_supervisor_desk import chief, hush, late
from tests.journey.test_supervisor_race import RUDE, sent_file
from tests.support.city import city, text_of


async def test_the_alert_s_button_gives_a_message_in_the_group_and_one_page_in_private() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await progressed(c, group, owner)
        await c.to("2026-03-20 09:31")
        hush(c)
        assert "私聊" in await chief(c).presses("随时调度", in_=c.supervisors)
        shown = c.supervisors.sees("【随时调度】QS-2026-000001", "办结超期")
        text = text_of(shown)
        for part in (
            owner.name,
            "已催",
            "卡点：",
            "企业：“我们厂在经开区",
            "单位：“已到现场查看并开挖",
            "建议（草稿，由人定）",
        ):
            assert part in text, part
        assert labels(shown) == ["录会上决定", "看案情"]
        message = chief(c).sees("QS-2026-000001 随时调度一页案情", "请勿转发")
        assert message["protect"]
        paper = words_of(sent_file(c, message))
        for part in (
            "草稿",
            "督示一",
            "催办情况",
            f"市供水集团群（主办 {owner.name}）",
            "3/16",
            "三、双方最后的话",
            "最后进展",
        ):
            assert part in paper, part
        assert (await kinds(c))[-1] == "VIEWED"
        group.hears_nothing()


async def test_the_page_names_no_enterprise_person_or_phone() -> None:
    async with city() as c:
        await filed(c, WATER + "我们是示范市晨光面业有限公司，我叫周示民，电话10012345678。")
        hush(c)
        await chief(c).says("/case 000001")
        await chief(c).presses("随时调度")
        chief(c).sees("第1轮")
        said = text_of(chief(c).sees("【随时调度】"))
        paper = words_of(sent_file(c, chief(c).sees("一页案情。")))
        for secret in ("晨光", "10012345678", "周老板"):
            assert secret not in said + paper, secret


async def test_a_decision_is_taken_down_from_the_page_and_stands_on_the_next_one() -> None:
    async with city() as c:
        await late(c)
        await chief(c).presses("随时调度", in_=c.supervisors)
        await chief(c).presses("录会上决定", in_=c.supervisors)
        prompt = c.supervisors.sees("QS-2026-000001 会上定的事")
        await chief(c).says("供水", in_=c.supervisors, reply_to=prompt)
        await chief(c).says("今天上门查看并定方案。", in_=c.supervisors, reply_to=c.supervisors.sees("交给"))
        await chief(c).presses("3个工作日", in_=c.supervisors)
        await chief(c).presses("确认交办", in_=c.supervisors)
        hush(c)
        await chief(c).says("/case 000001", in_=c.supervisors)
        await chief(c).presses("随时调度", in_=c.supervisors)
        c.supervisors.sees("【随时调度】", "会上决定（办理中）", "今天上门查看")
        hush(c)


async def test_a_complaint_about_conduct_is_shown_and_never_put_on_paper() -> None:
    async with city() as c:
        await c.boss.says(RUDE)
        await c.boss.presses("提交")
        hush(c)
        await chief(c).says("/case 000001")
        await chief(c).presses("随时调度")
        chief(c).sees("第1轮")
        chief(c).sees("【随时调度】", "不出纸面")
        chief(c).hears_nothing()
        c.group("GSGS").hears_nothing()


async def test_others_get_nothing_and_an_ended_case_has_no_page() -> None:
    async with city() as c:
        group, owner = await late(c)
        assert "不由您办理" in await owner.forges("brief:1", in_=group, under=group.card("办理中"))
        await c.boss.says("/my")
        assert await c.boss.forges("brief:1", in_=c.boss.chat, under=c.boss.sees("您的诉求"))
        c.boss.hears_nothing()
        under = c.supervisors.card("【逾期】")
        await c.look(lambda s: s.connection().exec_driver_sql("update casefile set state = '撤回'"))
        assert "已经办结" in await chief(c).forges("brief:1", in_=c.supervisors, under=under)
        await c.look(lambda s: s.connection().exec_driver_sql("update casefile set state = '办理中'"))
