"""示范市, the demo city: every unit of the catalogue with people and a group, all plainly fictional and always the same.

Telegram ids are stable: a unit's people have 10001 + 5 × its place + (0 owner, 1 backup, 2 head, 3 deputy, 4 chief), its group is
-20001 - its place; desks, leaders and entrepreneurs follow from 10401, 10501 and 10601, desk groups from -20101.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.city import yaml_file
from bot.city.pack import CityPack, Group, Post, Rank, of_json, ready
from nlp.catalogue import Catalogue, Unit
from storage.vocabulary import ChatPurpose, Role

FILE = Path(__file__).with_name("demo") / "city.yaml"
BOT = {"id": 9001, "username": "dingge_demo_bot", "first_name": "顶格办"}

FIRST_PERSON, FIRST_DESK, FIRST_LEADER, FIRST_BOSS = 10001, 10401, 10501, 10601
FIRST_GROUP, FIRST_DESK_GROUP = -20001, -20101
TEAM = (  # rank, title, who stands in (place in this list)
    (Rank.OWNER, "承办人", 1),
    (Rank.BACKUP, "备岗", 0),
    (Rank.HEAD, "科长", 1),
    (Rank.DEPUTY, "分管负责人", None),
    (Rank.CHIEF, "主要负责人", None),
)
DESK_GROUPS = (
    (ChatPurpose.CLERKS, "首接坐席群"),
    (ChatPurpose.SUPERVISORS, "营商办督办群"),
    (ChatPurpose.KEEPERS, "平台管理群"),
)


@dataclass(frozen=True, slots=True)
class Entrepreneur:
    """Somebody who will complain. `tg_id` is the private chat, too."""

    tg_id: int
    name: str
    username: str
    enterprise: str
    phone: str
    credit_code: str


@cache
def demo_pack() -> CityPack:
    """The demo city's pack, as the office works with it."""
    return ready(of_json(_body(), FILE), Catalogue.load_default())[0]


@cache
def demo_catalogue() -> Catalogue:
    """The demo city's units: the catalogue as it ships."""
    return ready(of_json(_body(), FILE), Catalogue.load_default())[1]


@cache
def entrepreneurs() -> tuple[Entrepreneur, ...]:
    """The six entrepreneurs of the demo: 面粉厂, 模具厂, 冷链物流, 食品加工, 软件公司, 建材店."""
    return tuple(Entrepreneur(FIRST_BOSS + place, **row) for place, row in enumerate(_facts()["entrepreneurs"]))


def playground_seed(pack: CityPack) -> dict[str, Any]:
    """The world that the local Telegram starts with: the pack's people and groups, and the entrepreneurs.

    People without a Telegram id are left out; the bot is a member of every chat without being named.
    """
    people = [*_staff_people(pack), *[_boss(boss) for boss in entrepreneurs()]]
    enrolled = [post for post in pack.staff if post.tg_id is not None]
    of_unit: dict[str | None, list[Post]] = {}
    for post in enrolled:
        of_unit.setdefault(post.unit, []).append(post)
    chats = [_chat(of_unit.get(group.unit, []) if group.unit else enrolled, group) for group in pack.groups]
    return {"bot": dict(BOT), "people": people, "chats": chats}


def _facts() -> dict[str, Any]:
    return yaml_file.read(FILE)


def _body() -> dict[str, Any]:
    """The pack as plain values: the file's facts, and teams and groups made by rule from its tables."""
    facts = _facts()
    catalogue = Catalogue.load_default()
    names = _names(facts)
    units = {
        code: (place, section, [next(names) for _ in TEAM])
        for place, (code, section) in enumerate(facts["sections"].items())
    }
    teams = {code: _team(code, *row) for code, row in units.items()}
    plain = {
        key: facts[key]
        for key in (
            "city",
            "zone",
            "operator",
            "purpose",
            "retention_days",
            "auto_dispatch_from",
            "official_channels",
            "ways",
            "portals",
            "answers",
        )
    }
    return {
        **plain,
        **_desks(facts, teams),
        "posts": {code: rows for code, rows in teams.items() if rows},
        "groups": [*_unit_groups(catalogue, tuple(units)), *_desk_groups()],
        "chains": {"default": facts["chains"], "taskforces": facts["taskforces"]},
    }


def _names(facts: dict[str, Any]) -> Iterator[str]:
    """Surname by surname, so that the people of one unit do not sound alike; every name once."""
    return (surname + given for given in facts["given"] for surname in facts["surnames"])


def _team(code: str, place: int, section: str, names: list[str]) -> list[dict[str, Any]]:
    return [_member(code, place, section, seat, name) for seat, name in enumerate(names)]


def _member(code: str, place: int, section: str, seat: int, name: str) -> dict[str, Any]:
    rank, title, stand_in = TEAM[seat]
    post: dict[str, Any] = {"code": f"{code}-{seat + 1:02d}", "name": name, "title": title, "rank": rank.value}
    post |= {"role": _role(code, rank).value, "tg_id": FIRST_PERSON + len(TEAM) * place + seat}
    if rank in {Rank.OWNER, Rank.BACKUP, Rank.HEAD}:
        post["section"] = section
    if stand_in is not None:
        post["backup"] = f"{code}-{stand_in + 1:02d}"
    return post


def _role(code: str, rank: Rank) -> Role:
    """营商办's own working people may also rule on transfers and oversee; everybody else's are officers."""
    office = code == "YSB" and rank in {Rank.OWNER, Rank.BACKUP, Rank.HEAD}
    return Role.OFFICE if office else Role.OFFICER


def _desks(facts: dict[str, Any], teams: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """The two clerks and the sealed contact with deputy are their units' owner and backup; they leave the unit's list."""
    clerks, sealed = teams["PLAT"][:2], teams["JWJW"][:2]
    teams["PLAT"], teams["JWJW"] = teams["PLAT"][2:], teams["JWJW"][2:]
    desks = [*facts["supervisors"], *facts["keepers"]]
    seated = [{**post, "tg_id": FIRST_DESK + place} for place, post in enumerate(desks)]
    leaders = [{**post, "tg_id": FIRST_LEADER + place} for place, post in enumerate(facts["leaders"])]
    split = len(facts["supervisors"])
    clerks = [{**post, "title": "首接坐席"} for post in clerks]
    sealed = [{**post, "title": title} for post, title in zip(sealed, ("密件联系人", "密件联系人副岗"), strict=True)]
    return {
        "clerks": clerks,
        "sealed": sealed,
        "supervisors": seated[:split],
        "keepers": seated[split:],
        "leaders": leaders,
    }


def _unit_groups(catalogue: Catalogue, codes: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """One group a unit; units that are reached by a contact only have none, and their number stays free."""
    for place, code in enumerate(codes):
        unit = catalogue.unit(code)
        if not unit.sealed:
            yield {"id": FIRST_GROUP - place, "unit": code, "title": _title(unit)}


def _title(unit: Unit) -> str:
    return f"{unit.short or unit.name}办件群"


def _desk_groups() -> list[dict[str, Any]]:
    return [
        {"id": FIRST_DESK_GROUP - place, "purpose": purpose.value, "title": title}
        for place, (purpose, title) in enumerate(DESK_GROUPS)
    ]


def _staff_people(pack: CityPack) -> Iterator[dict[str, Any]]:
    units = demo_catalogue()
    for post in pack.staff:
        if post.tg_id is not None:
            unit = units.get(post.unit)
            where = f"{unit.short or unit.name if unit else post.unit}{post.section}"
            yield _person(
                post.tg_id,
                post.name,
                post.code.lower().replace("-", "_"),
                post.role.value,
                f"{where} {post.title} {post.name}",
            )


def _boss(boss: Entrepreneur) -> dict[str, Any]:
    label = f"{boss.enterprise.removeprefix('示范市')} {boss.name}"
    return {**_person(boss.tg_id, boss.name, boss.username, Role.ENTERPRISE.value, label), "phone": boss.phone}


def _person(tg_id: int, name: str, username: str, role: str, label: str) -> dict[str, Any]:
    # 100 is no mobile prefix: nobody can be rung up by mistake.
    return {
        "id": tg_id,
        "first_name": name,
        "username": username,
        "phone": f"100000{tg_id}",
        "role": role,
        "label": label,
    }


def _chat(posts: list[Post], group: Group) -> dict[str, Any]:
    members = [post for post in posts if _belongs(post, group)]
    admins = (
        [post.tg_id for post in members if post.rank in {Rank.HEAD, Rank.DESK}] or [members[0].tg_id] if members else []
    )
    ids = list(dict.fromkeys(post.tg_id for post in members))
    return {"id": group.id, "type": "group", "title": group.title, "members": ids, "admins": admins}


def _belongs(post: Post, group: Group) -> bool:
    """Unit groups hold the unit's own people; desk groups the people of that desk."""
    if group.purpose is ChatPurpose.UNIT:
        return post.unit == group.unit and post.rank not in {Rank.DESK, Rank.LEADER}
    roles = {
        ChatPurpose.CLERKS: {Role.CLERK, Role.OFFICE},
        ChatPurpose.SUPERVISORS: {Role.SUPERVISOR, Role.OFFICE},
        ChatPurpose.KEEPERS: {Role.KEEPER},
    }
    return post.role in roles[group.purpose]
