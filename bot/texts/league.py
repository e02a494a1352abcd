"""What people read of the quarterly league: figures with their denominators, places with their uncertainty, and the way to appeal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.rules.quarters import Quarter
from bot.rules.scoring.figures import Rate, median
from bot.rules.scoring.league import DEDUCTIONS, ITEMS, RANKED_FROM, SHRUNK_BELOW, League, Row
from bot.texts import times
from bot.texts.values import Button, Message, Press

PAGE = 12  # units of one page
NO_QUARTER = "没看懂是哪个季度。请这样发：/race 2026Q1"
NOT_YOURS = "只能看本单位的数。"
EXCLUDED = len(ITEMS)  # the list of what is left out stands behind the rates
LISTS = (*(item.name for item in ITEMS), "剔除", *(name for _mark, _points, name in DEDUCTIONS))


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a quarter has come: open until appeals end, then frozen. `books_open`: not all cases are entered yet."""

    quarter: Quarter
    ended: bool
    appeals_end: datetime
    frozen_at: datetime | None = None
    revision: int = 1
    books_open: bool = False

    @property
    def words(self) -> str:
        """In brackets after the quarter."""
        if self.frozen_at is not None:
            return f"{times.day(self.frozen_at)}定版" + (f"，第{self.revision}次更正" if self.revision > 1 else "")
        if not self.ended:
            return "进行中，数字会变"
        return f"初步，申诉期至{times.moment(self.appeals_end)}"


def head(stand: Stand) -> str:
    """The first line of everything about a quarter."""
    late = "\n（还在汇总，数字未齐，稍后再看。）" if stand.books_open else ""
    return f"{stand.quarter.words}赛马（{stand.words}）{late}"


def empty(stand: Stand) -> Message:
    """Nothing to show."""
    return Message(f"{head(stand)}\n还没有可计的件。", (_quarters(stand),), protect=True)


def _quarters(stand: Stand) -> tuple[Button, ...]:
    """The quarters beside it."""
    beside = [stand.quarter.previous] + ([stand.quarter.next] if stand.ended else [])
    return tuple(Button(f"看{quarter.words}", Press("race", arg=f"{quarter}.0")) for quarter in beside)


def table(made: League, names: Mapping[str, str], stand: Stand, page: int) -> Message:
    """One page of the whole table, for supervisors."""
    part = made.rows[page * PAGE : (page + 1) * PAGE]
    few = len(made.rows) - len(made.ranked)
    lines = [head(stand), f"{len(made.ranked)}家排名；件数不足{RANKED_FROM}的{few}家不排名。密件和剔除件不入账。"]
    lines += [_line(row, names) for row in part]
    lines += [
        f"括号内是解决率的95%区间，重叠多的名次难分先后；件数不足{SHRUNK_BELOW}的向全市均值收缩。口径：{made.version}"
    ]
    rows = [_pair(made, names, stand, at) for at in range(page * PAGE, page * PAGE + len(part), 2)]
    turns = [("上一页", page - 1)] * (page > 0) + [("下一页", page + 1)] * ((page + 1) * PAGE < len(made.rows))
    turn = tuple(Button(label, Press("race", arg=f"{stand.quarter}.{to}")) for label, to in turns)
    out = (Button("图片", Press("racep", arg=str(stand.quarter))), _workbook(stand, ""))
    return Message("\n".join(lines), (*rows, *((turn,) if turn else ()), out, _quarters(stand)), protect=True)


def _workbook(stand: Stand, unit_code: str) -> Button:
    return Button("台账 xlsx", Press("racex", arg=f"{stand.quarter}.{unit_code}"))


def _pair(made: League, names: Mapping[str, str], stand: Stand, at: int) -> tuple[Button, ...]:
    two = made.rows[at : min(at + 2, (at // PAGE + 1) * PAGE)]
    return tuple(
        Button(names.get(row.unit, row.unit), Press("raceu", arg=f"{stand.quarter}.{row.unit}")) for row in two
    )


def _line(row: Row, names: Mapping[str, str]) -> str:
    place = f"{row.place}." if row.place is not None else "—"
    points = f"{row.points}分" if row.points is not None else "无分"
    return f"{place} {names.get(row.unit, row.unit)}｜{points}｜{row.cases}件｜解决 {solved(row)}｜按时办结 {percent(row.rates[2])}"


def solved(row: Row) -> str:
    """解决率 with its interval."""
    between = row.interval
    return percent(row.rates[3]) + (f"（{between[0]}–{between[1]}）" if between is not None else "")


def percent(rate: Rate) -> str:
    """A rate, or a dash without cases."""
    return f"{rate.percent}%" if rate.percent is not None else "—"


def unit(made: League, row: Row, name: str, stand: Stand, sections: Mapping[str, Rate], *, back: bool) -> Message:
    """One unit's figures beside the median; each rate opens its cases. `sections`: only those with enough ratings."""
    lines = [f"{head(stand)}｜{name}", _standing(made, row)]
    lines += [_rate(made, row, n) for n in range(len(ITEMS))]
    lines += [f"三率：响应 {percent(row.rates[1])}，解决 {percent(row.heard)}，满意 {percent(row.rates[4])}"]
    lines += [f"扣分：{_minus(row)}", f"剔除：{'、'.join(f'{why}{n}件' for why, n in row.excluded.items()) or '无'}"]
    by_section = "；".join(f"{section} {percent(rate)}（{rate.due}件）" for section, rate in sections.items())
    lines += [f"科室满意率（打分{RANKED_FROM}件以上才列）：{by_section}"] if by_section else []
    found = [(n, rate.due) for n, rate in enumerate(row.rates)] + [(EXCLUDED, sum(row.excluded.values()))]
    found += [(EXCLUDED + 1 + n, count) for n, count in enumerate(row.deductions)]
    buttons = [_opens(stand, row, n) for n, count in found if count]
    rows = [tuple(buttons[n : n + 3]) for n in range(0, len(buttons), 3)]
    over = Button("看全表", Press("race", arg=f"{stand.quarter}.0")) if back else _workbook(stand, row.unit)
    return Message("\n".join(lines), (*rows, (over,)), protect=True)


def _standing(made: League, row: Row) -> str:
    middle = median(other.points for other in made.ranked if other.points is not None)
    beside = f"（中位数 {middle}）" if middle is not None else ""
    points = f"得分 {row.points}{beside}" if row.points is not None else "还没有得分"
    place = f"第{row.place}名，共{len(made.ranked)}家" if row.place is not None else f"件数不足{RANKED_FROM}，不排名"
    return f"{place}｜{points}｜{row.cases}件"


def _rate(made: League, row: Row, n: int) -> str:
    rate = row.rates[n]
    middle = median(p for other in made.ranked if (p := other.rates[n].percent) is not None)
    shown = f"{percent(rate)}（{rate.good}／{rate.due}）" if rate.due else "—"
    return f"{ITEMS[n].name} {shown}" + (f"，中位数 {middle}%" if middle is not None else "")


def _minus(row: Row) -> str:
    counts = zip(row.deductions, DEDUCTIONS, strict=True)
    said = [f"{name}{count}件（−{count * points}分）" for count, (_mark, points, name) in counts if count]
    return "、".join(said) or "无"


def _opens(stand: Stand, row: Row, n: int) -> Button:
    return Button(LISTS[n].removesuffix("率"), Press("racei", arg=f"{stand.quarter}.{row.unit}.{n}.0"))


@dataclass(frozen=True, slots=True)
class Line:
    """One case behind a figure."""

    case_id: int
    number: str
    good: bool
    note: str  # state, or why it is left out
    appealable: bool = False
    judgeable: bool = False  # the office may still leave it out, or find its closing false


def cases(
    stand: Stand, unit_code: str, name: str, n: int, lines: tuple[Line, ...], page: int, last: bool, *, look: bool
) -> Message:
    """The cases behind one figure, those that were missed first. `look`: the reader may open them."""
    body = [f"{head(stand)}｜{name}｜{LISTS[n]}" + (f"（第{page + 1}页）" if page or not last else "")]
    body += [
        f"{line.number[-6:]} {'达到' if line.good else '未达到' if n < EXCLUDED else ''}｜{line.note}" for line in lines
    ]
    opening = [Button(f"看 {line.number[-6:]}", Press("facts", line.case_id)) for line in lines if look]
    arg = f"{stand.quarter}.{unit_code}"
    opening += [
        Button(f"申诉 {line.number[-6:]}", Press("appeal", line.case_id, arg=arg)) for line in lines if line.appealable
    ]
    opening += [
        Button(f"认定 {line.number[-6:]}", Press("score", line.case_id, arg=arg)) for line in lines if line.judgeable
    ]
    rows = [tuple(opening[at : at + 3]) for at in range(0, len(opening), 3)]
    turns = [("上一页", page - 1)] * (page > 0) + [("下一页", page + 1)] * (not last)
    turn = tuple(Button(label, Press("racei", arg=f"{arg}.{n}.{to}")) for label, to in turns)
    back = (Button(f"回{name}", Press("raceu", arg=arg)),)
    return Message("\n".join(body), (*rows, *((turn,) if turn else ()), back), protect=True)


# -- by the clock ----------------------------------------------------------------------------------------------------------


def opened(made: League, names: Mapping[str, str], stand: Stand) -> Message:
    """The quarter is over: what it looks like, and until when it may be disputed."""
    return _news(made, names, stand, f"申诉期至{times.moment(stand.appeals_end)}，第6个工作日定版。")


def frozen(made: League, names: Mapping[str, str], stand: Stand) -> Message:
    """The figures are final."""
    return _news(made, names, stand, "通报或约谈须由人签发，机器人只供数。")


def _news(made: League, names: Mapping[str, str], stand: Stand, tail: str) -> Message:
    few = len(made.rows) - len(made.ranked)
    best, worst = made.ranked[:3], made.ranked[3:][-3:]
    lines = [head(stand), f"样本不足{RANKED_FROM}件的{few}家不排名；密件与剔除件不入账。"]
    lines += ["前列：" + "、".join(_short(row, names) for row in best)] if best else []
    lines += ["靠后：" + "、".join(_short(row, names) for row in worst)] if worst else []
    see = Button("看全表", Press("race", arg=f"{stand.quarter}.0"))
    return Message("\n".join([*lines, tail]), ((see,),), protect=True)


def _short(row: Row, names: Mapping[str, str]) -> str:
    return f"{names.get(row.unit, row.unit)} {row.points or Decimal(0)}"
