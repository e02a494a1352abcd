"""R18: what others can see shows no number and no name."""

from __future__ import annotations

from itertools import pairwise

import pytest

from nlp.masking import mask, spans


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("打10012345678找我", "打⟨电话已隐⟩找我"),
        ("身份证11010119900101007X", "身份证⟨身份证已隐⟩"),
        ("卡号4000 0000 0000 0002", "卡号⟨账号已隐⟩"),
        ("代码91350100M000100Y43", "代码⟨信用代码已隐⟩"),
        ("邮箱no.body@example.com", "邮箱⟨邮箱已隐⟩"),
        ("微信号nobody_2026", "微信号⟨微信号已隐⟩"),
        ("张总和李女士", "张某某和李某某"),
        ("合同123456789012", "合同⟨号码已隐⟩"),
    ],
)
def test_each_kind_of_personal_data_is_hidden_with_a_hint(text: str, shown: str) -> None:
    assert mask(text) == shown


def test_case_numbers_amounts_and_dates_stay_readable() -> None:
    text = "QS-2026-000123欠28万5，2026-03-12前付"
    assert mask(text) == text


def test_names_stay_when_only_numbers_are_to_be_hidden() -> None:
    assert mask("张总10012345678", names=False) == "张总⟨电话已隐⟩"


def test_enterprises_are_hidden_only_when_asked() -> None:
    assert mask("宏达塑料厂停电") == "宏达塑料厂停电"
    assert mask("宏达塑料厂停电", enterprises=True) == "某企业停电"


def test_spans_are_ordered_and_apart() -> None:
    found = spans("张总10012345678，李女士11010119900101007X")
    assert [hidden.hint for hidden in found] == ["张某某", "⟨电话已隐⟩", "李某某", "⟨身份证已隐⟩"]
    assert all(left.end <= right.start for left, right in pairwise(found))
