"""The city pack: one YAML file with a city's people, groups, chains and changes to the catalogue; validated as a whole.

A pack that is loaded can be relied on: every reference in it leads somewhere, and every unit with people has an owner and
somebody else to stand in. What is wrong is named by file, key and cure, in Chinese (`CityFileError`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator, model_validator

from bot.city import pack_checks, yaml_file
from bot.city.pack_parts import Chains, Group, Known, Long, Part, Post, Rank, Text, Turns, UnitChange, UnitCode
from bot.city.yaml_file import CityFileError
from nlp.catalogue import Catalogue
from storage.vocabulary import ChatPurpose, Role

__all__ = [
    "Chains",
    "CityFileError",
    "CityPack",
    "Group",
    "Known",
    "Post",
    "Rank",
    "Turns",
    "UnitChange",
    "load",
    "merge",
    "of_json",
    "ready",
]

LEAD = "专班牵头单位主要负责同志"
WAYS = {
    "诉讼仲裁复议": "请向受理的法院、仲裁委或复议机关查询、提出。",
    "信访": "请按信访告知书上的途径和期限，申请复查、复核或查询进度。",
    "纪检监察": "请向纪检监察机关反映：12388 电话、网站或来信来访。",
    "信息公开": "请向掌握该信息的机关提出政府信息公开申请，机关网站有申请入口。",
    "外市": "请拨打事情发生地的 12345（加拨当地区号）反映。",
    "居民": "居民个人事项请拨打 12345 普通线，由热线统一受理。",
}


class CityPack(Part):
    """One city. Frozen; a change is a new file and a new import."""

    city: Text
    zone: str = "Asia/Shanghai"
    operator: Text  # 谁在用 (R02d)
    purpose: Text  # 做什么
    retention_days: int = Field(default=180, ge=1, le=3650)  # contacts are masked so long after closing (R37)
    auto_dispatch_from: float | None = Field(
        default=None, ge=0.5, le=1
    )  # how sure of the unit a case goes out without a clerk's look; the trained model brings its own (R22)
    turns: Turns = Turns.FEWEST  # how an owner is chosen among those present
    official_channels: Long  # where to turn by law against discipline offences: 12388 and so on (R02b, R02d)
    ways: Mapping[Text, Long] = Field(
        default_factory=dict
    )  # the way open for matters that are not ours (R20, R21); fills in over `WAYS`
    portals: Mapping[Text, Long] = Field(
        default_factory=dict
    )  # 官方办事入口 by matter, for /guide (A38); nothing is applied for here
    answers: tuple[Known, ...] = ()  # to common questions, offered beside a draft that asks one (A38)
    units: tuple[UnitChange, ...] = ()
    posts: Mapping[UnitCode, tuple[Post, ...]]  # people by unit
    clerks: tuple[Post, ...] = ()  # 首接坐席
    supervisors: tuple[Post, ...] = ()  # 营商办督办
    keepers: tuple[Post, ...] = ()  # 管理员
    sealed: tuple[Post, ...] = ()  # 密件联系人 first, then the deputy
    leaders: tuple[Post, ...] = ()  # city leaders on the ladder
    groups: tuple[Group, ...] = ()
    chains: Chains = Chains()

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"没有“{zone}”这个时区，请写 Asia/Shanghai") from error
        return zone

    @model_validator(mode="after")
    def _whole(self) -> Self:
        faults = pack_checks.faults(self)
        if faults:
            raise ValueError("\n".join(faults))
        return self

    @cached_property
    def staff(self) -> tuple[Post, ...]:
        """Every post with its unit, role and rank filled in: units' people in the order of the file, then the desks."""
        of_units = [post.model_copy(update={"unit": unit}) for unit, posts in self.posts.items() for post in posts]
        desks = (
            (self.clerks, Role.CLERK, "PLAT", Rank.OWNER),
            (self.supervisors, Role.SUPERVISOR, "YSB", Rank.DESK),
            (self.keepers, Role.KEEPER, "PLAT", Rank.DESK),
            (self.sealed[:1], Role.SEALED, "JWJW", Rank.OWNER),
            (self.sealed[1:], Role.SEALED, "JWJW", Rank.BACKUP),
            (self.leaders, Role.OFFICER, "SZFB", Rank.LEADER),
        )
        return (*of_units, *[_seated(post, role, unit, rank) for posts, role, unit, rank in desks for post in posts])

    @cached_property
    def _by_code(self) -> dict[str, Post]:
        return {post.code: post for post in self.staff}

    def post(self, code: str) -> Post | None:
        """A post by its code."""
        return self._by_code.get(code)

    def group_of(self, purpose: ChatPurpose, unit: str | None = None) -> Group | None:
        """The group for a purpose; for units, that unit's."""
        return next(
            (group for group in self.groups if group.purpose is purpose and (unit is None or group.unit == unit)), None
        )

    def chain_code(self, unit: str, title: str) -> str | None:
        """The staff code behind a title of the ladder for one unit; None if nobody is named for it."""
        own = self.chains.units.get(unit, {}).get(title)
        return own or self.chains.default.get(title)

    def way_of(self, reason: str) -> str:
        """The way that is open for a matter that is not ours, by the reader's word for it (诉讼仲裁复议, 信访 …)."""
        return {**WAYS, **self.ways}.get(reason, "请拨打 12345 咨询应当向哪里提出。")

    def to_json(self) -> dict[str, Any]:
        """Plain values that `of_json` and a YAML file take back."""
        return self.model_dump(mode="json", exclude_unset=True)


def _seated(post: Post, role: Role, unit: str, rank: Rank) -> Post:
    """Desk posts get their desk's role; its unit and rank unless the file says otherwise."""
    usual = {"unit": unit, "rank": rank}
    absent = {name: value for name, value in usual.items() if name not in post.model_fields_set}
    return post.model_copy(update={"role": role, **absent})


def load(path: Path) -> CityPack:
    """The pack of a YAML file; CityFileError names file, key and cure."""
    return of_json(yaml_file.read(path), path)


def of_json(body: dict[str, Any], path: Path = Path("city.yaml")) -> CityPack:
    """A pack from plain values; `path` is only for naming what is wrong."""
    try:
        return CityPack.model_validate(body)
    except ValidationError as error:
        raise _named(path, error) from error


def _named(path: Path, error: ValidationError) -> CityFileError:
    """Faults across the pack name their own keys; the rest is explained key by key."""
    first = error.errors(include_url=False)[0]
    if first["loc"]:
        return yaml_file.explained(path, error)
    lines = str(first.get("ctx", {}).get("error", first["msg"])).splitlines()
    return CityFileError("\n".join(f"{path.name}：{line}" for line in lines))


def merge(catalogue: Catalogue, pack: CityPack) -> Catalogue:
    """The catalogue with this city's changes. CityFileError if the pack speaks of units that nobody knows."""
    _refuse(pack_checks.merges(pack, catalogue))
    merged = catalogue.merged([unit.given() for unit in pack.units])
    _refuse(pack_checks.against(pack, merged))
    return merged


def _refuse(faults: list[str]) -> None:
    if faults:
        raise CityFileError("\n".join(f"城市包：{fault}" for fault in faults))


def ready(pack: CityPack, catalogue: Catalogue) -> tuple[CityPack, Catalogue]:
    """Both as the office works with them: the city's own catalogue, and the pack with the task forces' leads filled in."""
    merged = merge(catalogue, pack)
    return with_leads(pack, merged), merged


def with_leads(pack: CityPack, catalogue: Catalogue) -> CityPack:
    """The pack with 专班牵头单位主要负责同志 filled in for every unit whose task force has a leading unit with a chief."""
    chiefs = {unit: post.code for unit, posts in pack.posts.items() for post in posts if post.rank is Rank.CHIEF}
    units = {code: dict(titles) for code, titles in pack.chains.units.items()}
    for unit in catalogue.units:
        chief = chiefs.get(pack.chains.taskforces.get(unit.taskforce, ""))
        if chief is not None:
            units.setdefault(unit.code, {}).setdefault(LEAD, chief)
    return pack.model_copy(update={"chains": pack.chains.model_copy(update={"units": units})})
