"""Is an officer's answer one that an enterprise can use? (R11, R26, A09)

Pure text rules, deliberately few and explainable: each flaw says in Chinese what is missing, so that the officer can mend it
in one go. They judge form, not truth; the enterprise judges the truth. Of R11's five parts, who did what is taken from the
text as a whole, and 不服怎么办 is asked of the unit only where it refuses: below every other answer the bot itself says how to
reopen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from typing import Protocol

from storage.vocabulary import ResultCode

MIN_LETTERS = 12  # shorter than this says neither what was done nor why
MIN_DISTINCT = 6  # the same words over and over say nothing
MIN_SAID = 8  # letters left when stock phrases are taken out


class Flaw(Enum):
    """One thing that an answer lacks. The value is what the officer reads."""

    TOO_SHORT = "内容太少：请写清谁在什么时候做了什么、结果怎样"
    ONLY_PHRASES = "只有套话：请写清做了什么、结果、日期和依据，删去“高度重视”“积极协调”一类的话"
    SOON_WITHOUT_DATE = "“尽快”“近期”没有日期：请写明哪天完成"
    NO_DATE = "缺日期：请写明哪天办的，没办完的写明哪天完成"
    NO_BASIS = "缺依据：请写明依据的法规、文件或标准名称"
    NO_REMEDY = "缺救济途径：请写明不服怎么办（复核、复议、诉讼或反映渠道）"
    NO_NEXT_STEP = "缺下一步：请写明还剩什么、谁在哪天之前做"
    LEAKS_PHONE = "含手机或电话号码：请删去，需要联系请用“联系企业”"
    LEAKS_ID = "含身份证、银行卡或信用代码号码：请删去"
    HARSH = "措辞不当：请删去责备或威胁企业的话"

    @property
    def missing(self) -> str:
        """What the officer has to add or take out."""
        return self.value


class Found(Protocol):
    """A find of the text reader: what kind of thing, as a word (电话, 身份证 …)."""

    @property
    def label(self) -> str: ...


PHONE_LABELS = frozenset({"电话", "微信号"})
ID_LABELS = frozenset({"身份证", "银行卡", "信用代码"})

# A fixed-line or mobile number, and an 18-place identity number: a second net below the reader's finds.
PHONE = re.compile(r"(?<!\d)(?:1\d{2}[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]\d{7,8})(?!\d)")
IDENTITY = re.compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])")

DATE = re.compile(
    r"\d{4}\s*[年/.\-]\s*\d{1,2}|\d{1,2}\s*月\s*(?:\d{1,2}\s*[日号]?|底|初|中旬|上旬|下旬)|(?<![\d.])\d{1,2}/\d{1,2}(?![\d/])"
    r"|(?<!\d)\d{1,2}\s*[日号](?:之?前|前|上午|下午|[，。；,]|$)|[今昨明后前]天|当[天日]|本周|上周|下周|(?:周|星期|礼拜)[一二三四五六日天]|"
    r"[十一二三四五六七八九两〇零]+月[十一二三四五六七八九廿]*|\d+\s*个?(?:工作日|自然日)[内之后]|年底前|月底前"
)
SOON = re.compile(r"尽快|尽早|近期|择期|适时|争取早日|抓紧时间|马上|不久")
BASIS = re.compile(
    r"《[^》]+》|第[一二三四五六七八九十百零〇\d]+[条款项]|依据|根据|按照|依照|遵照|国标|GB[/ ]?T?\s*\d|〔\d{4}〕\s*\d+\s*号|\[\d{4}\]\s*\d+\s*号|"
    r"条例|办法|规定|标准|规程|规范|政策|文件|合同约定|协议"
)
# A refusal must name its rule: 有关规定 is no name, and 无法 is no law.
NAMED_BASIS = re.compile(
    r"《[^》]+》|第[一二三四五六七八九十百零〇\d]+条|[〔\[（(]\d{4}[〕\]）)]\s*\d+\s*号|GB[/ ]?T?\s*\d|民法典|"
    r"[\u4e00-\u9fff]{2,}(?:条例|实施细则|管理办法|暂行办法|技术规程|技术规范)|"
    r"[\u4e00-\u9fff](?:许可|处罚|复议|强制|管理|规划|建筑|合同|劳动|采购|投标|土地|保护|生产|消防|公司|征管|统计|防治)法"
)
REMEDY = re.compile(
    r"复议|诉讼|起诉|复核|复查|申诉|仲裁|不服|有异议|法院|营商办|12345|12388|向.{1,15}(?:反映|申请|提出)|救济"
)
NEXT = re.compile(r"下一步|接下来|还(?:剩|差|需|有)|剩余|后续|随后|预计|计划|将于|拟于|目标|分期|逐步")

PHRASES = (
    "高度重视",
    "积极协调",
    "正在研究",
    "进一步研究",
    "加强沟通",
    "感谢您的支持",
    "感谢支持",
    "感谢您的理解",
    "敬请谅解",
    "敬请理解",
    "将认真",
    "认真研究",
    "已收悉",
    "收悉",
    "正在办理",
    "正在处理",
    "正在协调",
    "正在推进",
    "积极推进",
    "按程序办理",
    "依法依规办理",
    "将依法依规",
    "已转相关部门",
    "已转交相关部门",
    "相关部门",
    "请您耐心等待",
    "耐心等待",
    "持续关注",
    "密切关注",
    "及时反馈",
    "及时答复",
    "第一时间",
    "全力",
    "切实",
    "进一步",
    "做好服务",
    "提供优质服务",
    "感谢您对我们工作的",
    "支持与理解",
    "理解与支持",
    "欢迎监督",
    "加大力度",
    "高度关注",
    "尽快",
    "尽早",
    "抓紧",
    "已知晓",
    "您反映的问题",
    "您的诉求",
    "您好",
    "您的",
    "感谢",
    "我局",
    "我单位",
    "我们",
    "领导",
    "已经",
    "予以",
    "工作",
    "问题",
    "诉求",
    "对此",
)
PROCESS = (
    "召开会议",
    "召开",
    "会议",
    "会商",
    "研究",
    "讨论",
    "部署",
    "要求",
    "协调",
    "对接",
    "沟通",
    "开展",
    "推进",
    "依法依规",
    "依法",
    "组织",
    "安排",
)
FILLER = re.compile("|".join(sorted(map(re.escape, (*PHRASES, *PROCESS)), key=len, reverse=True)))
LETTERS = 12  # shorter than this says neither what was done nor why


class Flaw(Enum):
    """One thing that an answer lacks. The value is what the officer reads."""

    TOO_SHORT = "内容太少：请写清谁在什么时候做了什么、结果怎样"
    ONLY_PHRASES = "只有套话：请写清做了什么、结果、日期和依据，删去“高度重视”“积极协调”一类的话"
    SOON_WITHOUT_DATE = "“尽快”“近期”没有日期：请写明哪天完成"
    NO_DATE = "缺日期：请写明哪天办的，没办完的写明哪天完成"
    NO_BASIS = "缺依据：请写明依据的法规、文件或标准名称"
    NO_REMEDY = "缺救济途径：请写明不服怎么办（复核、复议、诉讼或反映渠道）"
    NO_NEXT_STEP = "缺下一步：请写明还剩什么、谁在哪天之前做"
    LEAKS_PHONE = "含手机或电话号码：请删去，需要联系请用“联系企业”"
    LEAKS_ID = "含身份证、银行卡或信用代码号码：请删去"
    HARSH = "措辞不当：请删去责备或威胁企业的话"

    @property
    def missing(self) -> str:
        """What the officer has to add or take out."""
        return self.value


class Found(Protocol):
    """A find of the text reader: what kind of thing, as a word (电话, 身份证 …)."""

    @property
    def label(self) -> str: ...


PHONE_LABELS = frozenset({"电话", "微信号"})
ID_LABELS = frozenset({"身份证", "银行卡", "信用代码"})

# A fixed-line or mobile number, and an 18-place identity number: a second net below the reader's finds.
PHONE = re.compile(r"(?<!\d)(?:1\d{2}[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]\d{7,8})(?!\d)")
IDENTITY = re.compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])")

DATE = re.compile(
    r"\d{4}\s*[年/.\-]\s*\d{1,2}|\d{1,2}\s*月\s*(?:\d{1,2}\s*[日号]?|底|初|中旬|上旬|下旬)|(?<![\d.])\d{1,2}/\d{1,2}(?![\d/])"
    r"|(?<!\d)\d{1,2}\s*[日号](?:之?前|前|上午|下午|[，。；,]|$)|[今昨明后前]天|当[天日]|本周|上周|下周|(?:周|星期|礼拜)[一二三四五六日天]|"
    r"[十一二三四五六七八九两〇零]+月[十一二三四五六七八九廿]*|\d+\s*个?(?:工作日|自然日)[内之后]|年底前|月底前"
)
SOON = re.compile(r"尽快|尽早|近期|择期|适时|争取早日|抓紧时间|马上|不久")
BASIS = re.compile(
    r"《[^》]+》|第[一二三四五六七八九十百零〇\d]+[条款项]|依据|根据|按照|依照|遵照|国标|GB[/ ]?T?\s*\d|〔\d{4}〕\s*\d+\s*号|\[\d{4}\]\s*\d+\s*号|"
    r"条例|办法|规定|标准|规程|规范|政策|文件|合同约定|协议"
)
# A refusal must name its rule: 有关规定 is no name, and 无法 is no law.
NAMED_BASIS = re.compile(
    r"《[^》]+》|第[一二三四五六七八九十百零〇\d]+条|[〔\[（(]\d{4}[〕\]）)]\s*\d+\s*号|GB[/ ]?T?\s*\d|民法典|"
    r"[\u4e00-\u9fff]{2,}(?:条例|实施细则|管理办法|暂行办法|技术规程|技术规范)|"
    r"[\u4e00-\u9fff](?:许可|处罚|复议|强制|管理|规划|建筑|合同|劳动|采购|投标|土地|保护|生产|消防|公司|征管|统计|防治)法"
)
REMEDY = re.compile(
    r"复议|诉讼|起诉|复核|复查|申诉|仲裁|不服|有异议|法院|营商办|12345|12388|向.{1,15}(?:反映|申请|提出)|救济"
)
NEXT = re.compile(r"下一步|接下来|还(?:剩|差|需|有)|剩余|后续|随后|预计|计划|将于|拟于|目标|分期|逐步")

PHRASES = (
    "高度重视",
    "积极协调",
    "正在研究",
    "进一步研究",
    "加强沟通",
    "感谢您的支持",
    "感谢支持",
    "感谢您的理解",
    "敬请谅解",
    "敬请理解",
    "将认真",
    "认真研究",
    "已收悉",
    "收悉",
    "正在办理",
    "正在处理",
    "正在协调",
    "正在推进",
    "积极推进",
    "按程序办理",
    "依法依规办理",
    "将依法依规",
    "已转相关部门",
    "已转交相关部门",
    "相关部门",
    "请您耐心等待",
    "耐心等待",
    "持续关注",
    "密切关注",
    "及时反馈",
    "及时答复",
    "第一时间",
    "全力",
    "切实",
    "进一步",
    "做好服务",
    "提供优质服务",
    "感谢您对我们工作的",
    "支持与理解",
    "理解与支持",
    "欢迎监督",
    "加大力度",
    "高度关注",
    "尽快",
    "尽早",
    "抓紧",
    "已知晓",
    "您反映的问题",
    "您的诉求",
    "您好",
    "您的",
    "感谢",
    "我局",
    "我单位",
    "我们",
    "领导",
    "已经",
    "予以",
    "工作",
    "问题",
    "诉求",
    "对此",
)
FILLER = re.compile("|".join(sorted(map(re.escape, PHRASES), key=len, reverse=True)))
LETTERS = re.compile(r"[\w]")
HARSH_WORDS = re.compile(
    r"无理取闹|胡搅蛮缠|刁民|自己(?:的)?问题自己|活该|再(?:闹|投诉|反映)(?:就|的话)|别再(?:投诉|反映|闹)|撤(?:回|掉)(?:投诉|诉求|工单)|删(?:帖|评)|后果自负"
)
FORBIDDEN_PAUSE = re.compile(
    r"领导(?:不在|出差|没时间|未批|没批|没签|在外|休假|请假)|正在研究|还在研究|研究研究|(?:人员|同志|同事|经办人|承办人|科长|主任|局长|处长)[^，。；]{0,4}(?:出差|休假|请假|外出|学习|不在)|"
    r"等[^，。；]{0,8}(?:开会|上会|过会|会议)|等会|没(?:有)?人手|人手不足|太忙|工作忙|忙不过来|比较忙"
)


def check(result: ResultCode, text: str, spans: Iterable[Found] = ()) -> tuple[Flaw, ...]:
    """What a final answer lacks, in the order in which an officer would mend it; empty if it may go out.

    `spans` are the reader's finds in this text. Total: any text gives an answer.
    """
    flaws: list[Flaw] = [*_empty(text), *_dates(result, text), *_grounds(result, text), *note_flaws(text, spans)]
    return tuple(dict.fromkeys(flaws))


def note_flaws(text: str, spans: Iterable[Found] = ()) -> tuple[Flaw, ...]:
    """What a progress note or relayed words must not carry: other people's data, threats, pressure to take back (R26, R33)."""
    labels = {str(span.label) for span in spans}
    flaws: list[Flaw] = []
    if labels & PHONE_LABELS or PHONE.search(text):
        flaws.append(Flaw.LEAKS_PHONE)
    if labels & ID_LABELS or IDENTITY.search(text):
        flaws.append(Flaw.LEAKS_ID)
    if HARSH_WORDS.search(text):
        flaws.append(Flaw.HARSH)
    return tuple(flaws)


def forbidden_pause(text: str) -> bool:
    """True if a reason for more time is none: 领导不在, 正在研究, 科室人员出差, 等开会 (sla: pause.forbidden_reasons)."""
    return FORBIDDEN_PAUSE.search(text) is not None


def _empty(text: str) -> list[Flaw]:
    if len(LETTERS.findall(text)) < MIN_LETTERS or len(set(LETTERS.findall(text))) < MIN_DISTINCT:
        return [Flaw.TOO_SHORT]
    # What is left without stock phrases, words of mere process and dates is what was really said.
    said = LETTERS.findall(FILLER.sub("", SOON.sub("", DATE.sub("", text))))
    return [Flaw.ONLY_PHRASES] if len(said) < MIN_SAID and not NAMED_BASIS.search(text) else []


def _dates(result: ResultCode, text: str) -> list[Flaw]:
    if DATE.search(text):
        return []
    if SOON.search(text):
        return [Flaw.SOON_WITHOUT_DATE]
    return [] if result is ResultCode.NOT_POSSIBLE else [Flaw.NO_DATE]


def _grounds(result: ResultCode, text: str) -> list[Flaw]:
    flaws: list[Flaw] = []
    pattern = NAMED_BASIS if result is ResultCode.NOT_POSSIBLE else BASIS
    if not pattern.search(text):
        flaws.append(Flaw.NO_BASIS)
    if result is ResultCode.NOT_POSSIBLE and not REMEDY.search(text):
        flaws.append(Flaw.NO_REMEDY)
    if result in {ResultCode.PARTLY, ResultCode.LONG_TERM} and not NEXT.search(text):
        flaws.append(Flaw.NO_NEXT_STEP)
    return flaws
