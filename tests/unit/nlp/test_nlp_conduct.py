"""Classes B and C, and who is accused (R01, R02b, R04)."""

from __future__ import annotations

import pytest

from nlp.understand import Understander
from storage.vocabulary import Secrecy, Urgency


@pytest.mark.parametrize(
    "text",
    [
        "来验收的人说让我意思意思",
        "科长说不表示表示就办不了",
        "不给就一直卡着",
        "所长要了我两条中华烟",
        "镇里干部要入干股",
        "每次检查都要喝茶费",
        "队长让我帮他报销饭钱",
        "他说罚款可以私了",
        "得给回扣才让中标",
        "科长的小舅子来揽活",
        "收了钱没给票据，转的他个人微信",
        "自从我投诉以后，天天来查我",
        "他们打击报复我们厂",
        "把我投诉的事告诉了对方",
        "对方居然知道是我举报的",
        "有人逼我撤诉",
        "打电话让我把投诉撤了，不然有我好看",
        "審批的科長暗示要紅包",
    ],
)
def test_bribes_revenge_leaks_and_forced_withdrawal_are_class_c(understander: Understander, text: str) -> None:
    read = understander.understand(text)
    assert read.secrecy is Secrecy.C
    assert [candidate.code for candidate in read.candidates] == ["JWJW"]
    assert read.urgency is Urgency.URGENT
    assert not read.confident


@pytest.mark.parametrize(
    "text",
    [
        "对企业有好处的政策在哪查",
        "抽水泵不够，仓库进水",
        "超市卖卷烟要什么证",
        "消费红包活动的补贴没到账",
        "我想撤回刚才的投诉",
        "企业给员工发红包要交税吗",
        "在医院打点滴",
        "表示感谢",
    ],
)
def test_harmless_words_are_not_class_c(understander: Understander, text: str) -> None:
    assert understander.understand(text).secrecy is not Secrecy.C


def test_the_summary_of_class_c_says_nothing_of_the_content(understander: Understander) -> None:
    read = understander.understand("环保局李科长要我五万块红包")
    assert read.summary == "反映索要财物"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("三天两头来检查，生意没法做", "YSB"),
        ("必须找他们指定的中介做报告才给过", "YSB"),
        ("镇里让我们捐款，不捐就不给办", "YSB"),
        ("强制参加收费培训", "YSB"),
        ("几个部门互相推", "YSB"),
        ("大厅窗口的人态度极差", "SJJ"),
        ("执法的人没出示证件就罚款，也没给决定书", "SFJ"),
    ],
)
def test_conduct_goes_to_the_supervisory_line(understander: Understander, text: str, code: str) -> None:
    read = understander.understand(text)
    assert read.secrecy is Secrecy.B
    assert read.best is not None
    assert read.best.code == code
    assert not read.confident


@pytest.mark.parametrize(
    "text",
    [
        "物业的人态度恶劣，电费还加价",
        "证办了两个月没下来",
        "燃气公司必须买他家的灶",
        "客户骂人",
        "行业协会强制收会费",
        "有人在小红书上骂我们店，网信办能管吗",
        "抖音评论区天天骂我们老板",
    ],
)
def test_private_rudeness_and_slow_work_are_class_a(understander: Understander, text: str) -> None:
    assert understander.understand(text).secrecy is Secrecy.A


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("城管局的人态度恶劣", ("CGJ",)),
        ("我们找城管局反映，他们互相推诿", ("CGJ",)),
        ("消防大队三天两头来检查", ("XFZD",)),
        ("营商办的人爱答不理", ("YSB",)),
        ("纪委的人把我的举报材料转给了局长", ("JWJW",)),
        ("环保局科长要红包，希望纪委查一查", ("HBJ",)),
        ("我向营商办反映过，税务局还是天天来查，乱罚款", ("SHW",)),
        ("住建局和自规局互相推皮球", ("ZJJ", "ZGJ")),
        ("办事大厅里市监局的人骂人", ("SCJ",)),
        ("停电了，供电公司没来修", ()),
        ("有人要红包", ()),
        ("窗口的人骂我们，营商办能管吗", ()),
        ("城管骂我们，市长热线管不管", ("CGJ",)),
    ],
)
def test_the_accused_are_those_whose_conduct_it_is(
    understander: Understander, text: str, accused: tuple[str, ...]
) -> None:
    assert understander.understand(text).accused == accused


@pytest.mark.parametrize(
    ("text", "code"),
    [("营商办的人态度恶劣", "SZFB"), ("司法局执法不出示证件", "YSB"), ("政务局大厅窗口互相推诿", "YSB")],
)
def test_an_accused_unit_is_never_the_candidate(understander: Understander, text: str, code: str) -> None:
    read = understander.understand(text)
    assert read.best is not None
    assert read.best.code == code
    assert not {candidate.code for candidate in read.candidates} & set(read.accused)


def test_an_accused_discipline_organ_leaves_no_candidate(understander: Understander) -> None:
    read = understander.understand("监委的人收了红包")
    assert (read.accused, read.candidates) == (("JWJW",), ())


@pytest.mark.parametrize(
    ("text", "forced"),
    [("所长打电话逼我撤诉", True), ("不撤投诉就封我的店", True), ("我想撤回投诉", False), ("法院对方逼我撤诉", False)],
)
def test_forced_withdrawal_is_told_from_a_free_one(understander: Understander, text: str, forced: bool) -> None:
    assert understander.understand(text).forced_withdrawal is forced


@pytest.mark.parametrize(
    "text",
    [
        "供水公司那个人要我们给他两千块钱好处费，不给就不修。",
        "科长说给两个点回扣就签字",
        "我举报后第二天他们就来查我了，说是谁让你举报的",
        "办证的小王收了我两条烟",
    ],
)
def test_plain_corruption_is_sealed_without_a_question(understander: Understander, text: str) -> None:
    read = understander.understand(text)
    assert read.secrecy is Secrecy.C
    assert read.otherwise is None


def test_where_corruption_is_doubtful_one_of_two_readings_is_secret_and_neither_is_dispatched_alone(
    understander: Understander,
) -> None:
    read = understander.understand("住建局那个科长让我们请吃饭唱歌，不请就不批")
    assert read.otherwise is not None
    assert {read.secrecy is Secrecy.C, read.otherwise.secrecy is Secrecy.C} == {True, False}
    assert not read.confident
    assert not read.otherwise.confident
    assert read.otherwise.otherwise is None
