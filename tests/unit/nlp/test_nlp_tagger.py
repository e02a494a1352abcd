"""The trained tagger: names, days and money that only the sentence tells; and what it may never touch."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from nlp.catalogue import Catalogue
from nlp.knowledge import Knowledge
from nlp.normal import normal
from nlp.tagger.coins import numerals
from nlp.tagger.invented import renamed
from nlp.tagger.tagger import Tagger
from nlp.tagger.train import Tagged, lessons, tagged, train
from nlp.understand import Understander
from nlp.values import Label

CATALOGUE = Catalogue.load_default()


@pytest.fixture(scope="module")
def understander() -> Understander:
    return Understander(CATALOGUE)


def said(understander: Understander, text: str, label: Label) -> list[str]:
    return [entity.text for entity in understander.understand(text).entities if entity.label is label]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一块三毛五", 1.35),
        ("36块5", 36.5),
        ("两块八", 2.8),
        ("9块9", 9.9),
        ("三毛二", 0.32),
        ("5分钱", 0.05),
        ("四千八", 4800),
        ("12,500.5元", 12500.5),
        ("¥99", 99),
        ("28万5", 285_000),
    ],
)
def test_small_and_large_money_is_worth_what_people_mean(text: str, value: float) -> None:
    [find] = numerals(text)
    assert (find.value, find.start, find.end) == (pytest.approx(value), 0, len(text))


@pytest.mark.parametrize("text", ["几十万", "三十多万", "上百万", "四五来万", "两千多块"])
def test_what_is_vague_has_no_value_at_its_vague_place(text: str) -> None:
    assert all(find.end < len(text) for find in numerals(text))


def test_a_name_without_any_legal_form_is_found(understander: Understander) -> None:
    assert said(understander, "水到膝盖了，配电柜快进水，排水泵跳了，瑞祥冷链，10012345678", Label.ENTERPRISE) == [
        "瑞祥冷链"
    ]


def test_a_generic_word_is_no_name(understander: Understander) -> None:
    assert said(understander, "我们公司门口那家超市老把车停在消防通道上", Label.ENTERPRISE) == []


def test_a_day_keeps_its_time(understander: Understander) -> None:
    [day] = said(understander, "明天上午九点就要开标了，保证金还没有退回来", Label.DATE)
    assert day.startswith("明天上午")


def test_money_without_any_unit_is_found_by_its_sentence(understander: Understander) -> None:
    kept = understander.understand("罚款收了我8600，收据一张没有").entities
    assert [entity.value for entity in kept if entity.label is Label.AMOUNT] == [8600]


@pytest.mark.parametrize(
    "text", ["电话10012345678找我", "信用代码91340100MA2X00001A对不上", "单子QS-2026-000123怎么样了"]
)
def test_numbers_that_identify_stay_with_the_rules(understander: Understander, text: str) -> None:
    kept = understander.understand(text).entities
    assert not [entity for entity in kept if entity.label is Label.AMOUNT]


def test_a_name_that_was_found_is_not_in_the_summary(understander: Understander) -> None:
    kept = understander.understand("瑞祥冷链门前的路灯坏了半个月没人修")
    assert [entity.text for entity in kept.entities if entity.label is Label.ENTERPRISE] == ["瑞祥冷链"]
    assert "瑞祥" not in kept.summary


def test_training_twice_gives_the_same_model(tmp_path: Path) -> None:
    rows = [
        Tagged("瑞祥冷链停电了", (("E", 0, 4),)),
        Tagged("昨天罚了8600", (("D", 0, 2), ("M", 4, 8))),
        Tagged("窗口态度真好", ()),
    ]
    cut = Knowledge(CATALOGUE, trained=False).segmenter.cut
    for name in ("one", "two"):
        train(lessons(rows), cut, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert Tagger(tmp_path / "one").finds("瑞祥冷链停电了", cut, ()) != []


def test_a_renamed_copy_keeps_every_other_span_in_its_place() -> None:
    row = tagged(
        {
            "text": "昨天瑞祥冷链被罚8600元，瑞祥冷链不服",
            "entities": {"enterprise": ["瑞祥冷链"], "dates": ["昨天"], "amount_yuan": [8600]},
        }
    )
    *_, copy = lessons([row], copies=1)
    texts = [(kind, copy.text[start:end]) for kind, start, end in copy.spans]
    assert texts[0] == ("D", "昨天")
    assert ("M", "8600元") in texts
    names = [name for kind, name in texts if kind == "E"]
    assert len(names) == 2
    assert names[0] == names[1] != "瑞祥冷链"


def test_renaming_changes_nothing_but_the_names() -> None:
    text, placed = renamed("甲公司欠乙公司", [(0, 3), (4, 7)], Random(1))
    assert text[placed[0][1] : placed[1][0]] == "欠"
    assert placed[1][1] == len(text)


def test_every_find_lies_in_the_text_it_was_found_in(understander: Understander) -> None:
    text = "尊敬的领导：ＡＢＣ有限公司２８万５的货款，𠮷祥面业，明早八点👍" * 60
    assert all(text[entity.start : entity.end] == entity.text for entity in understander.understand(text).entities)
    assert normal(text).text


@pytest.mark.parametrize("text", ["在小红书发帖", "美团抽成太高", "饿了么和美团逼我们二选一"])
def test_a_platform_that_everybody_deals_with_is_no_enterprise_to_hide(understander: Understander, text: str) -> None:
    assert said(understander, text, Label.ENTERPRISE) == []


def test_a_firm_that_has_a_platform_in_its_name_is_hidden(understander: Understander) -> None:
    assert said(understander, "我们是瑞祥抖音直播基地", Label.ENTERPRISE) == ["瑞祥抖音直播基地"]
