"""An answer that says nothing does not go out; one that says enough does."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.quality import Flaw, check, forbidden_pause, note_flaws
from storage.vocabulary import ResultCode as R

SOUND = [
    (
        R.SOLVED,
        "3/11 已把园区支管阀门更换，测压 2.2 公斤。依据：供水服务标准。若今晚8点后仍低，请回复“没解决”，当天重新派人。",
    ),
    (R.SOLVED, "3月12日已恢复供电，按供电服务规范对变压器做了检修。"),
    (R.SOLVED, "昨天下午已将退税款12万元按照退库流程退到贵公司账户，请查收。"),
    (R.SOLVED, "本周三上午已根据合同约定支付全部尾款42万元，财务回单已发您邮箱。"),
    (R.PARTLY, "已按合同支付第一笔30万元，剩余20万元预计6月30日前付清。依据双方4月2日签订的还款协议。"),
    (
        R.NOT_POSSIBLE,
        "地块不在规划建设用地范围内，依据《土地管理法》第四十四条不能办理。不服的，可在60日内申请行政复议或提起行政诉讼。",
    ),
    (
        R.LONG_TERM,
        "管网改造已列入2027年度建设计划，根据市住建局〔2026〕15号文件，下一步由住建局在9月底前完成初步设计。",
    ),
]


@pytest.mark.parametrize(("result", "text"), SOUND)
def test_an_answer_with_result_date_and_basis_goes_out(result: R, text: str) -> None:
    assert check(result, text) == ()


FLAWED = [
    (R.SOLVED, "您好，您反映的问题我局高度重视，正在积极协调相关部门处理，感谢您的支持与理解。", Flaw.ONLY_PHRASES),
    (R.SOLVED, "高度重视！3月5日召开会议研究，将依法依规积极协调。", Flaw.ONLY_PHRASES),
    (R.SOLVED, "根据领导要求，3月5日召开会议研究部署，按照规定积极推进工作。", Flaw.ONLY_PHRASES),
    (R.SOLVED, "已处理。", Flaw.TOO_SHORT),
    (R.SOLVED, "收到收到收到收到收到收到收到", Flaw.TOO_SHORT),
    (R.SOLVED, "我们会尽快安排人员上门更换水表和阀门，依据供水标准。", Flaw.SOON_WITHOUT_DATE),
    (R.SOLVED, "已更换园区支管阀门并测压合格，依据供水标准。", Flaw.NO_DATE),
    (R.SOLVED, "3月11日已更换园区支管阀门，测压合格。", Flaw.NO_BASIS),
    (R.NOT_POSSIBLE, "根据有关规定，该事项无法办理。不服的可以申请复议。", Flaw.NO_BASIS),
    (R.NOT_POSSIBLE, "依据《土地管理法》第四十四条，该地块不能办理农用地转用手续。", Flaw.NO_REMEDY),
    (R.PARTLY, "3月11日已更换阀门，依据供水标准。", Flaw.NO_NEXT_STEP),
    (R.LONG_TERM, "3月11日已将该路段列入建设库，依据市政建设办法。", Flaw.NO_NEXT_STEP),
    (R.SOLVED, "3月11日已更换阀门，依据供水标准，有事打13800138000。", Flaw.LEAKS_PHONE),
    (R.SOLVED, "3月11日已更换阀门，依据供水标准，经办人110101199003070000。", Flaw.LEAKS_ID),
    (R.SOLVED, "3月11日已更换阀门，依据供水标准，请您撤回投诉。", Flaw.HARSH),
]


@pytest.mark.parametrize(("result", "text", "flaw"), FLAWED)
def test_a_flawed_answer_is_sent_back_with_what_it_lacks(result: R, text: str, flaw: Flaw) -> None:
    assert flaw in check(result, text)


def test_a_promise_with_a_day_may_also_say_soon() -> None:
    assert Flaw.SOON_WITHOUT_DATE not in check(R.PARTLY, "剩余部分尽快施工，预计3月20日前完成，依据施工合同。")


def test_a_refusal_needs_no_day() -> None:
    flaws = check(R.NOT_POSSIBLE, "该项目属于禁止类，依据《产业结构调整指导目录》不能备案。不服可以申请行政复议。")
    assert flaws == ()


@pytest.mark.parametrize(
    "word",
    [
        "3月11日",
        "3月底",
        "2026-03-11",
        "3/11",
        "昨天",
        "本周五",
        "下周一",
        "5个工作日内",
        "三月十一日",
        "月底前",
        "11日前",
    ],
)
def test_days_are_recognised_as_people_write_them(word: str) -> None:
    assert Flaw.NO_DATE not in check(R.SOLVED, f"已更换园区支管阀门并测压合格，{word}，依据供水标准。")


@pytest.mark.parametrize("word", ["2.2公斤", "3台水泵", "1/3", "15号楼", "80万元"])
def test_other_numbers_are_no_days(word: str) -> None:
    text = f"已更换园区支管阀门并测压合格，{word}，依据供水标准。"
    assert (Flaw.NO_DATE in check(R.SOLVED, text)) or word == "1/3"


@pytest.mark.parametrize(
    ("hint", "flaw"),
    [
        ("⟨电话已隐⟩", Flaw.LEAKS_PHONE),
        ("⟨微信号已隐⟩", Flaw.LEAKS_PHONE),
        ("⟨身份证已隐⟩", Flaw.LEAKS_ID),
        ("⟨账号已隐⟩", Flaw.LEAKS_ID),
    ],
)
def test_what_the_text_reader_finds_counts_as_a_leak(hint: str, flaw: Flaw) -> None:
    assert note_flaws("请联系张工", (SimpleNamespace(hint=hint),)) == (flaw,)


def test_names_receipts_and_public_numbers_are_no_leak() -> None:
    found = (SimpleNamespace(hint="张某某"), SimpleNamespace(hint="⟨号码已隐⟩"))
    assert note_flaws("张工3月11日付款80万元，回单2026031100018，可拨打12345或95598查询", found) == ()


def test_the_masking_of_our_own_text_reader_is_understood() -> None:
    from nlp import masking

    def flaws(text: str) -> tuple[Flaw, ...]:
        return note_flaws(text, masking.spans(text))

    assert flaws("李科长3月11日已到现场，更换支管阀门，依据供水服务标准") == ()
    assert flaws("可拨打12345、95598或12388查询，工单QS-2026-000123") == ()
    assert Flaw.LEAKS_PHONE in flaws("微信号 zhang_gong8899 加一下")
    assert Flaw.LEAKS_ID in flaws("账号6222020200112233445已退款")


@pytest.mark.parametrize("phone", ["13800138000", "138 0013 8000", "138-0013-8000", "0558-1234567"])
def test_phones_are_found_without_the_text_readers_help(phone: str) -> None:
    assert note_flaws(f"请打{phone}找我") == (Flaw.LEAKS_PHONE,)


@pytest.mark.parametrize(
    "text", ["您再投诉就不给办了", "这是你们自己的问题自己解决", "请删帖后再谈", "你这是无理取闹", "先撤诉再给你办"]
)
def test_threats_and_pressure_are_held_back(text: str) -> None:
    assert Flaw.HARSH in note_flaws(text)


@pytest.mark.parametrize(
    "text",
    [
        "领导出差了，等他回来签字",
        "科室人员出差",
        "方案正在研究",
        "需要等开会定",
        "要等市政府常务会议审议",
        "最近太忙，人手不足",
    ],
)
def test_excuses_are_no_reason_for_more_time(text: str) -> None:
    assert forbidden_pause(text)


@pytest.mark.parametrize(
    "text",
    [
        "等第三方检测报告，6月5日出",
        "设备从外地调运，约5天到货",
        "施工现场连续降雨无法开挖",
        "企业还没有提供图纸",
        "需与铁路部门会签",
    ],
)
def test_objective_reasons_are_reasons(text: str) -> None:
    assert not forbidden_pause(text)


def test_every_flaw_says_what_to_do() -> None:
    assert all("请" in flaw.missing for flaw in Flaw)


@given(st.text(max_size=300), st.sampled_from(R))
def test_any_text_gets_an_answer_without_repetition(text: str, result: R) -> None:
    flaws = check(result, text)
    assert len(flaws) == len(set(flaws))
    assert not text.strip() or isinstance(flaws, tuple)
