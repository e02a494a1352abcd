"""Reminders and overdue notices: few, merged, to the named owner, with the time and the next step."""

from __future__ import annotations

from datetime import datetime

from bot.texts import times
from bot.texts.values import Button, Message, Press
from bot.texts.view import CaseView
from storage.vocabulary import EventKind, Stage

ACTS = {
    Stage.SIGN: "请签收",
    Stage.FIRST_CONTACT: "请联系企业",
    Stage.REPLY: "请给企业答复或进展",
    Stage.RESOLVE: "请办结答复",
}
PROGRESS = {
    EventKind.DISPATCHED: "派单",
    EventKind.SIGNED: "签收",
    EventKind.CONTACTED: "联系企业",
    EventKind.RELAYED: "与企业对话",
    EventKind.PROGRESS: "阶段反馈",
    EventKind.ANSWERED: "答复",
}


def last_reminder(view: CaseView, stage: Stage, due: datetime, mentions: tuple[int, ...]) -> Message:
    """The last reminder before a limit."""
    text = (
        f"{view.number} {ACTS.get(stage, stage.value)}：{times.before(due)}。来不及请现在申请延期，并先给企业一句进展。"
    )
    return Message(text, protect=True, mentions=mentions)


def overdue_group(view: CaseView, stage: Stage, due: datetime, level: str, mentions: tuple[int, ...]) -> Message:
    """The first rung, in the unit's group."""
    text = f"【逾期】{view.number} {stage.value}时限 {times.short(due)} 已过｜主办 {view.owner}（备岗 {view.backup}）。{ACTS.get(stage, '请处理')}，办不了请回复卡片写明卡点。（{level}）"
    return Message(text, protect=True, mentions=mentions)


def overdue_private(view: CaseView, stage: Stage, due: datetime, level: str, chased: int, progress: str) -> Message:
    """A higher rung, to the person who answers for the unit (R34)."""
    text = (
        f"【逾期{level}】{view.number}｜{view.urgency.value}｜{view.section} {view.owner}\n事由：{view.summary}\n"
        f"{stage.value}时限 {times.short(due)} 已过；已催{chased}次，最后进展：{progress}。\n建议：今天定人定时，给企业一句准话。"
    )
    return Message(text, protect=True)


def digest(views: list[CaseView], now: datetime, mentions: tuple[int, ...]) -> Message:
    """A unit's digest: at most two a day, one line a case."""
    lines = [f"{times.moment(now)[-5:]} 汇总｜待办{len(views)}："]
    for index, view in enumerate(views[:20], start=1):
        lines.append(f"{index}. {view.number[-6:]} {_due_words(view, now)}｜{view.owner}")
    if len(views) > 20:
        lines.append(f"另有{len(views) - 20}件，/todo 查看。")
    lines.append("在卡片上处理即可，无需群内回复。")
    row = (Button("看待办", Press("todo", 0, 0, f"{views[0].unit}.0")),)
    return Message("\n".join(lines), (row,), protect=True, mentions=mentions)


def _due_words(view: CaseView, now: datetime) -> str:
    running = view.next_limit
    if running is None:
        return view.state.value
    stage, limit = running
    return f"{stage.value}已超期" if limit.due_at <= now else f"{times.short(limit.due_at)} 前{stage.value}"


def progress_line(kind: EventKind, at: datetime) -> str:
    """When and how a case last moved."""
    return f"{times.short(at)} {PROGRESS.get(kind, kind.value)}"
