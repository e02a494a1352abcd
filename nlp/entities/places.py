"""Places: roads, towns, villages, parks, markets, buildings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.entities.find import Find
from nlp.values import Label

KIND = (
    "工业园区?|产业园区?|科技园|物流园|经开区|高新区|开发区|集聚区|新区|示范区|大道|大街|路口|路|街道|街|"
    "巷|镇|乡|村|社区|小区|"
    "广场|大厦|市场|商城|大桥|县|湖|河"
)
NAMED = re.compile(
    rf"(?P<body>[一-鿿A-Za-z0-9]{{1,8}}?)(?P<kind>{KIND})(?:[A-Z]区|\d+号[楼院]?|[东西南北]段|"
    rf"[东西南北]侧|与[一-鿿]{{1,6}}路?交叉口)?"
)
LEAD = re.compile(
    r".*(?:我们?|你们|他们|是|在|向|找|被|把|给|和|跟|与|对|从|由|让|到|去|来|为|但|这[个条片]?|"
    r"那[个条片]?|的|了|说|"
    r"一[个条片]|两[个条]|几[个条]|有|门口|附近|整个?|全|本|市|位于|地址|厂|店|公司|修|堵|过|走|进|出|管|"
    r"拆|占|上|下|不|没|每)"
)
GENERIC = re.compile(
    r"农贸|批发|菜|建材|人才|劳动力|国际|国内|二手车?|主|马|公|铁|高速|水|电|线|道|大|小|老|新|各|产业|"
    r"工业|科技|物流|城|乡|"
    r"销|思|出|退|后|绝|生|套|网|管|回|双|同|一|半|多|工|园|国道|省道|销售|金融|资本|房地产|汽车|成品|"
    r"土地|电力|农|山|江|内"
)


def places(text: str) -> Iterator[Find]:
    """Named places. A kind alone (园区, 市场, 路口) is no place."""
    for match in NAMED.finditer(text):
        lead = LEAD.match(match["body"])
        start = match.start() + (lead.end() if lead else 0)
        body = text[start : match.start("kind")]
        alone = match["kind"] in {"经开区", "高新区", "集聚区"} and not body
        if alone or GENERIC.sub("", body):
            yield Find(Label.PLACE, start, match.end())
