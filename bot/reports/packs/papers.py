"""The packs as documents: parts and figures in, blocks out. Every case stands by number, unit and masked words only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.reports.packs import choose
from bot.reports.packs.document import Block, Document, Heading, Para, Picture, Table
from bot.reports.packs.lines import Line, Part
from bot.texts import decide, times
from bot.texts import packs as texts

DECIDED_WIDTHS = (36, 70, 25, 25)  # of decisions
WIDTHS = (17, 36, 20, 31, 30, 11, 11)  # of LINE_HEAD, in mm: 156 in all
ORDER = "一二三四五六七八九十"
SHORT, LONG = 24, 36  # letters of a cell that may not grow


@dataclass(frozen=True, slots=True)
class Cover:
    """What every document says of itself."""

    city: str
    mark: str
    now: datetime


def clipped(text: str, most: int = SHORT) -> str:
    """Text that fits a cell."""
    return text if len(text) <= most else text[: most - 1] + "…"


def row(line: Line) -> tuple[str, ...]:
    """One case: what, whose, how it stands, where it sticks; who and by when is left for the meeting to fill in."""
    stands = texts.late_words(line.late_days, line.late) if line.is_late else texts.due_words(line.due_at)
    if line.reopens:
        stands += f"，重办{line.reopens}次"
    if line.held and line.review is not None:
        stands = f"挂账，{times.short(line.review).split()[0]}检视"
    urgent = "" if line.urgency.value == "普通" else f"{line.urgency.value}｜"
    history = f"{texts.chased(line.chased)}，{line.progress}" if line.chased or line.is_late else line.progress
    return (
        line.number[-6:],
        clipped(urgent + line.summary, LONG),
        clipped(f"{line.unit_name} {line.owner}", 16),
        clipped(f"{stands}；{history}" if history else stands, LONG),
        clipped("：".join(part for part in (line.stuck, line.advice) if part) or "—", SHORT + 4),
        "",
        "",
    )


def table(lines: Iterable[Line]) -> Table:
    """Cases on paper."""
    return Table(texts.LINE_HEAD, WIDTHS, tuple(row(line) for line in lines))


def _section(name: str, part: Part) -> list[Block]:
    if not part.total:
        return []
    blocks: list[Block] = [Heading(f"{name}（{part.total}件）"), table(part.shown)]
    return [*blocks, Para(texts.left_out(part.left_out), indent=False)] if part.left_out else blocks


def numbered(sections: Iterable[list[Block]]) -> tuple[Block, ...]:
    """一、二、三 before the headings of those sections that there are."""
    found = [section for section in sections if section]
    blocks: list[Block] = []
    for number, section in zip(ORDER, found, strict=False):
        first = section[0]
        blocks += [Heading(f"{number}、{first.text}") if isinstance(first, Heading) else first, *section[1:]]
    return tuple(blocks)


def decided(rows: Sequence[tuple[str, ...]]) -> list[Block]:
    """What earlier meetings decided and is still open: who, what, by when, how it stands; nothing if nothing is."""
    if not rows:
        return []
    late = sum(row[3].startswith("已过期") for row in rows)
    cells = [(clipped(who, 16), clipped(what, 30), when, clipped(state, 12)) for who, what, when, state in rows]
    table_ = Table(decide.SHEET_HEAD, DECIDED_WIDTHS, tuple(cells[: choose.DECIDED]))
    more = len(cells) - choose.DECIDED
    blocks: list[Block] = [Heading(decide.sheet_title(len(cells), late)), table_]
    return [*blocks, Para(decide.not_shown(more), indent=False)] if more > 0 else blocks


def weekly(
    force: str, lead: str, found: choose.Weekly, cover: Cover, items: Sequence[tuple[str, ...]] = ()
) -> Document:
    """周调度单: at most two pages (A14); `items` are the open decisions of earlier meetings."""
    figures = texts.weekly_lead(found.open, found.late.total, found.soon.total, found.redone.total, found.held)
    stuck: list[Block] = [Heading("主要卡点"), Para(texts.weekly_stuck(found.stuck))] if found.stuck else []
    body = numbered(
        [
            stuck,
            _section("逾期", found.late),
            _section("3个工作日内到期", found.soon),
            _section("企业不认可、重办", found.redone),
            decided(items),
            [Heading("会上要定"), Para(texts.decide())],
        ]
    )
    under = f"{force}　牵头：{lead}　{texts.date(cover.now)}"
    return Document(f"{cover.city}营商环境周调度单", under, (Para(figures), *body), cover.mark, dense=True)


def fortnight(found: choose.Fortnight, cover: Cover) -> Document:
    """双周调度: at most ten items, grouped by why they are on the table (A15)."""
    sections: list[list[Block]] = []
    for why in dict.fromkeys(item.why for item in found.items):
        mine = [item.line for item in found.items if item.why == why]
        sections.append([Heading(f"{why}（{len(mine)}件）"), table(mine)])
    lead = f"提请调度{len(found.items)}件。{texts.left_out(found.left_out)}{texts.decide()}"
    body = numbered(sections)
    under = f"报专班组长（分管市长）　{texts.date(cover.now)}"
    return Document(f"{cover.city}营商环境双周调度单", under, (Para(lead), *body), cover.mark, dense=True)


def quarterly(
    quarter: str,
    figures: Sequence[tuple[str, str]],
    found: choose.Quarterly,
    stuck: Sequence[tuple[str, int]],
    charts: Sequence[Picture],
    cover: Cover,
) -> Document:
    """季度专题材料 (A16), a draft of what is reported; `figures` are names and values as they stand in the books."""
    themes = [(name, f"{n}件") for name, n in found.themes]
    words = texts.suggestions(found.late.total, found.held.total, found.themes, stuck)
    advice: list[Block] = [Para(f"{n}. {text}") for n, text in enumerate(words, start=1)]
    body = numbered(
        [
            [Heading("总体情况"), Table(("指标", "数值"), (96, 60), tuple(figures)), *charts[:1]],
            [Heading("反映最多的五类问题"), Table(("问题", "件数"), (116, 40), tuple(themes)), *charts[1:]]
            if themes
            else [],
            _section("逾期超过20个工作日", found.late) or [Heading("逾期超过20个工作日"), Para(texts.NONE)],
            _section("挂账未销", found.held) or [Heading("挂账未销"), Para(texts.NONE)],
            [Heading("改进建议"), *advice],
        ]
    )
    under = f"{quarter}　{texts.date(cover.now)}"
    return Document(f"{cover.city}优化营商环境季度专题调度材料", under, body, cover.mark, draft=True, dense=True)


def meeting(found: Part, cover: Cover) -> Document:
    """星期六要素保障会商: what waits for land, power or money (A23)."""
    forces = Counter(line.taskforce for line in found.shown)
    sections: list[list[Block]] = [
        [Heading(f"{force}（{n}件）"), table(line for line in found.shown if line.taskforce == force)]
        for force, n in forces.most_common()
    ]
    lead = f"提交会商{found.total}件。{texts.left_out(found.left_out)}"
    return Document(
        f"{cover.city}重点项目要素保障会商清单",
        texts.date(cover.now),
        (Para(lead), *numbered([*sections, [Heading("会上要定"), Para(texts.decide())]])),
        cover.mark,
        dense=True,
    )


def common(month: str, found: Sequence[choose.Common], cover: Cover) -> Document:
    """月度一类问题: causes that came again and again, for the unit in charge to mend at the root (A21)."""
    rows = tuple((one.theme, one.unit_name, str(len(one.numbers)), _some(one.numbers)) for one in found)
    advice: list[Block] = [Para(texts.common_words(one.theme, one.unit_name, len(one.numbers))) for one in found[:8]]
    body = numbered(
        [
            [
                Heading("同因五件以上的问题"),
                Table(("问题", "主管单位", "件数", "单号（后六位）"), (40, 38, 16, 62), rows),
            ],
            [Heading("立项建议"), *advice],
        ]
    )
    return Document(f"{cover.city}月度一类问题清单", month, body, cover.mark, draft=True, dense=True)


def _some(numbers: Sequence[str]) -> str:
    shown = " ".join(number[-6:] for number in numbers[:8])
    return shown + (f" 等{len(numbers)}件" if len(numbers) > 8 else "")


def draft(title: str, under: str, words: Sequence[str], rows: Table | None, cover: Cover) -> Document:
    """A letter for a person to sign (R35): the addressee, the matter, the facts, and a blank for the signature."""
    first, *rest = words
    blocks: list[Block] = [Para(first, indent=False), *[Para(text) for text in rest]]
    blocks += [rows] if rows is not None else []
    blocks += [
        Para("　", indent=False),
        Para("签发人：＿＿＿＿＿＿　　", align="right"),
        Para("　　　　年　　月　　日　　", align="right"),
        Para("　", indent=False),
        Para(texts.SIGN_HINT, indent=False),
    ]
    return Document(title, under, tuple(blocks), cover.mark, draft=True)
