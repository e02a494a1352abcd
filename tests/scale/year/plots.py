"""What happens to whom: each case of the simulated city, drawn from a seed before anybody speaks.

The enterprise and its people are plainly fictional; phones begin with 120, which no phone does. Each text carries words
that no other text has, so that a trace of it is a trace of this case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

PLAIN = {
    "GSGS": "我们厂在经开区，自来水压力太低，机器老停，请供水公司来看看。",
    "GDGS": "车间这边停电三回了，供电所也没个说法，我们在高新区。",
    "TXGS": "办公楼的宽带断了一星期，电信师傅一直没来修。",
    "SCJ": "食品经营许可证市场监管局拖了一个月没有核发。",
    "SHW": "税务局的发票申领卡在系统里三天了，一直没有审核。",
    "GJJ": "公积金中心的企业账户汇缴总是报错，一直没人处理。",
    "ZGJ": "不动产登记中心的厂房过户材料收了两周，一直没有出证。",
    "HBJ": "环保局的环评批复交了材料一个月没有回音。",
    "JTJ": "交通运输局的道路运输证换证拖了半个月。",
    "CGJ": "城管把我们店的门头招牌拆了，一直没有说法。",
}
URGENT = {
    "GDGS": "供电所把我们厂的电停了，生产线已经部分停产，每天都在亏，请尽快恢复供电。",
    "GSGS": "自来水停了，两条生产线已经停产，后天要交货，请供水公司马上处理。",
}
CRITICAL = {"GSGS": "开发区我们厂正在停水，冷库断水就要爆管，库里两千吨货，马上救急，供水公司快来！"}
ASKING = {"SCJ": "请问办理食品经营许可证延续要交哪些材料？市场监管局哪个窗口办？"}
PROPOSING = {"SCJ": "建议市场监管局把食品经营许可证延续做成网上办，少跑一趟。"}
UNSURE = {"": "我们想了解一下有没有什么可以帮到我们这种小店的办法，具体也说不清楚。"}
CONDUCT = {
    "GSGS": "市供水集团的抄表人员态度恶劣，当众骂人，推来推去，故意刁难我们{firm}。",
    "GDGS": "供电公司的值班人员态度恶劣，当众骂人，故意刁难我们{firm}。",
    "SCJ": "市场监管局窗口那个工作人员态度恶劣，骂我们老板娘，推来推去故意刁难{firm}。",
    "SHW": "税务局大厅的人态度恶劣，当众辱骂会计，故意刁难我们{firm}。",
}
BRIBES = {
    "GSGS": "供水公司那个抄表员要我们{firm}给他两千块钱好处费，不给就不通水。",
    "GDGS": "供电公司的人收了我三千块红包才给{firm}装表，不给钱就拖着不办。",
    "SCJ": "市场监管局有个人来检查{firm}，说不给他意思意思就天天来查，还要交五千块现金给他个人。",
    "SHW": "税务局那个管理员向{firm}索要一万块好处费，说不给就查我们的账。",
}
_BIRDS, _WORKS = "鹭鹳鹮鸻鹬鹀鹨鹪鹩鸲鹟鹡鸰鹎鹛鸫", "磨坊 酱园 染坊 窑厂 糖坊 纸坊 钟表行 伞厂".split()
_TREES = "桤 楝 榉 椴 楸 栾 槭 柘 枳 桕 榛 梣".split()

#: share of each sort of case in a hundred
SORTS = {"plain": 58, "urgent": 9, "critical": 4, "asking": 3, "proposing": 2, "unsure": 6, "conduct": 11, "bribe": 7}
TEXTS = {
    "plain": PLAIN, "urgent": URGENT, "critical": CRITICAL, "asking": ASKING, "proposing": PROPOSING,
    "unsure": UNSURE, "conduct": CONDUCT, "bribe": BRIBES,
}  # fmt: skip
OFFICERS = {"diligent": 34, "lazy": 30, "deaf": 8, "pingpong": 10, "extends": 11, "together": 7}
MOODS = {"happy": 36, "moody": 20, "stubborn": 6, "silent": 20, "urging": 10, "withdraws": 8}
LATER = "补一句，刚才{unit}那个办事的当面骂人，态度恶劣，故意刁难我们{firm}。"


@dataclass(slots=True)
class Matter:
    """One enterprise's matter: who says what when, how the unit's people and the enterprise behave; later, its number."""

    n: int
    at: datetime
    sort: str
    unit: str  # whose task it is; for conduct and bribes: who is accused
    text: str
    firm: str
    name: str
    phone: str
    officer: str
    mood: str
    later: str = ""  # words of class B that come after filing
    number: str = ""
    rounds: int = 0
    heard_by: str = ""  # the unit that had the case when the later words came
    forced: bool = False  # somebody demanded that it be withdrawn

    @property
    def person(self) -> int:
        """The Telegram id, and the private chat."""
        return 700_001 + self.n

    @property
    def secret(self) -> bool:
        """True if the unit is accused and must never hear of it."""
        return self.sort in {"conduct", "bribe"}


def drawn(count: int, first: datetime, last: datetime, seed: int) -> list[Matter]:
    """So many matters, spread over the time, at any hour of any day (enterprises write at night, too)."""
    dice = Random(seed)
    cast = zip(*(_dealt(shares, count, dice) for shares in (SORTS, OFFICERS, MOODS)), strict=True)
    found = (_matter(n, sort, officer, mood, first, last, dice) for n, (sort, officer, mood) in enumerate(cast))
    return sorted(found, key=lambda matter: matter.at)


def _dealt(shares: dict[str, int], count: int, dice: Random) -> list[str]:
    """As many of each as its share says, at least one of each while there is room, in any order."""
    dealt = [one for one, share in shares.items() for _ in range(max(1, round(share * count / 100)))]
    dealt = sorted(dealt, key=dealt.count)[:count]  # what is rare stays
    dealt += dice.choices(list(shares), weights=list(shares.values()), k=count - len(dealt))
    dice.shuffle(dealt)
    return dealt


def _matter(n: int, sort: str, officer: str, mood: str, first: datetime, last: datetime, dice: Random) -> Matter:
    firm = f"{_TREES[n % 12]}{_BIRDS[n % 16]}{_WORKS[n % 8]}{'甲乙丙丁戊己庚辛壬癸'[n // 48 % 10]}号"
    unit = dice.choice(list(TEXTS[sort]))
    text = TEXTS[sort][unit].format(firm=firm)
    day = first + (last - first) * dice.random()
    hour = 9 * 60 + dice.randint(0, 480) if dice.random() < 0.7 else dice.randint(0, 24 * 60 - 1)
    at = day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(minutes=hour)
    later = LATER if sort == "plain" and dice.random() < 0.12 else ""
    phone = f"120{n:08d}"
    return Matter(
        n, max(at, first), sort, unit, f"{text}{_detail(n, dice)}", firm, f"{firm}掌柜", phone, officer, mood, later
    )


def _detail(n: int, dice: Random) -> str:
    """Where it was and who saw it: words of this case alone."""
    return f"就在{dice.choice(_TREES)}{dice.choice(_BIRDS)}巷{n + 3}号，隔壁{dice.choice(_TREES)}家{dice.choice(_WORKS)}的人也看见了。"
