"""Only the enterprise decides whether it is solved; silence is never satisfaction, and a pressed 没解决 is never silence."""

from __future__ import annotations

from typing import Any

from tests.journey.desk_steps import answered, kinds, labels, row
from tests.support.city import City, city, text_of


def calm(c: City) -> None:
    """Everything so far was expected."""
    for entry in c.playground.chats()["chats"]:
        c.chat(entry["id"]).ignore()


async def state(c: City) -> tuple[Any, ...]:
    """State, round and kind of closing."""
    case = await row(c)
    return case.state.value, case.round, case.close_kind.value if case.close_kind else None


async def test_solved_closes_and_the_rating_is_kept() -> None:
    async with city() as c:
        group, _ = await answered(c)
        await c.boss.presses("已解决")
        assert labels(c.boss.sees("已办结（您已确认解决）")) == ["没解决，重新打开"]
        c.boss.sees("承办人联系过您吗")
        group.sees("办结：已解决")
        c.boss.ignore()
        await c.boss.presses("没联系过")
        c.boss.sees("打个分", "不打也行")
        await c.boss.presses("2分")
        c.boss.sees("已记下：2分")
        assert (await row(c)).rating == 2
        calm(c)


async def test_the_rating_can_be_left_out() -> None:
    async with city() as c:
        await answered(c)
        await c.boss.presses("已解决")
        await c.boss.presses("联系过")
        await c.boss.presses("不评价")
        assert (await row(c)).rating is None
        calm(c)


async def test_partly_solved_names_the_rest_in_words_and_reopens_once() -> None:
    async with city() as c:
        group, _ = await answered(c)
        await c.boss.presses("部分解决")
        c.boss.sees("还差什么没解决")
        await c.boss.says("二号车间还是没水压。")
        c.boss.sees("已重开 QS-2026-000001（第1次）", "分管负责人", "办结或依法说明")
        group.sees("【重办】", "还差：二号车间还是没水压")
        assert (await state(c))[1:] == (2, None)
        assert (await kinds(c)).count("REOPENED") == 1
        calm(c)


async def test_a_tapped_reason_is_enough_to_reopen() -> None:
    async with city() as c:
        group, _ = await answered(c)
        await c.boss.presses("没解决")
        c.boss.ignore()
        await c.boss.presses("答复与事实不符")
        c.boss.sees("已重开")
        group.sees("【重办】")
        assert "已更新" in await c.boss.presses("部分解决")  # the answer's own buttons are of the old round
        calm(c)


async def test_unsolved_without_a_reason_reopens_after_half_an_hour() -> None:
    async with city() as c:
        group, _ = await answered(c)
        await c.boss.presses("没解决")
        c.boss.ignore()
        await c.advance(minutes=31)
        c.boss.sees("已重开 QS-2026-000001")
        group.sees("【重办】")
        calm(c)


async def test_solved_after_all_takes_the_unexplained_press_back() -> None:
    async with city() as c:
        await answered(c)
        await c.boss.presses("没解决", under=c.boss.chat.card("解决了吗"))
        await c.boss.presses("已解决", under=c.boss.chat.card("解决了吗"))
        await c.advance(minutes=40)
        assert await state(c) == ("办结", 1, "已解决")
        calm(c)


async def test_silence_is_reminded_and_closes_as_unrated() -> None:
    async with city() as c:
        await answered(c)
        await c.advance(days=9)
        assert "没回复，会按“未评价”办结" in text_of(c.boss.sees("办理结果您看了吗"))
        c.boss.sees("办理结果您看了吗")
        c.boss.sees("已按“未评价”办结", "30天内")
        assert await state(c) == ("办结", 1, "未评价")
        calm(c)


async def test_thanks_never_reopen_a_closed_case() -> None:
    async with city() as c:
        await answered(c)
        await c.boss.presses("已解决")
        calm(c)
        await c.boss.says("谢谢，辛苦了", reply_to=c.boss.chat.card("已办结"))
        c.boss.sees("不客气")
        assert (await state(c))[0] == "办结"
        calm(c)


async def test_within_thirty_days_the_case_itself_is_reopened() -> None:
    async with city() as c:
        group, _ = await answered(c)
        await c.boss.presses("已解决")
        calm(c)
        await c.advance(days=21)
        await c.boss.presses("没解决，重新打开")
        c.boss.sees("已重开 QS-2026-000001")
        group.sees("【重办】")
        assert (await state(c))[1] == 2
        calm(c)


async def test_after_thirty_days_a_new_case_carries_the_old_words() -> None:
    async with city() as c:
        await answered(c)
        await c.boss.presses("已解决")
        calm(c)
        await c.advance(days=40)
        assert "新的一件" in await c.boss.presses("没解决，重新打开")
        c.boss.sees("QS-2026-000002", "自来水压力太低")
        fresh = await row(c, "QS-2026-000002")
        assert fresh.linked_to == (await row(c)).id
        calm(c)


async def test_words_in_reply_to_the_answer_are_kept_and_asked_whether_it_is_solved() -> None:
    async with city() as c:
        group, _ = await answered(c)
        await c.boss.says("阀门是换了，可二号车间还是没水压。", reply_to=c.boss.chat.card("办理结果"))
        c.boss.sees("已记到 QS-2026-000001", "解决了吗")
        await c.boss.presses("没解决，请重办")
        c.boss.sees("已重开")
        group.sees("【重办】")
        assert (await kinds(c))[-3:].count("REOPENED") == 1
        calm(c)


async def test_a_verdict_can_be_given_from_my_page() -> None:
    async with city() as c:
        await answered(c)
        await c.boss.says("/my")
        await c.boss.presses(labels(c.boss.chat.messages()[-1])[0])
        await c.boss.presses("已解决", under=c.boss.chat.messages()[-1])
        assert await state(c) == ("办结", 1, "已解决")
        calm(c)
