"""The content of an ended case ends with its time (R37): keys, copies of files, summaries, cards; its number and history stay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlmodel import col, select

from bot.desk.work import Work
from storage import history
from storage.tables import CaseFile, Content, DataKey, Item, Outbox
from storage.vault import Destroyed, Grant
from tests.journey.desk_steps import ANSWER, BRIBE, WATER, kinds, labels, row
from tests.journey.test_betrayal import RUDE, hush
from tests.support.city import Actor, City, city, text_of

PIECES = ("自来水压力太低", "机器老停", "换园区支管阀门", "测压2.2公斤", "门卫老李")
LISTED = "自来水压力"  # a list that belongs to no case quotes it
ANSWERED = "请保存好转账记录"  # the contact's words to the author
TOLD = "密件联系人已处理完毕"  # what the author was told, which the author's own key seals
SECRET = ("不给他意思意思", "交五千块现金")
DONE = "2026-03-10 10:00"
NOT_YET = "2026-09-05 10:00"  # 179 days after the end
OVER = "2026-09-07 10:00"


async def ended(c: City) -> None:
    """A case with a photo, answered, confirmed, rated; its officer has read the full text."""
    await c.boss.sends(photo=True, caption=WATER + "找门卫老李。")
    await c.boss.presses("提交")
    group, owner = c.group("GSGS"), c.officer("GSGS")
    await owner.presses("签收", in_=group)
    await owner.presses("看全文", in_=group)
    await c.staff(c.pack.supervisors[0].code).says("/find 压力", in_=c.supervisors)
    assert LISTED in text_of(c.supervisors.messages()[-1])
    await c.to(DONE)
    await owner.says(ANSWER, in_=group, reply_to=group.card("办理中"))
    for label in ("办结答复", "已解决", "发送给企业"):
        await owner.presses(label, in_=group)
    await c.boss.presses("已解决", under=c.boss.chat.card("办理结果"))
    hush(c)


def readable(work: Work) -> list[str]:
    """Everything in the database that can still be opened with every key there is, the sealed contact's grant included."""
    session, vault, found = work.session, work.office.vault, []
    pairs = [(one.key_id, one.blob) for one in session.exec(select(Content))]
    pairs += [(one.key_id, one.body) for one in session.exec(select(Outbox))]
    for key_id, blob in pairs:
        try:
            found.append(vault.open(session, key_id, blob, Grant(1)).decode("utf-8", "replace"))
        except Destroyed:
            continue
    return [text.encode().decode("unicode_escape", "replace") if "\\u" in text else text for text in found]


async def traces(c: City, *pieces: str) -> list[str]:
    """Which of these words can still be read anywhere in the database."""
    texts = await c.look(lambda s: readable(Work(s, c.bot.clock.now(), c.bot.office)))
    return [piece for piece in pieces if any(piece in text for text in texts)]


async def wrapped(c: City, number: str = "QS-2026-000001") -> bytes | None:
    """The wrapped key of a case as it lies in the database."""
    query = select(DataKey.wrapped).join(CaseFile, col(CaseFile.key_id) == DataKey.id).where(CaseFile.number == number)
    found = await c.look(lambda s: s.exec(query).one())
    return bytes(found) if found is not None else None


def on_disk(c: City, needle: bytes) -> list[str]:
    """Files of the database, journal included, that hold these bytes."""
    path = Path(str(c.bot.db.engine.url.database))
    return [one.name for one in sorted(path.parent.glob(path.name + "*")) if needle in one.read_bytes()]


async def test_after_180_days_nothing_of_the_content_is_left_and_everything_else_is() -> None:
    async with city() as c:
        await ended(c)
        key = await wrapped(c)
        assert key is not None
        assert on_disk(c, key)
        [photo] = await c.look(lambda s: s.exec(select(Item.bytes_id).where(col(Item.bytes_id).is_not(None))).all())
        await c.to(NOT_YET)
        hush(c)
        assert await traces(c, *PIECES) == list(PIECES)
        await c.to(OVER)
        assert await traces(c, *PIECES, LISTED, "file_id") == []
        assert on_disk(c, key) == []
        assert await c.look(lambda s: s.get(Content, photo)) is None
        assert (await kinds(c))[-1] == "DESTROYED"
        assert list(await c.look(lambda s: list(history.verify_all(s)))) == []
        assert text_of(c.group("GSGS").card("内容已按期限销毁")).startswith("QS-2026-000001")
        assert all(
            PIECES[0] not in text_of(m) for m in [*c.group("GSGS").messages(), *c.officer("GSGS").chat.messages()]
        )
        hush(c)
        await remains(c)


async def remains(c: City) -> None:
    """It is counted, and found by its number and not by its words; its author goes on."""
    office, keeper = c.staff(c.pack.supervisors[0].code), c.staff(c.pack.keepers[0].code)
    await office.says("/find 水压", in_=c.supervisors)
    c.supervisors.sees("没有")
    await office.says("/look 000001", in_=c.supervisors)
    assert "留存内容" not in labels(c.supervisors.sees("QS-2026-000001", "内容已按期限销毁"))
    await keeper.says("/status")
    keeper.sees("按期限销毁内容：已销毁 1 件", "留存 0 件")
    await c.boss.says("/my")
    c.boss.ignore()
    await c.boss.says("我们厂又停水了，经开区，请供水公司来看看。")
    await c.boss.presses("提交")
    assert (await row(c, "QS-2026-000002")).state.value == "待签收"
    hush(c)


async def test_held_for_the_record_it_stays_until_the_hold_is_lifted() -> None:
    async with city() as c:
        await ended(c)
        office = c.staff(c.pack.supervisors[0].code)
        await office.says("/look 000001", in_=c.supervisors)
        await office.presses("留存内容", in_=c.supervisors)
        await office.says(
            "配合纪检核查，函号〔2026〕7号。", in_=c.supervisors, reply_to=c.supervisors.card("为什么留存")
        )
        assert "已留存" in text_of(c.supervisors.card("已留存"))
        await c.to("2026-10-20 10:00")
        hush(c)
        assert await traces(c, *PIECES) == list(PIECES)
        await office.says("/look 000001", in_=c.supervisors)
        assert "已解除" in await office.presses("解除留存", in_=c.supervisors)
        await c.to("2026-10-30 10:00")
        assert await traces(c, *PIECES) == []
        hush(c)


async def test_a_reopened_case_keeps_its_words_whatever_timer_is_left() -> None:
    async with city() as c:
        await ended(c)
        await c.to("2026-04-01 10:00")
        hush(c)
        await c.boss.presses("没解决，重新打开", under=c.boss.chat.with_button("没解决，重新打开"))
        hush(c)
        assert (await row(c)).state.is_open
        case_id = (await row(c)).id
        await c.look(lambda s: _fire_mask(c, s, case_id))
        assert await traces(c, *PIECES) == list(PIECES)
        hush(c)


def _fire_mask(c: City, session: Any, case_id: int) -> None:
    from bot.desk import retention

    work = Work(session, c.bot.clock.now(), c.bot.office)
    case = session.get(CaseFile, case_id)
    retention.due(work, case)


async def test_a_sealed_report_stays_until_its_contact_says_otherwise_and_nobody_else_can() -> None:
    async with city() as c:
        contact: Actor = c.staff(c.pack.sealed[0].code)
        await c.boss.says(BRIBE)
        await contact.presses("答复")
        await contact.says(ANSWERED, reply_to=contact.chat.card("写给投诉人的话"))
        await contact.presses("办结")
        await contact.presses("确定办结")
        hush(c)
        await c.to(OVER)
        contact.sees("办结已满180天", "只有您确认才销毁")
        assert await contact.presses("继续留存")
        office = c.staff(c.pack.supervisors[0].code)
        await office.says("/overdue", in_=c.supervisors)
        assert await office.forges("sburn:1", in_=c.supervisors, under=c.supervisors.messages()[-1])
        await c.to("2026-10-12 10:00")
        assert await traces(c, *SECRET, ANSWERED, TOLD) == [*SECRET, ANSWERED, TOLD]
        assert await contact.presses("销毁内容", under=contact.sees("办结已满180天"))
        assert await traces(c, *SECRET, ANSWERED, TOLD) == []
        hush(c)


async def test_the_pack_sets_the_time_and_a_draft_that_was_dropped_ends_too() -> None:
    async with city() as c:
        short = c.bot.office.pack.model_copy(update={"retention_days": 40})
        object.__setattr__(c.bot.office, "pack", short)
        await c.boss.says(RUDE.replace("我姓周，电话10012345678。", ""))
        await c.boss.presses("取消")
        await c.boss.presses("确定取消")
        hush(c)
        await c.to("2026-04-25 10:00")
        assert await traces(c, "当众骂人") == []
        hush(c)


async def test_who_asks_has_it_deleted_once_it_can_no_longer_be_reopened() -> None:
    async with city() as c:
        await ended(c)
        await c.boss.says("/forget")
        asked = c.boss.sees("可以马上删除内容的：0 件", "办结不满30天的：1 件")
        assert labels(asked) == []
        await c.to("2026-04-20 10:00")
        hush(c)
        await c.boss.says("/forget")
        await c.boss.presses("不删", under=c.boss.sees("可以马上删除内容的：1 件"))
        assert await traces(c, *PIECES) == list(PIECES)
        await c.boss.says("/forget")
        await c.boss.presses("确定删除")
        c.boss.sees("已删除 1 件的内容")
        assert await traces(c, *PIECES, c.boss.name) == []
        assert (await kinds(c))[-1] == "DESTROYED"
        hush(c)


async def test_what_is_sealed_or_held_is_not_deleted_by_its_author_s_phone() -> None:
    async with city() as c:
        contact = c.staff(c.pack.sealed[0].code)
        await c.boss.says(BRIBE)
        await contact.presses("办结")
        await contact.presses("确定办结")
        hush(c)
        await c.to("2026-04-20 10:00")
        hush(c)
        await c.boss.says("/forget")
        await c.boss.presses("确定删除", under=c.boss.sees("密件：1 件", "由其确认后销毁"))
        c.boss.sees("已转告密件联系人")
        assert await traces(c, *SECRET) == list(SECRET)
        await contact.presses("销毁内容", under=contact.sees("投诉人要求删除"))
        assert await traces(c, *SECRET) == []
        hush(c)


async def test_on_postgres_the_content_ends_as_well(postgres_url: str) -> None:
    async with city(database_url=SecretStr(postgres_url)) as c:
        await c.boss.says(WATER)
        await c.boss.presses("取消")
        await c.boss.presses("确定取消")
        hush(c)
        await c.to(OVER)
        assert await traces(c, *PIECES[:2]) == []
        assert (await kinds(c))[-2:] == ["CANCELLED", "DESTROYED"]
        hush(c)
