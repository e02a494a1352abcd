"""Junk never breaks the playground: every call gets one of Telegram's answers."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from playground_support import BOSS, FORUM, GROUP, NINE, SEED, TOKEN

from bot.playground.errors import ApiError
from bot.playground.markup_html import parse_html
from bot.playground.markup_markdown import parse_markdown
from bot.playground.methods import METHODS
from bot.playground.params import Params
from bot.playground.server import Playground
from bot.playground.utf16 import units

SCALARS = st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from([BOSS, GROUP, FORUM]) | st.text(max_size=8)
NAMES = st.sampled_from(
    "chat_id from_chat_id message_id text parse_mode entities reply_markup reply_parameters media caption commands user"
    " message_ids inline_keyboard keyboard type offset length callback_data user_id scope name photo document".split()
)
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3))
SILENT = {"getupdates", "setwebhook"}


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(METHODS.keys() - SILENT)), st.dictionaries(NAMES, JSON, max_size=6))
def test_any_parameters_get_a_proper_answer(name: str, params: dict[str, Any]) -> None:
    playground = Playground(SEED, token=TOKEN, limits=False, start_at=NINE)
    playground.say(BOSS, "x")
    answer = asyncio.run(playground.api.run(name, Params({"chat_id": BOSS, **params})))
    assert answer["ok"] or answer["error_code"] in (400, 403, 404)


@given(st.text(alphabet="<>/b&lt;ia *_`[](){}!|~#\\\n😀字", max_size=40))
def test_markup_is_read_or_refused_and_entities_stay_inside(text: str) -> None:
    for read in (parse_html, parse_markdown):
        try:
            plain, entities = read(text)
        except ApiError as error:
            refused = error.description
            plain, entities = "", []
        else:
            refused = ""
        assert not refused or "can't parse entities" in refused
        assert all(0 <= entity["offset"] < entity["offset"] + entity["length"] <= units(plain) for entity in entities)
