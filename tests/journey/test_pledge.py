"""承诺兑现 (A32): a promise has five facts, is supervised from the start and recalled before its day."""

from __future__ import annotations

import pytest

from tests.journey.desk_steps import kinds, labels, presses_like, row, signed
from tests.journey.test_betrayal import hush
from tests.support.city import Actor, City, city, text_of

WHOLE = "承诺人：经开区管委会\n文号：招商协议第7条\n内容：三通一平后交地\n到期：2026年3月20日\n证据：协议扫描件"


def chief(c: City) -> Actor:
    return c.staff(c.pack.supervisors[0].code)


async def pledged(c: City) -> None:
    await signed(c)
    await chief(c).says("/look 000001", in_=c.supervisors)
    await chief(c).presses("承诺兑现", in_=c.supervisors)
    await chief(c).says("管委会答应过。", in_=c.supervisors, reply_to=c.supervisors.card("请照下面五行"))
    assert "承诺人、文号、内容、到期、证据" in text_of(c.supervisors.card("还缺"))
    await chief(c).says(WHOLE, in_=c.supervisors, reply_to=c.supervisors.card("还缺"))


async def test_a_promise_is_on_record_with_its_day_and_the_case_is_supervised() -> None:
    async with city() as c:
        await pledged(c)
        c.supervisors.sees("承诺兑现：经开区管委会", "招商协议第7条", "2026年3月20日", "已转督办")
        c.group("GSGS").sees("承诺兑现", "2026年3月20日")
        assert (await row(c)).supervised
        assert {"MARKED", "SUPERVISED"} <= set(await kinds(c))
        await chief(c).says("/look 000001", in_=c.supervisors)
        assert "历史遗留" in labels(c.supervisors.sees("QS-2026-000001", "办理标记")), "one mark is not the other"
        hush(c)


@pytest.mark.parametrize("ended", [True, False])
async def test_unit_and_office_hear_it_when_the_day_is_near_and_on_the_day_unless_the_case_is_over(ended: bool) -> None:
    async with city() as c:
        await pledged(c)
        hush(c)
        if ended:
            await withdrawn(c)
        await c.to("2026-03-20 10:00")
        for chat in (c.supervisors, c.group("GSGS")):
            heard = [text_of(m) for m in chat.messages() if "请报兑现情况" in text_of(m)]
            assert ["快到期" in text for text in heard] == ([] if ended else [True, False])
        hush(c)


async def withdrawn(c: City) -> None:
    """The enterprise takes the case back, unforced."""
    await c.boss.says("/my")
    await presses_like(c.boss, "000001")
    await c.boss.presses("撤回")
    await presses_like(c.boss, "没有")
    assert not (await row(c)).state.is_open
