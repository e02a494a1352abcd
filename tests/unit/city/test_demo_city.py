"""示范市: complete, stable, and plainly nobody."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from bot.city import pack_checks
from bot.city.demo import demo_catalogue, demo_pack, entrepreneurs, playground_seed
from bot.city.pack import LEAD, Rank, of_json, ready
from bot.city.policy_file import load_policy
from nlp import credit_code
from nlp.catalogue import Catalogue
from storage.vocabulary import ChatPurpose, Role, Urgency

PACK = demo_pack()
UNITS = demo_catalogue().units


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.code)
def test_every_unit_has_owner_stand_in_head_deputy_and_chief(unit: object) -> None:
    code = unit.code  # type: ignore[attr-defined]
    ranks = Counter(post.rank for post in PACK.staff if post.unit == code and post.rank not in {Rank.DESK, Rank.LEADER})
    assert ranks == {Rank.OWNER: 1, Rank.BACKUP: 1, Rank.HEAD: 1, Rank.DEPUTY: 1, Rank.CHIEF: 1}
    owner = next(post for post in PACK.staff if post.unit == code and post.rank is Rank.OWNER)
    assert owner.section
    assert owner.backup is not None
    assert PACK.post(owner.backup) is not None


def test_nothing_is_missing_in_the_demo_city() -> None:
    assert pack_checks.gaps(PACK, demo_catalogue()) == []


def test_every_unit_has_a_group_but_the_sealed_ones() -> None:
    bound = {group.unit for group in PACK.groups if group.purpose is ChatPurpose.UNIT}
    assert bound == {unit.code for unit in UNITS if not unit.sealed}
    assert all(PACK.group_of(purpose) for purpose in ChatPurpose)


def test_the_desks_are_staffed() -> None:
    roles = Counter(post.role for post in PACK.staff)
    assert (roles[Role.CLERK], roles[Role.SUPERVISOR], roles[Role.SEALED], roles[Role.KEEPER]) == (2, 2, 2, 1)


@pytest.mark.parametrize("urgency", list(Urgency))
def test_every_title_of_the_ladder_leads_to_somebody_for_every_unit(urgency: Urgency) -> None:
    by_rank = {"承办人", "备岗", "科室负责人", "单位分管负责人", "单位主要负责人"}
    titles = {title for rung in load_policy().rungs(urgency) for title in rung.to} - by_rank
    lost = [(unit.code, title) for unit in UNITS for title in titles if PACK.chain_code(unit.code, title) is None]
    assert not [pair for pair in lost if pair[0] != "FY"], (
        lost
    )  # the court leads its own task force, outside the city's ladder


def test_the_lead_of_the_water_task_force_is_its_leading_units_chief() -> None:
    assert PACK.chain_code("GSGS", LEAD) == "ZJJ-05"


def test_names_codes_and_ids_are_all_different() -> None:
    for values in ([p.name for p in PACK.staff], [p.code for p in PACK.staff], [p.tg_id for p in PACK.staff]):
        assert len(set(values)) == len(values)


def test_everybody_is_plainly_fictional() -> None:
    assert all("示" in post.name for post in PACK.staff)
    people = playground_seed(PACK)["people"]
    assert all(re.fullmatch(r"100\d{8}", person["phone"]) for person in people)
    assert len({person["phone"] for person in people}) == len(people)


def test_ids_stay_what_stories_and_scripts_rely_on() -> None:
    water = [post.tg_id for post in PACK.staff if post.unit == "GSGS"]
    assert water == [10246, 10247, 10248, 10249, 10250]
    group = PACK.group_of(ChatPurpose.UNIT, "GSGS")
    assert group is not None
    assert group.id == -20050
    assert [boss.tg_id for boss in entrepreneurs()] == list(range(10601, 10607))
    assert [post.tg_id for post in PACK.staff if post.role is Role.CLERK] == [10001, 10002]


def test_the_entrepreneurs_codes_have_a_right_check_digit() -> None:
    assert len(entrepreneurs()) == 6
    assert all(credit_code.valid(boss.credit_code) for boss in entrepreneurs())
    kinds = ("面粉厂", "模具厂", "冷链物流", "食品加工", "软件", "建材店")
    assert all(kind in boss.enterprise for kind, boss in zip(kinds, entrepreneurs(), strict=True))


def test_the_demo_pack_is_a_pack_like_any_other() -> None:
    again, _ = ready(of_json(PACK.to_json()), Catalogue.load_default())
    assert again == PACK


# -- the world of the local Telegram -----------------------------------------------------------------------------------

SEED = playground_seed(PACK)


def test_the_seed_names_the_bot_and_gives_everybody_what_the_playground_needs() -> None:
    assert set(SEED) == {"bot", "people", "chats"}
    assert SEED["bot"]["username"] == "dingge_demo_bot"
    assert all(set(person) == {"id", "first_name", "username", "phone", "role", "label"} for person in SEED["people"])
    assert all({"id", "type", "title", "members", "admins"} == set(chat) for chat in SEED["chats"])


def test_ids_of_people_chats_and_bot_never_clash() -> None:
    ids = [person["id"] for person in SEED["people"]] + [chat["id"] for chat in SEED["chats"]] + [SEED["bot"]["id"]]
    assert len(set(ids)) == len(ids)
    usernames = [person["username"] for person in SEED["people"]]
    assert len(set(usernames)) == len(usernames)


def test_members_and_admins_of_every_chat_exist() -> None:
    people = {person["id"] for person in SEED["people"]}
    for chat in SEED["chats"]:
        assert chat["members"]
        assert set(chat["admins"]) <= set(chat["members"]) <= people


def test_a_units_group_holds_its_own_five_people_and_nobody_else() -> None:
    water = next(chat for chat in SEED["chats"] if chat["id"] == -20050)
    assert water["members"] == [10246, 10247, 10248, 10249, 10250]
    assert "自来水" in water["title"]


def test_no_entrepreneur_and_no_sealed_contact_sits_in_any_group() -> None:
    inside = {member for chat in SEED["chats"] for member in chat["members"]}
    outside = {
        person["id"] for person in SEED["people"] if person["role"] in {Role.ENTERPRISE.value, Role.SEALED.value}
    }
    assert len(outside) == 8
    assert not inside & outside


def test_entrepreneurs_carry_their_enterprise_in_the_label() -> None:
    labels = [person["label"] for person in SEED["people"] if person["role"] == Role.ENTERPRISE.value]
    assert labels[0] == "泉河面粉厂 周老板"
