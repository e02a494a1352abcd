"""The sender against a local Telegram: what arrives, how often, in which order."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from channel_support import BOSS, CLERK, FORUM, GROUP, OFFICER, Rig, until

from bot.texts.values import Button, Message, Press
from storage import outbox
from storage.vocabulary import Lane, Op, OutboxStatus


async def test_a_queued_message_arrives_once_and_its_message_id_is_kept(rig: Rig) -> None:
    row_id = await rig.put(BOSS, "已收到")
    rig.start()
    await rig.rest()
    row = await rig.row(row_id)
    assert rig.heard(BOSS) == ["已收到"]
    assert row.status is OutboxStatus.SENT
    assert row.message_id is not None
    assert row.sent_at == rig.clock.now()


async def test_messages_of_one_chat_arrive_in_the_order_they_were_queued(rig: Rig) -> None:
    for number in range(30):
        await rig.put(BOSS if number % 3 else OFFICER, f"第{number}条")
    rig.start()
    await rig.rest()
    assert rig.heard(BOSS) == [f"第{number}条" for number in range(30) if number % 3]
    assert rig.heard(OFFICER) == [f"第{number}条" for number in range(30) if not number % 3]


@pytest.mark.parametrize("kind", ["429", "500", "502"])
async def test_a_refused_message_is_sent_again_before_the_next_one_of_its_chat(rig: Rig, kind: str) -> None:
    rig.playground.fault(kind, method="sendMessage", chat=BOSS, times=2)
    first, _ = await rig.put(BOSS, "第一条"), await rig.put(BOSS, "第二条")
    rig.start()
    for _ in range(4):
        await rig.rest()
        rig.clock.move(seconds=5)
        rig.sender.poke()
    await rig.rest()
    assert rig.heard(BOSS) == ["第一条", "第二条"]
    assert (await rig.row(first)).attempts == 3


async def test_a_429_is_waited_for_as_long_as_told_and_other_chats_go_on(rig: Rig) -> None:
    rig.playground.fault("429", method="sendMessage", chat=BOSS, retry_after=7)
    row_id = await rig.put(BOSS, "晚到")
    await rig.put(OFFICER, "照常")
    rig.start()
    await rig.rest()
    assert (rig.heard(BOSS), rig.heard(OFFICER)) == ([], ["照常"])
    assert (await rig.row(row_id)).not_before == rig.clock.now() + timedelta(seconds=7)
    rig.clock.move(seconds=6.9)
    rig.sender.poke()
    await rig.rest()
    assert rig.heard(BOSS) == []
    rig.clock.move(seconds=0.2)
    rig.sender.poke()
    await rig.rest()
    assert rig.heard(BOSS) == ["晚到"]


async def test_a_call_cut_off_before_it_was_done_is_repeated_once_and_listed_as_a_doubt(rig: Rig) -> None:
    rig.playground.fault("drop_before", method="sendMessage")
    row_id = await rig.put(BOSS, "只一次")
    rig.start()
    await rig.rest()
    assert rig.heard(BOSS) == ["只一次"]
    doubts = await rig.db.run(lambda session: [row.id for row in outbox.uncertain(session)])
    assert doubts == [row_id]
    assert rig.told.uncertain == []  # it arrived in the end: nobody need look now


async def test_a_call_cut_off_after_it_was_done_leaves_at_most_one_copy_too_many(rig: Rig) -> None:
    rig.playground.fault("drop_after", method="sendMessage", times=5)
    row_id = await rig.put(BOSS, "也许两次")
    rig.start()
    await rig.rest()
    assert rig.heard(BOSS) == ["也许两次"] * 2
    assert (await rig.row(row_id)).status is OutboxStatus.UNCERTAIN
    assert rig.told.uncertain == [row_id]


async def test_an_edit_in_doubt_is_simply_repeated(rig: Rig) -> None:
    card = await rig.put(GROUP, "旧")
    rig.start()
    await rig.rest()
    rig.playground.fault("drop_after", method="editMessageText", times=3)
    await rig.put(GROUP, "新", op=Op.EDIT, target_id=card)
    await rig.rest()
    assert rig.heard(GROUP) == ["新"]
    assert rig.told.uncertain == []


async def test_a_blocked_person_is_a_fact_that_is_told_and_nobody_else_waits_for_it(rig: Rig) -> None:
    rig.playground.block(BOSS)
    gone, there = await rig.put(BOSS), await rig.put(OFFICER)
    rig.start()
    await rig.rest()
    assert (await rig.row(gone)).status is OutboxStatus.FAILED
    assert (await rig.row(there)).status is OutboxStatus.SENT
    assert [row_id for row_id, _ in rig.told.undeliverable] == [gone]
    assert "blocked" in rig.told.undeliverable[0][1]


async def test_a_deactivated_account_and_an_unknown_chat_are_permanent(rig: Rig) -> None:
    rig.playground.deactivate(CLERK)
    rows = [await rig.put(CLERK), await rig.put(987654321)]
    rig.start()
    await rig.rest()
    assert [row_id for row_id, _ in rig.told.undeliverable] == rows
    assert await rig.statuses() == [OutboxStatus.FAILED] * 2


async def test_a_group_that_became_a_supergroup_is_healed_and_gets_the_message(rig: Rig) -> None:
    moved = rig.playground.migrate(GROUP, silent=True)["new_chat"]
    row_id = await rig.put(GROUP, "新单")
    rig.start()
    await rig.rest()
    assert rig.told.migrated == [(GROUP, moved)]
    assert rig.heard(moved) == ["新单"]
    assert (await rig.row(row_id)).status is OutboxStatus.SENT


async def test_a_migration_whose_healing_fails_still_delivers(rig: Rig) -> None:
    moved = rig.playground.migrate(GROUP, silent=True)["new_chat"]
    rig.told.broken = True
    await rig.put(GROUP, "新单")
    rig.start()
    await rig.rest()
    assert rig.heard(moved) == ["新单"]


async def test_a_deleted_topic_falls_back_to_the_group(rig: Rig) -> None:
    topic = rig.playground.topic(FORUM, "create", "供水")["topic"]
    rig.playground.topic(FORUM, "delete", topic=topic)
    await rig.put(FORUM, "督办", topic_id=topic)
    rig.start()
    await rig.rest()
    assert rig.told.topic_gone == [FORUM]
    assert rig.heard(FORUM)[-1] == "督办"
    assert await rig.statuses() == [OutboxStatus.SENT]


async def test_an_edit_waits_for_its_message_and_an_unchanged_one_counts_as_done(rig: Rig) -> None:
    card = await rig.put(GROUP, "卡片", lane=Lane.REPORT)
    edit = await rig.put(GROUP, "卡片", op=Op.EDIT, target_id=card, lane=Lane.SAFETY)
    rig.start()
    await rig.rest()
    assert [call["method"] for call in rig.calls()] == ["sendMessage", "editMessageText"]
    assert (await rig.row(edit)).status is OutboxStatus.SENT


async def test_an_edit_of_a_message_that_somebody_deleted_is_harmless(rig: Rig) -> None:
    card = await rig.put(GROUP, "卡片")
    rig.start()
    await rig.rest()
    row = await rig.row(card)
    await rig.api.call("deleteMessage", {"chat_id": GROUP, "message_id": row.message_id})
    edit = await rig.put(GROUP, "新卡片", op=Op.EDIT, target_id=card)
    await rig.rest()
    assert (await rig.row(edit)).status is OutboxStatus.SENT
    assert rig.told.undeliverable == []


async def test_buttons_are_taken_off_and_words_of_persons_deleted(rig: Rig) -> None:
    said = rig.playground.say(BOSS, "别留着")["message_id"]
    card = await rig.put(BOSS, message=Message("确认吗", ((Button("是", Press("yes", 1)),),)))
    rig.start()
    await rig.rest()
    await rig.put(BOSS, op=Op.BUTTONS_OFF, target_id=card)
    await rig.put(BOSS, op=Op.DELETE, target_message=said)
    await rig.rest()
    messages = {m["message_id"]: m for m in rig.playground.messages(BOSS)["messages"]}
    assert not messages[(await rig.row(card)).message_id].get("keyboard")
    assert messages[said]["deleted"]


async def test_a_reply_to_a_message_that_is_gone_is_sent_all_the_same(rig: Rig) -> None:
    await rig.put(BOSS, "答", reply_to=4242)
    rig.start()
    await rig.rest()
    assert rig.heard(BOSS) == ["答"]


async def test_a_file_goes_with_its_caption_and_a_longer_text_goes_before_it_whole(rig: Rig) -> None:
    rig.playground.say(BOSS, None, photo=True)
    file_id = _photo(rig)
    long = "长" * 1500
    await rig.put(OFFICER, op=Op.FILE, message=Message("短", file={"kind": "photo", "file_id": file_id}))
    await rig.put(OFFICER, op=Op.FILE, message=Message(long, file={"kind": "photo", "file_id": file_id}))
    rig.start()
    await rig.rest()
    assert [call["method"] for call in rig.calls()] == ["sendPhoto", "sendMessage", "sendPhoto"]
    assert rig.heard(OFFICER)[1] == long


async def test_the_words_before_a_file_are_not_repeated_when_the_file_is_refused_for_a_while(rig: Rig) -> None:
    rig.playground.say(BOSS, None, photo=True)
    message = Message("长" * 1500, file={"kind": "photo", "file_id": _photo(rig)})
    rig.playground.fault("500", method="sendPhoto")
    await rig.put(OFFICER, op=Op.FILE, message=message)
    rig.start()
    await rig.rest()
    rig.clock.move(seconds=5)
    rig.sender.poke()
    await rig.rest()
    assert [call["method"] for call in rig.calls()] == ["sendMessage", "sendPhoto", "sendPhoto"]


async def test_a_deleted_content_is_not_sent_and_a_wrong_master_key_loses_nothing(rig: Rig) -> None:
    gone = await rig.put(BOSS, "已删除")
    row = await rig.row(gone)
    await rig.db.run(lambda session: rig.vault.destroy(session, row.key_id, rig.clock.now()))
    kept = await rig.put(OFFICER, "还在")
    right, rig.vault = rig.vault, type(rig.vault)(type(rig.vault._master).from_secret(b"some other secret"))
    rig.start(rig.new_sender())
    await rig.rest()
    assert (await rig.row(gone)).status is OutboxStatus.DROPPED
    assert (await rig.row(kept)).status is OutboxStatus.QUEUED
    await rig.stop()
    rig.vault = right
    rig.clock.move(minutes=2)
    rig.start(rig.new_sender())
    await rig.rest()
    assert (rig.heard(BOSS), rig.heard(OFFICER)) == ([], ["还在"])


async def test_sealed_content_goes_out_only_under_a_sealed_purpose(rig: Rig) -> None:
    def seal(session: object) -> str:
        return rig.vault.new_key(session, "case:1", rig.clock.now(), sealed=True)  # type: ignore[arg-type]

    key_id = await rig.db.run(seal)
    right = await rig.put(OFFICER, "密件", key_id=key_id, purpose="sealed.card")
    wrong = await rig.put(BOSS, "密件", key_id=key_id, purpose="card")
    rig.start()
    await rig.rest()
    assert (rig.heard(OFFICER), rig.heard(BOSS)) == (["密件"], [])
    assert (await rig.row(right)).status is OutboxStatus.SENT
    assert (await rig.row(wrong)).status is OutboxStatus.FAILED


async def test_a_report_that_fails_does_not_stop_the_sender(rig: Rig) -> None:
    rig.told.broken = True
    rig.playground.block(BOSS)
    gone = await rig.put(BOSS)
    await rig.put(OFFICER, "照常")
    rig.start()
    await rig.rest()
    assert (await rig.row(gone)).status is OutboxStatus.FAILED
    assert rig.heard(OFFICER) == ["照常"]


async def test_a_button_press_is_answered_beside_everything_else_and_a_late_answer_is_no_error(rig: Rig) -> None:
    await rig.put(BOSS, message=Message("确认吗", ((Button("是", Press("yes", 1)),),)))
    rig.start()
    await rig.rest()
    pressing = asyncio.create_task(rig.playground.press(BOSS, "是", wait=3))
    await until(lambda: rig.playground.core.updates.waiting)
    query = rig.playground.core.updates.waiting[-1].body["callback_query"]["id"]
    await rig.sender.answer(query, "好的", alert=False)
    await rig.sender.answer("no such query", "晚了", alert=False)
    assert (await pressing)["answer"]["text"] == "好的"
    await rig.rest()


async def test_nothing_is_ever_told_twice_when_many_faults_come_together(rig: Rig) -> None:
    """Refusals before delivery of every sort: each message arrives exactly once, in order."""
    for kind in ("429", "500", "502", "429", "500"):
        rig.playground.fault(kind, method="sendMessage", times=2)
    for number in range(60):
        await rig.put((BOSS, OFFICER, CLERK, GROUP)[number % 4], f"{number}")
    rig.start()
    for _ in range(300):
        rig.clock.move(seconds=30)
        rig.sender.poke()
        await asyncio.sleep(0.05)
        if set(await rig.statuses()) == {OutboxStatus.SENT}:
            break
    for place, chat in enumerate((BOSS, OFFICER, CLERK, GROUP)):
        assert rig.heard(chat) == [str(number) for number in range(place, 60, 4)]


def _photo(rig: Rig) -> str:
    update = rig.playground.core.updates.waiting[-1].body
    return str(update["message"]["photo"][-1]["file_id"])
