"""Kind, urgency, validity, other ways, missing parts, summary."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nlp.understand import Understander
from nlp.values import Elsewhere, Invalid, Missing
from storage.vocabulary import Kind, Urgency

MONDAY = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("供电所三天没来修，要个说法", Kind.COMPLAINT),
        ("真是谢谢你们的高效，三个月了还没批", Kind.COMPLAINT),
        ("单子被办结了，根本没人管", Kind.COMPLAINT),
        ("招不到熟练工，求帮忙", Kind.HELP),
        ("请问专精特新怎么申报", Kind.INQUIRY),
        ("QS-2026-000123", Kind.INQUIRY),
        ("建议大厅中午增加值班窗口", Kind.SUGGESTION),
        ("想约见检察长", Kind.MEETING),
        ("想报名企业家早餐会", Kind.MEETING),
        ("感谢税务局的同志，服务特别耐心", Kind.PRAISE),
        ("你好", Kind.INVALID),
    ],
)
def test_kinds(understander: Understander, text: str, kind: Kind) -> None:
    assert understander.understand(text).kind is kind


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("你好，在吗？", Invalid.GREETING),
        ("谢谢，辛苦了！", Invalid.THANKS),
        ("测试", Invalid.TEST),
        ("👍👍👍", Invalid.EMOJI),
        ("傻逼", Invalid.ABUSE),
        ("你们就是一群饭桶", Invalid.ABUSE),
        ("啊", Invalid.GREETING),
        ("代开发票，加微信abc12345", Invalid.ADVERTISEMENT),
        ("", Invalid.TOO_SHORT),
        ("   \n", Invalid.TOO_SHORT),
    ],
)
def test_what_opens_no_case(understander: Understander, text: str, reason: Invalid) -> None:
    read = understander.understand(text)
    assert (read.invalid, read.kind) == (reason, Kind.INVALID)


@pytest.mark.parametrize(
    "text",
    [
        "又停了",
        "停电",
        "没水",
        "急",
        "投诉",
        "欠钱不还",
        "傻逼供电公司又停电",
        "一群废物，我的证呢",
        "000123",
        "收到加微信代开发票的骚扰短信，举报",
        "谢谢，但是还没修好",
        "你好，我们厂没电",
        "贷款被骗了，对方让加微信",
        "罚款",
        "不行",
    ],
)
def test_substance_is_never_thrown_away(understander: Understander, text: str) -> None:
    assert understander.understand(text).invalid is None


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("全厂停电，生产线全停了", Urgency.CRITICAL),
        ("冷库断电，冻品要化了", Urgency.CRITICAL),
        ("正在强拆我们厂房", Urgency.CRITICAL),
        ("明天上午开标，锁登不上", Urgency.CRITICAL),
        ("3月10日交货，车进不来", Urgency.CRITICAL),
        ("因为没验收，一直开不了业", Urgency.URGENT),
        ("许可证下周三到期", Urgency.URGENT),
        ("账户被冻结了", Urgency.URGENT),
        ("银行突然抽贷", Urgency.URGENT),
        ("有人在抖音造谣抹黑我们", Urgency.URGENT),
        ("这事很急", Urgency.NORMAL),
        ("三天内给我答复", Urgency.NORMAL),
        ("许可证六月到期", Urgency.NORMAL),
        ("去年停产过一次，赔偿款没给", Urgency.NORMAL),
        ("已经起诉了，下周开庭，账户被冻结", Urgency.NORMAL),
        ("建议下周起延长窗口时间", Urgency.NORMAL),
    ],
)
def test_urgency_follows_the_lists_and_not_the_tone(understander: Understander, text: str, urgency: Urgency) -> None:
    assert understander.understand(text, at=MONDAY).urgency is urgency


@pytest.mark.parametrize(
    "text",
    [
        "仓库着火了",
        "燃气泄漏，味道很大",
        "脚手架塌了，有人被困",
        "工人中毒昏迷了",
        "我不想活了",
        "几十个人打起来了，有人拿刀",
        "已经起诉了，但现在厂里着火了",
    ],
)
def test_danger_to_life_comes_before_everything(understander: Understander, text: str) -> None:
    read = understander.understand(text)
    assert read.life_danger
    assert read.urgency is Urgency.CRITICAL


@pytest.mark.parametrize(
    "text",
    [
        "消防隐患整改",
        "火灾保险理赔",
        "去年着火的赔偿没到",
        "企业活不下去了",
        "油烟太大",
        "怕以后会着火",
        "被困在审批流程里",
        "生意火爆",
    ],
)
def test_talk_of_danger_is_no_danger(understander: Understander, text: str) -> None:
    assert not understander.understand(text).life_danger


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("我们已经起诉了，法院一审判了不服", Elsewhere.LITIGATION),
        ("劳动仲裁已经受理了", Elsewhere.LITIGATION),
        ("信访答复意见书不服", Elsewhere.PETITION),
        ("纪委已经立案了", Elsewhere.DISCIPLINE),
        ("申请信息公开二十天没给", Elsewhere.DISCLOSURE),
        ("我们公司在南京，被南京城管罚了", Elsewhere.OUTSIDE_CITY),
        ("我家孩子上学的事", Elsewhere.RESIDENT),
        ("我们小区物业不修电梯", Elsewhere.RESIDENT),
    ],
)
def test_other_ways_are_told_and_not_dispatched(understander: Understander, text: str, way: Elsewhere) -> None:
    read = understander.understand(text, city="示范市")
    assert read.elsewhere is way
    assert read.best is not None
    assert read.best.code == "PLAT"
    assert not read.confident


@pytest.mark.parametrize(
    "text",
    [
        "再不给钱我就起诉",
        "行政复议怎么申请",
        "判了一年拿不到钱，执行局不管",
        "员工孩子没学上",
        "账户被南京公安冻结了",
        "不解决我就去信访",
    ],
)
def test_a_threat_or_a_question_is_not_yet_another_way(understander: Understander, text: str) -> None:
    assert understander.understand(text, city="示范市").elsewhere is None


def test_our_own_city_is_not_outside(understander: Understander) -> None:
    assert understander.understand("我们公司在合肥，合肥城管罚我们", city="合肥市").elsewhere is None


def test_what_is_missing_is_asked_the_most_useful_first(understander: Understander) -> None:
    assert understander.understand("又停了").missing[0] is Missing.DETAIL
    assert Missing.PLACE in understander.understand("门口的路灯坏了一个月，请尽快修").missing
    assert understander.understand("经开区纬五路路灯坏了一个月，请尽快修").missing == ()
    assert understander.understand("感谢税务局的同志，服务特别耐心").missing == ()


def test_a_summary_is_short_and_names_nobody(understander: Understander) -> None:
    text = "您好，我是宏达塑料厂的张总，电话10012345678。我们车间从上周开始天天停电，注塑机里的料全废了，供电所的李师傅来看过一次就走了，请尽快解决"
    line = understander.understand(text).summary
    assert 0 < len(line) <= 40
    assert "停电" in line
    for secret in ("宏达", "张总", "10012345678", "李师傅"):
        assert secret not in line


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("工人工资发不出来，老板跑了", "RSJ"),
        ("镇政府欠我们工程款三年", "QQB"),
        ("技改补贴公示了没到账", "GXJ"),
        ("消防验收没人来", "ZJJ"),
        ("开业前消防检查怎么约", "XFZD"),
        ("物业电费加价", "SCJ"),
        ("峰谷电价怎么算", "FGW"),
        ("变压器增容报装三个月没动静", "GDGS"),
        ("商标被别人抢注", "SCJ"),
        ("外国专家工作许可怎么办", "RSJ"),
        ("货车禁行，通行证办不下来", "JJZD"),
        ("超载被治超站扣车", "JTJ"),
        ("夜里工地施工吵得睡不着", "CGJ"),
        ("银行续贷说好又反悔", "JGFJ"),
        ("小贷公司利息太高", "JRB"),
        ("政府采购质疑不答复", "CZJ"),
        ("员工孩子没学上", "JYJ"),
    ],
)
def test_the_traps_lead_to_the_right_unit(understander: Understander, text: str, code: str) -> None:
    read = understander.understand(text)
    assert read.best is not None
    assert read.best.code == code
    assert read.best.reasons


def test_what_was_promised_to_investors_is_for_those_who_signed(understander: Understander) -> None:
    first = understander.understand("招商协议承诺的奖励没兑现").candidates[:2]
    assert {candidate.code for candidate in first} == {"TCJ", "KFQ"}


def test_candidates_are_ranked_and_scores_are_shares(understander: Understander) -> None:
    scores = [candidate.score for candidate in understander.understand("园区路面坏了，货车进不来").candidates]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert sum(scores) <= 1
