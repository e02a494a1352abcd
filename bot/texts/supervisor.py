"""What supervisors read: numbers, where it sticks, a suggestion, and buttons to act (R34)."""

from __future__ import annotations

from datetime import datetime

from bot.texts import times
from bot.texts.values import Button, Message, Press
from bot.texts.view import CaseView
from storage.vocabulary import EventKind, State

IN_HAND = (State.TO_SIGN, State.WORKING)
NOT_IN_HAND = "这件现在不在承办单位手里，不用督促或改派。点“看案情”看进展。"
NOBODY_HEARS = "送不到：单位没有可用的群，主办也没有登记。请改派，或打电话督促。"
NO_TEAM = "这个单位现在没有可用的承办人和备岗，不能改派。请选其他单位，或请管理员补齐人员。"
NOT_ONES_OWN = "自己主办或自己申请的，请由另一位督办人裁定。"
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
    EventKind.PAUSED: "暂停计时",
    EventKind.RESUMED: "恢复计时",
    EventKind.HOLD_ASKED: "申请挂账",
    EventKind.HOLD_RULED: "挂账裁定",
    EventKind.HOLD_REVIEWED: "挂账检视",
    EventKind.HOLD_ENDED: "销账",
    EventKind.COMPLEX_ASKED: "申请复杂件",
    EventKind.COMPLEX_RULED: "复杂件认定",
    EventKind.TRACKED: "标法定期限",
    EventKind.REASSIGNED: "改派",
    EventKind.CO_ASKED: "请协办",
    EventKind.CO_REPORTED: "协办回报",
    EventKind.DECIDED: "会上决定",
    EventKind.SUPERVISED: "转督办",
    EventKind.MARKED: "办理标记",
    EventKind.CLEARED: "澄清说明",
    EventKind.KEPT: "留存",
    EventKind.DESTROYED: "内容销毁",
    EventKind.CLOSED: "办结",
    EventKind.CONFIRMED: "企业确认",
}


def actions(view: CaseView) -> tuple[tuple[Button, ...], ...]:
    """看案情; 督促 and 改派 while a unit has the case in hand."""
    look = Button("看案情", Press("facts", view.id))
    if view.state not in IN_HAND:
        return ((look,),)
    return ((look, *_push(view)),)


def brief_row(view: CaseView) -> tuple[tuple[Button, ...], ...]:
    """随时调度: the case on one page (A17)."""
    return ((Button("随时调度", Press("brief", view.id)),),)


def _push(view: CaseView) -> tuple[Button, ...]:
    return (
        Button("督促", Press("nudge", view.id)),
        Button("改派", Press("give", view.id)),
        Button("加协办", Press("assist", view.id)),
    )


def facts(view: CaseView, timeline: list[tuple[EventKind, datetime]], ground: str = "") -> Message:
    """Masked facts and timeline; `ground`: what the unit's answer attributes the matter to (A42)."""
    lines = [
        f"{view.number}｜{view.state.value}｜{view.urgency.value}｜第{view.round}轮",
        who(view),
        f"事由：{view.summary}",
        *([view.legal] if view.legal else []),
        *(["已挂账"] if view.held else []),
        *([f"归因：{ground}"] if ground else []),
    ]
    for stage, limit in view.limits.items():
        mark = "已完成" if limit.met_at else ("超期" if limit.breached_at else "进行中")
        lines.append(f"{stage.value}：{times.short(limit.due_at)} {mark}{'（暂定）' if limit.provisional else ''}")
    lines += [f"· {times.short(at)} {WORDS[kind]}" for kind, at in timeline if kind in WORDS][-12:]
    rows = (*actions(view), *brief_row(view)) if view.state.is_open else ()
    return Message("\n".join(lines), rows, protect=True)


def who(view: CaseView) -> str:
    """Who has the case; plain words if nobody has it yet."""
    if view.unit is None:
        return "主办：还没有分派单位"
    return f"主办：{view.unit_name}{view.section} {view.owner}（备岗 {view.backup}）"


def nudged_lately(again: datetime) -> str:
    """Too soon for another nudge."""
    return f"四小时内已督促过主办，{times.short(again)} 之后可以再督促。"


def nudge_sent(later: datetime | None) -> str:
    """The nudge is on its way."""
    return "已督促主办。" if later is None else f"已记下，{times.short(later)} 上班时督促主办。"


def nudged(view: CaseView, mentions: tuple[int, ...]) -> Message:
    """To the owner, once."""
    running = view.next_limit
    when = f"（{running[0].value}时限 {times.short(running[1].due_at)}）" if running else ""
    return Message(
        f"督办人督促｜{view.number}{when}：请 {view.owner} 今天给企业一句进展，办不了请回复卡片写明卡点。",
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
    turns = [("上一页", page - 1)] * (page > 0) + [("下一页", page + 1)] * (not last)
    turn = tuple(Button(label, Press("givepage", view.id, view.version, str(to))) for label, to in turns)
    text = f"{view.number} 改到哪个单位？时限不重新计算，原单位只留编号。"
    return Message(text, (*rows, *((turn,) if turn else ())), protect=True)


def given(number: str, to: str) -> Message:
    """Done."""
    return Message(f"{number} 已改派给{to}，时限不变。", protect=True)


def settled_by_move(number: str) -> Message:
    """A request of the old unit that nobody has to rule on any more."""
    return Message(f"{number} 已由督办改派，这项申请不用再裁定。", protect=True)


def extension_ruled(days: int, due: datetime | None) -> str:
    """The ruling; `due` is the new limit if it was granted."""
    if due is None:
        return "延期申请未获同意，按原时限办理。"
    return f"已同意延期{days}个工作日，办结时限改为 {times.before(due)}。"


def extension_card(view: CaseView, days: int, reason: str, new_due: datetime, *, by: str = "") -> Message:
    """An extension to approve; `by` whom, if it is above the office."""
    lines = [
        f"【延期申请】{view.number}｜{view.unit_name}{view.section} {view.owner}｜第{view.extensions + 1}次，{days}个工作日",
        f"事由：{view.summary}",
        f"理由：{reason}",
        f"同意后办结时限改为 {times.before(new_due)}，并告知企业。",
        *([f"这次延期须{by}批准。"] if by else []),
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
