"""What must hold across a city pack, beyond the shape of its parts. Each fault names the key and the cure, in Chinese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.city.pack_parts import Post, Rank
from storage.vocabulary import ChatPurpose

if TYPE_CHECKING:
    from bot.city.pack import CityPack
    from nlp.catalogue import Catalogue, Unit

WORKING_RANKS = {Rank.OWNER, Rank.BACKUP, Rank.HEAD}  # whoever may stand in for an owner


def faults(pack: CityPack) -> list[str]:
    """Everything that is wrong within the pack; empty if it can be used."""
    return [*_codes(pack), *_teams(pack), *_sealed(pack), *_groups(pack), *_chains(pack)]


def merges(pack: CityPack, catalogue: Catalogue) -> list[str]:
    """Mergers that lead nowhere: into itself, into an unknown unit, or into one that an earlier line has merged away."""
    known = {unit.code for unit in catalogue.units} | {change.code for change in pack.units}
    found: list[str] = []
    for place, change in enumerate(pack.units):
        target = change.merge_into
        if target is not None:
            known.discard(change.code)
            cure = "" if target in known else "没有这个单位，或它已并入别的单位，请核对代码和先后"
            found += [f"units.{place}.merge_into：{target} {cure}"] if cure else []
    return found


def against(pack: CityPack, catalogue: Catalogue) -> list[str]:
    """What is wrong between the pack and the city's catalogue: unknown or merged units, groups for sealed ones."""
    found = [f"posts.{code}：{why}" for code in pack.posts if (why := _lost(code, catalogue))]
    for place, group in enumerate(pack.groups):
        why = (_lost(group.unit, catalogue) or _ungrouped(group.unit, catalogue)) if group.unit else ""
        found += [f"groups.{place}.unit：{why}"] if why else []
    return found


def _lost(code: str, catalogue: Catalogue) -> str:
    """Why a code of the pack is no unit of the city; empty if it is one."""
    unit = catalogue.get(code)
    if unit is None:
        return f"目录里没有单位 {code}，请核对代码，或在 units 里新增"
    return "" if unit.code == code else f"{code} 已并入{unit.name}，请写到 {unit.code} 下"


def _ungrouped(code: str, catalogue: Catalogue) -> str:
    """Why a unit may have no group; empty if it may."""
    unit = catalogue.get(code)
    return f"{unit.name}只由专门联系人接收，不能绑群，请删去这一条" if unit is not None and unit.sealed else ""


def gaps(pack: CityPack, catalogue: Catalogue) -> list[str]:
    """What is not wrong but will send cases to the clerks, or to one person only: for the keeper to read."""
    seated = {post.unit for post in pack.staff}
    bound = {group.unit for group in pack.groups if group.purpose is ChatPurpose.UNIT}
    empty = [unit for unit in catalogue.units if unit.code not in seated]
    silent = [
        unit for unit in catalogue.units if unit.code in pack.posts and unit.code not in bound and not unit.sealed
    ]
    found = []
    if empty:
        found.append(f"这些单位没有写岗位，派给它们的单会转坐席：{_listed(empty)}")
    if silent:
        found.append(f"这些单位没有绑定群，派单卡只发承办人私信：{_listed(silent)}")
    if len(pack.sealed) < 2:
        found.append("密件联系人没有副岗，联系人不在时密件会等待")
    return found


def _listed(units: Sequence[Unit]) -> str:
    shown = "、".join(f"{unit.short or unit.name}（{unit.code}）" for unit in units[:8])
    return shown + (f" 等 {len(units)} 个" if len(units) > 8 else "")


def _codes(pack: CityPack) -> Iterator[str]:
    counted = Counter(post.code for post in pack.staff)
    yield from (
        f"posts：人员代码 {code} 写了 {times} 次，每个岗位要有自己的代码"
        for code, times in counted.items()
        if times > 1
    )
    ids = Counter(group.id for group in pack.groups)
    yield from (f"groups：群 {chat} 写了 {times} 次，请删去多余的" for chat, times in ids.items() if times > 1)


def _teams(pack: CityPack) -> Iterator[str]:
    for unit, posts in pack.posts.items():
        everyone = [post for post in pack.staff if post.unit == unit]
        yield from _team(unit, everyone)
        for place, post in enumerate(posts):
            yield from _backup(unit, place, post, everyone)


def _team(unit: str, posts: Sequence[Post]) -> Iterator[str]:
    working = [post for post in posts if post.rank in WORKING_RANKS]
    if not any(post.rank is Rank.OWNER for post in working):
        yield f"posts.{unit}：没有承办人，请写一名 rank: owner"
    if len(working) < 2:
        yield f"posts.{unit}：除承办人外至少还要一名备岗（rank: backup 或 head），没有备岗不能派单"


def _backup(unit: str, place: int, post: Post, everyone: Sequence[Post]) -> Iterator[str]:
    if post.backup is None:
        return
    if post.backup == post.code:
        yield f"posts.{unit}.{place}.backup：不能自己给自己备岗，请写另一人的代码"
    elif post.backup not in {other.code for other in everyone}:
        yield f"posts.{unit}.{place}.backup：{post.backup} 不是本单位的岗位代码，请核对"


def _sealed(pack: CityPack) -> Iterator[str]:
    if not pack.sealed:
        yield "sealed：至少要有一名密件联系人，否则廉洁、报复、泄密类来件无人接收"
    if not pack.clerks:
        yield "clerks：至少要有一名首接坐席，否则单位不明确的来件无人分派"
    if not pack.keepers:
        yield "keepers：至少要有一名管理员，否则送不到、缺人员等情况无人知道"


def _groups(pack: CityPack) -> Iterator[str]:
    for place, group in enumerate(pack.groups):
        if (group.purpose is ChatPurpose.UNIT) != (group.unit is not None):
            cure = "请写明是哪个单位的群" if group.unit is None else "只有单位群才写 unit，请删去"
            yield f"groups.{place}.unit：{cure}"
    served = Counter(group.unit for group in pack.groups if group.unit)
    yield from (f"groups：{unit} 绑了 {times} 个群，每个单位只绑一个" for unit, times in served.items() if times > 1)


def _chains(pack: CityPack) -> Iterator[str]:
    codes = {post.code for post in pack.staff}
    named = [("default", title, code) for title, code in pack.chains.default.items()]
    named += [
        (f"units.{unit}", title, code) for unit, titles in pack.chains.units.items() for title, code in titles.items()
    ]
    for key, title, code in named:
        if code not in codes:
            yield f"chains.{key}.{title}：没有岗位 {code}，请核对人员代码"
