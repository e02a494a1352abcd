"""The parts of a city pack as values. Unknown keys are refused; what can be checked within one part is checked here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from storage.vocabulary import ChatPurpose, Role

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Long = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
UnitCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,19}$")]
StaffCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]{1,39}$")]


class Part(BaseModel):
    """A frozen part of a pack."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rank(StrEnum):
    """What a post is in its unit; the ladder climbs from the first to the last."""

    OWNER = "owner"  # 承办人
    BACKUP = "backup"  # 备岗: stands in whenever the owner is away (R25)
    HEAD = "head"  # 科室负责人
    DEPUTY = "deputy"  # 单位分管负责人
    CHIEF = "chief"  # 单位主要负责人
    DESK = "desk"  # works at a desk of the platform and owns no cases: keeper, supervisor
    LEADER = "leader"  # city leaders and others who only receive what climbs


class Turns(StrEnum):
    """How an owner is chosen among those of a unit who are present (A12)."""

    FEWEST = "在办最少"  # whoever has the fewest open cases
    ROUND = "轮流"  # whoever was given one longest ago


class Post(Part):
    """A post and who holds it. `code` is stable across imports: a new holder keeps it."""

    code: StaffCode
    name: Text
    unit: UnitCode = "PLAT"  # for the people of a unit it is the key that they stand under
    role: Role = Role.OFFICER
    rank: Rank = Rank.OWNER
    section: str = ""
    title: str = ""
    backup: StaffCode | None = None  # another post of the same unit
    tg_id: int | None = Field(default=None, gt=0)  # normally empty: people enrol by a link from the keeper

    @field_validator("role")
    @classmethod
    def _a_person(cls, role: Role) -> Role:
        if role in {Role.ENTERPRISE, Role.CLOCK, Role.BOT}:
            raise ValueError(f"岗位不能是“{role.value}”，请用承办人、首接坐席、督办人、营商办、密件联系人或管理员")
        return role


class Known(Part):
    """An answer that the city has ready for a common question (A38).

    It fits a question that has all words of one of `asks` (words are parted by spaces: "营业执照 变更 地址").
    """

    asks: tuple[Text, ...] = Field(min_length=1)
    answer: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
    source: Text  # the document or desk it comes from
    until: date | None = None  # its last day; afterwards it is not shown


class Group(Part):
    """A chat that the bot serves. Usually bound by the keeper in the chat itself; a pack may name it beforehand."""

    id: int = Field(lt=0)
    purpose: ChatPurpose = ChatPurpose.UNIT
    unit: UnitCode | None = None
    title: str = ""
    topic_id: int | None = Field(default=None, gt=0)


class UnitChange(Part):
    """What this city changes of the catalogue: rename, add words, merge into another, or a unit of its own."""

    code: UnitCode
    name: Text | None = None
    short: Text | None = None
    aliases: tuple[Text, ...] | None = None
    aliases_add: tuple[Text, ...] | None = None
    duties: tuple[Text, ...] | None = None
    topics: tuple[Text, ...] | None = None
    topics_add: tuple[Text, ...] | None = None
    sealed: bool | None = None
    level: str | None = None
    taskforce: str | None = None
    chain: tuple[Text, ...] | None = None
    merge_into: UnitCode | None = None

    def given(self) -> dict[str, Any]:
        """Only what the city wrote, as the catalogue takes it."""
        return {name: value for name, value in self.model_dump(exclude_unset=True).items() if value is not None}


class Chains(Part):
    """Who is behind the titles of the ladder: title → staff code, for every unit or for one."""

    default: Mapping[Text, StaffCode] = Field(default_factory=dict)
    units: Mapping[UnitCode, Mapping[Text, StaffCode]] = Field(default_factory=dict)
    taskforces: Mapping[Text, UnitCode] = Field(
        default_factory=dict
    )  # 专班 → 牵头单位, whose chief is meant by 专班牵头单位主要负责同志
