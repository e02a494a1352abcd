"""随时调度 (A17): one case on one page, for whoever has to act on it today: facts, chases, where it sticks, both sides, advice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.texts import packs, times
from bot.texts.values import Button, Message, Press
from bot.texts.view import CaseView

MOST = 4  # recipients of chases that are named
WORDS, SHORT = 90, 60  # letters of somebody's words: on paper, in the message
NOT_NOW = "这件已经办结或没有提交，不出调度案情。"
NO_PAPER = "作风类反映不出纸面材料，只在这里看。"


@dataclass(frozen=True, slots=True)
class Chased:
    """How often and when one recipient was chased."""

    who: str
    at: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's last words, masked. `at` None: nothing was said."""

    text: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Brief:
    """All that the page says."""

    view: CaseView
    summary: str
    state: str  # how late, or by when
    chased: int
    chases: tuple[Chased, ...]
    progress: str
    stuck: str
    advice: str
    enterprise: Said
    unit: Said
    beside: tuple[str, ...]  # helpers, requests that wait, decisions that are open


def message(brief: Brief, *, paper: bool) -> Message:
    """The short form, where the button was pressed."""
    view = brief.view
    lines = [
        f"【随时调度】{view.number}｜{view.urgency.value}｜{view.state.value}｜{brief.state}",
        f"事由：{brief.summary}",
        f"主办：{whose(view)}",
        f"已催{brief.chased}次，最后进展：{brief.progress}",
        *[f"· {line}" for line in chase_lines(brief.chases)[:3]],
        f"卡点：{brief.stuck}",
        f"企业：{said(brief.enterprise, SHORT)}",
        f"单位：{said(brief.unit, SHORT)}",
        *brief.beside,
        f"建议（草稿，由人定）：{brief.advice}",
        "一页案情私聊发给您。" if paper else NO_PAPER,
    ]
    return Message("\n".join(lines), (_acts(view),), protect=True)


def _acts(view: CaseView) -> tuple[Button, ...]:
    return (Button("录会上决定", Press("decnew", view.id)), Button("看案情", Press("facts", view.id)))


def caption(number: str) -> str:
    """Over the document."""
    return f"{number} 随时调度一页案情。限本人工作使用，请勿转发。"


def whose(view: CaseView) -> str:
    """Who has it."""
    return f"{view.unit_name}{view.section} {view.owner}（备岗 {view.backup}）" if view.unit else "还没有分派单位"


def said(words: Said, most: int) -> str:
    """Words with their time, cut short; plain words if there are none."""
    if words.at is None:
        return "还没有说过话"
    text = words.text.replace("\n", " ") or "（语音或文件）"
    return f"“{text if len(text) <= most else text[: most - 1] + '…'}”（{times.short(words.at)}）"


def chase_cells(chases: Sequence[Chased]) -> list[tuple[str, str, str]]:
    """Who was chased, how often, when last: three times at most."""
    shown = [(one.who, f"{len(one.at)}次", "、".join(times.short(at) for at in one.at[-3:])) for one in chases[:MOST]]
    more = sum(len(one.at) for one in chases[MOST:])
    return [*shown, ("其他人", f"{more}次", "")] if more else shown


def chase_lines(chases: Sequence[Chased]) -> list[str]:
    """The same in words, for the message."""
    return [f"{who}：{n}（{last}）" if last else f"{who}：{n}" for who, n, last in chase_cells(chases)]


def limits(view: CaseView) -> str:
    """The limits of the present round in one line."""
    parts = [
        f"{stage.value} {times.short(limit.due_at)}"
        + ("已完成" if limit.met_at else "超期" if limit.breached_at else "进行中")
        for stage, limit in view.limits.items()
    ]
    return "；".join(parts) + "。" if parts else "没有在走的时限。"


def opened(view: CaseView) -> str:
    """Since when, and what happened to it."""
    found = [f"{packs.date(view.created_at)}收到", f"第{view.round}轮"]
    found += [f"重办{view.reopens}次"] if view.reopens else []
    found += [f"转办{view.transfers}次"] if view.transfers else []
    found += [f"延期{view.extensions}次"] if view.extensions else []
    found += [f"企业催办{view.urges}次"] if view.urges else []
    found += ["已转督办"] if view.supervised else []
    found += ["已挂账"] if view.held else []
    return "，".join(found) + "。"
