"""Nobody is betrayed: whoever is complained about reads, hears and finds nothing of it, whichever way the words came in."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from storage.tables import CaseFile, Staff
from tests.journey.desk_steps import ANSWER, WATER, answered, kinds, labels, presses_like, row, signed
from tests.journey.test_officer_requests import picks
from tests.support.city import Actor, Chat, City, city, text_of

RUDE = "市供水集团的抄表人员态度恶劣，当众骂人，推来推去，故意刁难我们泉河面粉厂。我姓周，电话10012345678。"
RUDE_LATER = "他们供水公司的人态度恶劣，当众骂人，故意刁难我们。"
BRIBE_LATER = "供水公司那个人要我们给他两千块钱好处费，不给就不修。"
OFFICE_RUDE = "市营商办的工作人员态度恶劣，当众骂人，推来推去，故意刁难我们。"
TRACES = ("骂人", "态度恶劣", "刁难", "好处费", "两千", "抄表", "泉河", "周老板", "10012345678")
SECOND = "QS-2026-000002"


def hush(c: City) -> None:
    """Everything that is there was expected."""
    for entry in c.playground.chats()["chats"]:
        c.chat(entry["id"]).ignore()


def people_of(c: City, unit: str) -> list[Actor]:
    """Everybody who holds a post in a unit."""
    return [c.staff(post.code) for post in c.pack.staff if post.unit == unit and post.tg_id is not None]


def within_reach(c: City, unit: str) -> list[Chat]:
    """Every chat that a unit's people can read: their own, and each group that one of them is a member of."""
    ids = {who.id for who in people_of(c, unit)}
    chats = {c.group(unit).id, *ids}
    for entry in c.playground.chats()["chats"]:
        if ids & set(entry.get("members", ())):
            chats.add(entry["id"])
    return [c.chat(chat_id) for chat_id in sorted(chats)]


def leaks(c: City, unit: str, *marks: str, ever: bool = True) -> list[str]:
    """What of a complaint a unit's people can read; `ever`: in any wording that a message had before, too."""
    found = []
    for chat in within_reach(c, unit):
        for message in c.playground.messages(chat.id)["messages"]:
            shown = [text_of(message), *(str(edit) for edit in message.get("edits") or () if ever)]
            found += [f"{chat.id}: {text}" for text in shown for mark in marks if mark in text]
    return found


async def complained(c: City, text: str = RUDE) -> Any:
    """A class B complaint that was filed; everything so far was expected."""
    await c.boss.says(text)
    await c.boss.presses("提交")
    hush(c)
    return await row(c)


# -- class B -------------------------------------------------------------------------------------------------------------


async def test_a_complaint_about_conduct_goes_to_the_office_and_the_accused_unit_reads_nothing() -> None:
    async with city() as c:
        case = await complained(c)
        assert (case.secrecy.value, case.unit, case.accused) == ("B", "YSB", ["GSGS"])
        assert "QS-2026-000001" in text_of(c.group("YSB").card("【新单】"))
        assert leaks(c, "GSGS", *TRACES, "000001") == []
        assert leaks(c, "YSB", "态度恶劣"), "the scan finds what is there"
        assert c.group("GSGS").messages() == []


async def test_three_weeks_of_chasing_an_ignored_complaint_never_reach_the_accused() -> None:
    async with city() as c:
        await complained(c)
        await c.to("2026-03-27 17:30")
        assert "逾期" in text_of(c.supervisors.card("【逾期】"))
        assert leaks(c, "GSGS", *TRACES, "000001") == []
        hush(c)


async def test_the_accused_units_people_find_nothing_by_any_command() -> None:
    async with city() as c:
        await complained(c)
        for who in people_of(c, "GSGS"):
            for command in ("/todo", "/overdue", "/queue", "/my", "/status", "/people GSGS", "/help"):
                await who.says(command)
                await who.says(f"{command} QS-2026-000001")
        await c.officer("GSGS").says("/todo QS-2026-000001", in_=c.group("GSGS"))
        assert leaks(c, "GSGS", *TRACES) == []
        answers = [text for who in people_of(c, "GSGS") for text in map(text_of, who.chat.messages())]
        assert not any("000001" in text for text in answers)
        hush(c)


VERBS = (
    *("sign", "contact", "phone", "phoned", "full", "relay", "reply", "rprog", "rfinal", "rcode", "rsend", "rnone"),
    *("transfer", "treason", "tpage", "tunit", "extend", "edays", "claim", "cpage", "send", "cask", "refuse", "way"),
    *("rulepage", "rule", "rang", "facts", "nudge", "give", "giveto", "givepage", "giveunit", "extyes", "extno"),
    *("objext", "sack", "sreply", "snotc", "unseal", "show", "urge", "add", "takeback", "takeok", "verdict", "submit"),
    *("cbk", "cbs", "cbrang", "cbphone", "cbshow", "clue", "clues", "cluef"),
)


async def test_forged_presses_by_the_accused_unit_show_nothing_and_change_nothing() -> None:
    async with city() as c:
        case = await complained(c)
        await c.officer("GSGS").says("/todo", in_=c.group("GSGS"))
        under = c.group("GSGS").sees("没有待办")
        for verb in VERBS:
            toast = await c.officer("GSGS").forges(f"{verb}:1:{case.version}:1", in_=c.group("GSGS"), under=under)
            assert not any(mark in toast for mark in TRACES), verb
        after = await row(c)
        assert (after.version, after.head_seq) == (case.version, case.head_seq)
        assert leaks(c, "GSGS", *TRACES, "000001") == []
        c.group("GSGS").hears_nothing()
        for who in people_of(c, "GSGS"):
            who.hears_nothing()


async def test_a_desk_post_does_not_open_what_ones_own_unit_is_accused_of() -> None:
    async with city() as c:
        case = await complained(c)
        insider = c.officer("GSGS")

        def seat(
            session: Any,
        ) -> None:  # the same account is a supervisor, a clerk and an officer of the office as well
            for code in ("YSB-S1", "PLAT-01", "YSB-02"):
                session.exec(select(Staff).where(Staff.code == code)).one().tg_id = insider.id

        await c.look(seat)
        for chat in (c.supervisors, c.clerks, c.group("YSB")):
            c.playground.join(insider.id, chat.id)
        await c.staff("YSB-S2").says("/overdue", in_=c.supervisors)
        under, version = c.supervisors.sees("没有逾期件"), case.version
        for verb in ("facts:1", "nudge:1", "give:1", f"giveunit:1:{version}:SZFB", "claim:1", "full:1"):
            assert "不由您办理" in await insider.forges(verb, in_=c.supervisors, under=under), verb
        for label in ("签收", "看全文", "联系企业"):
            assert "不由您办理" in await insider.presses(label, in_=c.group("YSB"))
        await c.to("2026-03-12 09:00")
        await insider.says("/overdue")
        assert "000001" not in text_of(insider.chat.messages()[-1])
        await insider.says("/queue")
        assert not any(mark in text_of(m) for m in insider.chat.messages() for mark in (*TRACES, "000001"))
        hush(c)


async def test_nobody_may_send_the_complaint_to_the_accused() -> None:
    async with city() as c:
        case = await complained(c)
        await c.staff("YSB-S1").says("/overdue", in_=c.supervisors)
        under = c.supervisors.sees("没有逾期件")
        version = case.version
        assert await c.staff("YSB-S1").forges(f"giveunit:1:{version}:GSGS", in_=c.supervisors, under=under)
        await c.officer("YSB").presses("转办", in_=c.group("YSB"))
        await c.officer("YSB").presses("应由其他单位牵头", in_=c.group("YSB"))
        offered = labels(c.group("YSB").messages()[-1])
        assert "市司法局" in offered
        assert not any("供水" in label for label in offered)
        forged = await c.officer("YSB").forges(
            f"tunit:1:{version}:other.GSGS", in_=c.group("YSB"), under=c.group("YSB").messages()[-1]
        )
        assert forged
        assert (await row(c)).unit == "YSB"
        c.group("GSGS").hears_nothing()
        hush(c)


# -- who else may be accused (R02b) --------------------------------------------------------------------------------------


async def test_who_accuses_the_office_is_heard_by_the_inspectorate_and_not_by_the_office() -> None:
    async with city() as c:
        case = await complained(c, OFFICE_RUDE)
        assert (case.secrecy.value, case.unit, case.accused) == ("B", "SZFB", ["YSB"])
        assert "QS-2026-000001" in text_of(c.group("SZFB").card("【新单】"))
        await c.to("2026-03-27 17:30")
        assert leaks(c, "YSB", *TRACES, "000001") == []
        for seat in ("YSB-S1", "YSB-01"):
            await c.staff(seat).says("/overdue")
            await c.staff(seat).says("/queue")
            assert not any("000001" in text_of(m) for m in c.staff(seat).chat.messages())
        hush(c)


async def test_the_office_hears_nothing_even_if_the_supervisors_have_no_group() -> None:
    async with city() as c:
        c.playground.leave("bot", c.supervisors.id)
        await c.settle()
        await complained(c, OFFICE_RUDE)
        await c.to("2026-03-20 17:30")
        assert leaks(c, "YSB", *TRACES, "000001") == []
        hush(c)


async def test_an_accused_office_cannot_be_asked_for_more_time() -> None:
    async with city() as c:
        await complained(c, OFFICE_RUDE)
        group, owner = c.group("SZFB"), c.officer("SZFB")
        await owner.presses("签收", in_=group)
        assert "没有督办人可以裁定" in await owner.presses("延期", in_=group)
        assert (await row(c)).pending is None
        assert leaks(c, "YSB", *TRACES, "000001") == []
        hush(c)


@pytest.mark.parametrize(
    "text",
    [
        "市纪委监委的人态度恶劣，骂人，故意刁难。",
        "纪委的人收了我们竞争对手的红包，举报他们。",
        "举报你们的密件联系人，他把我的举报告诉了被举报的人。",
    ],
)
async def test_who_accuses_the_discipline_office_or_the_contact_reads_the_official_channel_and_nothing_is_kept(
    text: str,
) -> None:
    async with city() as c:
        await c.boss.says(text)
        c.boss.sees("这里是顶格办")
        c.boss.sees("12388", "没有登记在这里")
        c.boss.hears_nothing()
        assert await c.look(lambda s: s.exec(select(CaseFile)).all()) == []
        for entry in c.playground.chats()["chats"]:
            if entry["id"] != c.boss.id:
                assert c.chat(entry["id"]).messages() == []


# -- every later word (R02a) ---------------------------------------------------------------------------------------------


async def by_supplement(c: City, text: str) -> None:
    await signed(c)
    await c.boss.says("/my")
    await presses_like(c.boss, "000001")
    await c.boss.presses("补充材料")
    await c.boss.says(text)


async def by_reply(c: City, text: str) -> None:
    await signed(c)
    await c.boss.says(text, reply_to=c.boss.chat.card())


async def by_reason(c: City, text: str) -> None:
    await answered(c)
    await c.boss.presses("没解决")
    await c.boss.says(text)


async def by_edit(c: City, text: str) -> None:
    sent = await c.boss.says(WATER)
    await c.boss.presses("提交")
    await c.officer("GSGS").presses("签收", in_=c.group("GSGS"))
    await c.boss.edits(sent, f"{WATER}{text}")


async def by_relay(c: City, text: str) -> None:
    group, owner = await signed(c)
    await owner.presses("联系企业", in_=group)
    await owner.presses("通过机器人对话")
    await owner.says("您好，我是承办人，请问几点方便？")
    await c.boss.says(text)


async def by_urging(c: City, text: str) -> None:
    await signed(c)
    await c.boss.says("/my")
    await presses_like(c.boss, "000001")
    await c.boss.presses("催办")
    await c.boss.says(text, reply_to=c.boss.chat.card("QS-2026-000001 已由"))


async def by_new_words(c: City, text: str) -> None:
    await signed(c)
    await c.boss.says(text)
    await presses_like(c.boss, "补充 000001")


ROADS = [by_supplement, by_reply, by_reason, by_edit, by_relay, by_urging, by_new_words]


@pytest.mark.parametrize("road", ROADS)
async def test_words_about_conduct_reach_the_office_and_never_the_unit_that_has_the_case(road: Any) -> None:
    async with city() as c:
        await road(c, RUDE_LATER)
        apart = await row(c, SECOND)
        assert (apart.secrecy.value, apart.unit, "GSGS" in apart.accused) == ("B", "YSB", True)
        await c.officer("GSGS").presses("看全文", in_=c.group("GSGS"))
        assert leaks(c, "GSGS", *TRACES, "000002") == []
        assert (await row(c)).unit == "GSGS"
        assert "RESTRICTED" not in await kinds(c)
        hush(c)


@pytest.mark.parametrize("road", [road for road in ROADS if road is not by_new_words])
async def test_words_about_bribes_reach_the_sealed_contact_and_nobody_else(road: Any) -> None:
    async with city() as c:
        await road(c, BRIBE_LATER)
        assert (await row(c, SECOND)).secrecy.value == "C"
        contact = c.staff(c.pack.sealed[0].code)
        assert "两千" in text_of(contact.chat.card("【密件】"))
        for entry in c.playground.chats()["chats"]:
            if entry["id"] not in {c.boss.id, contact.id}:
                shown = " ".join(map(text_of, c.chat(entry["id"]).messages()))
                assert not any(mark in shown for mark in ("两千", "好处费", "000002", "密件"))
        hush(c)


async def test_bribes_in_new_words_are_sealed_before_anybody_asks_where_they_belong() -> None:
    async with city() as c:
        await signed(c)
        hush(c)
        await c.boss.says(BRIBE_LATER)
        c.boss.sees("12388")
        c.boss.sees(SECOND)
        c.staff(c.pack.sealed[0].code).sees("【密件】", "两千")


# -- after a transfer ----------------------------------------------------------------------------------------------------


async def test_after_a_transfer_the_old_unit_sees_a_number_and_no_later_word() -> None:
    async with city() as c:
        group, owner = await signed(c)
        await owner.presses("转办", in_=group)
        await owner.presses("不属本单位职责", in_=group)
        await picks(owner, "城市管理", in_=group)
        await presses_like(c.staff("PLAT-01"), "同意转", in_=c.clerks)
        hush(c)
        cards = [text_of(m) for m in group.messages() if m.get("keyboard") or "事由" in text_of(m)]
        assert cards == []
        await c.boss.says("补充一句：三号车间也停水了。", reply_to=c.boss.chat.card())
        new = c.officer("CGJ")
        await new.presses("签收", in_=c.group("CGJ"))
        await new.says(ANSWER, in_=c.group("CGJ"), reply_to=c.group("CGJ").card())
        for label in ("办结答复", "已解决", "发送给企业"):
            await new.presses(label, in_=c.group("CGJ"))
        group.hears_nothing()
        assert leaks(c, "GSGS", "三号车间", "2.2公斤", "压力太低", ever=False) == []
        assert leaks(c, "GSGS", "三号车间", "2.2公斤") == []
        case = await row(c)
        for verb in ("full", "reply", "contact", "sign"):
            data = f"{verb}:1:{case.version}"
            assert "不由您办理" in await owner.forges(data, in_=group, under=group.card("已转其他单位"))
        hush(c)
