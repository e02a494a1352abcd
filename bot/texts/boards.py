"""The supervisors' boards: numbers first, and every number a button to its cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.texts import times
from bot.texts.values import Button, Message, Press
from bot.texts.view import CaseView
from storage.vocabulary import Urgency

PAGE = 8
LETTERS = 15  # of a word to look for: it travels in the buttons
NOTHING_FOUND = "没有找到。换个词，或发单号后六位。"
FIND_USAGE = "请写要找的词，例如：/find 水压。"
UNIT_USAGE = "请写单位，例如：/unit 供水。"
NO_UNIT = "没有找到这个单位。请写单位简称，例如：/unit 供水。"
NOBODY = "还没有单位"


def arg(name: str, unit: str, page: int) -> str:
    """What a list's button carries."""
    return f"{name}.{unit}.{page}"


def board(
    total: Mapping[str, int],
    rows: Sequence[tuple[str, str, Mapping[str, int]]],
    labels: Mapping[str, str],
    page: int,
    last: bool,
) -> Message:
    """The whole city, then units with something open, the most overdue first."""
    lines = ["全市：" + "，".join(f"{labels[name]}{total[name]}" for name in total)]
    lines += [
        f"{name}：" + "，".join(f"{labels[key]}{n}" for key, n in found.items() if n) for _code, name, found in rows
    ]
    figures = [Button(f"{labels[name]} {n}", Press("list", arg=arg(name, "", 0))) for name, n in total.items() if n]
    units = [Button(name, Press("unitb", arg=code)) for code, name, _found in rows if code]
    turns = _turns("board", page, last, str)
    return Message("\n".join(lines), (*_lines(figures, 3), *_lines(units, 2), *turns), protect=True)


def unit(
    code: str, name: str, found: Mapping[str, int], labels: Mapping[str, str], quarter: str, standing: str
) -> Message:
    """One unit: what it has in hand, and how its quarter goes."""
    body = "，".join(f"{labels[key]}{n}" for key, n in found.items())
    buttons = [Button(f"{labels[key]} {n}", Press("list", arg=arg(key, code, 0))) for key, n in found.items() if n]
    race = (Button("本季赛马", Press("raceu", arg=f"{quarter}.{code}")),) if standing else ()
    text = f"{name}\n{body}" + (f"\n{quarter}：{standing}" if standing else "")
    return Message(text, (*_lines(buttons, 3), *((race,) if race else ())), protect=True)


def which_unit(options: tuple[tuple[str, str], ...]) -> Message:
    """Several units are called so."""
    return Message(
        "是哪个单位？", tuple((Button(name, Press("unitb", arg=code)),) for code, name in options), protect=True
    )


def cases(
    title: str, name: str, unit_code: str, views: list[CaseView], total: int, page: int, now: datetime, note: str = ""
) -> Message:
    """One page of cases; each opens."""
    last = (page + 1) * PAGE >= total
    if not views:
        return Message(f"{title}：没有。", protect=True)
    lines = [f"{title}：{total}件" + ("" if page == 0 and last else f"（第{page + 1}页）")]
    lines += [_line(view, now) for view in views]
    opens = [Button(f"看 {view.number[-6:]}", Press("facts", view.id)) for view in views]
    turns = _turns("list", page, last, lambda to: arg(name, unit_code, to))
    return Message("\n".join([*lines, *([note] if note else [])]), (*_lines(opens, 4), *turns), protect=True)


def _line(view: CaseView, now: datetime) -> str:
    urgent = "" if view.urgency is Urgency.NORMAL else f"{view.urgency.value} "
    whose = view.unit_name if view.unit else NOBODY
    redone = f"｜重办{view.reopens}次" if view.reopens else ""
    return f"{view.number[-6:]} {urgent}{view.state.value}｜{whose}｜{view.summary[:24]}{redone}{_when(view, now)}"


def _when(view: CaseView, now: datetime) -> str:
    running = view.next_limit
    if running is None or not view.state.is_open:
        return ""
    stage, limit = running
    if limit.due_at < now:
        return f"｜{stage.value}超期{times.span(now - limit.due_at)}"
    return f"｜{stage.value} {times.short(limit.due_at)}{'（暂定）' if limit.provisional else ''}"


def hot(days: int, units: list[tuple[str, str, int, int]], topics: list[tuple[str, int, int]], capped: bool) -> Message:
    """What comes more often than before: units and themes, now and in the time before."""
    lines = [f"近{days}天新收，与再前{days}天比（只列办事类）："]
    lines += (
        ["单位：" + "；".join(f"{name} {n}（前 {before}）" for _code, name, n, before in units)]
        if units
        else ["没有新收。"]
    )
    lines += ["主题：" + "；".join(f"{word} {n}（前 {before}）" for word, n, before in topics)] if topics else []
    lines += ["件数多，主题只看最近的一部分。"] if capped else []
    buttons = [Button(f"{name} {n}", Press("list", arg=arg(f"new{days}", code, 0))) for code, name, n, _ in units]
    themes = [
        Button(f"{word[:LETTERS]} {n}", Press("list", arg=arg(f"hot{days}", word[:LETTERS], 0)))
        for word, n, _ in topics
    ]
    other = 30 if days == 7 else 7
    switch = (Button(f"看近{other}天", Press("hot", arg=str(other))),)
    return Message("\n".join(lines), (*_lines(buttons, 2), *_lines(themes, 2), switch), protect=True)


def _turns(verb: str, page: int, last: bool, write: Callable[[int], str]) -> tuple[tuple[Button, ...], ...]:
    turns = [("上一页", page - 1)] * (page > 0) + [("下一页", page + 1)] * (not last)
    row = tuple(Button(label, Press(verb, arg=write(to))) for label, to in turns)
    return (row,) if row else ()


def _lines(buttons: list[Button], size: int) -> list[tuple[Button, ...]]:
    return [tuple(buttons[at : at + size]) for at in range(0, len(buttons), size)]
