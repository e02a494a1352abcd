"""A city pack: what is right loads, what is wrong is named with file, key and cure."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.city import pack_checks
from bot.city.pack import LEAD, CityFileError, Rank, load, merge, of_json, ready
from nlp.catalogue import Catalogue, Unit
from storage.vocabulary import ChatPurpose, Role

UNITS = Catalogue(
    (
        Unit("PLAT", "首接坐席"),
        Unit("YSB", "营商办", taskforce="综合专班"),
        Unit("GSGS", "供水集团", short="自来水", taskforce="用水专班", topics=("水压低",)),
        Unit("ZJJ", "住建局", taskforce="用水专班"),
        Unit("JWJW", "纪委监委", sealed=True),
    )
)


def minimal() -> dict[str, Any]:
    """The least that is a city: one unit, a clerk, a keeper, a sealed contact."""
    return {
        "city": "示范市",
        "operator": "示范市营商办",
        "purpose": "接收企业诉求",
        "official_channels": "12388",
        "posts": {
            "GSGS": [
                {"code": "GSGS-01", "name": "赵示安", "section": "营商服务科", "backup": "GSGS-02"},
                {"code": "GSGS-02", "name": "钱示安", "rank": "backup"},
                {"code": "GSGS-05", "name": "孙示安", "rank": "chief"},
            ]
        },
        "clerks": [{"code": "C-1", "name": "李示安"}],
        "keepers": [{"code": "K-1", "name": "周示安"}],
        "sealed": [{"code": "S-1", "name": "吴示安"}, {"code": "S-2", "name": "郑示安"}],
    }


def changed(**changes: Any) -> dict[str, Any]:
    return {**deepcopy(minimal()), **changes}


def write(folder: Path, body: dict[str, Any]) -> Path:
    path = folder / "mycity.yaml"
    path.write_text(yaml.safe_dump(body, allow_unicode=True), encoding="utf-8")
    return path


def complaint(body: dict[str, Any]) -> str:
    with pytest.raises(CityFileError) as caught:
        of_json(body, Path("mycity.yaml"))
    return str(caught.value)


def test_the_least_that_is_a_city_loads(tmp_path: Path) -> None:
    pack = load(write(tmp_path, minimal()))
    assert pack.city == "示范市"
    assert pack.zone == "Asia/Shanghai"
    assert pack.retention_days == 180


def test_every_post_knows_its_unit_role_and_rank() -> None:
    staff = {post.code: post for post in of_json(minimal()).staff}
    assert (staff["GSGS-01"].unit, staff["GSGS-01"].role, staff["GSGS-01"].rank) == ("GSGS", Role.OFFICER, Rank.OWNER)
    assert (staff["C-1"].unit, staff["C-1"].role) == ("PLAT", Role.CLERK)
    assert (staff["K-1"].role, staff["K-1"].rank) == (Role.KEEPER, Rank.DESK)
    assert (staff["S-1"].unit, staff["S-1"].role, staff["S-1"].rank) == ("JWJW", Role.SEALED, Rank.OWNER)
    assert staff["S-2"].rank is Rank.BACKUP


def test_a_desk_post_keeps_a_unit_and_rank_that_the_file_gives() -> None:
    body = changed(supervisors=[{"code": "V-1", "name": "王示安", "unit": "SZFB", "rank": "owner"}])
    post = of_json(body).post("V-1")
    assert post is not None
    assert (post.unit, post.rank, post.role) == ("SZFB", Rank.OWNER, Role.SUPERVISOR)


def test_a_pack_survives_being_written_and_read_again(tmp_path: Path) -> None:
    body = changed(
        supervisors=[{"code": "V-1", "name": "王示安", "rank": "owner"}],
        groups=[{"id": -5, "unit": "GSGS"}, {"id": -6, "purpose": "坐席群"}],
        chains={"default": {"营商办": "V-1"}, "taskforces": {"用水专班": "ZJJ"}},
    )
    pack = of_json(body)
    again = load(write(tmp_path, pack.to_json()))
    assert again == pack
    assert again.staff == pack.staff


FAULTS = [
    ({"colour": "red"}, "colour", "没有这个配置项"),
    ({"zone": "Asia/Nowhere"}, "zone", "Asia/Shanghai"),
    ({"posts": {"GSGS": [{"code": "GSGS-01", "name": "赵"}]}}, "posts.GSGS", "备岗"),
    (
        {
            "posts": {
                "GSGS": [{"code": "G-1", "name": "赵", "rank": "chief"}, {"code": "G-2", "name": "钱", "rank": "head"}]
            }
        },
        "posts.GSGS",
        "没有承办人",
    ),
    ({"posts": {"gsgs": []}}, "posts.gsgs", "现为"),
    ({"clerks": []}, "clerks", "至少要有一名首接坐席"),
    ({"keepers": []}, "keepers", "至少要有一名管理员"),
    ({"sealed": []}, "sealed", "至少要有一名密件联系人"),
    ({"clerks": [{"code": "GSGS-01", "name": "李"}]}, "GSGS-01", "写了 2 次"),
    ({"clerks": [{"code": "C-1", "name": "李", "role": "时钟"}]}, "clerks.0.role", "时钟"),
    ({"groups": [{"id": -5}]}, "groups.0.unit", "请写明是哪个单位的群"),
    ({"groups": [{"id": -5, "purpose": "坐席群", "unit": "GSGS"}]}, "groups.0.unit", "只有单位群才写"),
    ({"groups": [{"id": -5, "unit": "GSGS"}, {"id": -5, "unit": "ZJJ"}]}, "-5", "写了 2 次"),
    ({"groups": [{"id": -5, "unit": "GSGS"}, {"id": -6, "unit": "GSGS"}]}, "GSGS", "只绑一个"),
    ({"groups": [{"id": 5, "unit": "GSGS"}]}, "groups.0.id", "5"),
    ({"chains": {"default": {"营商办": "NOBODY"}}}, "chains.default.营商办", "NOBODY"),
    ({"chains": {"units": {"GSGS": {"营商办": "NOBODY"}}}}, "chains.units.GSGS.营商办", "NOBODY"),
    ({"retention_days": 0}, "retention_days", "0"),
]


@pytest.mark.parametrize(("change", "key", "cure"), FAULTS)
def test_what_is_wrong_is_named_by_file_key_and_cure(change: dict[str, Any], key: str, cure: str) -> None:
    text = complaint(changed(**change))
    assert "mycity.yaml" in text
    assert key in text
    assert cure in text


def test_every_fault_is_named_at_once_and_each_line_names_the_file() -> None:
    lines = complaint(changed(clerks=[], keepers=[])).splitlines()
    assert len(lines) == 2
    assert all(line.startswith("mycity.yaml：") for line in lines)


@pytest.mark.parametrize("backup", ["GSGS-01", "C-1", "GSGS-99"])
def test_a_stand_in_is_another_person_of_the_same_unit(backup: str) -> None:
    body = minimal()
    body["posts"]["GSGS"][0]["backup"] = backup
    assert "posts.GSGS.0.backup" in complaint(body)


@pytest.mark.parametrize("missing", ["city", "operator", "purpose", "official_channels", "posts"])
def test_what_first_contact_must_tell_cannot_be_left_out(missing: str) -> None:
    body = minimal()
    del body[missing]
    assert f"{missing}：缺少这一项" in complaint(body)


def test_a_key_written_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mycity.yaml"
    path.write_text("city: 一\ncity: 二\n", encoding="utf-8")
    with pytest.raises(CityFileError, match=r"mycity\.yaml.*city"):
        load(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CityFileError, match=r"nowhere\.yaml"):
        load(tmp_path / "nowhere.yaml")


# -- chains and ways ---------------------------------------------------------------------------------------------------


def test_a_title_leads_to_the_units_own_person_before_the_citys() -> None:
    body = changed(chains={"default": {"营商办": "C-1"}, "units": {"GSGS": {"营商办": "K-1"}}})
    pack = of_json(body)
    assert pack.chain_code("GSGS", "营商办") == "K-1"
    assert pack.chain_code("ZJJ", "营商办") == "C-1"
    assert pack.chain_code("ZJJ", "市长") is None


def test_a_task_forces_lead_is_the_chief_of_its_leading_unit() -> None:
    pack, _ = ready(of_json(changed(chains={"taskforces": {"用水专班": "GSGS"}})), UNITS)
    assert pack.chain_code("ZJJ", LEAD) == "GSGS-05"
    assert pack.chain_code("YSB", LEAD) is None


def test_a_named_lead_is_not_replaced() -> None:
    chains = {"taskforces": {"用水专班": "GSGS"}, "units": {"ZJJ": {LEAD: "K-1"}}}
    pack, _ = ready(of_json(changed(chains=chains)), UNITS)
    assert pack.chain_code("ZJJ", LEAD) == "K-1"


def test_there_is_a_way_for_every_matter_that_belongs_elsewhere() -> None:
    from nlp.values import Elsewhere

    pack = of_json(changed(ways={"外市": "请打当地热线"}))
    assert pack.way_of("外市") == "请打当地热线"
    assert len({pack.way_of(reason.value) for reason in Elsewhere}) == len(Elsewhere)
    assert "12345" in pack.way_of("没见过的原因")


def test_groups_are_found_by_purpose_and_unit() -> None:
    pack = of_json(changed(groups=[{"id": -5, "unit": "GSGS"}, {"id": -6, "purpose": "坐席群"}]))
    unit, clerks = pack.group_of(ChatPurpose.UNIT, "GSGS"), pack.group_of(ChatPurpose.CLERKS)
    assert unit is not None
    assert clerks is not None
    assert (unit.id, clerks.id) == (-5, -6)
    assert pack.group_of(ChatPurpose.UNIT, "ZJJ") is None


# -- with the catalogue ------------------------------------------------------------------------------------------------


def test_a_city_renames_merges_and_adds_units() -> None:
    units = [
        {"code": "ZJJ", "name": "城乡建设局"},
        {"code": "GSGS", "merge_into": "ZJJ"},
        {"code": "PORT", "name": "港航中心", "topics": ["靠泊排队"]},
    ]
    body = changed(units=units, posts={"ZJJ": minimal()["posts"]["GSGS"]})
    merged = merge(UNITS, of_json(body))
    assert merged.unit("ZJJ").name == "城乡建设局"
    assert "水压低" in merged.unit("ZJJ").topics
    assert merged.unit("GSGS").code == "ZJJ"
    assert merged.unit("PORT").topics == ("靠泊排队",)


@pytest.mark.parametrize(
    "units",
    [
        [{"code": "GSGS", "merge_into": "NOWHERE"}],
        [{"code": "GSGS", "merge_into": "GSGS"}],
        [{"code": "ZJJ", "merge_into": "YSB"}, {"code": "GSGS", "merge_into": "ZJJ"}],
    ],
    ids=["unknown", "itself", "merged away"],
)
def test_a_merger_that_leads_nowhere_is_named(units: list[dict[str, Any]]) -> None:
    with pytest.raises(CityFileError, match=rf"units\.{len(units) - 1}\.merge_into：{units[-1]['merge_into']}"):
        merge(UNITS, of_json(changed(units=units)))


def test_a_chain_of_mergers_ends_at_the_last_unit() -> None:
    units = [{"code": "GSGS", "merge_into": "ZJJ"}, {"code": "ZJJ", "merge_into": "YSB"}]
    merged = merge(UNITS, of_json(changed(units=units, posts={})))
    assert merged.unit("GSGS").code == merged.unit("ZJJ").code == "YSB"
    assert "水压低" in merged.unit("YSB").topics


def test_people_of_a_unit_that_nobody_knows_are_named() -> None:
    posts = {"XXX": [{"code": "X-1", "name": "甲"}, {"code": "X-2", "name": "乙", "rank": "backup"}]}
    with pytest.raises(CityFileError, match=r"posts\.XXX"):
        merge(UNITS, of_json(changed(posts=posts)))


def test_people_left_under_a_merged_unit_are_sent_to_the_one_that_took_it_over() -> None:
    body = changed(units=[{"code": "GSGS", "merge_into": "ZJJ"}], groups=[{"id": -5, "unit": "GSGS"}])
    with pytest.raises(CityFileError) as caught:
        merge(UNITS, of_json(body))
    assert str(caught.value).count("请写到 ZJJ 下") == 2


def test_a_sealed_unit_gets_no_group() -> None:
    with pytest.raises(CityFileError, match="不能绑群"):
        merge(UNITS, of_json(changed(groups=[{"id": -5, "unit": "JWJW"}])))


def test_a_unit_that_the_city_seals_gets_no_group_either() -> None:
    body = changed(units=[{"code": "GSGS", "sealed": True}], groups=[{"id": -5, "unit": "GSGS"}])
    with pytest.raises(CityFileError, match="不能绑群"):
        merge(UNITS, of_json(body))


def test_the_keeper_is_told_what_is_thin() -> None:
    body = minimal()
    body["sealed"] = body["sealed"][:1]
    found = "\n".join(pack_checks.gaps(of_json(body), UNITS))
    assert "没有写岗位，派给它们的单会转坐席：营商办（YSB）、住建局（ZJJ）" in found
    assert "没有绑定群，派单卡只发承办人私信：自来水（GSGS）" in found
    assert "密件联系人没有副岗" in found
    assert "JWJW" not in found
