"""Every command before every role, in private and in the group that is theirs: the table is what the bot does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.desk import access
from bot.desk.front import COMMANDS
from storage.vocabulary import Role
from tests.journey.desk_steps import filed
from tests.support.city import Actor, Chat, City, city, text_of

REFUSED = ("不归您用", "工作人员用的", "只有管理员能做", "没有登记为工作人员")
DOCS = Path(__file__).parents[2] / "docs"


def actors(c: City) -> dict[Role, tuple[Actor, Chat | None]]:
    """One of each role, and the group that is theirs."""
    return {
        Role.ENTERPRISE: (c.bosses[1], None),
        Role.OFFICER: (c.officer("GSGS"), c.group("GSGS")),
        Role.CLERK: (c.staff("PLAT-01"), c.clerks),
        Role.SUPERVISOR: (c.staff("YSB-S1"), c.supervisors),
        Role.OFFICE: (c.staff("YSB-01"), c.supervisors),
        Role.KEEPER: (c.staff("KEEP-1"), c.keepers),
        Role.SEALED: (c.staff("JWJW-01"), None),
    }


async def answer(actor: Actor, name: str, there: Chat | None) -> str:
    """What is said to a bare command."""
    chat = there or actor.chat
    await actor.says(f"/{name}", in_=there)
    said = "\n".join(text_of(message) for message in chat.fresh())
    chat.ignore()
    return said


@pytest.mark.parametrize("role", sorted(access.EVERYBODY), ids=lambda role: role.name)
async def test_a_command_answers_those_whom_the_table_names_and_refuses_all_others(role: Role) -> None:
    async with city() as c:
        await filed(c)
        c.boss.ignore()
        actor, group = actors(c)[role]
        if group is not None:
            c.playground.join(actor.id, group.id)
        for name, command in access.COMMANDS.items():
            said = await answer(actor, name, None)
            assert said, f"/{name} in private is not answered"
            if role in command.roles and command.private:
                assert not any(words in said for words in REFUSED), f"/{name}: {said}"
            elif role not in command.roles:
                assert any(words in said for words in REFUSED), f"/{name}: {said}"
                assert "000001" not in said


@pytest.mark.parametrize(
    "role", [Role.OFFICER, Role.CLERK, Role.SUPERVISOR, Role.OFFICE, Role.KEEPER], ids=lambda r: r.name
)
async def test_in_the_own_group_it_is_the_same(role: Role) -> None:
    async with city() as c:
        await filed(c)
        c.boss.ignore()
        c.group("GSGS").ignore()
        actor, group = actors(c)[role]
        assert group is not None
        c.playground.join(actor.id, group.id)
        for name, command in access.COMMANDS.items():
            if not command.group or name == "unbind" or role in command.alone:
                continue
            said = await answer(actor, name, group)
            if role in command.roles:
                assert said, f"/{name} is not answered"
                assert not any(words in said for words in REFUSED[:3]), f"/{name}: {said}"
            else:
                assert any(words in said for words in REFUSED), f"/{name}: {said}"


def test_the_table_has_every_command_and_the_page_shows_it() -> None:
    assert set(access.COMMANDS) == set(COMMANDS)
    done = subprocess.run([sys.executable, str(DOCS / "access.py"), "--check"], check=False)
    assert done.returncode == 0, "run: python docs/access.py"
