"""What the bot is and says about itself."""

from __future__ import annotations

import json
import re

from bot.playground import render
from bot.playground.core import Core
from bot.playground.errors import bad
from bot.playground.methods.registry import method
from bot.playground.params import Params
from bot.playground.values import Json


@method("getMe")
def get_me(core: Core, params: Params) -> Json:
    """The bot's User."""
    return {
        **render.user(core.bot),
        "can_join_groups": True,
        "can_read_all_group_messages": not core.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("setMyCommands")
def set_my_commands(core: Core, params: Params) -> bool:
    """The menu of a scope and language."""
    commands = params.array("commands")
    if commands is None:
        raise bad("commands are empty")
    if len(commands) > 100:
        raise bad("too much commands")
    for command in commands:
        if not isinstance(command, dict):
            raise bad("expected an Object as BotCommand")
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", ""))):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    core.profile.commands[_scope(params)] = commands
    return True


@method("getMyCommands")
def get_my_commands(core: Core, params: Params) -> list[Json]:
    """The menu of exactly this scope and language."""
    return core.profile.commands.get(_scope(params), [])


@method("deleteMyCommands")
def delete_my_commands(core: Core, params: Params) -> bool:
    """No menu for this scope and language."""
    core.profile.commands.pop(_scope(params), None)
    return True


def _scope(params: Params) -> str:
    scope = params.object("scope") or {"type": "default"}
    return json.dumps([scope, params.text("language_code")], sort_keys=True)


def _text_methods(name: str, field: str, most: int) -> None:
    """A setMyX / getMyX pair for one of the bot's texts."""

    @method(f"setMy{name}")
    def put(core: Core, params: Params) -> bool:
        if len(params.text(field)) > most:
            raise bad(f"{field} is too long")
        core.profile.texts[field + params.text("language_code")] = params.text(field)
        return True

    @method(f"getMy{name}")
    def get(core: Core, params: Params) -> Json:
        default = core.bot.first_name if field == "name" else ""
        return {field: core.profile.texts.get(field + params.text("language_code"), default)}


_text_methods("Name", "name", 64)
_text_methods("Description", "description", 512)
_text_methods("ShortDescription", "short_description", 120)


@method("setChatMenuButton")
def set_chat_menu_button(core: Core, params: Params) -> bool:
    """Accepted; there is no menu button to see here."""
    return True


@method("getChatMenuButton")
def get_chat_menu_button(core: Core, params: Params) -> Json:
    """Always the list of commands."""
    return {"type": "commands"}


def _yes(core: Core, params: Params) -> bool:
    return True


for _name in ("logOut", "close"):
    method(_name)(_yes)
