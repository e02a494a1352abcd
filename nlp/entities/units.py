"""Units of the catalogue that a text names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.catalogue import Catalogue
from nlp.entities.find import Find
from nlp.values import Label

# Names that are a trade or a subject rather than somebody: they guide matching but name nobody.
SUBJECTS = frozenset(
    "平台 热线 12345 移动 电信 联通 广电 宽带 开标 招投标 公路 公交 蒸汽 热力 防雷 气象 快递 邮政 养老 殡葬 环评 排污许可 国库 "
    "畜牧 农机 担保 取水 水资源 易地建设费 种植业 生育津贴 公积金 校外培训 职业病 科技创新 货车通行证 外贸 电力 自来水 天然气 "
    "属地 出入境 网安 商会 信访 复议 园区 港华 昆仑 价格监测 国土 招商中心 银行 快递公司 行政审批 消防验收 不动产登记 报关 关区 "
    "林场 园林苗圃 人民防空 社会组织 网络举报 电网 专卖 交易中心 高新区 经开区 现代产业园 开发区 产业园 工业园 产业集聚区 运营商 "
    "道路运输 治安支队 市长热线 立案庭 破产庭 体育局 A级景区 劳动仲裁 上市办 清欠 公证处 银保监 征信中心 县区 街道 检验检疫 "
    "保税物流中心 商务委 卫健 文旅 教体 林木".split()
)
HALLS = frozenset("政务大厅 市民中心 办事大厅 政务服务中心 办税厅".split())


@dataclass(frozen=True)
class UnitNames:
    """Finds names of units, longest first; digits (12388) only where no other digit stands beside them."""

    codes: dict[str, str]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, catalogue: Catalogue) -> UnitNames:
        """All names of a catalogue that stand for somebody. A name of two units belongs to the first."""
        codes: dict[str, str] = {}
        for unit in catalogue.units:
            for name in unit.names:
                if name not in SUBJECTS and len(name) >= 2:
                    codes.setdefault(name, unit.code)
        longest_first = sorted(codes, key=len, reverse=True)
        words = "|".join(rf"(?<!\d){name}(?!\d)" if name.isdigit() else re.escape(name) for name in longest_first)
        return cls(codes, re.compile(words or r"(?!)"))

    def __call__(self, text: str) -> Iterator[Find]:
        for match in self.pattern.finditer(text):
            yield Find(Label.UNIT, match.start(), match.end(), self.codes[match[0]])
