"""A tiny bot for the page's tests: plain Bot API calls over HTTP, the same answer to the same words."""

from __future__ import annotations

import json
from typing import Any

import aiohttp

Json = dict[str, Any]

CARD_KEYS = {
    "inline_keyboard": [[{"text": "签收", "callback_data": "take"}, {"text": "退单", "callback_data": "back"}]]
}
MENU_KEYS = {
    "keyboard": [[{"text": "我要反映"}, {"text": "查进度"}], [{"text": "留个电话", "request_contact": True}]],
    "resize_keyboard": True,
}


class ScriptedBot:
    """Polls the playground at `url`; `handle` answers one update."""

    def __init__(self, url: str, token: str) -> None:
        self._base = f"{url}/bot{token}"
        self.heard: list[Json] = []

    async def run(self) -> None:
        """Poll until cancelled."""
        async with aiohttp.ClientSession() as self._session:
            offset = 0
            while True:
                for update in await self.call("getUpdates", offset=offset, timeout=20):
                    offset = update["update_id"] + 1
                    await self.handle(update)

    async def call(self, method: str, **params: Any) -> Any:
        """The result of a Bot API call; a refusal raises with Telegram's text."""
        async with self._session.post(f"{self._base}/{method}", json=params) as answer:
            body = json.loads(await answer.read())
        if not body["ok"]:
            raise RuntimeError(f"{method}: {body['description']}")
        return body["result"]

    async def handle(self, update: Json) -> None:
        """Answer one update."""
        self.heard.append(update)
        if "callback_query" in update:
            await self._pressed(update["callback_query"])
        elif "message" in update:
            await self._said(update["message"])

    async def _said(self, message: Json) -> None:
        chat, text = message["chat"]["id"], message.get("text", "")
        if message["chat"]["type"] != "private" or "contact" in message:
            return
        if text == "/start":
            await self.call("sendMessage", chat_id=chat, text="您好，请直接说遇到了什么事。", reply_markup=MENU_KEYS)
        elif text == "照片":
            await self.call("sendPhoto", chat_id=chat, photo=self._photo_id(), caption="现场照片")
        elif text:
            await self._card(message)

    async def _card(self, message: Json) -> None:
        await self.call(
            "sendMessage",
            chat_id=message["chat"]["id"],
            text=f"<b>已收到。</b>您说的是：{message['text'].replace('<', '&lt;')}",
            parse_mode="HTML",
            reply_parameters={"message_id": message["message_id"]},
            reply_markup=CARD_KEYS,
            protect_content=True,
        )

    def _photo_id(self) -> str:
        photos = [update["message"]["photo"] for update in self.heard if "photo" in update.get("message", {})]
        return str(photos[-1][-1]["file_id"])

    async def _pressed(self, query: Json) -> None:
        alert = query["data"] == "back"
        text = "退单要写依据。" if alert else "已签收"
        await self.call("answerCallbackQuery", callback_query_id=query["id"], text=text, show_alert=alert)
        if not alert:
            await self._mark(query["message"])

    async def _mark(self, card: Json) -> None:
        text = f"{card['text']}\n已签收。"
        await self.call("editMessageText", chat_id=card["chat"]["id"], message_id=card["message_id"], text=text)
