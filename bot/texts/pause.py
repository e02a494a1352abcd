"""What is read about a pause (暂停计时), and the officer's 更多 from which it starts."""

from __future__ import annotations

from datetime import datetime

from bot.rules.pauses import Reason
from bot.texts import times
from bot.texts.values import Button, Message, Press
from bot.texts.view import CaseView

NOT_NOW = "这件不在办理中，不能暂停计时。"
NOT_PAUSED = "现在没有暂停计时，不用恢复。"
CRITICAL = "特急件不能暂停计时。请立即办理，并先给企业一句进展。"
LATE = "已过办结时限，不能再暂停。请先答复企业。"
JOINED = "这件与别的件并案，各家时限不同，不能这样操作。请先拆回，或申请延期。"
NOBODY = "这件没有督办人可以复核，不能暂停。请按时限办理，并先给企业一句进展。"
KEPT = "已维持暂停，已告知企业。"
OBJECTED = "已转营商办复核并留了记录。"
RUNS = "计时已恢复。"
WHY = {Reason.ENTERPRISE: "要等您补充材料", Reason.APPRAISAL: "要等检测、鉴定或评审的结果"}


def menu(view: CaseView, paused: bool) -> Message:
    """更多: what is asked for rarely."""

    def button(label: str, verb: str) -> tuple[Button, ...]:
        return (Button(label, Press(verb, view.id, view.version)),)

    held = (button("报挂账进展", "holdrep"),) if view.held else ()
    running = (button("恢复计时", "resume"),) if paused else ()
    asking = (button("暂停计时", "pause"), button("申请挂账", "hold"), button("申请复杂件", "complex"))
    free = asking if not view.pending and not view.held else ()
    return Message(f"{view.number} 还可以：", (*held, *running, *free, button("标法定期限", "track")), protect=True)


def reasons(view: CaseView, waiting: tuple[int, ...], appraisal: tuple[int, ...]) -> Message:
    """Why, and until when."""
    rows = tuple(
        tuple(Button(f"{label}{n}个工作日", Press("pausefor", view.id, view.version, f"{key}.{n}")) for n in days)
        for label, key, days in (("等企业 ", "e", waiting), ("等鉴定 ", "a", appraisal))
        if days
    )
    text = (
        f"{view.number} 暂停计时：等什么、等多久？只有等企业补充（一次），或有委托书的检测、鉴定、评审，才能暂停。"
        "领导不在、正在研究、出差、等开会不行。"
    )
    return Message(text, rows, protect=True)


def prompt(number: str, reason: Reason) -> Message:
    """The words, which the enterprise will read."""
    what = "写明请企业补什么" if reason is Reason.ENTERPRISE else "发委托书的照片或文件，附一句话写明委托谁、鉴定什么"
    return Message(f"{number}：请回复本条，{what}。这段话会发给企业。", force_reply=True, protect=True)


def flawed(number: str, missing: tuple[str, ...]) -> Message:
    """Words that cannot be used; the question stays open."""
    return Message(f"{number} 没有暂停：" + "；".join(missing), protect=True)


def done(number: str, until: datetime) -> Message:
    """To the officer."""
    return Message(f"{number} 计时已暂停，到{times.moment(until)}为止，已告知企业。", protect=True)


def told(view: CaseView, reason: Reason, words: str, until: datetime) -> Message:
    """To the enterprise: why, until when, and what it can do."""
    can = "您直接回复本条补充，计时马上恢复。" if reason is Reason.ENTERPRISE else ""
    text = (
        f"{view.number} 办理计时暂停到{times.moment(until)}，{WHY[reason]}：\n{words}\n"
        f"{can}到时没有结果，也会按现有材料接着办。不同意暂停的，请点下面，由营商办复核。"
    )
    return Message(text, ((Button("不同意暂停", Press("objpause", view.id)),),))


def resumed(number: str, why: str, due: datetime | None) -> Message:
    """To the owner: it runs again."""
    until = f"办结时限改为 {times.before(due)}。" if due is not None else ""
    return Message(f"{number} {why}，计时已恢复，{until}请接着办。", protect=True)


def resumed_told(number: str, due: datetime | None) -> Message:
    """To the enterprise: it runs again."""
    until = f"{times.before(due)}办结或依法说明。" if due is not None else ""
    return Message(f"{number} 已恢复计时，接着办理。{until}")


def objection(view: CaseView, reason: Reason) -> Message:
    """To the office, which decides."""
    row = (
        Button("恢复计时", Press("pauseend", view.id, view.version)),
        Button("维持暂停", Press("pausekeep", view.id, view.version)),
    )
    text = f"【暂停复核】{view.number}｜{view.unit_name}｜{reason.value}\n企业不同意暂停，请裁定。"
    return Message(text, (row, (Button("看案情", Press("facts", view.id)),)), protect=True)


def ruled(number: str, ended: bool, who: str) -> Message:
    """The office's card after its decision."""
    return Message(f"【暂停复核】{number}：{who}裁定{'恢复计时' if ended else '维持暂停'}。", protect=True)


def over(number: str) -> Message:
    """The office's card when the pause ended before anybody ruled."""
    return Message(f"【暂停复核】{number}：计时已恢复，不用再裁定。", protect=True)


def kept_told(number: str) -> Message:
    """To the enterprise: the office keeps the pause."""
    return Message(f"{number} 营商办已复核：维持暂停。您补充材料或到期后，计时会自动恢复。")
