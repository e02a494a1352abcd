"""After filing: my cases, urging, adding, taking back, and which case new words belong to."""

from __future__ import annotations

from typing import Any

from tests.journey.desk_steps import UNSURE, WATER, filed, kinds, labels, presses_like, row, signed
from tests.support.city import City, city, text_of

LAMP = "厂门口的路灯坏了，晚上出货看不见，请来修。"
GAS = "快来人！我们厂里燃气泄漏，车间还有人，经开区振兴路8号，请马上来。"


def calm(c: City) -> None:
    """Everything so far was expected."""
    for entry in c.playground.chats()["chats"]:
        c.chat(entry["id"]).ignore()


async def page(c: City, number: str = "000001") -> dict[str, Any]:
    """Open a case's page by /my."""
    await c.boss.says("/my")
    await presses_like(c.boss, number)
    return c.boss.chat.messages()[-1]


async def open_one(c: City) -> Any:
    """A signed case and nothing else open with the boss. Returns the unit's group."""
    group, _ = await signed(c)
    await c.boss.presses("以后再说")
    calm(c)
    return group


async def test_my_page_tells_state_limit_and_history_in_plain_words() -> None:
    async with city() as c:
        await open_one(c)
        shown = text_of(await page(c))
        assert "QS-2026-000001｜办理中" in shown
        assert "下一步：承办人联系您，3月10日（周二）17:30 前" in shown
        assert "收到您的第一条消息" in shown
        assert "承办单位签收" in shown
        await c.boss.presses("返回列表")
        assert "您的诉求" in text_of(c.boss.chat.messages()[-1])
        calm(c)


async def test_urging_reaches_the_owner_once_a_day_and_says_when_next() -> None:
    async with city() as c:
        group = await open_one(c)
        await page(c)
        assert "已替您催办" in await c.boss.presses("催办")
        group.sees("企业催办（第1次）")
        assert "3月10日（周二）09:00 之后可以再催" in await c.boss.presses("催办")
        group.hears_nothing()
        assert (await kinds(c)).count("URGED") == 1
        calm(c)


async def test_urging_before_a_unit_is_found_reaches_the_clerks() -> None:
    async with city() as c:
        await c.boss.says(UNSURE)
        await c.boss.presses("提交")
        calm(c)
        await page(c)
        await c.boss.presses("催办")
        c.clerks.sees("企业催办（第1次）", "定承办单位")
        calm(c)


async def test_material_goes_to_the_case_it_was_offered_for_and_the_unit_hears_once() -> None:
    async with city() as c:
        group = await open_one(c)
        await page(c)
        await c.boss.presses("补充材料")
        await c.boss.says("三号车间也没水了。")
        assert "已补充进 QS-2026-000001" in text_of(c.boss.chat.messages()[-1])
        group.sees("企业补充了内容")
        group.hears_nothing()
        calm(c)


async def test_an_own_withdrawal_ends_the_case() -> None:
    async with city() as c:
        group = await open_one(c)
        await page(c)
        await c.boss.presses("撤回")
        assert "是否有人要求您撤回" in text_of(c.boss.chat.messages()[-1])
        await c.boss.presses("没有，是我自己要撤")
        assert "已撤回" in text_of(c.boss.chat.messages()[-1])
        assert (await row(c)).state.value == "撤回"
        group.ignore()
        calm(c)


async def test_a_forced_withdrawal_is_sealed_and_the_original_goes_on_unmoved() -> None:
    async with city() as c:
        group = await open_one(c)
        turned = (await page(c))["message_id"]
        await c.boss.presses("撤回")
        await c.boss.presses("有人要求我撤")
        group.hears_nothing()
        c.clerks.hears_nothing()
        c.staff(c.pack.sealed[0].code).sees("【密件】QS-2026-000002", "有人要求其撤回")
        there = next(m for m in c.boss.chat.messages() if m["message_id"] == turned)
        assert "QS-2026-000001｜办理中" in text_of(there)
        assert "撤回" not in text_of(there)
        assert (await row(c)).state.value == "办理中"
        assert "WITHDRAW" not in "".join(await kinds(c))
        calm(c)


async def test_new_words_are_asked_where_they_belong_and_may_be_a_new_matter() -> None:
    async with city() as c:
        await open_one(c)
        await c.boss.says(LAMP)
        question = c.boss.sees("这是新问题，还是补充")
        assert labels(question)[0] == "新问题"
        assert "补充 000001" in labels(question)[1]
        await c.boss.presses("新问题")
        c.boss.sees("已按新问题登记")
        c.boss.sees("QS-2026-000002", "路灯")
        calm(c)


async def test_new_words_may_be_a_supplement() -> None:
    async with city() as c:
        group = await open_one(c)
        await c.boss.says("三号车间也没水了。")
        await presses_like(c.boss, "补充 000001")
        c.boss.sees("已并入 QS-2026-000001")
        group.sees("企业补充了内容")
        calm(c)


async def test_words_that_nobody_sorted_become_a_new_draft_and_are_filed_on() -> None:
    async with city() as c:
        await open_one(c)
        await c.boss.says(LAMP)
        await c.boss.says("在经开区振兴路。")
        c.boss.sees("这2条是新问题，还是补充")
        await c.advance(minutes=31)
        c.boss.sees("已按新问题登记")
        c.boss.sees("QS-2026-000002", "共2条")
        await c.advance(minutes=31)
        assert (await row(c, "QS-2026-000002")).submitted_at is not None
        calm(c)


async def test_words_that_wait_survive_another_question() -> None:
    async with city() as c:
        await open_one(c)
        await page(c)
        await c.boss.says(LAMP)
        await c.boss.presses("补充材料")
        await c.boss.says("三号车间也没水了。")
        calm(c)
        await c.advance(minutes=31)
        c.boss.sees("已按新问题登记")
        c.boss.sees("QS-2026-000002", "路灯")


async def test_an_edit_of_waiting_words_counts() -> None:
    async with city() as c:
        await open_one(c)
        sent = await c.boss.says(LAMP)
        await c.boss.edits(sent, LAMP.replace("路灯", "两盏路灯"))
        c.boss.ignore()
        await c.boss.presses("新问题")
        c.boss.sees("已按新问题登记")
        c.boss.sees("两盏路灯")


async def test_danger_does_not_wait_for_a_choice() -> None:
    async with city() as c:
        await open_one(c)
        await c.boss.says(GAS)
        c.boss.sees("不要等我回复")
        c.boss.sees("已提交", "QS-2026-000002")
        assert (await row(c, "QS-2026-000002")).urgency.value == "特急"
        calm(c)


async def test_danger_in_a_reply_to_a_slow_case_is_a_case_of_its_own() -> None:
    async with city() as c:
        await open_one(c)
        await c.boss.says(GAS, reply_to=c.boss.chat.card())
        c.boss.sees("不要等我回复")
        c.boss.sees("已提交", "QS-2026-000002")
        assert (await row(c, "QS-2026-000002")).linked_to == (await row(c)).id
        calm(c)


async def test_a_reply_belongs_to_the_case_of_the_message() -> None:
    async with city() as c:
        group = await open_one(c)
        await c.boss.says("三号车间也没水了。", reply_to=c.boss.chat.card())
        c.boss.sees("已补充进 QS-2026-000001")
        await c.boss.says("四号也是。", reply_to=c.boss.chat.card())
        c.boss.sees("已补充进 QS-2026-000001")
        group.sees("企业补充了内容")
        group.hears_nothing()  # said once until somebody looks


async def test_an_album_in_reply_is_acknowledged_once() -> None:
    async with city() as c:
        group = await open_one(c)
        for _ in range(3):
            await c.boss.sends(photo=True, media_group="album", reply_to=c.boss.chat.card())
        c.boss.sees("已补充进 QS-2026-000001")
        c.boss.hears_nothing()
        group.sees("企业补充了内容")


async def test_thanks_in_reply_are_no_supplement() -> None:
    async with city() as c:
        group = await open_one(c)
        await c.boss.says("谢谢", reply_to=c.boss.chat.card())
        c.boss.sees("不客气")
        group.hears_nothing()
        assert "ADDED" not in await kinds(c)


async def test_an_edit_changes_the_draft_and_files_nothing_twice() -> None:
    async with city() as c:
        sent = await c.boss.says(WATER)
        await c.boss.edits(sent, WATER + "二号车间也停了。")
        c.boss.sees("这里是顶格办")
        c.boss.sees("QS-2026-000001", "二号车间也停了")
        c.boss.hears_nothing()
        assert (await kinds(c)).count("AMENDED") == 1


async def test_an_edit_that_accuses_moves_the_draft_away_from_the_accused() -> None:
    async with city() as c:
        sent = await c.boss.says("市场监管局办执照太慢了，请帮忙催一下。")
        await c.boss.edits(sent, "市市场监管局的人态度恶劣，推来推去，故意刁难我们，骂人。")
        await c.boss.presses("提交")
        case = await row(c)
        assert case.secrecy.value == "B"
        assert case.unit not in {None, "SCJG"}
        assert case.unit not in case.accused
        calm(c)


async def test_an_edit_keeps_the_unit_that_was_chosen() -> None:
    async with city() as c:
        sent = await c.boss.says(WATER)
        await c.boss.presses("改单位")
        await c.boss.presses("下一页")
        await c.boss.presses("上一页")
        await c.boss.presses("市司法局")
        await c.boss.edits(sent, WATER + "二号车间也停了。")
        assert "交给：市司法局（您选的）" in text_of(c.boss.chat.card("已收到"))
        calm(c)


async def test_an_edit_after_filing_is_an_amendment_that_the_owner_hears_of() -> None:
    async with city() as c:
        sent = await c.boss.says(WATER)
        await c.boss.presses("提交")
        group, officer = c.group("GSGS"), c.officer("GSGS")
        calm(c)
        await c.boss.edits(sent, WATER + "三号车间也停了。")
        group.sees("企业补充了内容")
        await officer.presses("看全文", in_=group)
        officer.sees("三号车间也停了")
        assert (await kinds(c)).count("SUBMITTED") == 1


async def test_an_edit_of_words_that_opened_nothing_is_heard() -> None:
    async with city() as c:
        sent = await c.boss.says("水")
        c.boss.ignore()
        await c.boss.edits(sent, WATER)
        c.boss.sees("已收到。编号 QS-2026-000001")


async def test_the_unit_sees_no_name_of_an_anonymous_enterprise() -> None:
    async with city() as c:
        await c.boss.says(WATER + "示范市北河机械有限公司，联系人周示例 10012345678。")
        await c.boss.presses("保密/对承办单位匿名")
        await c.boss.presses("提交")
        calm(c)
        officer, group = c.officer("GSGS"), c.group("GSGS")
        await officer.presses("看全文", in_=group)
        full = text_of(officer.sees("对承办单位匿名"))
        assert "北河机械" not in full
        assert "10012345678" not in full
        assert "周示例" not in full
        assert "匿名" in await officer.presses("联系企业", in_=group)
        officer.sees("由首接坐席代转")


async def test_a_class_b_case_hides_its_author_from_the_unit_that_works_on_it() -> None:
    async with city() as c:
        await c.boss.says("市市场监管局的人态度恶劣，骂人，故意刁难。示范市北河机械有限公司，10012345678。")
        await c.boss.presses("提交")
        calm(c)
        unit = (await row(c)).unit
        officer, group = c.officer(unit), c.group(unit)
        await officer.presses("看全文", in_=group)
        full = text_of(officer.sees("对承办单位匿名"))
        assert "北河机械" not in full
        assert "10012345678" not in full


async def test_two_open_cases_are_both_offered() -> None:
    async with city() as c:
        await filed(c)
        await c.boss.presses("以后再说")
        await c.boss.says(LAMP)
        await c.boss.presses("新问题")
        await c.boss.presses("提交")
        calm(c)
        await c.boss.says("三号车间也没水了。")
        offered = " ".join(labels(c.boss.sees("这是新问题")))
        assert "000001" in offered
        assert "000002" in offered
