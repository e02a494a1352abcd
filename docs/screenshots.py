"""Take the README's pictures: the demo runs for real, people act through the page, `docs/img/*.png` are written.

`python docs/screenshots.py` needs a Chromium in PATH. Time stands still except where the script moves it, so that the
pictures stay the same from run to run.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, Locator, Page, async_playwright

IMAGES = Path(__file__).with_name("img")
sys.path.insert(0, str(IMAGES.parents[1]))  # run from anywhere, without being installed

from bot import logs  # noqa: E402
from bot.app import demo  # noqa: E402
from bot.city.demo import demo_pack, entrepreneurs  # noqa: E402
from storage.vocabulary import ChatPurpose  # noqa: E402

ZONE = ZoneInfo("Asia/Shanghai")
BEGIN = datetime(2026, 3, 9, 9, 0, tzinfo=ZONE)
LATER = datetime(2026, 3, 16, 16, 0, tzinfo=ZONE)
POWER = "车间这边停电三回了，供电所也没个说法，我们在高新区"
WATER = "我们厂在经开区，自来水压力太低，机器老停，已经三天了，请供水公司来看看。"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PATIENCE_MS = 30_000


def people() -> str:
    """The page's address part: an entrepreneur, the water company's officer, a supervisor, each in their chat."""
    pack = demo_pack()
    owner = pack.post("GSGS-01")
    unit, office = pack.group_of(ChatPurpose.UNIT, "GSGS"), pack.group_of(ChatPurpose.SUPERVISORS, None)
    if owner is None or unit is None or office is None:
        raise SystemExit("the demo city has no water company or no supervisors")
    boss, watcher = entrepreneurs()[0].tg_id, pack.supervisors[0].tg_id
    return f"#{boss}@{boss},{owner.tg_id}@{unit.id},{watcher}@{office.id}"


async def say(column: Locator, text: str) -> None:
    """Type into a column's composer and send."""
    await column.get_by_label("写消息").fill(text)
    await column.get_by_label("写消息").press("Enter")


async def press(column: Locator, label: str) -> None:
    """Press the newest button of this name in a column."""
    await column.get_by_role("button", name=label, exact=True).last.click()


async def open_page(browser: Browser, url: str, width: int, height: int, *, dark: bool = False, sharp: int = 1) -> Page:
    """The page at a size, loaded with its font."""
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        device_scale_factor=sharp,
    )
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    await page.goto(url)
    await page.wait_for_selector("body[data-ready]")
    await page.evaluate("document.fonts.ready")
    return page


async def overdue(running: demo.Demo) -> None:
    """A week in which a power cut is reported and not acted on, so that the supervisors have something to read."""
    running.playground.say(entrepreneurs()[0].tg_id, "/start")
    running.playground.say(entrepreneurs()[1].tg_id, POWER)
    await running.playground.settle()
    await running.playground.move_to(LATER)


async def act(page: Page) -> None:
    """The entrepreneur reports low water pressure; the officer takes the case."""
    left, middle = page.locator(".column").nth(0), page.locator(".column").nth(1)
    await say(left, WATER)
    await press(left, "提交")
    await press(left, "以后再说")
    await press(middle, "签收")
    await left.get_by_text("签收").last.wait_for()
    await page.mouse.move(0, 0)


async def shoot(page: Page, name: str) -> None:
    """Write one picture, after notices have gone and pictures have come."""
    await page.locator(".toast").first.wait_for(state="detached")
    await page.wait_for_timeout(500)
    await page.screenshot(path=IMAGES / name)
    sys.stdout.write(f"docs/img/{name}\n")


async def main() -> int:
    """Write all pictures; the exit code."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        sys.stderr.write(f"找不到 Chromium（找过 {'、'.join(BROWSERS)}）。请先安装，再运行一次。\n")
        return 2
    IMAGES.mkdir(exist_ok=True)
    logs.configure("ERROR", "text")
    with tempfile.TemporaryDirectory(prefix="dingge-screenshots-") as folder:
        async with demo.running(Path(folder), BEGIN, frozen=True) as running, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=path, args=QUIET)
            await overdue(running)
            await pictures(browser, running.url + "/" + people())
            await browser.close()
    return 0


async def pictures(browser: Browser, url: str) -> None:
    """Desktop in light and dark, and a phone."""
    desktop = await open_page(browser, url, 1280, 800)
    await act(desktop)
    await shoot(desktop, "desktop.png")
    await desktop.get_by_role("button", name="接下来").click()
    await shoot(desktop, "next.png")
    await shoot(await open_page(browser, url, 1280, 800, dark=True), "desktop-dark.png")
    await shoot(await open_page(browser, url, 390, 844, sharp=2), "phone.png")


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
