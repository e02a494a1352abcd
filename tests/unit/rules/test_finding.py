"""R02c: a finding tells the unit what was proven and nothing by which its author could be known."""

from __future__ import annotations

import pytest

from bot.rules.finding import Leak, leaks

COMPLAINT = "3月2日下午我在窗口等了4个小时，工作人员让我找指定的中介交3800元，不交就不收材料。"
CLEAN = "经查实，个别窗口存在向办事人推荐中介服务的情形。请立即纠正，公开办理流程，并书面报告整改结果。"
NAMES = ("示例食品有限公司", "王某某")


def found(text: str) -> tuple[Leak, ...]:
    return leaks(text, COMPLAINT, NAMES)


def test_a_finding_about_the_conduct_may_go() -> None:
    assert found(CLEAN) == ()


@pytest.mark.parametrize(
    ("words", "leak"),
    [
        ("见工单QS-2026-000123。", Leak.CASE_NUMBER),
        ("涉及示例食品有限公司。", Leak.PERSON),
        ("请联系王某某。", Leak.PERSON),
        ("电话10012345678。", Leak.CONTACT),
        ("证件11010519491231002X。", Leak.CONTACT),
        ("其称“工作人员让我找指定的中介”。", Leak.QUOTE),
        ("收取3800元。", Leak.FIGURE),
    ],
)
def test_whatever_names_the_author_is_found(words: str, leak: Leak) -> None:
    assert found(CLEAN + words) == (leak,)


def test_a_quotation_is_found_through_other_punctuation() -> None:
    assert Leak.QUOTE in found(CLEAN + "工作人员，让我找指定的……中介")


def test_eight_characters_in_a_row_are_a_quotation_and_seven_are_not() -> None:
    assert found(CLEAN + "（不交就不收材料）") == ()
    assert Leak.QUOTE in leaks(CLEAN + "（他不交就不收材料）", "他不交就不收材料")


def test_short_figures_are_no_trace() -> None:
    assert found(CLEAN + "依据第12条。") == ()
    assert leaks(CLEAN + "共100元", "花了100元") == (Leak.FIGURE,)


def test_blank_names_hide_nothing_and_empty_findings_do_not_go() -> None:
    assert leaks(CLEAN, COMPLAINT, ("", " ")) == ()
    assert leaks("请整改。", COMPLAINT) == (Leak.EMPTY,)
