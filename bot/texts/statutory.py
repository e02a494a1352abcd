"""What is read about a statutory period (R27): inside the office only, never promised to the enterprise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.texts import times
from bot.texts.values import Button, Message, Press
from bot.texts.view import CaseView

NO_LAW = ("12315",)  # procedures whose law in force is not entered: marked, but without a last day
STARTS = {"s": "从提交之日起算", "d": "从派单之日起算", "t": "从今天起算"}
PERIODS = {
    "transfer": "转交",
    "handle": "处理",
    "longest": "处理（最长）",
    "investigate": "查处",
    "extend": "延长",
    "question": "提出质疑",
    "answer": "答复质疑",
    "complain_within": "提出投诉",
    "decide": "作出决定",
    "accept": "受理",
    "register_or_forward": "登记转送",
    "written_notice": "书面告知",
    "objection_to_transfer": "转送异议",
    "finish": "办结",
    "review_apply": "申请复查",
    "review_decide": "复查",
    "recheck_apply": "申请复核",
    "recheck_decide": "复核",
    "reply": "答复",
    "apply": "提出申请",
    "accept_check": "审查受理",
    "decide_simple": "简易程序决定",
    "one_time_notice": "一次性告知",
    "joint": "联合办理",
    "joint_extend": "联合办理延长",
    "award": "裁决",
    "sue_within": "起诉",
}
PAST = "按这个起算日，法定期限已过。请核对起算日。"
NOT_NOW = "这件不在办理中，不用标法定期限。"


def line(track: str, due: datetime | None, law: str) -> str:
    """For cards and facts inside the office."""
    if due is None:
        return f"法定程序：{track}（现行法条未录入，不显示法定最后日）"
    return f"法定最后日 {times.short(due)}（{track}，{law}）"


def tracks(view: CaseView, names: Sequence[str]) -> Message:
    """Under which procedure does it stand?"""
    buttons = [Button(name, Press("trackfor", view.id, view.version, str(n))) for n, name in enumerate(names)]
    rows = tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))
    off = ((Button("取消标记", Press("trackoff", view.id, view.version)),),) if view.legal else ()
    text = f"{view.number} 属于哪个法定程序？只在内部显示，内部时限不会长于法定期限。"
    return Message(text, (*rows, *off), protect=True)


def periods(view: CaseView, n: int, track: str, law: str, names: Sequence[str]) -> Message:
    """Which period of it?"""
    buttons = [
        Button(PERIODS.get(name, name), Press("trackon", view.id, view.version, f"{n}.{name}")) for name in names
    ]
    rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    return Message(f"{view.number} {track}（{law}）：哪一项期限？", rows, protect=True)


def starts(view: CaseView, arg: str, track: str, period: str) -> Message:
    """From when does it count?"""
    rows = tuple(
        (Button(label, Press("trackset", view.id, view.version, f"{arg}.{key}")),) for key, label in STARTS.items()
    )
    return Message(f"{view.number} {track}·{PERIODS.get(period, period)}：从哪天起算？", rows, protect=True)


def marked(view: CaseView, moved: datetime | None) -> Message:
    """Done: the last day, and the internal limit if that had been longer than the law."""
    shorter = f"内部办结时限长于法定期限，已改为 {times.before(moved)}。" if moved is not None else ""
    return Message(f"{view.number} 已标：{view.legal}。{shorter}", protect=True)


def taken_off(number: str) -> Message:
    """The mark is gone."""
    return Message(f"{number} 已取消法定期限标记。", protect=True)


def warning(view: CaseView, due: datetime, mentions: tuple[int, ...]) -> Message:
    """Three working days ahead, to the owner and the section's head."""
    text = f"【法定期限】{view.number}｜{view.owner}：{view.legal}。还有三个工作日，{times.before(due)}必须依法办理。"
    return Message(text, protect=True, mentions=mentions)


def last_call(view: CaseView, due: datetime, mentions: tuple[int, ...]) -> Message:
    """On the last day, to owner and head."""
    text = f"【法定期限】{view.number}｜{view.owner}：今天是最后一天（{times.before(due)}），{view.legal}。请马上办理。"
    return Message(text, protect=True, mentions=mentions)


def last_call_told(view: CaseView, due: datetime) -> Message:
    """On the last day, to the office."""
    text = f"【法定期限】{view.number}｜{view.unit_name}{view.section} {view.owner}：今天是法定最后一天（{times.before(due)}），尚未答复。"
    return Message(text, ((Button("看案情", Press("facts", view.id)),),), protect=True)
