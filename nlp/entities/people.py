"""Names of persons: a surname with a title (张总, 李女士), or a full name that the words around announce."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.entities.find import Find
from nlp.values import Label

SINGLE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施牛樊葛邢"
    "安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝"
    "路游辛靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏"
    "宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
DOUBLE = ("欧阳", "上官", "司马", "诸葛", "令狐", "皇甫", "尉迟", "公孙", "慕容", "司徒", "夏侯")
RARE_AS_NAMES = set("全应明时师成商连路和解单查向管费席边简")
SURNAME = rf"(?:{'|'.join(DOUBLE)}|[{''.join(sorted(set(SINGLE) - RARE_AS_NAMES))}])"
TITLES = (
    "董事长|总经理|副总|经理|老板娘?|总(?![量是共体之部的而统理额产数计承包价要会局公队工结平站表投监务支])|"
    "主任|科长|局长|处长|所长|队长|书记|镇长|乡长|县长|区长|市长|院长|厅长|部长|站长|股长|组长|支书|村长|"
    "校长|园长|行长|"
    "检察长|庭长|大队长|中队长|主席|秘书长|会计|主管|专员|警官|法官|律师|老师|师傅|先生|女士|小姐|同志|医生|"
    "工(?![地程作厂业人资伤商信期序艺会具时])|某某?|姓(?!名)"
)
TITLED = re.compile(rf"(?P<name>{SURNAME})(?P<title>{TITLES})")
FULL_TITLED = re.compile(rf"(?P<name>{SURNAME}[一-鿿]{{1,2}}?)(?P<title>{TITLES})")
ANNOUNCED = re.compile(
    r"(?:我叫|我是|本人|姓名|名叫|名字叫?|联系人|法人代表|法人|法定代表人|经办人|负责人|收件人|业主|员工|"
    r"老板|叫)[:：是为]?\s*"
    rf"(?P<name>{SURNAME}[一-鿿]{{1,2}})(?=$|[\s,，.。;；、()（）!！?？\d]|[的说来去在电手身联]|先生|女士)"
)
# 高总 in 提高总量, 周主任 in 上周主任: a surname whose character belongs to the word before it.
BOUND = {
    "高": "提最增抬拔走升新", "程": "工流进日课过", "周": "上下本每这一二两三四那整",
    "方": "对甲乙双各地官多第一警我", "金": "资现基押税奖租佣定",
    "江": "长", "常": "经日正平非", "安": "公保治", "任": "主责担信", "于": "由关至等属对",
    "石": "矿钻", "万": "一二三四五六七八九十百千几两", "文": "公语", "余": "其剩多业", "成": "完组",
    "施": "实措设", "田": "农", "水": "自", "林": "园森", "华": "中",
    "关": "海机相有", "龙": "沙水", "章": "公印盖文", "温": "高", "包": "承打",
    "车": "货汽卡", "段": "路时", "路": "公马", "项": "事款", "康": "健",
    "房": "厂住", "付": "支对应预", "史": "历", "符": "不",
}  # fmt: skip
NOT_NAMES = re.compile(r"严某|万某|老师傅|高主管|金主任?$|安主任$")
# 我是高新区…: full names never begin like these.
NOT_FULL = re.compile(
    r"高新|高速|高压|金融|万元|万达|方面|方案|江北|江南|黄金|白天|安全|施工|房东|车间|温州|石油|常年|任何|"
    r"余款|华东|严重|周边|成品|时候"
)


def people(text: str) -> Iterator[Find]:
    """Names without their titles' sense: the span covers name and title, the value is the surname."""
    for match in ANNOUNCED.finditer(text):
        if not NOT_FULL.match(match["name"]):
            yield Find(Label.PERSON, match.start("name"), match.end("name"), _surname(match["name"]))
    for match in TITLED.finditer(text):
        if not _bound(text, match):
            yield Find(Label.PERSON, match.start(), match.end(), _surname(match["name"]))
    for match in FULL_TITLED.finditer(text):
        if not _bound(text, match) and not NOT_FULL.match(match["name"]) and _apart(text, match.start()):
            yield Find(Label.PERSON, match.start(), match.end(), _surname(match["name"]))


def _surname(name: str) -> str:
    return name[:2] if name[:2] in DOUBLE else name[:1]


def _bound(text: str, match: re.Match[str]) -> bool:
    before = text[match.start() - 1 : match.start()]
    bound = bool(before) and before in BOUND.get(match["name"][0], "")
    return bound or NOT_NAMES.match(match[0]) is not None


def _apart(text: str, start: int) -> bool:
    """A full name with a title follows a break or a word after which a person is named."""
    before = text[max(0, start - 1) : start]
    return not before or not ("一" <= before <= "鿿") or before in "的是找给被叫让请跟和与对由向局科所队院站村镇区委"
