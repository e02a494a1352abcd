"""管理员: groups and people are bound in the chats themselves, and what the machinery cannot do is told, once and plainly."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlmodel import select

from storage.tables import Chat as ChatRow
from storage.tables import Timer
from storage.vocabulary import ChatPurpose
from tests.journey.desk_steps import WATER, filed, labels, row, signed
from tests.support.city import ZONE, Actor, Chat, City, city, text_of


def keeper(c: City) -> Actor:
    """管示一."""
    return c.staff("KEEP-1")


async def bound(c: City) -> dict[int, ChatRow]:
    """All bindings by chat."""

    def read(session: Any) -> dict[int, ChatRow]:
        rows = list(session.exec(select(ChatRow)))
        session.expunge_all()
        return {one.id: one for one in rows}

    found: dict[int, ChatRow] = await c.look(read)
    return found


def a_group(c: City, *members: Actor, forum: bool = False) -> Chat:
    """A new group that the bot is in."""
    kind = {"type": "supergroup", "is_forum": True} if forum else {"type": "group"}
    made = c.playground.add_chat({"title": "新办件群", "members": [who.id for who in members], **kind})
    return c.chat(int(made["id"]))


# -- groups ------------------------------------------------------------------------------------------------------------


async def test_the_keeper_binds_a_new_group_and_cards_go_there_from_now_on() -> None:
    async with city() as c:
        group = a_group(c, keeper(c), c.officer("GSGS"))
        await keeper(c).says("/bind 单位 GSGS", in_=group)
        group.sees("已绑定：市供水集团", "隐私模式")
        await c.boss.says(WATER)
        await c.boss.presses("提交")
        c.boss.ignore()
        group.sees("【新单】QS-2026-000001")
        c.group("GSGS").hears_nothing()


async def test_an_unbound_group_gets_no_cards_and_the_owner_gets_them_in_private() -> None:
    async with city() as c:
        group = c.group("GSGS")
        c.playground.join(keeper(c).id, group.id)
        await keeper(c).says("/unbind", in_=group)
        group.sees("已解除绑定")
        await c.boss.says(WATER)
        await c.boss.presses("提交")
        c.boss.ignore()
        c.officer("GSGS").sees("【新单】QS-2026-000001")


async def test_nobody_but_a_keeper_binds_and_strangers_get_no_answer() -> None:
    async with city() as c:
        group = c.group("GSGS")
        before = await bound(c)
        await c.officer("GSGS").says("/bind 坐席", in_=group)
        group.sees("只有管理员能做这件事")
        c.playground.join(c.boss.id, group.id)
        await c.boss.says("/bind 管理", in_=group)
        group.hears_nothing()
        assert {one.id: one.purpose for one in (await bound(c)).values()} == {
            one.id: one.purpose for one in before.values()
        }


async def test_a_sealed_unit_or_an_unknown_word_is_not_bound_and_the_usage_is_shown() -> None:
    async with city() as c:
        group = a_group(c, keeper(c))
        for wrong in ("单位", "单位 NOPE", "单位 JWJW", "聊天"):
            await keeper(c).says(f"/bind {wrong}", in_=group)
            group.sees("用法：/bind")
        assert group.id not in await bound(c)


async def test_the_bot_says_what_to_do_when_an_officer_brings_it_into_a_group() -> None:
    async with city() as c:
        made = c.playground.add_chat({"title": "新群", "type": "group", "members": [keeper(c).id], "bot": False})
        group = c.chat(int(made["id"]))
        c.playground.join("bot", group.id)
        await c.settle()
        group.sees("/bind")


async def test_a_group_that_throws_the_bot_out_is_deaf_and_the_keepers_hear_it_once() -> None:
    async with city() as c:
        group = c.group("GSGS")
        c.playground.leave("bot", group.id)
        await c.settle()
        c.keepers.sees("自来水办件群", "发不进去", "/bind")
        assert (await bound(c))[group.id].deaf_at is not None
        await c.boss.says(WATER)
        await c.boss.presses("提交")
        c.boss.ignore()
        c.officer("GSGS").sees("【新单】QS-2026-000001")
        c.keepers.hears_nothing()
        c.playground.join("bot", group.id)
        await c.settle()
        assert (await bound(c))[group.id].deaf_at is None


async def test_when_the_keepers_own_group_throws_the_bot_out_they_hear_it_in_private() -> None:
    async with city() as c:
        c.playground.leave("bot", c.keepers.id)
        await c.settle()
        keeper(c).sees("平台管理群", "发不进去")


async def test_a_group_where_the_bot_may_not_write_is_deaf_and_the_card_goes_to_the_owner(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.support.city.harmless", lambda call: "not enough rights" in call["description"])
    async with city() as c:
        group = c.group("GSGS")
        c.playground.restrict(group.id)
        await _file(c)
        c.keepers.sees("送不到：GSGS", "不能发言")
        c.officer("GSGS").sees("QS-2026-000001", "首联")
        assert (await bound(c))[group.id].deaf_at is not None


async def _goes_on_in_the_new_group(c: City, new: Chat) -> None:
    row_ = (await bound(c))[new.id]
    assert (row_.purpose, row_.unit) == (ChatPurpose.UNIT, "GSGS")
    assert "已签收" in await c.officer("GSGS").presses("签收", in_=new)
    new.ignore()
    c.boss.sees("签收")
    assert (await row(c)).state.name == "WORKING"


async def test_a_group_that_becomes_a_supergroup_takes_its_cards_along() -> None:
    async with city() as c:
        group, _owner = await filed(c)
        new = c.chat(c.playground.migrate(group.id)["new_chat"])
        await c.settle()
        c.keepers.sees("已升级为超级群")
        new.sees("QS-2026-000001")
        await _goes_on_in_the_new_group(c, new)


async def test_a_silent_migration_is_healed_by_the_first_message_that_is_refused() -> None:
    async with city() as c:
        group, owner = await filed(c)
        new = c.chat(c.playground.migrate(group.id, silent=True)["new_chat"])
        await c.to("2026-03-09 12:00")
        c.keepers.sees("已升级为超级群")
        new.sees("请签收")
        new.sees("【新单】QS-2026-000001")
        assert owner.chat.fresh() == []
        await _goes_on_in_the_new_group(c, new)


async def test_a_deleted_topic_falls_back_to_the_group_and_the_keepers_hear_it() -> None:
    async with city() as c:
        group = a_group(c, keeper(c), c.officer("GSGS"), forum=True)
        topic = c.playground.topic(group.id, "create", "办件")["topic"]
        await keeper(c).says("/bind 单位 GSGS", in_=group, topic=topic)
        assert group.sees("已绑定").get("topic") in {topic, None}
        assert (await bound(c))[group.id].topic_id == topic
        c.playground.topic(group.id, "delete", topic=topic)
        await _file(c)
        group.sees("【新单】QS-2026-000001")
        c.keepers.sees("话题已关闭或删除")
        assert (await bound(c))[group.id].topic_id is None


async def _file(c: City) -> None:
    await c.boss.says(WATER)
    await c.boss.presses("提交")
    c.boss.ignore()


# -- people ------------------------------------------------------------------------------------------------------------


async def test_an_officer_who_blocks_the_bot_is_a_fact_that_the_keepers_hear_once() -> None:
    async with city() as c:
        await signed(c)
        c.playground.block(c.officer("GSGS").id)
        await c.settle()
        c.keepers.sees("GSGS-01", "屏蔽")
        c.playground.unblock(c.officer("GSGS").id)
        await c.settle()
        c.keepers.hears_nothing()


async def test_a_link_enrols_one_person_once() -> None:
    async with city() as c:
        newcomer = Actor(c, int(c.playground.add_person({"name": "新示一"})["id"]), "新示一", c.chat(0))
        newcomer.chat = c.chat(newcomer.id)
        await keeper(c).says("/enrol GSGS-01")
        link = text_of(keeper(c).sees("登记链接", "48小时", "?start="))
        payload = link.rpartition("?start=")[2].strip()
        await newcomer.says(f"/start {payload}")
        newcomer.sees("市供水集团")
        c.officer("GSGS").sees("已由别的账号登记")
        c.keepers.sees("GSGS-01 卫示林", "换成另一个账号")
        await c.officer("GSGS", 2).says(f"/start {payload}")
        c.officer("GSGS", 2).sees("无效或已经用过")
        await keeper(c).says("/enrol NOPE-1")
        keeper(c).sees("用法：/enrol")


async def test_only_a_keeper_gets_links_and_lists() -> None:
    async with city() as c:
        for command in ("/enrol GSGS-01", "/people GSGS", "/away GSGS-01 on", "/status"):
            await c.officer("GSGS").says(command)
            c.officer("GSGS").sees("不归您用")


async def test_the_list_of_people_says_who_is_enrolled_and_who_is_away() -> None:
    async with city() as c:
        await keeper(c).says("/people GSGS")
        text = text_of(keeper(c).sees("GSGS 的岗位", "GSGS-01 卫示林", "已登记"))
        assert "离岗" not in text
        await keeper(c).says("/people 供水")
        keeper(c).sees("GSGS 的岗位")
        for odd in ("/people NOPE", "/people"):
            await keeper(c).says(odd)
            keeper(c).sees("用法：/people")


async def test_absence_hands_the_open_cases_to_the_backup_and_new_ones_go_there_too() -> None:
    async with city() as c:
        group, _owner = await signed(c)
        await keeper(c).says("/away GSGS-01 on")
        keeper(c).sees("离岗", "1件", "蒋示林")
        group.sees("蒋示林")
        c.officer("GSGS", 1).sees("QS-2026-000001", "已不由您办理")
        c.officer("GSGS", 2).sees("QS-2026-000001")
        await _file_second(c)
        group.sees("【新单】QS-2026-000002", "蒋示林")
        await keeper(c).says("/away GSGS-02 on")
        keeper(c).sees("没有可用的备岗")
        await keeper(c).says("/away GSGS-01 off")
        keeper(c).sees("恢复在岗")


async def _file_second(c: City) -> None:
    second = c.bosses[1]
    await second.says(WATER)
    await second.presses("提交")
    second.ignore()


# -- the machinery -----------------------------------------------------------------------------------------------------


async def test_an_update_that_cannot_be_read_is_parked_and_shown_with_a_button() -> None:
    async with city() as c:
        c.playground.fault("bad_update")
        await c.settle()
        c.keepers.sees("处理失败", "内容没有丢", "/status")
        await keeper(c).says("/status")
        shown = keeper(c).sees("搁置的更新：1")
        retry = next(label for label in labels(shown) if label.startswith("重试更新"))
        assert "已重试" in await keeper(c).presses(retry)
        await c.settle()
        keeper(c).ignore()
        c.keepers.ignore()


async def test_a_send_that_stays_in_doubt_is_shown_and_is_gone_when_a_person_looked() -> None:
    async with city() as c:
        c.playground.fault("drop_after", method="sendMessage", chat=c.group("GSGS").id, times=2)
        await _file(c)
        c.group("GSGS").ignore()
        c.keepers.sees("不确定是否送达")
        await keeper(c).says("/status")
        shown = keeper(c).sees("送达存疑：1")
        known = next(label for label in labels(shown) if label.startswith("知道了"))
        await keeper(c).presses(known)
        await keeper(c).says("/status")
        keeper(c).sees("送达存疑：0")
        assert len([m for m in c.group("GSGS").messages() if "【新单】" in text_of(m)]) == 2, "one blind repeat at most"


async def test_the_keepers_hear_once_that_the_holidays_run_out_in_sixty_days() -> None:
    async with city(start=datetime(2026, 11, 9, 9, 0, tzinfo=ZONE)) as c:
        for _ in range(3):
            await c.bot.sweeper.audit()
            await c.advance(hours=1)
        c.keepers.sees("节假日安排只录到2026年12月31日", "暂定")
        c.keepers.hears_nothing()


async def test_long_before_the_holidays_run_out_nobody_is_bothered() -> None:
    async with city() as c:
        await c.bot.sweeper.audit()
        await c.settle()
        c.keepers.hears_nothing()


async def test_an_open_case_without_a_timer_is_found_within_minutes_and_told_once() -> None:
    async with city() as c:
        await signed(c)

        def forget(session: Any) -> list[dict[str, Any]]:
            rows = list(session.exec(select(Timer).where(Timer.case_id == 1)))
            kept = [timer.model_dump() for timer in rows]
            for timer in rows:
                session.delete(timer)
            return kept

        kept = await c.look(forget)
        for _ in range(3):
            c.demo.clock.move_to(c.bot.clock.now().replace(minute=c.bot.clock.now().minute + 6))
            await c.bot.sweeper.audit()
            await c.settle()
        c.keepers.sees("自查发现：QS-2026-000001", "没有下一步的定时")
        c.keepers.hears_nothing()
        await c.look(lambda session: session.add_all([Timer(**timer) for timer in kept]))


async def test_the_heads_of_all_histories_are_anchored_once_a_day_outside_the_database() -> None:
    async with city() as c:
        await filed(c)
        folder = c.bot.settings.data_dir / "anchors"
        await c.bot.sweeper.audit()
        await c.to("2026-03-10 08:00")
        await c.bot.sweeper.audit()
        await c.advance(hours=1)
        await c.bot.sweeper.audit()
        case = await row(c)
        lines = (folder / "2026-03-10.txt").read_text().splitlines()
        assert len(lines) == 1
        number, seq, link = lines[0].split(" ")
        assert number == case.number
        assert int(seq) <= case.head_seq
        assert len(link) == 64
        for entry in c.playground.chats()["chats"]:
            c.chat(entry["id"]).ignore()
