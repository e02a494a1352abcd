"""Dates, persons, enterprises, places, units, and the way back to the original text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nlp.catalogue import Catalogue
from nlp.entities.extract import entities
from nlp.entities.units import UnitNames
from nlp.normal import normal
from nlp.traditional import PAIRS
from nlp.values import Entity, Label

MONDAY = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)  # 10:00 in the city


def found(text: str, label: Label, at: datetime | None = MONDAY) -> list[Entity]:
    return [entity for entity in entities(normal(text), at=at) if entity.label is label]


@pytest.mark.parametrize(
    ("text", "said", "day"),
    [
        ("2026年3月12日前", "2026年3月12日", "2026-03-12"),
        ("2026-3-12开标", "2026-3-12", "2026-03-12"),
        ("下周三到期", "下周三", "2026-03-18"),
        ("周五开标", "周五", "2026-03-13"),
        ("后天交货", "后天", "2026-03-11"),
        ("大后天交货", "大后天", "2026-03-12"),
        ("三月十二号截止", "三月十二号", "2026-03-12"),
        ("15号截止", "15号", "2026-03-15"),
        ("三天后开业", "三天后", "2026-03-12"),
        ("12月30日的事", "12月30日", "2025-12-30"),
        ("2月30日", "2月30日", None),
        ("去年3月", "去年3月", None),
        ("月底前", "月底", None),
    ],
)
def test_dates_are_kept_as_written_and_dated_when_certain(text: str, said: str, day: str | None) -> None:
    assert [(date.text, date.value) for date in found(text, Label.DATE)] == [(said, day)]


def test_without_a_now_only_full_dates_have_a_day() -> None:
    assert [date.value for date in found("2026年3月12日和明天", Label.DATE, at=None)] == ["2026-03-12", None]


def test_a_house_number_is_no_date() -> None:
    assert found("创新大道8号", Label.DATE) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("找张总谈过", "张总"),
        ("税务局李科长说的", "李科长"),
        ("我叫赵小明，开饭店的", "赵小明"),
        ("联系人：钱多多 100", "钱多多"),
        ("城管局王建国队长", "王建国队长"),
        ("欧阳主任不在", "欧阳主任"),
        ("孙女士", "孙女士"),
    ],
)
def test_persons_are_found(text: str, said: str) -> None:
    assert said in [person.text for person in found(text, Label.PERSON)]


@pytest.mark.parametrize(
    "text", ["提高总量", "上周主任开会", "黄工地旁边", "我是高新区的", "工程总包", "对方经理不认账", "老师傅"]
)
def test_words_that_look_like_names_are_none(text: str) -> None:
    assert found(text, Label.PERSON) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("我是宏达塑料厂的", "宏达塑料厂"),
        ("我们是示范市华信食品有限公司", "示范市华信食品有限公司"),
        ("在这里开了家老李烧烤店", "老李烧烤店"),
        ("丰禾种植专业合作社的补贴", "丰禾种植专业合作社"),
        ("被锦程物流公司骗了", "锦程物流公司"),
    ],
)
def test_enterprises_are_found_with_and_without_company(text: str, said: str) -> None:
    assert [entity.text for entity in found(text, Label.ENTERPRISE)] == [said]


@pytest.mark.parametrize(
    "text", ["我们厂停电", "隔壁服装厂太吵", "物业公司不管", "供电公司来过", "开个饭店", "一家食品厂"]
)
def test_trades_are_no_names(text: str) -> None:
    assert found(text, Label.ENTERPRISE) == []


def test_places_are_found_and_kinds_alone_are_not() -> None:
    assert [place.text for place in found("经开区纬五路停电", Label.PLACE)] == ["经开区纬五路"]
    assert found("园区里没有路灯", Label.PLACE) == []


def test_units_are_found_by_any_of_their_names_but_not_by_their_subject() -> None:
    names = UnitNames.of(Catalogue.load_default())
    assert [find.value for find in names("市监局和工商局、纪委、营商办")] == ["SCJ", "SCJ", "JWJW", "YSB"]
    assert list(names("宽带和公积金")) == []


def test_traditional_and_full_width_text_reads_the_same() -> None:
    assert normal("稅務局亂罰款，電話１００").text == "税务局乱罚款，电话100"


def test_offsets_point_into_the_original() -> None:
    text = "我\u200b們是宏達塑料廠，電話１００１２３４５６７８"
    kept = entities(normal(text))
    assert {entity.label for entity in kept} == {Label.ENTERPRISE, Label.PHONE}
    assert all(text[entity.start : entity.end] == entity.text for entity in kept)


def test_the_traditional_table_is_pairs_without_contradiction() -> None:
    assert all(len(pair) == 2 for pair in PAIRS)
    assert len({pair[0] for pair in PAIRS}) == len(PAIRS)
