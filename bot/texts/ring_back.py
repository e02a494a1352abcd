"""The answer told by phone to a caller without Telegram: the clerks' card, the words to say, and what was made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.texts import times
from bot.texts.values import Button, Message, Press
from bot.texts.view import CaseView

TRIES = 3  # calls on different working days
MOST, BUTTONS = 30, 5  # of the calls that /queue names, and offers
OVER = "这件已经不用打了，未作任何改动。"
OURS = "这件由您单位承办，请换别的单位的人打。"
SENT = "号码和要说的话已发到您的私信。"
CLOSED_CHAT = "机器人还不能给您发私信，请先打开机器人点“开始”。"
NOTED = "已记下。"
SAID = {
    "solved": "企业说已解决，已办结",
    "partly": "企业说部分解决",
    "unsolved": "企业说没解决",
    "mute": "已告知，企业没表态",
}


def card(view: CaseView, ends: datetime | None) -> Message:
    """To the clerks: somebody ring up. Neither number nor answer is shown before one of them takes the call."""
    by = f"请 {times.short(ends)} 前打给来电人，" if ends is not None else "请打给来电人，"
    text = "\n".join(
        (
            f"【请电话告知】{view.number}｜{view.unit_name}已答复，来电人没有使用机器人。",
            f"事由：{view.summary}",
            f"{by}告诉结果并问解决没有。不要通过承办单位转告。",
        )
    )
    return Message(text, ((Button("我来打", Press("rbtake", view.id)),),), protect=True)


def script(view: CaseView, phone: str, who: str, answer: str, ends: datetime | None, mark: str) -> Message:
    """To the one who took the call, in private: the number, the words to say, and what to press."""
    result = f"（{view.result.value}）" if view.result is not None else ""
    end = f"请告诉对方：{times.moment(ends)} 前没表态，会按“未评价”办结，30天内可以再反映。" if ends is not None else ""
    lines = (
        mark,
        f"{view.number} 电话：{phone}{f'（{who}）' if who else ''}",
        f"请告诉对方：您反映的“{view.summary}”已受理，由{view.unit_name}办理，结果{result}：",
        answer,
        "",
        "再问：解决了吗？" + end,
    )
    return Message("\n".join(lines), _outcomes(view), protect=True)


def _outcomes(view: CaseView) -> tuple[tuple[Button, ...], ...]:
    def button(label: str, what: str) -> Button:
        return Button(label, Press("rbsaid", view.id, 0, f"{view.round}.{what}"))

    said = (button("企业说已解决", "solved"), button("部分解决", "partly"), button("没解决", "unsolved"))
    return (said, (button("已告知，没表态", "mute"), button("没打通", "missed")))


def taken(who: str) -> str:
    """Another clerk has the call."""
    return f"{who} 正在打这个电话。"


def wait(at: datetime) -> str:
    """It was tried today."""
    return f"刚记过没打通，请 {times.short(at)} 以后再打。"


def why(view: CaseView, what: str, reasons: Mapping[str, str]) -> Message:
    """After 部分解决 or 没解决: the reason by one tap; without it the word counts all the same."""
    press = {name: Press("rbwhy", view.id, 0, f"{view.round}.{name}") for name in reasons}
    rows = tuple((Button(label, press[name]),) for name, label in reasons.items())
    return Message(f"{view.number} 已记下：{SAID[what]}。是哪种情况？半小时内不选也会重新办理。", rows, protect=True)


def kept(number: str, what: str) -> Message:
    """What is left of the clerk's private message, and of the cards: no number, no answer."""
    return Message(f"【电话告知】{number} {what}。", protect=True)


def missed_words(tries: int, at: datetime | None) -> str:
    """Nobody answered the phone: tried again from `at` on, or not at all."""
    then = f"{times.short(at)} 会再提醒" if at is not None else "不用再打，到期没表态按“未评价”办结"
    return f"没打通（第{tries}次，共{TRIES}次），{then}"


def beside(queue: Message, owed: Sequence[tuple[int, str]]) -> Message:
    """The clerks' queue with the calls that are still to be made: ids and numbers."""
    if not owed:
        return queue
    text = f"{queue.text}\n待电话告知 {len(owed)} 件：{'、'.join(number[-6:] for _id, number in owed[:MOST])}"
    rows = tuple((Button(f"告知 {number[-6:]}", Press("rbtake", case_id)),) for case_id, number in owed[:BUTTONS])
    return replace(queue, text=text, rows=(*queue.rows, *rows))
