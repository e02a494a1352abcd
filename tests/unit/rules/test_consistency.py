"""A plain contradiction goes back with the words that clash; what is merely new, or explained, does not."""

from __future__ import annotations

import pytest

from bot.rules.consistency import before, itself
from storage.vocabulary import ResultCode


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (ResultCode.SOLVED, "3月10日到现场，漏点在用户侧，目前仍无法修复。"),
        (ResultCode.SOLVED, "经查该笔押金依合同约定不予退还。"),
        (ResultCode.SOLVED, "3月12日已与企业沟通，变压器增容还在办理中。"),
        (ResultCode.SOLVED, "资金尚未拨付到县里，3月20日再看，暂时不能兑现。"),
        (ResultCode.SOLVED, "证件还没办结，材料3月11日已补齐。"),
        (ResultCode.SOLVED, "门口道路未能完全恢复，3月15日继续施工。"),
        (ResultCode.NOT_POSSIBLE, "3月10日更换阀门，水压已恢复，依据供水服务标准。"),
        (ResultCode.NOT_POSSIBLE, "工程款3月12日已支付，不服可向营商办反映。"),
        (ResultCode.NOT_POSSIBLE, "您反映的问题已解决。"),
    ],
)
def test_a_result_that_the_words_deny_is_named(result: ResultCode, text: str) -> None:
    found = itself(result, text)
    assert found is not None
    assert result.value in found


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (
            ResultCode.SOLVED,
            "3月10日已更换园区支管阀门，现场测压2.2公斤，恢复正常。若今晚仍无法恢复，3月11日上午再派人。",
        ),
        (ResultCode.SOLVED, "因系统故障此前无法办理，3月10日系统恢复，执照已核发。"),
        (ResultCode.SOLVED, "3月9日不能供气是因为主管检修，检修当晚结束，现已通气。"),
        (ResultCode.SOLVED, "您反映“一直没有办结”，经查3月10日已办结，证书可到二楼领取。"),
        (ResultCode.SOLVED, "如还没有解决，请直接回复。3月10日退费到账。"),
        (ResultCode.PARTLY, "阀门3月10日已更换，二号线尚未修复，3月15日前完成。"),
        (ResultCode.LONG_TERM, "资金暂时不能兑现，计划6月30日前分期支付。"),
        (
            ResultCode.NOT_POSSIBLE,
            "我局3月10日已完成核查，依据《城镇燃气管理条例》第十八条，该处不具备接通条件，不服可申请复议。",
        ),
        (ResultCode.NOT_POSSIBLE, "依据《招标投标法》第五十条不予退还，不服可依法提起诉讼。"),
        (ResultCode.NOT_POSSIBLE, "此前多缴的部分已退还，其余依据《条例》第七条不予退还，可申请复核。"),
    ],
)
def test_words_that_fit_the_result_are_let_through(result: ResultCode, text: str) -> None:
    assert itself(result, text) is None


@pytest.mark.parametrize(
    ("old", "new", "clash"),
    [
        ("管道3月12日前修复。", "管道3月18日前修好，请放心。", "3月12日前修复"),
        ("工程款3月20日前支付。", "工程款分两次，4月30日前拨付。", "3月20日前支付"),
        ("3月12日上午上门检修。", "师傅3月14日上午上门。", "3月12日上午上门"),
        ("预计3月11日答复检测结果。", "3月16日前反馈。", "3月11日答复"),
        ("12月28日前完成。", "1月10日前完成。", "12月28日前完成"),
        ("我局已受理，正在核查。", "此事不属于我局职责，请找城管。", "我局已受理"),
        ("此路段属于我中心管辖，3月12日派人。", "该路段不归我中心管辖。", "属于我中心管辖"),
        ("我公司负责办理，先查管网。", "产权分界点后的管道不是我公司的业务。", "我公司负责办理"),
    ],
)
def test_a_later_day_or_a_matter_pushed_off_is_named_with_the_earlier_words(old: str, new: str, clash: str) -> None:
    found = before(new, [old])
    assert found is not None
    assert clash in found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("管道3月12日前修复。", "因连日降雨，管道推迟到3月18日前修复。"),
        ("管道3月12日前修复。", "3月12日已修复，现场复核正常。"),
        ("管道3月12日前修复。", "3月13日已修复，现场复核正常。"),
        ("管道3月12日前修复。", "提前到3月11日前修复。"),
        ("3月12日前答复检测结果。", "检测合格；路面3月20日前恢复。"),
        ("3月12日上午上门检修。", "已上门检修，配件3月15日前到位。"),
        ("我局已受理，正在核查。", "经核实，该路段不属于我局职责，已请城管局办理。"),
        ("此事不属于我局职责，已转城管。", "该事项不属于我局职责，请联系城管局。"),
        ("已派人到现场查看。", "不属于我单位职责，请转办。"),
        ("3月12日前完成。", "已完成，请查收。"),
        ("", "3月12日前完成。"),
        ("1月10日前完成。", "12月28日前完成。"),
    ],
)
def test_what_is_new_or_explained_is_no_contradiction(old: str, new: str) -> None:
    assert before(new, [old]) is None


def test_the_newest_of_what_was_said_is_quoted() -> None:
    found = before("3月25日前完成。", ["3月12日前完成。", "因下雨改到3月18日前完成。"])
    assert found is not None
    assert "3月18日前完成" in found
