"""The main line: from an entrepreneur's phone to a closed case."""

from __future__ import annotations

import pytest

from tests.support.city import city

WATER = "我们厂在经开区，自来水压力太低，机器老停，已经三天了，请供水公司来看看。"
ANSWER = "3月10日已更换园区支管阀门，现场测压2.2公斤，恢复正常。依据供水服务标准。若今晚仍低，3月11日上午再派人。"


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_one_complaint_travels_from_a_phone_to_a_closed_case(webhook: bool) -> None:
    async with city(webhook=webhook) as c:
        boss, group, officer = c.boss, c.group("GSGS"), c.officer("GSGS")
        await boss.says(WATER)
        boss.sees("这里是顶格办", "由")
        boss.sees("已收到。编号 QS-2026-000001", "供水")
        await boss.presses("提交")
        boss.sees("已提交。编号 QS-2026-000001", "会有人联系您")
        boss.sees("企业名称")
        await boss.presses("以后再说")
        boss.sees("需要时再说")
        group.sees("【新单】QS-2026-000001", "首联", "办结")

        assert "已签收" in await officer.presses("签收", in_=group)
        group.sees("办理中")
        boss.sees("已由", "签收")

        await officer.says(ANSWER, in_=group, reply_to=group.card())
        group.sees("这段话怎么用")
        await officer.presses("办结答复", in_=group)
        group.sees("办理结果是")
        await officer.presses("已解决", in_=group)
        group.ignore()
        await officer.presses("发送给企业", in_=group)
        group.sees("已答复，等企业确认")
        group.ignore()
        boss.sees("办理结果", "2.2公斤")

        await boss.presses("已解决")
        boss.ignore()
        group.sees("办结：已解决")
        await boss.presses("联系过")
        boss.sees("打个分")
        await boss.presses("5分")
        boss.sees("已记下：5分")
