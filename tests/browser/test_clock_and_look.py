"""The clock of the page, narrow screens, the font, long chats, a server that goes away."""

from __future__ import annotations

import asyncio
from time import perf_counter

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.browser.conftest import BOSS, GROUP, Open, World

pytestmark = pytest.mark.asyncio(loop_scope="session")

LONG = "很长的一段话没有空格" * 60 + "https://example.invalid/" + "a" * 300


async def _overflow(page: Page) -> int:
    """How many pixels the page, or anything on it, is wider than the screen."""
    return int(
        await page.evaluate(
            """() => Math.max(document.documentElement.scrollWidth,
               ...[...document.querySelectorAll('body *')].filter((node) => node.checkVisibility() && !node.closest('.tray'))
                 .map((node) => Math.ceil(node.getBoundingClientRect().right))) - innerWidth"""
        )
    )


async def test_the_clock_shows_shanghai_time_with_the_weekday(open_page: Open) -> None:
    page = await open_page()
    await expect(page.locator("#clock-date")).to_have_text("2026年3月6日 周五")
    await expect(page.locator("#clock-time")).to_have_text("16:30:00")


async def test_the_clock_buttons_move_time(open_page: Open) -> None:
    page = await open_page()
    await page.get_by_role("button", name="+10 分钟").click()
    await expect(page.locator("#clock-time")).to_have_text("16:40:00")
    await page.get_by_role("button", name="+1 小时").click()
    await expect(page.locator("#clock-time")).to_have_text("17:40:00")


async def test_one_working_day_on_from_friday_is_monday_at_nine(open_page: Open, world: World) -> None:
    page = await open_page()
    await page.get_by_role("button", name="+1 个工作日").click()
    await expect(page.locator("#clock-date")).to_have_text("2026年3月9日 周一")
    await expect(page.locator("#clock-time")).to_have_text("09:00:00")
    assert world.play.now().isoformat() == "2026-03-09T01:00:00+00:00"


async def test_what_comes_next_is_listed_with_its_time(open_page: Open) -> None:
    page = await open_page()

    async def answer(route: Route) -> None:
        body = {"now": "2026-03-06T08:30:00+00:00", "frozen": True, "speed": 0,
                "upcoming": [{"at": "2026-03-09T03:00:00+00:00", "what": "提醒首次联系"}]}  # fmt: skip
        await route.fulfill(json=body)

    await page.route("**/play/clock", answer)
    await page.get_by_role("button", name="接下来").click()
    await expect(page.locator(".next-list")).to_contain_text("提醒首次联系")
    await expect(page.locator(".next-list")).to_contain_text("3月9日（周一）11:00")


@pytest.mark.parametrize("width", [360, 390, 480, 768, 1024, 1280])
async def test_nothing_is_wider_than_the_screen(open_page: Open, world: World, width: int) -> None:
    world.play.say(BOSS, LONG)
    world.play.say(BOSS, document={"name": "很长的文件名" * 12 + ".pdf"})
    page = await open_page(width, 844)
    await expect(page.locator(".column").first.locator(".from-bot")).to_have_count(1)
    assert await _overflow(page) <= 0


async def test_a_phone_shows_one_chat_and_a_switcher(open_page: Open, world: World) -> None:
    page = await open_page(390, 844)
    assert await page.locator(".column:visible").count() == 1
    world.play.say(1002, "看群", chat=GROUP)
    tab = page.locator(".tab", has_text="示例供水群")
    await tab.click()
    await expect(page.locator(".column:visible .text")).to_have_text("看群")


async def test_the_chinese_font_is_loaded(open_page: Open) -> None:
    page = await open_page()
    assert await page.evaluate("document.fonts.load('16px \"Dingge Sans\"', '顶').then((faces) => faces.length)") == 1
    assert await page.evaluate("[...document.fonts].map((face) => face.status)") == ["loaded"]
    assert "Dingge Sans" in await page.evaluate("getComputedStyle(document.querySelector('textarea')).fontFamily")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_stands_out_from_its_ground(open_page: Open, world: World, scheme: str) -> None:
    world.play.say(BOSS, "看得清吗")
    page = await open_page(color_scheme=scheme)
    for selector in (".own .text", ".from-bot .text", ".key", ".move", ".picker-person .picker-face", "#clock-date"):
        assert await _contrast(page, selector) >= 4.5, selector


async def _contrast(page: Page, selector: str) -> float:
    """The WCAG contrast ratio of an element's text to the nearest painted ground behind it."""
    await expect(page.locator(selector).first).to_be_visible()
    return float(
        await page.evaluate(
            """(selector) => {
          const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
          const rgba = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data]; };
          const light = (colour) => { const [r, g, b] = rgba(colour).map((part) => part / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const node = document.querySelector(selector);
          let ground = node;
          while (rgba(getComputedStyle(ground).backgroundColor)[3] < 255) ground = ground.parentElement;
          const pair = [light(getComputedStyle(node).color), light(getComputedStyle(ground).backgroundColor)].sort((a, b) => b - a);
          return (pair[0] + 0.05) / (pair[1] + 0.05);
        }""",
            selector,
        )
    )


async def test_a_long_chat_opens_at_its_end_and_goes_on_quickly(open_page: Open, world: World) -> None:
    for number in range(600):
        world.play.say(1002, f"第 {number} 条", chat=GROUP)
    page = await open_page()
    middle = page.locator(".column").nth(1)
    await expect(middle.locator(".text").last).to_be_in_viewport()
    assert await middle.locator(".message").count() == 200
    began = perf_counter()
    for number in range(50):
        world.play.say(1002, f"又 {number}", chat=GROUP)
        await asyncio.sleep(0)
    await expect(middle.locator(".text").last).to_have_text("又 49")
    assert perf_counter() - began < 5
    await expect(middle.locator(".text").last).to_be_in_viewport()
    await middle.get_by_role("button", name="更早的").click()
    assert await middle.locator(".message").count() == 400


async def test_a_chat_stays_at_its_end_while_pictures_and_the_font_arrive_late(browser: Browser, world: World) -> None:
    for _ in range(5):  # before they come, all fits without scrolling, where browsers anchor nothing by themselves
        world.play.say(1002, photo=True, chat=GROUP)
    page = await browser.new_page()

    async def slowly(route: Route) -> None:
        await asyncio.sleep(0.4)
        await route.continue_()

    await page.route("**/page/font.otf", slowly)
    await page.route("**/play/file/*", slowly)
    await page.goto(world.play.url)
    middle = page.locator(".column").nth(1)
    pictures = middle.locator(".photo img")
    await expect(pictures).to_have_count(5)
    for place in range(5):
        await expect(pictures.nth(place)).to_have_js_property("complete", True)
    await page.evaluate("document.fonts.ready")
    await expect(middle.locator(".photo img").last).to_be_in_viewport(ratio=0.9)
    await expect(middle.locator(".to-end")).to_be_hidden()


async def test_what_grows_while_the_list_scrolls_does_not_count_as_going_away(open_page: Open, world: World) -> None:
    for number in range(3):
        world.play.say(1002, f"第 {number} 条", chat=GROUP)
    page = await open_page()
    scroll = page.locator(".column").nth(1).locator(".scroll")
    await expect(scroll.locator(".text").last).to_be_in_viewport()
    await scroll.evaluate(
        "node => { node.querySelector('.message').style.minHeight = '900px'; node.dispatchEvent(new Event('scroll')); }"
    )
    await expect(scroll.locator(".text").last).to_be_in_viewport()
    await expect(page.locator(".column").nth(1).locator(".to-end")).to_be_hidden()


async def test_a_reader_of_old_messages_is_not_pulled_to_the_end(open_page: Open, world: World) -> None:
    for number in range(80):
        world.play.say(1002, f"第 {number} 条", chat=GROUP)
    page = await open_page()
    middle = page.locator(".column").nth(1)
    await middle.locator(".scroll").evaluate("node => node.scrollTo(0, 0)")
    world.play.say(1003, "新话", chat=-2002)
    world.play.join(1003, GROUP)
    world.play.say(1003, "新消息", chat=GROUP)
    await expect(middle.locator(".to-end")).to_contain_text("条新消息")
    assert await middle.locator(".scroll").evaluate("node => node.scrollTop") < 100
    await middle.locator(".to-end").click()
    await expect(middle.locator(".text").last).to_be_in_viewport()


async def test_the_keyboard_alone_reaches_everything(open_page: Open, world: World) -> None:
    world.play.say(BOSS, "停水")
    page = await open_page()
    await expect(page.get_by_role("button", name="签收")).to_be_visible()
    reached = set()
    for _ in range(40):
        await page.keyboard.press("Tab")
        reached.add(
            await page.evaluate("document.activeElement.ariaLabel || document.activeElement.textContent.trim()")
        )
    assert {"+1 小时", "身份：周老板 · 示例面粉厂", "会话：顶格办", "签收", "写消息", "添加附件", "发送"} <= reached


async def test_a_broken_line_is_told_and_mends_itself(open_page: Open, world: World) -> None:
    page = await open_page()
    await page.route("**/play/events*", lambda route: route.abort())
    world.play.say(BOSS, "还在吗")
    await expect(page.locator("#offline")).to_contain_text("正在重连")
    await page.unroute("**/play/events*")
    await expect(page.locator("#offline")).to_be_hidden()
    await expect(page.locator(".own .text")).to_have_text("还在吗")
