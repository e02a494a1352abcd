"""Numerals, check digits, and numbers that identify."""

from __future__ import annotations

import pytest

from nlp import checks, credit_code
from nlp.entities.extract import entities
from nlp.normal import normal
from nlp.numerals import parse
from nlp.values import Entity, Label

RIGHT_CODE = "91340100MA2X00001" + credit_code.check_digit("91340100MA2X00001")


def found(text: str, label: Label) -> list[Entity]:
    return [entity for entity in entities(normal(text)) if entity.label is label]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("28万5", 285_000),
        ("六十三万二", 632_000),
        ("1,250.50", 1250.5),
        ("两千三", 2300),
        ("一百二十万零五百", 1_200_500),
        ("壹佰贰拾万", 1_200_000),
        ("3.5w", 35_000),
        ("1万亿", 1e12),
        ("十五", 15),
        ("28万5千6百", 285_600),
        ("三百零五", 305),
    ],
)
def test_numerals_mean_what_people_mean(text: str, value: float) -> None:
    assert parse(text) == value


@pytest.mark.parametrize("text", ["", "一二三", "万元", "abc", "二五仔"])
def test_what_is_no_numeral_has_no_value(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "said", "value"),
    [
        ("镇里欠我28万5，三年了", "28万5", 285_000),
        ("尾款六十三万二没给", "六十三万二", 632_000),
        ("多收了1,250.50元", "1,250.50元", 1250.5),
        ("约30万的货款", "30万", 300_000),
        ("罚了我五千", "五千", 5000),
        ("欠款¥12000", "¥12000", 12_000),
        ("人民币壹佰贰拾万元整", "人民币壹佰贰拾万元整", 1_200_000),
        ("一天亏两万多", "两万多", None),
        ("损失三十多万", "三十多万", None),
    ],
)
def test_amounts_are_in_yuan_and_vague_ones_have_no_value(text: str, said: str, value: float | None) -> None:
    [amount] = found(text, Label.AMOUNT)
    assert (amount.text, amount.value) == (said, value)


@pytest.mark.parametrize("text", ["两万平的厂房", "招50个人", "三千多只鸡", "5万吨产能", "排了一百二十个号", "国道105"])
def test_what_is_counted_is_no_money(text: str) -> None:
    assert found(text, Label.AMOUNT) == []


@pytest.mark.parametrize(
    "text",
    [
        "10012345678",
        "100 1234 5678",
        "100-1234-5678",
        "+86 100 1234 5678",
        "１００１２３４５６７８",
        "一零零一二三四五六七八",
    ],
)
def test_a_mobile_is_found_however_it_is_written(text: str) -> None:
    [phone] = found(f"联系我{text}，谢谢", Label.PHONE)
    assert phone.value == "10012345678"
    assert phone.text == text


def test_landlines_and_service_numbers_are_phones() -> None:
    assert [phone.value for phone in found("座机0999-1234567，或400-123-4567", Label.PHONE)] == [
        "0999-1234567",
        "4001234567",
    ]


def test_a_phone_cut_by_invisible_characters_is_still_one_phone() -> None:
    [phone] = found("打100\u200b1234\u200b5678", Label.PHONE)
    assert phone.text == "100\u200b1234\u200b5678"
    assert phone.value == "10012345678"


def test_a_credit_code_counts_only_with_its_check_digit() -> None:
    [code] = found(f"我们是{RIGHT_CODE.lower()}", Label.CREDIT_CODE)
    assert code.value == RIGHT_CODE
    wrong = RIGHT_CODE[:-1] + ("0" if RIGHT_CODE[-1] != "0" else "1")
    assert found(f"合同号{wrong}", Label.CREDIT_CODE) == []
    [named] = found(f"信用代码{wrong}", Label.CREDIT_CODE)
    assert named.value is None


def test_credit_code_check_digit_agrees_with_the_standards_example() -> None:
    assert credit_code.valid("91350100M000100Y43")
    assert not credit_code.valid("91350100M000100Y44")


def test_credit_code_normalises_width_case_and_lookalikes() -> None:
    assert credit_code.normalise("９１３５０１００ m000100y43") == "91350100M000100Y43"
    assert credit_code.valid("9135O100MOOO1OOY43")


def test_id_cards_and_bank_cards_are_found() -> None:
    assert [card.text for card in found("身份证 11010119900101007X", Label.ID_CARD)] == ["11010119900101007X"]
    assert checks.luhn("4000000000000002")
    assert [card.value for card in found("卡 4000 0000 0000 0002", Label.BANK_CARD)] == ["4000000000000002"]
    assert [card.value for card in found("对公账号1234567890123456", Label.BANK_CARD)] == ["1234567890123456"]


def test_id_check_digit_is_the_standards() -> None:
    assert checks.id_card_valid("11010519491231002X")
    assert not checks.id_card_valid("110105194912310021")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("QS-2026-000123怎么样了", "QS-2026-000123"),
        ("qs2026 000123", "QS-2026-000123"),
        ("000123", "000123"),
        ("工单号是123456", "123456"),
    ],
)
def test_case_numbers_are_found_full_and_bare(text: str, value: str) -> None:
    assert [number.value for number in found(text, Label.CASE_NUMBER)] == [value]


def test_plates_mails_and_chat_ids_are_found() -> None:
    text = "车是皖K12345，邮箱no.body@example.com，微信号nobody_2026"
    assert [entity.label for entity in entities(normal(text))] == [Label.PLATE, Label.EMAIL, Label.WECHAT]
