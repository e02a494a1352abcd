"""What we answer and what updates look like, held against Telegram's own description where it is at hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playground_support import BOSS, FORUM, GROUP, OFFICER, TOKEN
from telegram import Bot

from bot.playground.methods import METHODS
from bot.playground.params import Params
from bot.playground.server import Playground
from bot.playground.spec import Spec

FILE = Path(__file__).resolve().parents[4] / "shared" / "spec" / "telegram_bot_api.json"
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="telegram_bot_api.json is not at hand")
KEYS = {"inline_keyboard": [[{"text": "按", "callback_data": "a"}]]}


@pytest.fixture(scope="module")
def spec() -> Spec:
    return Spec.load(FILE)


def test_every_method_is_one_of_telegrams(spec: Spec) -> None:
    assert {method.name for method in METHODS.values()} - spec.methods.keys() == set()


async def test_a_missing_required_field_is_refused(playground: Playground, spec: Spec) -> None:
    for method in METHODS.values():
        fields = spec.methods[method.name].get("fields", [])
        if method.name != "setWebhook" and any(field["required"] for field in fields):
            answer = await playground.api.run(method.name, Params({}))
            assert (answer["ok"], answer.get("error_code")) == (False, 400), method.name


CALLS: list[tuple[str, dict[str, Any]]] = [
    ("getMe", {}),
    ("sendMessage", {"chat_id": BOSS, "text": "<b>您好</b>", "parse_mode": "HTML", "reply_markup": KEYS}),
    ("sendMessage", {"chat_id": BOSS, "text": "好", "reply_parameters": {"message_id": 1}}),
    ("editMessageText", {"chat_id": BOSS, "message_id": 1, "text": "改"}),
    ("sendLocation", {"chat_id": BOSS, "latitude": 30, "longitude": 110}),
    ("sendContact", {"chat_id": BOSS, "phone_number": "10000000009", "first_name": "示例"}),
    ("copyMessage", {"chat_id": GROUP, "from_chat_id": BOSS, "message_id": 1}),
    ("forwardMessage", {"chat_id": GROUP, "from_chat_id": BOSS, "message_id": 1}),
    ("getChat", {"chat_id": BOSS}),
    ("getChat", {"chat_id": FORUM}),
    ("getChatMember", {"chat_id": FORUM, "user_id": OFFICER}),
    ("getChatAdministrators", {"chat_id": FORUM}),
    ("getChatMemberCount", {"chat_id": FORUM}),
    ("createForumTopic", {"chat_id": FORUM, "name": "供水"}),
    ("getWebhookInfo", {}),
    ("setMyCommands", {"commands": [{"command": "help", "description": "帮助"}]}),
    ("getMyCommands", {}),
    ("getMyDescription", {}),
    ("getMyShortDescription", {}),
    ("getMyName", {}),
    ("getChatMenuButton", {}),
    ("sendChatAction", {"chat_id": BOSS, "action": "typing"}),
    ("deleteMessage", {"chat_id": BOSS, "message_id": 1}),
    ("getUpdates", {}),
    ("leaveChat", {"chat_id": GROUP}),
]


async def test_answers_fit_the_description(playground: Playground, spec: Spec) -> None:
    playground.join("bot", GROUP, admin=True)
    for method, params in CALLS:
        assert spec.problems(method, Params(params)) == [], method
        answer = await playground.api.run(method, Params(params))
        assert answer["ok"], (method, answer)
        assert spec.answer_problems(method, answer["result"]) == [], method


async def test_updates_fit_the_description(playground: Playground, bot: Bot, spec: Spec) -> None:
    sent = await bot.send_message(BOSS, "请确认", reply_markup=None)
    for what in ({"photo": True}, {"document": True}, {"voice": True}, {"video": True}, {"location": True}):
        playground.say(BOSS, None, **what, reply_to=sent.message_id)
    playground.say(BOSS, contact=True)
    said = playground.say(BOSS, "/start abc")["message_id"]
    playground.edit(BOSS, said, "改")
    await playground.press(BOSS, data="x", message_id=sent.message_id, wait=0)
    playground.topic(FORUM, "close", topic=playground.topic(FORUM, "create", "供水")["topic"])
    playground.join(BOSS, GROUP)
    playground.leave(BOSS, GROUP)
    playground.block(BOSS)
    playground.join("bot", GROUP, admin=True)
    playground.migrate(GROUP)
    playground.leave("bot", FORUM)
    bodies = [update.body for update in playground.core.updates.waiting]
    assert len(bodies) >= 16
    for body in bodies:
        assert spec.object_problems("Update", body) == [], body


@pytest.mark.parametrize(
    ("method", "params", "wrong"),
    [
        ("sendNothing", {}, "unknown method"),
        ("sendMessage", {"chat_id": 1}, "text is missing"),
        ("sendMessage", {"chat_id": 1, "text": "x", "colour": "red"}, "unknown field colour"),
        ("sendMessage", {"chat_id": 1, "text": "x", "protect_content": "maybe"}, "Boolean expected"),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_markup": '{"inline_keyboard": [[{"data": "x"}]]}'}, "text"),
        ("sendMessage", {"chat_id": 1, "text": "x", "entities": [{"type": "bold"}]}, "offset is missing"),
    ],
)
def test_a_wrong_call_is_noticed(spec: Spec, method: str, params: dict[str, Any], wrong: str) -> None:
    assert wrong in "; ".join(spec.problems(method, Params(params)))


async def test_wrong_calls_are_marked_in_the_journal(playground: Playground, spec: Spec) -> None:
    playground.core.check = spec.problems
    url = f"{playground.url}/bot{TOKEN}/sendMessage"
    async with aiohttp.ClientSession() as session:
        await session.post(url, data={"chat_id": BOSS, "text": "1", "colour": "red"})
        await session.post(url, data={"chat_id": BOSS, "text": "1"})
    wrong, right = playground.calls()[-2:]
    assert wrong["against_spec"] == ["sendMessage: unknown field colour"]
    assert "against_spec" not in right
