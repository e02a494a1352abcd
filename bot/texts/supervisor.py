"""What supervisors read: numbers, where it sticks, a suggestion, and buttons to act (R34)."""

from __future__ import annotations

from datetime import datetime

from bot.texts import times
from bot.texts.values import Button, Message, Press
from bot.texts.view import CaseView
from storage.vocabulary import EventKind, Stage

WORDS = {
    EventKind.OPENED: "收到",
    EventKind.SUBMITTED: "提交",
    EventKind.DISPATCHED: "派单",
    EventKind.SIGNED: "签收",
    EventKind.CONTACTED: "首联",
    EventKind.PROGRESS: "阶段反馈",
    EventKind.ANSWERED: "答复",
    EventKind.REOPENED: "重办",
    EventKind.BREACHED: "超期",
    EventKind.CHASED: "催办",
    EventKind.URGED: "企业催办",
    EventKind.TRANSFER_ASKED: "申请转办",
    EventKind.TRANSFER_RULED: "转办裁定",
    EventKind.EXTENSION_ASKED: "申请延期",
    EventKind.EXTENSION_RULED: "延期裁定",
    EventKind.REASSIGNED: "改派",
    EventKind.SUPERVISED: "转督办",
    EventKind.CLOSED: "办结",
    EventKind.CONFIRMED: "企业确认",
}


def overdue_card(
    view: CaseView,
    stage: Stage,
    due: datetime,
    now: datetime,
    chased: int,
    progress: str,
    stuck: str,
    advice: str,
) -> Message:
    """An overdue notice with what is needed to act."""
    lines = [
        f"【逾期】{view.number}｜{view.urgency.value}｜{stage.value}超期{times.span(now - due)}",
        f"主办：{view.unit_name}{view.section} {view.owner}（备岗 {view.backup}）",
        f"事由：{view.summary}",
        f"已催{chased}次，最后进展：{progress}",
        f"卡点：{stuck}",
        f"建议：{advice}",
    ]
    return Message("\n".join(lines), actions(view), protect=True)


def actions(view: CaseView) -> tuple[tuple[Button, ...], ...]:
    """看案情, 督促, 改派."""
    return (
        (
            Button("看案情", Press("facts", view.id)),
            Button("督促", Press("nudge", view.id)),
            Button("改派", Press("give", view.id, view.version)),
        ),
    )


def facts(view: CaseView, timeline: list[tuple[EventKind, datetime]]) -> Message:
    """Masked facts and timeline."""
    lines = [
        f"{view.number}｜{view.state.value}｜{view.urgency.value}｜第{view.round}轮",
        f"{view.unit_name}{view.section} {view.owner}",
        f"事由：{view.summary}",
    ]
    for stage, limit in view.limits.items():
        mark = "已完成" if limit.met_at else ("超期" if limit.breached_at else "进行中")
        lines.append(f"{stage.value}：{times.short(limit.due_at)} {mark}{'（暂定）' if limit.provisional else ''}")
    lines += [f"· {times.short(at)} {WORDS[kind]}" for kind, at in timeline if kind in WORDS][-12:]
    return Message("\n".join(lines), actions(view) if view.state.is_open else (), protect=True)


def nudged(view: CaseView, mentions: tuple[int, ...]) -> Message:
    """To the owner, once."""
    running = view.next_limit
    when = f"（{running[0].value}时限 {times.short(running[1].due_at)}）" if running else ""
    return Message(
        f"督促｜{view.number}{when}：请 {view.owner} 今天给企业一句进展，办不了请写明卡点。",
        protect=True,
        mentions=mentions,
    )


def give(view: CaseView, options: tuple[tuple[int, str], ...]) -> Message:
    """改派: to whom in the unit?"""
    rows = tuple((Button(label, Press("giveto", view.id, view.version, str(staff_id))),) for staff_id, label in options)
    other = ((Button("改到其他单位", Press("givepage", view.id, view.version, "0")),),)
    return Message(f"{view.number} 改派给谁？时限不重新计算。", (*rows, *other), protect=True)


def give_units(view: CaseView, options: tuple[tuple[str, str], ...], page: int, last: bool) -> Message:
    """改派 to another unit."""
    rows = [(Button(name, Press("giveunit", view.id, view.version, code)),) for code, name in options]
    if not last:
        rows.append((Button("下一页", Press("givepage", view.id, view.version, str(page + 1))),))
    return Message(f"{view.number} 改到哪个单位？", tuple(rows), protect=True)


def given(number: str, who: str) -> Message:
    """Done."""
    return Message(f"{number} 已改派给{who}。", protect=True)


def extension_card(view: CaseView, days: int, reason: str, new_due: datetime) -> Message:
    """An extension to approve."""
    lines = [
        f"【延期申请】{view.number}｜{view.unit_name}{view.section} {view.owner}｜第{view.extensions + 1}次，{days}个工作日",
        f"事由：{view.summary}",
        f"理由：{reason}",
        f"同意后办结时限改为 {times.before(new_due)}，并告知企业。",
    ]
    row = (
        Button("同意", Press("extyes", view.id, view.version)),
        Button("不同意", Press("extno", view.id, view.version)),
    )
    return Message("\n".join(lines), (row,), protect=True)


def ruled(number: str, text: str) -> Message:
    """The request is decided."""
    return Message(f"{number} {text}", protect=True)


def objected(view: CaseView) -> Message:
    """The enterprise objects to an extension."""
    return Message(f"{view.number} 企业不同意延期，请复核。", actions(view), protect=True)


def overdue_list(views: list[tuple[CaseView, Stage, datetime]], now: datetime) -> Message:
    """/overdue."""
    if not views:
        return Message("没有逾期件。", protect=True)
    lines = [f"逾期 {len(views)} 件："]
    lines += [
        f"{v.number[-6:]} {v.urgency.value} {stage.value}超{times.span(now - due)}｜{v.unit_name} {v.owner}"
        for v, stage, due in views[:30]
    ]
    rows = tuple((Button(f"看 {v.number[-6:]}", Press("facts", v.id)),) for v, _stage, _due in views[:6])
    return Message("\n".join(lines), rows, protect=True)
