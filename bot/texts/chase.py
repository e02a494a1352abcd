"""Reminders and overdue notices: few, merged, to the named owner, with the time and the next step."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.texts import times
from bot.texts.supervisor import actions, brief_row
from bot.texts.values import Button, Message, Press
from bot.texts.view import CaseView
from storage.vocabulary import EventKind, Stage

ACTS = {
    Stage.SIGN: "请签收",
    Stage.FIRST_CONTACT: "请联系企业",
    Stage.REPLY: "请给企业答复或进展",
    Stage.RESOLVE: "请办结答复",
}
MOST, BUTTONS = 20, 6  # lines of one digest, and ways to a case
PROGRESS = {
    EventKind.DISPATCHED: "派单",
    EventKind.SIGNED: "签收",
    EventKind.CONTACTED: "联系企业",
    EventKind.RELAYED: "与企业对话",
    EventKind.PROGRESS: "阶段反馈",
    EventKind.ANSWERED: "答复",
}


@dataclass(frozen=True, slots=True)
class Late:
    """A case that is past limits: which stages, since when the oldest, how often its owner was chased."""

    view: CaseView
    stages: tuple[Stage, ...]
    due: datetime
    chased: int


def last_reminder(view: CaseView, stage: Stage, due: datetime, mentions: tuple[int, ...]) -> Message:
    """The last reminder before a limit."""
    text = (
        f"{view.number} {ACTS.get(stage, stage.value)}：{times.before(due)}。来不及请现在申请延期，并先给企业一句进展。"
    )
    return Message(text, protect=True, mentions=mentions)


def overdue_group(
    view: CaseView, stages: tuple[Stage, ...], due: datetime, level: str, mentions: tuple[int, ...]
) -> Message:
    """The first rung, in the unit's group: what is late by now (the last is the new one), its limit, the next step."""
    text = (
        f"【逾期】{view.number} {_named(stages)}时限{_since(stages, due)}已过｜主办 {view.owner}（备岗 {view.backup}）。"
        f"{ACTS.get(stages[0], '请处理')}，办不了请回复卡片写明卡点。（{level}）"
    )
    return Message(text, protect=True, mentions=mentions)


def overdue_private(
    view: CaseView, stages: tuple[Stage, ...], due: datetime, level: str, chased: int, progress: str
) -> Message:
    """A higher rung, to the person who answers for the unit (R34). `due` is the limit that passed first."""
    text = (
        f"【逾期{level}】{view.number}｜{view.urgency.value}｜{view.section} {view.owner}\n事由：{view.summary}\n"
        f"{_named(stages)}时限已过（最早 {times.short(due)}）；已催{chased}次，最后进展：{progress}。\n"
        "建议：今天定人定时，给企业一句准话。"
    )
    return Message(text, protect=True)


def overdue_office(late: Late, now: datetime, progress: str, stuck: str, advice: str) -> Message:
    """To the supervisors: one notice a case, with what is needed to act (R34)."""
    view = late.view
    lines = [
        f"【逾期】{view.number}｜{view.urgency.value}｜{_named(late.stages)}超期{times.span(now - late.due)}",
        _who(view),
        f"事由：{view.summary}",
        f"已催{late.chased}次，最后进展：{progress}",
        f"卡点：{stuck}",
        f"建议：{advice}",
    ]
    rows = actions(view) if view.unit else ((Button("看案情", Press("facts", view.id)),),)
    return Message("\n".join(lines), (*rows, *brief_row(view)), protect=True)


def _who(view: CaseView) -> str:
    if view.unit is None:
        return "主办：还没有分派单位"
    return f"主办：{view.unit_name}{view.section} {view.owner}（备岗 {view.backup}）"


@dataclass(frozen=True, slots=True)
class Still:
    """A case that stands still (A19): how often its owner was chased, and what moved it last."""

    view: CaseView
    chased: int
    progress: str


def late_list(cases: list[Late], now: datetime) -> Message:
    """What is late, merged into one message: for whoever heard enough today, or after an outage."""
    return Message("\n".join(_late_lines(cases, now)), protect=True)


def office_list(cases: list[Late], still: list[Still], now: datetime) -> Message:
    """To the supervisors: what is late and what stands still, merged into one message, each with the way to it (R34)."""
    lines = [*(_late_lines(cases, now) if cases else ()), *(_still_lines(still, now) if still else ())]
    shown = [*(late.view for late in cases), *(one.view for one in still)][:BUTTONS]
    rows = tuple((Button(f"看 {view.number[-6:]}", Press("facts", view.id)),) for view in shown)
    return Message("\n".join(lines), rows, protect=True)


def _late_lines(cases: list[Late], now: datetime) -> list[str]:
    lines = [f"{times.moment(now)[-5:]} 逾期汇总｜{len(cases)}件："]
    for late in cases[:MOST]:
        who = f"{late.view.unit_name} {late.view.owner}"
        lines.append(
            f"{late.view.number[-6:]} {_named(late.stages)}超期{times.span(now - late.due)}｜{who}｜已催{late.chased}次"
        )
    if len(cases) > MOST:
        lines.append(f"另有{len(cases) - MOST}件。")
    return [*lines, "建议：今天逐件定人定时，先给企业一句准话。"]


def _still_lines(still: list[Still], now: datetime) -> list[str]:
    lines = [f"{times.moment(now)[-5:]} 停摆｜{len(still)}件，三个工作日没有进展、时限还远："]
    for one in still[:MOST]:
        who = f"{one.view.unit_name} {one.view.owner}"
        lines.append(f"{one.view.number[-6:]} 最后进展：{one.progress}｜{who}｜已催{one.chased}次")
    if len(still) > MOST:
        lines.append(f"另有{len(still) - MOST}件。")
    return [*lines, "建议：请承办人先给企业一句进展；确实要长期办的，申请挂账。"]


def _named(stages: tuple[Stage, ...]) -> str:
    return "、".join(stage.value for stage in stages)


def _since(stages: tuple[Stage, ...], due: datetime) -> str:
    return f" {times.short(due)} " if len(stages) == 1 else "均"


def digest(views: list[CaseView], now: datetime, mentions: tuple[int, ...], standing: Collection[str] = ()) -> Message:
    """A unit's digest: at most two a day, one line a case. `standing`: numbers of those that stand still."""
    lines = [f"{times.moment(now)[-5:]} 汇总｜待办{len(views)}："]
    for index, view in enumerate(views[:MOST], start=1):
        still = "，已三个工作日没有进展，请给企业一句话" if view.number in standing else ""
        lines.append(f"{index}. {view.number[-6:]} {_due_words(view, now)}{still}｜{view.owner}")
    if len(views) > MOST:
        lines.append(f"另有{len(views) - MOST}件，/todo 查看。")
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
