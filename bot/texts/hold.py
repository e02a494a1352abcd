"""What is read about a held matter (挂账): asked for by the unit, granted by the office, told to the enterprise every 30 days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rules.holding import Ground
from bot.texts import times
from bot.texts.values import Button, Message, Press
from bot.texts.view import CaseView

NOT_NOW = "这件不在办理中，或已经挂账，不能再申请。"
NOT_HELD = "这件没有挂账，不用检视或销账。"
PENDING = "已有一项申请在等裁定，或计时已暂停，请先处理完。"
NOBODY = "这件没有督办人可以裁定挂账。请按时限办理，并先给企业一句进展。"
DONE = "已恢复办理，计时已恢复。"


@dataclass(frozen=True, slots=True)
class Held:
    """One line of the list: the case, since when, its next look, and the last word to the enterprise."""

    view: CaseView
    since: datetime
    review: datetime | None
    told: datetime


def grounds(view: CaseView) -> Message:
    """On what ground?"""
    rows = tuple((Button(ground.value, Press("holdfor", view.id, view.version, ground.name)),) for ground in Ground)
    return Message(f"{view.number} 申请挂账：依据是哪一项？其他情形不能挂账。", rows, protect=True)


def reviews(view: CaseView, ground: Ground, days: Sequence[int]) -> Message:
    """When is it looked at again?"""
    row = tuple(Button(f"{n}天后", Press("holdon", view.id, view.version, f"{ground.name}.{n}")) for n in days)
    return Message(f"{view.number} 挂账（{ground.value}）：下次检视日？到期要给企业一次进展。", (row,), protect=True)


def goal_prompt(number: str) -> Message:
    """What is done meanwhile?"""
    text = f"{number}：请回复本条，写阶段目标：挂账期间做什么、到哪一步。"
    return Message(text, force_reply=True, protect=True)


def words_prompt(number: str) -> Message:
    """What does the enterprise read?"""
    text = f"{number}：请再回复本条，写给企业的说明：为什么现在办不了、接下来怎么办。批准后原样发给企业。"
    return Message(text, force_reply=True, protect=True)


def flawed(number: str, missing: tuple[str, ...]) -> Message:
    """What the words lack; the question stays open."""
    return Message(f"{number} 还没有提交：" + "；".join(missing) + "。请改好后再回复一遍。", protect=True)


def off(number: str, why: str) -> Message:
    """The request cannot be made any more."""
    return Message(f"{number} 没有申请挂账：{why}", protect=True)


def asked(number: str) -> Message:
    """Waiting for approval."""
    return Message(f"{number} 挂账申请已提交，批准前仍按原时限。", protect=True)


def card(view: CaseView, ground: str, review: datetime, goal: str, words: str) -> Message:
    """A request to grant or refuse."""
    lines = (
        f"【挂账申请】{view.number}｜主责 {view.unit_name}{view.section} {view.owner}",
        f"事由：{view.summary}",
        f"依据：{ground}",
        f"阶段目标：{goal}",
        f"下次检视：{times.day(review)}",
        f"给企业的说明：{words}",
        "挂账须营商办和分管市长都同意；未取得分管市长签批的，请点“不同意”。",
    )
    row = (
        Button("同意（分管市长已签批）", Press("holdyes", view.id, view.version)),
        Button("不同意", Press("holdno", view.id, view.version)),
    )
    return Message("\n".join(lines), (row,), protect=True)


def ruled(number: str, agreed: bool, review: datetime | None) -> str:
    """The ruling."""
    if not agreed or review is None:
        return f"{number} 挂账申请未获同意，按原时限办理。"
    return f"{number} 已同意挂账，计时停止；{times.day(review)}前给企业一次进展。"


def told(view: CaseView, ground: str, words: str, review: datetime) -> Message:
    """To the enterprise: why it takes long, and when it hears again."""
    text = (
        f"{view.number} 一时办不了（{ground}），已转长期办理（挂账），没有办结：\n{words}\n"
        f"{times.day(review)}前会告诉您进展，以后至少每30天一次。有新情况直接告诉我。"
    )
    return Message(text)


def ask_progress(view: CaseView, review: datetime, mentions: tuple[int, ...]) -> Message:
    """To the owner, a few days before the look."""
    text = f"【挂账检视】{view.number}｜{view.owner}：{times.day(review)}前要给企业一次进展，请点下面写一句。"
    return Message(text, (_report(view),), protect=True, mentions=mentions)


def late(view: CaseView, review: datetime, mentions: tuple[int, ...]) -> Message:
    """To the owner and the section's head: the day has come."""
    text = f"【挂账检视】{view.number}｜{view.owner}：检视日（{times.day(review)}）到了，企业还没有收到进展，请今天写一句。"
    return Message(text, (_report(view),), protect=True, mentions=mentions)


def _report(view: CaseView) -> tuple[Button, ...]:
    return (Button("报挂账进展", Press("holdrep", view.id)),)


def late_told(view: CaseView, review: datetime, ends: datetime) -> Message:
    """To the office: nothing came, and what follows."""
    text = (
        f"【挂账检视】{view.number}｜{view.unit_name}：检视日 {times.day(review)}，还没有进展。"
        f"{times.day(ends)}前仍没有的，自动恢复办理和计时。"
    )
    return Message(text, end_row(view), protect=True)


def end_row(view: CaseView) -> tuple[tuple[Button, ...], ...]:
    """What the office may do with a held case."""
    return ((Button("看案情", Press("facts", view.id)), Button("恢复办理", Press("holdend", view.id, view.version))),)


def report_prompt(number: str) -> Message:
    """报挂账进展."""
    text = f"{number}：请回复本条，写这段时间做了什么、下一步和日期。会发给企业。"
    return Message(text, force_reply=True, protect=True)


def reviewed(number: str, review: datetime) -> Message:
    """To the officer: sent."""
    return Message(f"{number} 进展已发给企业，下次检视 {times.day(review)}。", protect=True)


def progress(view: CaseView, text: str, review: datetime) -> Message:
    """To the enterprise: what moved."""
    return Message(f"{view.number} 长期办理的进展（{view.unit_name}）：\n{text}\n下次进展：{times.day(review)}前。")


def ended(number: str, why: str, due: datetime | None) -> Message:
    """To the owner: it is worked on again."""
    until = f"办结时限 {times.before(due)}。" if due is not None else ""
    return Message(f"{number} {why}，挂账结束，计时已恢复，{until}请接着办。", protect=True)


def ended_told(number: str, due: datetime | None) -> Message:
    """To the enterprise: it is worked on again."""
    until = f"{times.before(due)}办结或依法说明。" if due is not None else ""
    return Message(f"{number} 已结束挂账，恢复办理。{until}")


def listing(held: Sequence[Held], page: int, last: bool, total: int) -> Message:
    """/hold: what is held, the next look first."""
    if not held:
        return Message("没有挂账件。", protect=True)
    lines = [f"挂账未销 {total} 件，检视日近的在前" + (f"（第{page + 1}页）" if page or not last else "") + "："]
    lines += [_line(one) for one in held]
    rows = [(Button(f"看 {one.view.number[-6:]}", Press("facts", one.view.id)), _end(one.view)) for one in held]
    turns = [("上一页", page - 1)] * (page > 0) + [("下一页", page + 1)] * (not last)
    turn = tuple(Button(label, Press("holds", 0, 0, str(to))) for label, to in turns)
    return Message("\n".join(lines), (*rows, *((turn,) if turn else ())), protect=True)


def _line(one: Held) -> str:
    review = f"检视 {times.day(one.review)}" if one.review is not None else "检视日已过"
    return (
        f"{one.view.number[-6:]} {one.view.unit_name} {one.view.owner}｜{times.day(one.since)}起｜{review}"
        f"｜上次告知企业 {times.day(one.told)}"
    )


def _end(view: CaseView) -> Button:
    return Button(f"恢复 {view.number[-6:]}", Press("holdend", view.id, view.version))
