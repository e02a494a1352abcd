"""The control endpoints over HTTP, the clock, and coming to rest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from playground_support import BOSS, CLERK, FORUM, GROUP, NINE, OFFICER, SEED, TOKEN, make_bot
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.playground.clock import PlayClock
from bot.playground.server import Playground


class Control:
    """A small client of the control endpoints."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def post(self, path: str, **body: Any) -> Any:
        async with self.session.post(f"{self.url}/play/{path}", json=body) as answer:
            return {"status": answer.status, **await answer.json()}

    async def get(self, path: str) -> Any:
        async with self.session.get(f"{self.url}/play/{path}") as answer:
            return await answer.json()


@pytest.fixture
async def control(playground: Playground) -> AsyncIterator[Control]:
    async with aiohttp.ClientSession() as session:
        yield Control(session, playground.url)


async def test_people_and_chats_are_listed_as_seeded(control: Control) -> None:
    listed = await control.get("people")
    assert [person["id"] for person in listed["people"]] == [BOSS, OFFICER, CLERK]
    assert listed["people"][0]["label"] == "示例面粉厂 周老板"
    assert listed["people"][1]["chats"] == [OFFICER, GROUP, FORUM]
    assert {chat["id"]: chat["type"] for chat in listed["chats"]}[FORUM] == "supergroup"


async def test_a_person_says_edits_and_deletes(control: Control) -> None:
    said = await control.post("say", user=BOSS, text="停水")
    assert said["status"] == 200
    assert said["update_ids"]
    await control.post("edit", user=BOSS, chat=BOSS, message_id=said["message_id"], text="停水停电")
    await control.post("delete", user=BOSS, message_id=said["message_id"])
    (shown,) = (await control.get(f"chats/{BOSS}/messages"))["messages"]
    assert (shown["text"], shown["deleted"], shown["edits"][0]["text"]) == ("停水停电", True, "停水")


async def test_every_attachment_is_shown_and_can_be_fetched(control: Control, playground: Playground) -> None:
    for what in (
        {"photo": True, "caption": "水表"},
        {"document": {"name": "合同.pdf", "size": 1000}},
        {"voice": {"duration": 7}},
        {"video": True},
        {"location": {"latitude": 30.1, "longitude": 110.2}},
        {"contact": True},
    ):
        assert (await control.post("say", user=BOSS, **what))["status"] == 200, what
    media = [message["media"] for message in (await control.get(f"chats/{BOSS}/messages"))["messages"]]
    assert [each["kind"] for each in media] == ["photo", "document", "voice", "video", "location", "contact"]
    assert (media[1]["name"], media[2]["duration"], media[5]["phone_number"]) == ("合同.pdf", 7, "10000000001")
    async with control.session.get(playground.url + media[0]["url"]) as answer:
        assert (await answer.read()).startswith(b"\x89PNG")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_messages_wait_for_the_first_change(control: Control, playground: Playground) -> None:
    waiting = asyncio.create_task(control.get(f"chats/{BOSS}/messages?after=0&wait=10"))
    await asyncio.sleep(0.1)
    playground.say(BOSS, "来了")
    assert [message["text"] for message in (await waiting)["messages"]] == ["来了"]


async def test_events_tell_which_chats_changed(control: Control, playground: Playground) -> None:
    before = (await control.get("events"))["seq"]
    waiting = asyncio.create_task(control.get(f"events?after={before}&wait=10"))
    await asyncio.sleep(0.1)
    playground.say(OFFICER, "x", chat=GROUP)
    assert (await waiting)["chats"] == [GROUP]


async def test_calls_tell_what_the_bot_did_and_what_came_of_it(control: Control, bot: Bot) -> None:
    sent = await bot.send_message(BOSS, "您好")
    first = (await control.get("calls"))["calls"][-1]
    assert (first["method"], first["ok"], first["result_message_id"]) == ("sendMessage", True, sent.message_id)
    with pytest.raises(Exception, match="Chat not found"):
        await bot.send_message(5, "x")
    (failed,) = (await control.get(f"calls?after={first['n']}"))["calls"]
    assert (failed["error_code"], failed["description"]) == (400, "Bad Request: chat not found")


@pytest.mark.parametrize(
    ("path", "body", "status", "hint"),
    [
        ("say", {"user": 5, "text": "x"}, 404, "/play/people"),
        ("say", {"text": "x"}, 400, "user is missing"),
        ("say", {"user": "周", "text": "x"}, 400, "user must be a number"),
        ("say", {"user": BOSS}, 400, "nothing to say"),
        ("say", {"user": BOSS, "chat": GROUP, "text": "x"}, 403, "/play/join"),
        ("say", {"user": BOSS, "photo": {"b64": "???"}}, 400, "base64"),
        ("press", {"user": BOSS, "text": "提交"}, 404, "there are: none"),
        ("topic", {"chat": GROUP, "action": "create", "name": "x"}, 409, "is_forum"),
        ("block", {}, 400, "user is missing"),
        ("migrate", {"chat": FORUM}, 409, "only a group"),
        ("faults", {"kind": "?"}, 400, "bad_update"),
        ("clock", {}, 400, "advance"),
        ("clock", {"advance": -5}, 400, "only moves forward"),
        ("clock", {"to": "2026-03-09T09:00:00"}, 400, "zone"),
        ("clock", {"to": "morgen"}, 400, "ISO"),
        ("chats", {"id": GROUP}, 409, "taken"),
    ],
)
async def test_a_refusal_says_what_to_do(
    control: Control, path: str, body: dict[str, Any], status: int, hint: str
) -> None:
    refused = await control.post(path, **body)
    assert refused["status"] == status
    assert hint in refused["error"]


async def test_everything_a_chat_can_go_through_works_over_http(control: Control) -> None:
    made = await control.post("people", id=1009, first_name="新人")
    assert made["id"] == 1009
    for path, body in (
        ("join", {"user": 1009, "chat": GROUP}),
        ("leave", {"user": 1009, "chat": GROUP}),
        ("restrict", {"chat": GROUP, "allowed": False}),
        ("block", {"user": BOSS}),
        ("unblock", {"user": BOSS}),
        ("deactivate", {"user": 1009}),
        ("update", {"poll": {}}),
        ("leave", {"user": "bot", "chat": GROUP}),
    ):
        assert (await control.post(path, **body))["status"] == 200, path
    topic = (await control.post("topic", chat=FORUM, action="create", name="供水"))["topic"]
    for action in ("close", "reopen", "delete"):
        assert (await control.post("topic", chat=FORUM, action=action, topic=topic))["status"] == 200
    assert (await control.post("migrate", chat=GROUP, silent=True))["new_chat"] < -1_000_000_000_000


async def test_a_press_over_http_brings_the_answer(control: Control, bot: Bot) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("提交", callback_data="s"),
                                    InlineKeyboardButton("网站", url="https://example.cn")]])  # fmt: skip
    sent = await bot.send_message(BOSS, "请确认", reply_markup=markup)
    press = asyncio.create_task(control.post("press", user=BOSS, chat=BOSS, message_id=sent.message_id, text="提交"))
    (update,) = await bot.get_updates(timeout=5)
    assert update.callback_query is not None
    await update.callback_query.answer("好")
    assert (await press)["answer"]["text"] == "好"
    assert (await control.post("press", user=BOSS, text="网站"))["url"] == "https://example.cn"


async def test_the_page_its_files_and_the_font_are_served(
    playground: Playground, control: Control, tmp_path: Any
) -> None:
    (tmp_path / "index.html").write_text("<p>演练场</p>", encoding="utf-8")
    (tmp_path / "app.js").write_text("1", encoding="utf-8")
    other = Playground(SEED, token=TOKEN, page_dir=tmp_path)
    url = await other.start()
    async with control.session.get(url + "/") as page:
        assert "演练场" in await page.text()
    async with control.session.get(url + "/page/app.js") as script:
        assert await script.text() == "1"
    async with control.session.get(url + "/page/%2e%2e/secret") as outside:
        assert outside.status == 404
    async with control.session.get(url + "/page/font.otf") as font:
        assert (await font.content.read(4), "max-age" in font.headers["Cache-Control"]) == (b"OTTO", True)
    await other.stop()


async def test_a_taken_port_is_an_os_error(playground: Playground) -> None:
    second = Playground(SEED, token=TOKEN)
    with pytest.raises(OSError, match="in use"):
        await second.start(port=int(playground.url.rpartition(":")[2]))


async def test_old_messages_and_calls_are_forgotten_beyond_the_bound() -> None:
    small = Playground(SEED, token=TOKEN, limits=False, keep=10)
    await small.start()
    async with make_bot(small) as bot:
        for number in range(25):
            small.say(BOSS, str(number))
        for _ in range(15):
            await bot.get_me()
    assert [message["text"] for message in small.messages(BOSS)["messages"]] == [str(n) for n in range(15, 25)]
    assert len(small.calls()) == 10
    await small.stop()


# Time


def test_the_clock_runs_stands_and_jumps_forward_only() -> None:
    real = [50.0]
    clock = PlayClock(NINE, monotonic=lambda: real[0])
    real[0] += 10
    assert clock.now() == NINE + timedelta(seconds=10)
    clock.run_at(60)
    real[0] += 2
    assert clock.now() == NINE + timedelta(seconds=130)
    clock.run_at(0)
    real[0] += 99
    assert clock.now() == NINE + timedelta(seconds=130)
    clock.move_to(NINE)
    assert clock.now() == NINE + timedelta(seconds=130)


class FakeBot:
    """A bot's control port: due instants that it does when its time is set; confirms updates by polling."""

    def __init__(self, due: list[datetime]) -> None:
        self.due = due
        self.did: list[datetime] = []
        self.times: list[datetime] = []
        self.url = ""

    async def next(self, request: web.Request) -> web.Response:
        until = datetime.fromisoformat(request.query["until"])
        at = min((due for due in self.due if due <= until), default=None)
        return web.json_response({"at": at and at.isoformat(), "what": "催办"})

    async def upcoming(self, request: web.Request) -> web.Response:
        return web.json_response([{"at": at.isoformat(), "what": "催办"} for at in sorted(self.due)])

    async def time(self, request: web.Request) -> web.Response:
        now = datetime.fromisoformat((await request.json())["to"])
        self.times.append(now)
        self.did += [due for due in self.due if due <= now]
        self.due = [due for due in self.due if due > now]
        return web.json_response({})

    async def settle(self, request: web.Request) -> web.Response:
        return web.json_response({"idle": True})


async def serve(fake: FakeBot) -> web.AppRunner:
    app = web.Application()
    app.add_routes([web.get("/next", fake.next), web.get("/upcoming", fake.upcoming)])
    app.add_routes([web.post("/time", fake.time), web.post("/settle", fake.settle)])
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    fake.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    return runner


async def test_moving_time_stops_at_each_instant_where_the_bot_has_something_to_do() -> None:
    due = [NINE + timedelta(hours=hours) for hours in (5, 2, 30)]
    fake = FakeBot(due)
    runner = await serve(fake)
    steered = Playground(SEED, token=TOKEN, control_url=fake.url, start_at=NINE, frozen=True)
    shown = await steered.advance(24 * 3600)
    assert fake.did == [due[1], due[0]]
    assert fake.times == [due[1], due[0], NINE + timedelta(hours=24)]
    assert shown["now"] == (NINE + timedelta(hours=24)).isoformat()
    assert shown["upcoming"] == [{"at": due[2].isoformat(), "what": "催办"}]
    assert shown["frozen"] is True
    await steered.stop()
    await runner.cleanup()


async def test_time_at_another_speed_takes_the_bot_along() -> None:
    fake = FakeBot([NINE + timedelta(hours=1)])
    runner = await serve(fake)
    steered = Playground(SEED, token=TOKEN, control_url=fake.url, start_at=NINE, frozen=True)
    await steered.time.run_at(36_000)
    await asyncio.sleep(1.2)
    assert fake.did
    await steered.stop()
    await runner.cleanup()


async def test_a_bot_that_does_not_answer_is_named() -> None:
    steered = Playground(SEED, token=TOKEN, control_url="http://127.0.0.1:9", start_at=NINE)
    with pytest.raises(Exception, match=r"control port http://127\.0\.0\.1:9 does not answer"):
        await steered.advance(1)
    await steered.stop()


async def test_dates_follow_the_playground_clock(playground: Playground, bot: Bot) -> None:
    await playground.advance(3600)
    assert (await bot.send_message(BOSS, "x")).date == datetime(2026, 3, 9, 2, 0, tzinfo=UTC)


async def test_rest_is_reached_only_after_all_updates_are_confirmed(playground: Playground, bot: Bot) -> None:
    playground.say(BOSS, "x")
    assert (await playground.settle(0.1))["settled"] is False
    resting = asyncio.create_task(playground.settle(5))
    (update,) = await bot.get_updates()
    await bot.get_updates(offset=update.update_id + 1)
    assert (await resting)["settled"] is True
