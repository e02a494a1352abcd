"""Names of enterprises as written: full company names, and shop or plant names that are more than a trade."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.entities.find import Find
from nlp.values import Label

STRONG = "有限责任公司|股份有限公司|集团有限公司|有限公司|集团公司|农民专业合作社|专业合作社|个体工商户|家庭农场"
WEAK = (
    "公司|集团|合作社|经营部|门市部|批发部|商行|商贸|工作室|事务所|养殖场|农场|屠宰场|加工厂|化工厂|"
    "机械厂|食品厂|服装厂|"
    "酒店|饭店|宾馆|饭庄|酒楼|餐厅|餐馆|面馆|火锅店|烧烤店|便利店|超市|药房|大药房|药店|诊所|门诊部|"
    "幼儿园|培训学校|"
    "厂|店|馆|坊"
)
BODY = r"[一-鿿A-Za-z0-9()（）·&]{2,24}?"
NAME = re.compile(rf"(?P<body>{BODY})(?P<suffix>{STRONG}|{WEAK})(?![商房里子区门长址家铺面员主内外前后])")
# Words that come before a name but are not part of it: everything up to the last of them is dropped.
LEAD = re.compile(
    r".*(?:我们?(?:这)?(?:是|在|叫|开的?|有)?|咱们?|你们|他们|她们|本|贵|是|叫做?|在|向|找|被|把|给|和|跟|"
    r"与|及|对|从|由|让|到|去|"
    r"来自?|为|因为|但|这[家个种类些]?|那[家个种类些]?|各[家种类]|某|[一二两三几\d]+[家个]|隔壁|附近|有[家个]?|的|了|说|问|经营|"
    r"承包|名称|单位|企业|"
    r"老板|于|而|且|或|就|都|也|还|要|不|没|帮|替|请|等|欠|做|开|办|租|投资|以及|旁边|对面|之前|现在|今年|"
    r"去年|"
    r"(?:家|个|区|镇|县|街|园|路|号)(?=[一-鿿]{2}))"
)
TRADES = re.compile(
    r"食品|服装|塑料|机械|化工|纺织|家具|木材|木业|建材|建筑|装饰|装修|物流|运输|快递|电商|商贸|贸易|科技|"
    r"电子|电器|电力|供电|"
    r"燃气|天然气|供水|水务|自来水|热力|供热|环保|检测|检验|中介|代理|招标|评估|担保|保险|物业|房地产|"
    r"地产|开发|施工|"
    r"劳务|派遣|人力|资源|咨询|广告|传媒|文化|旅游|餐饮|农业|养殖|种植|饲料|粮食|面粉|医药|医疗|器械|药品|"
    r"汽车|汽修|"
    r"维修|租赁|投资|融资|小贷|贷款|金融|网络|软件|信息|通信|电信|移动|联通|石材|钢材|钢结构|水泥|混凝土|"
    r"砖|玻璃|包装|印刷|"
    r"五金|模具|铸造|制造|加工|制衣|鞋|玩具|小吃|火锅|烧烤|奶茶|早餐|面|美容|美发|理发|健身|连锁|专卖|门|"
    r"商|饭|酒|药|工|"
    r"建|停|出|进|开|分|子|母|总|外|同|平台|国有|国企|民营|私营|上市|外资|中小|供货|供应|采购|施|监理|"
    r"设计|测绘|安装|城投|建投|"
    r"生产|销售|服务|管理|实业|工贸|发展|股份|有限|中国|全国|示范|电|水|气|热|煤|车|牛|猪|鸡|鱼|果|菜|茶|"
    r"花|米|布|纸|铁|钢|铝|铜|"
    r"皮|粉|糖|油|厂|店|们|家|个|整|全|本|该|原|各|每|公|私"
)


# 供电公司, whatever stands before it, is a public utility and no enterprise that complains.
UTILITY = re.compile(r"(?:供电|电力|供水|自来水|水务|燃气|天然气|煤气|热力|供热|烟草|公交|电信|移动|联通|广电)$")


# A signature: the last clause, or the one before the phone number, and nothing in it but a name.
SIGNED = re.compile(
    r"(?:(?<=[，。！？；、,.!?;~”\n ]))(?:俺们?是|我们?是|我叫|这里是|署名)?(?P<name>[一-鿿]{3,10})"
    r"(?=[。.！!~，, ]*(?:$|(?:电话|手机)?[:：]?(?:1[0-9]{10}|0\d{2,3}-?\d{7,8})))"
)
# Words of a sentence, none of which stands in a name.
SPOKEN = re.compile(
    r"[了的吗呢吧啊呀嘛着过我你您他她它俺咱们这那哪谁啥咋怎么么不没别未请谢求望盼急帮给把被让叫说问找查罚欠拖催等想要"
    r"能会该敢得很太更最都就才又还也再是在去来到从向对跟和与及或但为因所以可否什何几第次天月年周点半上下左右前后里外"
    r"停坏漏断涨扣堵脏臭乱慢难贵误损亏赔退骗偷抢死伤塌裂冻淹烂废封拆推卡压吃喝睡"
    r"]|一[个家次天直下]|速|尽快|解决|处理|回复|投诉|举报|反映|建议|咨询|支持|领导|同志|政府|部门|单位|企业|"
    r"局$|办$|所$|队$|路$|街$|村$|镇$|乡$|区$|县$|市$|园$|广场$|小区$|门口$|老板$|经理$|师傅$|女士$|先生$|小姐$|总$|长$|任$|记$|[哥姐叔姨嫂]$|^[老小][一-鿿]$|^[一-鿿]{3}$|^(..)\1$"
)


def enterprises(text: str) -> Iterator[Find]:
    """Enterprise names. Generic words (服装厂, 物业公司, 我们公司) are not names. A name without 公司 or 店 counts where
    people sign: last, or before the phone number."""
    signed = [match for match in SIGNED.finditer(text) if not SPOKEN.search(match["name"])]
    for match in signed:
        yield Find(Label.ENTERPRISE, match.start("name"), match.end("name"))
    for match in NAME.finditer(text):
        start = _start(match)
        body = text[start : match.start("suffix")]
        if _is_name(body, match["suffix"]):
            yield Find(Label.ENTERPRISE, start, match.end())


def _start(match: re.Match[str]) -> int:
    lead = LEAD.match(match["body"])
    return match.start() + (lead.end() if lead else 0)


def _is_name(body: str, suffix: str) -> bool:
    rest = TRADES.sub("", body)
    if suffix == "公司" and UTILITY.search(body):
        return False
    if re.fullmatch(STRONG, suffix):
        return len(body) >= 2
    return len(rest) >= 2
