"""A supervisor's week, Monday to Sunday, eight cases of differing fates: everything that reaches the supervisors is listed here,
each kind of alert is acted upon by its own buttons, and nobody is nagged."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from sqlmodel import select

from storage.tables import Outbox
from storage.vocabulary import Op, OutboxStatus
from tests.journey.desk_steps import ANSWER, labels, presses_like, row
from tests.journey.test_officer_requests import picks
from tests.journey.test_supervisor_desk import chief
from tests.journey.test_supervisor_race import RUDE
from tests.support.city import ZONE, Actor, Chat, City, city, text_of

MOST = 6  # a day: three notices at most, what is 特急, what was handed on or reopened, and material for meetings
BEGUN = (
    "chase.",
    "assist.",
    "card.office",
    "supervisor.passed",
    "pack.news",
)  # purposes that nobody asked for by a tap or a word
GAS = "我们厂区燃气泄漏了，味道很大，工人有危险，燃气公司快来！"
POWER = "供电公司的变压器老跳闸，我们车间一天停三次电，请来看看。"
DIRTY = "我们饭店的自来水这几天发黄有味道，请供水公司来查一查。"
NET = "我们软件公司的宽带每天断两三次，电信一直没修好，请电信公司来看看。"
METER = "我们门店的水表走得太快，水费翻倍，请供水公司来核一核水表。"
PIPE = "我们冷库门口供水公司的水管一直漏水，请供水公司来修一修。"
PRESSURE = "我们厂在经开区，自来水压力太低，机器老停，请供水公司来看看。"


async def unasked(c: City) -> dict[str, Counter[str]]:
    """What the bot began by itself, by day: how many messages in the supervisors' group and in each one's private chat."""
    names = {c.supervisors.id: "督办群"} | {chief(c, n).id: chief(c, n).name for n in range(len(c.pack.supervisors))}

    def read(session: Any) -> list[tuple[datetime, int]]:
        query = select(Outbox.created_at, Outbox.chat_id, Outbox.purpose).where(Outbox.op.in_([Op.SEND, Op.FILE]))
        rows = session.execute(query.where(Outbox.chat_id.in_(names), Outbox.status == OutboxStatus.SENT)).all()
        return [(at, chat) for at, chat, purpose in rows if purpose.startswith(BEGUN)]

    found: dict[str, Counter[str]] = {}
    for at, chat in await c.look(read):
        found.setdefault(f"{at.astimezone(ZONE):%m-%d %a}", Counter())[names[chat]] += 1
    return found


def others(c: City) -> None:
    """What everybody but the supervisors hears is told elsewhere."""
    mine = {c.supervisors.id, *(chief(c, seat).id for seat in range(len(c.pack.supervisors)))}
    for entry in c.playground.chats()["chats"]:
        if entry["id"] not in mine:
            c.chat(entry["id"]).ignore()


async def files(c: City, boss: int, text: str) -> None:
    """A complaint goes out."""
    await c.bosses[boss].says(text)
    if any("提交" in labels(m) for m in c.bosses[boss].chat.messages()[-2:]):
        await c.bosses[boss].presses("提交")
    others(c)


def card(chat: Chat, number: str, label: str) -> dict[str, Any]:
    """The newest message about a case that has this button."""
    return next(m for m in reversed(chat.messages()) if number in text_of(m) and label in labels(m))


async def signs(c: City, number: str) -> tuple[Chat, Actor]:
    """The unit's owner signs."""
    case = await row(c, f"QS-2026-{number}")
    group, owner = c.group(case.unit), c.officer(case.unit)
    await owner.presses("签收", in_=group, under=card(group, number, "签收"))
    others(c)
    return group, owner


async def answers(c: City, number: str) -> None:
    """The final answer goes to the enterprise."""
    case = await row(c, f"QS-2026-{number}")
    group, owner = c.group(case.unit), c.officer(case.unit)
    await owner.says(
        ANSWER, in_=group, reply_to=next(m for m in reversed(group.messages()) if number in text_of(m) and labels(m))
    )
    for label in ("办结答复", "已解决", "发送给企业"):
        await owner.presses(label, in_=group)
    others(c)


async def to(c: City, when: str) -> None:
    """On to another hour; what others hear on the way is not looked at."""
    await c.to(when)
    others(c)


async def first_fates(c: City) -> None:
    """Monday morning: what was filed goes its ways. One in time, one rated badly, one handed on twice, one reopened twice."""
    for boss, text in enumerate((PRESSURE, POWER, DIRTY, NET, METER, GAS)):
        await files(c, boss, text)
    for number in ("000001", "000002", "000004", "000005"):
        await signs(c, number)
    await to(c, "2026-03-09 09:40")
    await signs(c, "000006")
    await answers(c, "000001")
    await c.bosses[0].presses("已解决")
    await answers(c, "000004")
    for label in ("已解决", "没联系过", "1分"):
        await c.bosses[3].presses(label)
    others(c)
    c.supervisors.hears_nothing()


async def handed_on(c: City, to_unit: str) -> None:
    """The owner of the third case hands it on, and the clerk agrees."""
    case = await row(c, "QS-2026-000003")
    group, owner = c.group(case.unit), c.officer(case.unit)
    await owner.presses("转办", in_=group, under=card(group, "000003", "转办"))
    await owner.presses("不属本单位职责", in_=group)
    await picks(owner, to_unit, in_=group)
    await presses_like(c.staff(c.pack.clerks[0].code), "同意转", in_=c.clerks)
    others(c)


async def reopened(c: City) -> None:
    """The fifth case is answered, and it is not so."""
    await answers(c, "000005")
    await c.bosses[4].presses("没解决")
    await c.bosses[4].presses("答复与事实不符")
    others(c)


async def monday(c: City, boss: Actor) -> None:
    """Passed around, reopened twice, 特急: each with what can be done about it."""
    await handed_on(c, "住房")
    c.supervisors.hears_nothing()
    await handed_on(c, "水利")
    passed = c.supervisors.sees("【转办】QS-2026-000003", "已转 2 次，不能再转", "市水利局", "建议：请盯住首次联系")
    assert labels(passed) == ["看案情", "督促", "改派", "加协办", "随时调度"]
    assert "私聊" in await boss.presses("随时调度", in_=c.supervisors, under=passed)
    c.supervisors.sees("【随时调度】QS-2026-000003", "卡点：")
    boss.sees("QS-2026-000003 随时调度一页案情")
    await reopened(c)
    c.supervisors.hears_nothing()
    await reopened(c)
    again = c.supervisors.sees("【督办】QS-2026-000005", "企业第 2 次反映没解决", "请盯着办")
    await boss.presses("看案情", in_=c.supervisors, under=again)
    c.supervisors.sees("QS-2026-000005｜办理中｜普通｜第3轮")
    await files(c, 3, RUDE)
    await files(c, 0, PIPE)
    await to(c, "2026-03-09 11:31")
    alert = c.supervisors.sees("【逾期】QS-2026-000006｜特急｜首联超期30分钟", "卡点：还没有联系企业", "建议：")
    assert await boss.presses("督促", in_=c.supervisors, under=alert) == "已督促主办。"
    c.group("RQGS").sees("督办人督促｜QS-2026-000006")


async def tuesday(c: City, boss: Actor) -> None:
    """The urgent one is given to somebody else."""
    await to(c, "2026-03-10 09:31")
    alert = c.supervisors.sees("【逾期】QS-2026-000006｜特急｜首联、答复超期")
    await boss.presses("改派", in_=c.supervisors, under=alert)
    c.supervisors.sees("000006 改派给谁？时限不重新计算")
    await presses_like(boss, "秦示林", in_=c.supervisors)
    c.supervisors.sees("QS-2026-000006 已改派给秦示林，时限不变")
    await to(c, "2026-03-11 23:00")
    c.supervisors.sees(
        "【逾期】QS-2026-000006", "主办：燃气经营企业客户服务科 秦示林"
    )  # the same notice, in its new words
    c.supervisors.hears_nothing()


async def thursday(c: City, boss: Actor) -> None:
    """Five cases are late since Tuesday's close: two notices, the others in one list."""
    await to(c, "2026-03-12 08:31")
    alert = c.supervisors.sees("【逾期】QS-2026-000002｜普通｜首联超期39小时", "国网供电公司")
    c.supervisors.sees("【逾期】QS-2026-000003｜普通｜首联超期39小时", "市水利局")
    c.supervisors.hears_nothing()
    await boss.presses("加协办", in_=c.supervisors, under=alert)
    c.supervisors.sees("请哪个单位协办")
    await picks(boss, "住房", in_=c.supervisors)
    await boss.says("请派人核对配电房图纸。", in_=c.supervisors, reply_to=c.supervisors.sees("做什么"))
    c.supervisors.sees("已请", "协办")
    others(c)
    await to(c, "2026-03-12 09:01")
    merged = c.supervisors.sees("09:00 逾期汇总｜3件", "000005 首联、答复超期", "000007 首联超期", "000008 首联超期")
    assert labels(merged) == ["看 000005", "看 000007", "看 000008"]
    await boss.presses("看 000007", in_=c.supervisors, under=merged)
    c.supervisors.sees("QS-2026-000007｜办理中")
    others(c)
    await to(c, "2026-03-12 23:00")
    c.supervisors.sees("【逾期】QS-2026-000006｜特急｜首联、答复、办结超期")
    c.supervisors.hears_nothing()


async def friday_and_monday(c: City, boss: Actor) -> None:
    """Material for the meetings, one button each; the week-end is quiet."""
    await to(c, "2026-03-13 16:31")
    c.supervisors.sees("QS-2026-000002 市住房公积金管理中心协办逾期", "已催市住房公积金管理中心")
    offer = c.supervisors.sees("要素保障会商材料可以导出了")
    await boss.presses("导出要素保障会商", in_=c.supervisors, under=offer)
    boss.sees("要素保障会商")
    others(c)
    await to(c, "2026-03-15 23:59")
    c.supervisors.hears_nothing()
    await to(c, "2026-03-16 09:01")
    for number in ("000002", "000003"):
        c.supervisors.sees(f"【逾期】QS-2026-{number}｜普通｜首联、答复超期5天")
    weekly = c.supervisors.sees("周调度单已备好：3个专班，在办5，逾期5")
    c.supervisors.sees("双周调度材料可以导出了")
    await boss.presses("导出周调度单", in_=c.supervisors, under=weekly)
    c.supervisors.sees("哪个专班")
    others(c)


async def test_a_supervisors_week_is_short_enough_to_act_upon_and_nothing_in_it_is_unexpected(
    record_property: Any,
) -> None:
    async with city(packs=True, callbacks=True) as c:
        boss = chief(c)
        await first_fates(c)
        await monday(c, boss)
        await tuesday(c, boss)
        await thursday(c, boss)
        await friday_and_monday(c, boss)
        week = await unasked(c)
        for day, found in sorted(week.items()):
            print(f"\n{day}: {dict(found)}")
        assert all(sum(found.values()) <= MOST for found in week.values()), week
        assert {name for found in week.values() for name in found} == {"督办群"}, (
            "nobody is written to in private unasked"
        )
        record_property("supervisor_messages_a_day", {str(day): dict(found) for day, found in week.items()})
