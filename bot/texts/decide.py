"""What is read about a meeting's decisions (A14): taken down in four taps, carried out by one person, chased to the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rules.decisions import CHOICES
from bot.texts import times
from bot.texts.values import Button, Message, Press
from storage.vocabulary import DecisionStep

PAGE = 6
SHORT = 30  # letters of a line
GONE = "这一步已经过去了。要录会上决定请重新发 /decide。"
MOVED_ON = "这项决定已经有了新进展，请发 /decide 看现在的情况。"
UNKNOWN = "没有找到这件，或这件不能录会上决定。请写单号后六位，例如：/decide 000123。"
NOT_OUTSIDE = "这个单位不能承办这项决定。请点其他单位，或回复单位名称。"
NOBODY = "{unit}现在没有能收到的负责人，也没有可用的群，交办送不到。请先请管理员登记人员，或换一个单位。"
NO_UNIT = "没有找到这个单位。请写简称，例如：供水、住建。"
NO_DATE = "没看懂日期。请写例如：3月20日、下周五、10个工作日内。"
PAST = "这个日期已经过了，或者超过一年。请连月份一起写，例如：4月20日。"
CLASSIFIED = (
    "这段话涉及作风或廉洁问题，不能作为会上决定发给单位，没有记下。请按监督渠道办理，或只写要办的事再回复一遍。"
)
PRESS_ONE = "请点上面的“确认交办”或“取消”。"
NOT_ONES_OWN = "自己承办的，请由另一位督办人认可。"
DROPPED_BY_RULE = "涉及的工单已调整，这项决定不再由原单位办理，已自动取消。需要的请另行交办。"


@dataclass(frozen=True, slots=True)
class Item:
    """An action item as messages show it. `number`: the case's, empty for one of the meeting as such."""

    id: int
    version: int
    number: str
    unit: str
    owner: str
    by: str
    text: str
    words: str  # the owner's last
    step: DecisionStep
    due: datetime
    late: bool
    returns: int = 0  # times sent back
    about: str = ""  # the case in one masked line; empty if it is not for every unit's eyes

    @property
    def whose(self) -> str:
        """Unit and person."""
        return f"{self.unit} {self.owner}"

    @property
    def brief(self) -> str:
        """One line of what is to be done."""
        line = self.text.replace("\n", " ").rstrip("。；. ")
        return line if len(line) <= SHORT else line[: SHORT - 1] + "…"

    def button(self, label: str, verb: str) -> Button:
        """A button about this item as it is now."""
        return Button(label, Press(verb, 0, self.version, str(self.id)))


# -- taking it down --------------------------------------------------------------------------------------------------------


def ask_unit(number: str, options: Sequence[tuple[str, str]], hint: str = "") -> Message:
    """谁?"""
    rows = tuple((Button(name, Press("decwho", arg=code)),) for code, name in options)
    about = f"{number} " if number else ""
    tap = "点单位，或" if options else ""
    return Message(
        f"{hint}{about}会上定的事交给哪个单位？{tap}回复本条写单位名称（如：供水）。",
        (*rows, (Button("取消", Press("decsure", arg="n")),)),
        protect=True,
    )


def ask_what(whose: str) -> Message:
    """做什么?"""
    return Message(
        f"交给 {whose}。请回复本条，写明要做什么、做到什么程度（不写企业名称、姓名和电话）。",
        force_reply=True,
        protect=True,
    )


def ask_when(whose: str, what: str) -> Message:
    """何时?"""
    row = tuple(Button(f"{n}个工作日", Press("decwhen", arg=str(n))) for n in CHOICES)
    return Message(f"{whose}：{what}\n什么时候完成？点一个，或回复本条写日期（如：3月20日）。", (row,), protect=True)


def ask_sure(number: str, whose: str, what: str, due: datetime) -> Message:
    """One look at all of it."""
    lines = ["请核对：", *([f"工单：{number}"] if number else []), f"谁：{whose}", f"做什么：{what}"]
    row = (Button("确认交办", Press("decsure", arg="y")), Button("取消", Press("decsure", arg="n")))
    return Message("\n".join([*lines, f"何时：{times.before(due)}"]), (row,), protect=True)


def made(item: Item) -> Message:
    """To whoever decided: it is on its way."""
    return Message(
        f"已交办 {item.whose}：{item.brief}（{times.before(item.due)}）。到期前提醒，过期每个工作日催；/decide 看全部。",
        protect=True,
    )


def cancelled() -> Message:
    """Nothing was taken down."""
    return Message("已取消，没有交办。", protect=True)


def flawed(missing: Sequence[str]) -> Message:
    """What the words lack; the question stays open."""
    return Message("没有记下：" + "；".join(missing) + "。请改好后再回复一遍。", protect=True)


# -- to the one who does it ------------------------------------------------------------------------------------------------


def card(item: Item, *, news: str = "", mentions: tuple[int, ...] = ()) -> Message:
    """The item before its owner."""
    lines = [
        f"【会上决定】{_about(item)}{item.whose}",
        *([news] if news else []),
        *([f"事由：{item.about}"] if item.about else []),
        f"要办：{item.text}",
        f"完成时限：{times.before(item.due)}｜交办：{item.by}",
    ]
    return Message("\n".join(lines), (_answer(item),), protect=True, mentions=mentions)


def _about(item: Item) -> str:
    return f"{item.number}｜" if item.number else ""


def _answer(item: Item) -> tuple[Button, ...]:
    return (item.button("完成", "decdone"), item.button("有困难", "dechard"))


def ask_words(item: Item, *, hard: bool) -> Message:
    """What was done, or what is hard?"""
    what = "难在哪里、需要谁帮什么、哪天能完成" if hard else "做了什么、结果怎样"
    return Message(f"“{item.brief}”：请回复本条，写一两句{what}。", force_reply=True, protect=True)


def which(item: Item) -> Message:
    """A reply to the card: how is it meant?"""
    row = (item.button("报完成", "decsaid"), item.button("报困难", "decsaidhard"))
    return Message(f"这段话要怎么用？“{item.brief}”报给 {item.by}：", (row,), protect=True)


def thanks(item: Item) -> Message:
    """To the owner."""
    return Message(f"已报给 {item.by}，有结果会告诉您。", protect=True)


def settled(item: Item, how: str) -> Message:
    """An earlier card, once nothing can be pressed on it."""
    return Message(f"【会上决定】{_about(item)}{item.whose}｜{item.brief}\n{how}", protect=True)


def morning(items: Sequence[Item], mentions: tuple[int, ...] = ()) -> Message:
    """Once a working morning, everything that is due or overdue of one person."""
    lines = [f"会上决定待办 {len(items)} 项："]
    lines += [f"{n}. {_state(item)}｜{_about(item)}{item.brief}" for n, item in enumerate(items, start=1)]
    lines.append("办完点“完成”，办不了点“有困难”写明卡点。")
    one = len(items) == 1
    rows = tuple(
        (
            item.button("完成" if one else f"{n} 完成", "decdone"),
            item.button("有困难" if one else f"{n} 有困难", "dechard"),
        )
        for n, item in enumerate(items[:PAGE], start=1)
    )
    return Message("\n".join(lines), rows, protect=True, mentions=mentions)


def _state(item: Item) -> str:
    if item.step is not DecisionStep.OPEN:
        return item.step.value
    return f"已过期（{times.short(item.due)}）" if item.late else f"{times.short(item.due)} 前"


# -- to whoever decided ----------------------------------------------------------------------------------------------------


def reported(item: Item) -> Message:
    """It is said to be done."""
    row = (item.button("认可", "decok"), item.button("退回，再定日期", "decback"))
    return Message(_head(item, "报完成"), (row,), protect=True)


def difficulty(item: Item) -> Message:
    """It is said to be hard."""
    rows = (
        (item.button("改期", "decmove"), item.button("按原时限", "decstay")),
        (item.button("取消这项决定", "decdrop"),),
    )
    return Message(_head(item, "报困难"), rows, protect=True)


def _head(item: Item, what: str) -> str:
    lines = [
        f"【会上决定·{what}】{_about(item)}{item.whose}",
        f"要办：{item.brief}（{times.before(item.due)}）",
        f"原话：{item.words}",
    ]
    return "\n".join(lines)


def late_told(items: Sequence[Item]) -> Message:
    """Dates that passed, once each."""
    lines = [f"会上决定过期 {len(items)} 项，每个工作日早上在催："]
    lines += [f"{n}. {times.short(item.due)}｜{item.whose}｜{item.brief}" for n, item in enumerate(items, start=1)]
    rows = tuple((item.button(f"看第{n}项", "decsee"),) for n, item in enumerate(items[:PAGE], start=1))
    return Message("\n".join(lines), rows, protect=True)


def waits(items: Sequence[Item]) -> Message:
    """Reports and difficulties that nobody looked at."""
    lines = [f"有 {len(items)} 项会上决定等您一句话："]
    lines += [f"{n}. {item.step.value}｜{item.whose}｜{item.brief}" for n, item in enumerate(items, start=1)]
    rows = tuple((item.button(f"看第{n}项", "decsee"),) for n, item in enumerate(items[:PAGE], start=1))
    return Message("\n".join(lines), rows, protect=True)


def new_date(item: Item) -> Message:
    """By when, then?"""
    row = tuple(Button(f"{n}个工作日", Press("decwhen", arg=str(n))) for n in CHOICES)
    return Message(f"“{item.brief}”新的完成日期？点一个，或回复本条写日期（如：3月20日）。", (row,), protect=True)


# -- the list --------------------------------------------------------------------------------------------------------------


def listing(items: Sequence[Item], page: int, total: int, *, may_add: bool) -> Message:
    """/decide: what is open, the earliest date first."""
    add = ((Button("录一项新决定", Press("decnew")),),) if may_add else ()
    if not total:
        hint = "要录会上决定：点下面，或发 /decide 单号后六位，或回复工单卡片发 /decide。" if may_add else ""
        return Message(f"没有未销号的会上决定。{hint}", add, protect=True)
    first = page * PAGE
    lines = [f"未销号的会上决定 {total} 项" + (f"（第{page + 1}页）" if total > PAGE else "") + "："]
    lines += [
        f"{n}. {_state(item)}｜{_about(item)}{item.whose}｜{item.brief}"
        for n, item in enumerate(items, start=first + 1)
    ]
    buttons = [item.button(f"看{n}", "decsee") for n, item in enumerate(items, start=first + 1)]
    rows = tuple(tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3))
    turns = [("上一页", page - 1)] * (page > 0) + [("下一页", page + 1)] * ((page + 1) * PAGE < total)
    turn = tuple(Button(label, Press("declist", arg=str(to))) for label, to in turns)
    return Message("\n".join(lines), (*rows, *((turn,) if turn else ()), *add), protect=True)


def shown(item: Item, *, rules: bool, owes: bool) -> Message:
    """One item with what its reader may do about it."""
    lines = [
        f"【会上决定】{_about(item)}{item.whose}｜{_state(item)}",
        f"要办：{item.text}",
        f"完成时限：{times.before(item.due)}｜交办：{item.by}",
        *([f"最近的话：{item.words}"] if item.words else []),
    ]
    rows: list[tuple[Button, ...]] = []
    if owes and item.step is DecisionStep.OPEN:
        rows.append(_answer(item))
    if rules and item.step is DecisionStep.REPORTED:
        rows.append((item.button("认可", "decok"), item.button("退回，再定日期", "decback")))
    elif rules and item.step.is_open:
        stay = (item.button("按原时限", "decstay"),) if item.step is DecisionStep.HARD else ()
        rows.append((item.button("改期", "decmove"), *stay, item.button("取消这项决定", "decdrop")))
    return Message("\n".join(lines), tuple(rows), protect=True)


# -- on paper --------------------------------------------------------------------------------------------------------------

SHEET_HEAD = ("谁办", "要办", "何时", "现状")


def sheet_row(item: Item, what: str) -> tuple[str, str, str, str]:
    """A line of the weekly sheet."""
    state = "已过期" if item.late else item.step.value
    return (item.whose, what, times.short(item.due), state + (f"，退回{item.returns}次" if item.returns else ""))


def sheet_title(n: int, late: int) -> str:
    """The heading over them."""
    return f"会上决定未销号（{n}项" + (f"，过期{late}项）" if late else "）")


def not_shown(n: int) -> str:
    """How many the paper does not hold."""
    return f"另有{n}项未列，发 /decide 看全部。"


def in_caption(n: int, late: int) -> str:
    """Under the figures of a week."""
    return f"会上决定未销号{n}项，过期{late}项。"


def record_row() -> tuple[tuple[Button, ...], ...]:
    """Under a weekly sheet: what the meeting decides is taken down before it breaks up."""
    return ((Button("录会上决定", Press("decnew")),),)
