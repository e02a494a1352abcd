"""The playground page as people use it."""

from __future__ import annotations

import base64

import pytest
from playwright.async_api import expect

from tests.browser.conftest import BOSS, GROUP, Open, World

pytestmark = pytest.mark.asyncio(loop_scope="session")

DOT = base64.b64decode(  # a PNG of one pixel
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def test_three_chats_stand_side_by_side_with_their_names(open_page: Open) -> None:
    page = await open_page()
    heads = page.locator(".column .picker-chat .picker-face")
    await expect(heads).to_have_text(["顶格办", "示例供水群", "示例督办群"])
    edges = [await column.bounding_box() for column in await page.locator(".column").all()]
    assert edges[0]["x"] + edges[0]["width"] <= edges[1]["x"]
    assert edges[1]["x"] + edges[1]["width"] <= edges[2]["x"]


async def test_a_message_typed_appears_and_is_answered(open_page: Open) -> None:
    page = await open_page()
    left = page.locator(".column").first
    await left.get_by_label("写消息").fill("车间停水了")
    await left.get_by_label("写消息").press("Enter")
    await expect(left.locator(".own .text")).to_have_text("车间停水了")
    await expect(left.locator(".from-bot .text")).to_have_text("已收到。您说的是：车间停水了")
    await expect(left.locator(".from-bot strong")).to_have_text("已收到。")
    await expect(left.locator(".from-bot .quote-text")).to_have_text("车间停水了")
    await expect(left.locator(".from-bot .protected")).to_be_visible()
    await expect(left.get_by_label("写消息")).to_have_value("")


async def test_markup_in_a_message_stays_text(open_page: Open) -> None:
    page = await open_page()
    left = page.locator(".column").first
    evil = '<img src=x onerror="document.title=1"><b>粗</b>'
    await left.get_by_label("写消息").fill(evil)
    await left.get_by_label("写消息").press("Enter")
    await expect(left.locator(".own .text")).to_have_text(evil)
    assert await left.locator(".own .text :is(img, b, strong)").count() == 0


async def test_a_button_presses_and_its_answer_is_shown(open_page: Open, world: World) -> None:
    page = await open_page()
    world.play.say(BOSS, "停水")
    await page.get_by_role("button", name="签收").click()
    await expect(page.locator(".toast")).to_have_text("已签收")
    await expect(page.locator(".from-bot .text")).to_contain_text("已签收。")
    await expect(page.locator(".from-bot .edited")).to_be_visible()
    await expect(page.get_by_role("button", name="签收")).to_have_count(0)


async def test_an_alert_waits_to_be_confirmed(open_page: Open, world: World) -> None:
    page = await open_page()
    world.play.say(BOSS, "停水")
    await page.get_by_role("button", name="退单").click()
    await expect(page.get_by_role("dialog")).to_contain_text("退单要写依据。")
    await page.get_by_role("button", name="知道了").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_the_start_button_and_the_reply_keyboard_speak_for_the_person(open_page: Open, world: World) -> None:
    page = await open_page()
    left = page.locator(".column").first
    await left.get_by_role("button", name="开始").click()
    await left.get_by_role("button", name="留个电话").click()
    await expect(left.locator(".own .chip")).to_contain_text("10000000001")
    await left.get_by_role("button", name="查进度").click()
    await expect(left.locator(".own .text").last).to_have_text("查进度")
    assert world.bot.heard[0]["message"]["text"] == "/start"


async def test_a_photo_is_sent_with_its_caption_and_shown(open_page: Open, world: World) -> None:
    page = await open_page()
    left = page.locator(".column").first
    world.play.say(BOSS, photo=True, caption="漏水的地方")
    world.play.say(BOSS, "照片")
    image = left.locator(".from-bot .photo img")
    await expect(image).to_be_visible()
    await expect(image).to_have_js_property("complete", True)
    assert await image.evaluate("node => node.naturalWidth") > 0
    await expect(left.locator(".own .text").first).to_have_text("漏水的地方")


async def test_files_places_and_voices_are_chips(open_page: Open, world: World) -> None:
    page = await open_page()
    world.play.say(BOSS, document={"name": "合同.pdf", "size": 48_000})
    world.play.say(BOSS, voice={"duration": 75})
    world.play.say(BOSS, location={"latitude": 33.5, "longitude": 116.25})
    chips = page.locator(".own .chip-text")
    await expect(chips).to_have_text(["合同.pdf47 KB", "语音 1:1516 KB", "位置33.5000，116.2500"])


async def test_a_file_from_the_device_is_sent(open_page: Open, world: World) -> None:
    page = await open_page()
    left = page.locator(".column").first
    await left.get_by_role("button", name="添加附件").click()
    async with page.expect_file_chooser() as chooser:
        await left.get_by_role("menuitem", name="文件").click()
    await (await chooser.value).set_files({"name": "说明.txt", "mimeType": "text/plain", "buffer": "甲".encode()})
    await expect(left.locator(".tray-item")).to_contain_text("说明.txt")
    await left.get_by_role("button", name="发送", exact=True).click()
    await expect(left.locator(".own .chip-title")).to_have_text("说明.txt")
    await expect(left.locator(".tray-item")).to_have_count(0)


async def test_clicking_a_message_answers_it_and_escape_lets_go(open_page: Open, world: World) -> None:
    page = await open_page()
    middle = page.locator(".column").nth(1)
    world.play.say(1002, "谁去看一下？", chat=GROUP)
    await middle.locator(".bubble").click()
    await expect(middle.locator(".bar-title")).to_have_text("回复 李工")
    await middle.get_by_label("写消息").press("Escape")
    await expect(middle.locator(".bar")).to_be_hidden()
    await middle.locator(".bubble").click()
    await middle.get_by_label("写消息").fill("我去")
    await middle.get_by_label("写消息").press("Enter")
    await expect(middle.locator(".quote-text")).to_have_text("谁去看一下？")


async def test_an_own_message_is_edited_and_keeps_its_history(open_page: Open, world: World) -> None:
    page = await open_page()
    middle = page.locator(".column").nth(1)
    world.play.say(1002, "明天去", chat=GROUP)
    await expect(middle.locator(".own")).to_have_count(1)
    await middle.get_by_label("写消息").press("ArrowUp")
    await middle.get_by_label("写消息").fill("今天去")
    await middle.get_by_label("写消息").press("Enter")
    await expect(middle.locator(".own .text")).to_have_text("今天去")
    await middle.get_by_role("button", name="已编辑").click()
    await expect(middle.locator(".history")).to_contain_text("明天去")


async def test_a_deleted_message_leaves_a_stub(open_page: Open, world: World) -> None:
    page = await open_page()
    said = world.play.say(BOSS, "发错了")
    await expect(page.locator(".own .text")).to_have_text("发错了")
    world.play.delete(BOSS, said["message_id"])
    await expect(page.locator(".message.deleted")).to_contain_text("已删除")
    await expect(page.locator(".column").first.get_by_text("发错了", exact=True)).to_have_count(0)


async def test_unread_messages_are_counted_where_nobody_looks(open_page: Open, world: World) -> None:
    page = await open_page()
    middle = page.locator(".column").nth(1)
    world.play.say(1003, "今天谁值班？", chat=-2002)
    await expect(middle.locator(".picker-chat .picker-button")).to_have_attribute("data-news", "1")
    await middle.get_by_role("button", name="会话：示例供水群").click()
    await middle.get_by_role("option", name="示例督办群").click()
    await expect(middle.locator(".picker-chat .picker-button")).to_have_attribute("data-news", "")
    await expect(middle.locator(".text")).to_have_text("今天谁值班？")


async def test_any_person_can_be_picked(open_page: Open) -> None:
    page = await open_page()
    left = page.locator(".column").first
    await left.get_by_role("button", name="身份：周老板 · 示例面粉厂").click()
    await left.get_by_role("option", name="督示一 督办").click()
    await expect(left.locator(".picker-person .picker-face")).to_have_text("督示一 · 督办")
    assert page.url.endswith("#1003@1003,1002@-2001,1003@-2002")


async def test_an_outsider_only_looks_and_may_join(open_page: Open) -> None:
    page = await open_page()
    left = page.locator(".column").first
    await left.get_by_role("button", name="会话：顶格办").click()
    await left.get_by_role("option", name="示例供水群").click()
    await expect(left.locator(".stop")).to_contain_text("周老板不在这个群里，只能看。")
    await left.get_by_role("button", name="加入").click()
    await expect(left.get_by_label("写消息")).to_be_visible()
    await expect(left.locator(".service")).to_contain_text("周老板 加入了群")


async def test_blocking_the_bot_takes_the_composer_away_until_it_is_undone(open_page: Open, world: World) -> None:
    page = await open_page()
    left = page.locator(".column").first
    await left.get_by_role("button", name="更多").click()
    await left.get_by_role("menuitem", name="拉黑机器人").click()
    await expect(left.locator(".stop")).to_contain_text("已拉黑机器人")
    await left.get_by_role("button", name="解除拉黑").click()
    await expect(left.get_by_label("写消息")).to_be_visible()


async def test_a_refusal_is_said_politely_and_the_text_is_kept(open_page: Open) -> None:
    page = await open_page()
    left = page.locator(".column").first
    error = "topic 7 is closed; reopen it with POST /play/topic"
    await page.route("**/play/say", lambda route: route.fulfill(status=409, json={"error": error}))
    await left.get_by_label("写消息").fill("还有一句")
    await left.get_by_label("写消息").press("Enter")
    await expect(page.get_by_role("alert").filter(has_text="这个话题已关闭。请换一个话题。")).to_be_visible()
    await expect(left.get_by_label("写消息")).to_have_value("还有一句")


async def test_the_bell_tells_of_chats_that_no_column_shows(open_page: Open, world: World) -> None:
    page = await open_page()
    world.play.say(1003, "私下问一句")
    await page.get_by_role("button", name="别处的新消息：1 个会话").click()
    await page.get_by_role("button", name="督办 督示一（私聊）").click()
    await expect(page.locator(".column").nth(2).locator(".own .text")).to_have_text("私下问一句")
    await expect(page.get_by_role("button", name="别处的新消息：没有")).to_be_visible()


async def test_topics_of_a_forum_are_shown_apart(open_page: Open, world: World) -> None:
    forum = world.play.add_chat({"type": "supergroup", "title": "示例论坛群", "members": [1002], "is_forum": True})[
        "id"
    ]
    water, power = (world.play.topic(forum, "create", name)["topic"] for name in ("供水", "供电"))
    world.play.say(1002, "水的事", chat=forum, topic=water)
    world.play.say(1002, "电的事", chat=forum, topic=power)
    page = await open_page(hash=f"#1001@1001,1002@{forum},1003@-2002")
    middle = page.locator(".column").nth(1)
    await expect(middle.locator(".text")).to_have_text(["水的事", "电的事"])
    await middle.get_by_role("button", name="供电", exact=True).click()
    await expect(middle.locator(".text")).to_have_text(["电的事"])
    await middle.get_by_label("写消息").fill("再说电")
    await middle.get_by_label("写消息").press("Enter")
    await expect(middle.locator(".text")).to_have_text(["电的事", "再说电"])
    assert world.play.messages(forum)["messages"][-1]["topic"] == power


async def test_a_group_that_became_a_supergroup_is_followed(open_page: Open, world: World) -> None:
    page = await open_page()
    new = world.play.migrate(GROUP)["new_chat"]
    world.play.say(1002, "搬过来了", chat=new)
    await expect(page.locator(".column").nth(1).locator(".text")).to_have_text("搬过来了")


async def test_an_album_keeps_its_order_and_one_caption(open_page: Open, world: World) -> None:
    page = await open_page()
    left = page.locator(".column").first
    await left.get_by_role("button", name="添加附件").click()
    async with page.expect_file_chooser() as chooser:
        await left.get_by_role("menuitem", name="照片", exact=True).click()
    files = [{"name": f"{n}.png", "mimeType": "image/png", "buffer": DOT} for n in (1, 2)]
    await (await chooser.value).set_files(files)
    await left.get_by_label("写消息").fill("两张")
    await left.get_by_label("写消息").press("Enter")
    await expect(left.locator(".own .photo")).to_have_count(2)
    said = [message for message in world.play.messages(BOSS)["messages"] if message["media"]]
    assert [message["caption"] for message in said] == ["两张", None]
    assert len({message["media_group"] for message in said}) == 1


async def test_a_link_that_would_run_as_a_script_is_only_text(open_page: Open) -> None:
    page = await open_page()
    made = await page.evaluate(
        """async () => {
          const { formatted } = await import('/page/entities.js');
          const url = 'javascript:alert(1)';
          return formatted('点', [{ type: 'text_link', offset: 0, length: 1, url }])[0].outerHTML;
        }"""
    )
    assert made == "<span>点</span>"


async def test_an_input_method_choosing_characters_does_not_send(open_page: Open, world: World) -> None:
    page = await open_page()
    field = page.locator(".column").first.get_by_label("写消息")
    await field.fill("停shui")
    await field.evaluate(
        "node => node.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true }))"
    )
    await field.evaluate("node => node.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229 }))")
    await expect(field).to_have_value("停shui")
    assert world.play.messages(BOSS)["messages"] == []
