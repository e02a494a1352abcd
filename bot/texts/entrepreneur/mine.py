"""/my: the person's own cases, their timeline in plain words, and what can be done about each."""

from __future__ import annotations

from datetime import datetime

from bot.texts import times
from bot.texts.entrepreneur.progress import verdicts
from bot.texts.values import Button, Message, Press
from bot.texts.view import CaseView
from storage.vocabulary import EventKind, Secrecy, Stage, State

LINES = {
    EventKind.OPENED: "收到您的第一条消息",
    EventKind.ADDED: "您补充了内容",
    EventKind.AMENDED: "您修改了内容",
    EventKind.SUBMITTED: "已提交",
    EventKind.DISPATCHED: "派给承办单位",
    EventKind.SIGNED: "承办单位签收",
    EventKind.CONTACTED: "承办人联系您",
    EventKind.PROGRESS: "承办单位给了进展",
    EventKind.ANSWERED: "承办单位答复",
    EventKind.CONFIRMED: "您确认解决",
    EventKind.REOPENED: "您反映没解决，重新办理",
    EventKind.CLOSED: "办结",
    EventKind.URGED: "您催办了一次",
    EventKind.TRANSFER_RULED: "裁定承办单位",
    EventKind.EXTENSION_RULED: "延期申请有了结果",
    EventKind.SUPERVISED: "转为督办",
    EventKind.CO_ASKED: "请了其他单位协办",
    EventKind.BREACHED: "超过时限，已催办并上报",
    EventKind.REFUSED: "告知其他途径",
    EventKind.WITHDRAWN: "您撤回了",
    EventKind.RATED: "您做了评价",
}


SEALED_LINES = {
    EventKind.DISPATCHED: "已送密件联系人",
    EventKind.SIGNED: "密件联系人已收到",
    EventKind.RELAYED: "密件联系人给您写了话",
}


def listing(cases: list[CaseView]) -> Message:
    """Open and recent cases as buttons."""
    if not cases:
        return Message("您还没有诉求。直接把问题发给我就行。")
    rows = tuple((Button(f"{_short(view)}", Press("show", view.id)),) for view in cases)
    return Message("您的诉求：点开看进展、催办、补充、撤回。", rows)


def _short(view: CaseView) -> str:
    what = "保密件" if view.secrecy is Secrecy.C else (view.summary[:12] or view.kind.value)
    return f"{view.number[-6:]} {what}｜{view.state.value}"


def page(view: CaseView, timeline: list[tuple[EventKind, datetime]]) -> Message:
    """One case: state, running limit, timeline, buttons."""
    lines = [f"{view.number}｜{view.state.value}" + (f"｜{view.close_kind.value}" if view.close_kind else "")]
    if view.unit:
        lines.append(f"承办：{view.unit_name}{view.section}")
    lines += _limits(view)
    lines.append("经过：")
    words = LINES | SEALED_LINES if view.secrecy is Secrecy.C else LINES
    lines += [f"· {times.short(at)} {words[kind]}" for kind, at in timeline if kind in words][-12:]
    return Message("\n".join(lines), _buttons(view))


def _limits(view: CaseView) -> list[str]:
    running = view.next_limit
    if running is None or not view.state.is_open:
        return []
    stage, limit = running
    late = "（已超期，正在催办）" if limit.breached_at else ""
    return [f"下一步：{_STAGE_WORDS.get(stage, stage.value)}，{times.before(limit.due_at, limit.provisional)}{late}"]


_STAGE_WORDS = {
    Stage.TRIAGE: "坐席确定单位",
    Stage.SIGN: "单位签收",
    Stage.FIRST_CONTACT: "承办人联系您",
    Stage.REPLY: "给出办理方案",
    Stage.RESOLVE: "办结答复",
    Stage.CONFIRM: "请您确认",
}


def _buttons(view: CaseView) -> tuple[tuple[Button, ...], ...]:
    def button(label: str, verb: str) -> Button:
        return Button(label, Press(verb, view.id, view.version))

    if view.state is State.DRAFT or not view.state.is_open:
        return ((Button("返回列表", Press("mine")),),)
    if view.state is State.ANSWERED and view.secrecy is not Secrecy.C:
        return (verdicts(view), (button("补充材料", "add"), Button("返回列表", Press("mine"))))
    return (
        (button("催办", "urge"), button("补充材料", "add")),
        (button("撤回", "takeback"), Button("返回列表", Press("mine"))),
    )


def urged(view: CaseView) -> str:
    """Toast after 催办."""
    return f"已替您催办 {view.number}，办这件事的人会收到提醒。"


def urged_at_desk(number: str, times_urged: int) -> Message:
    """To the clerks: the enterprise urges while no unit has the case yet."""
    return Message(f"{number} 企业催办（第{times_urged}次），请尽快定承办单位。", protect=True)


def urge_later(at: datetime) -> str:
    """Toast when it is too early to urge again."""
    return f"刚催过。{times.moment(at)} 之后可以再催；到期没动静我会自动上报。"


def add_prompt(number: str) -> Message:
    """Ask for material."""
    return Message(f"请发要补充到 {number} 的文字、照片或文件。")


def withdraw_question(case_id: int, version: int, number: str) -> Message:
    """R04: withdrawing asks whether somebody asked for it."""
    return Message(
        f"要撤回 {number}，请回答：是否有人要求您撤回？",
        (
            (Button("没有，是我自己要撤", Press("takeok", case_id, version, "own")),),
            (Button("有人要求我撤", Press("takeok", case_id, version, "forced")),),
            (Button("不撤了", Press("show", case_id)),),
        ),
    )


def withdrawn(number: str) -> Message:
    """Taken back."""
    return Message(f"{number} 已撤回。以后有事直接发给我。")
