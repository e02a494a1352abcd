"""Sampled callbacks: three short questions to the enterprise, and the call that a clerk makes if nobody answered them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.rules.callbacks import TRIES, Answer, Question
from bot.texts import times
from bot.texts.values import Button, Message, Press
from bot.texts.view import CaseView

MOST, BUTTONS = 30, 5  # of the calls that /queue names, and offers
OVER = "这次回访已经结束，不用再答。"
NOTED = "已记下。"
OWN = "这件由您承办，请换别人回访。"
NO_PHONE = "企业没有留电话，不用回访了。"
TOO_SOON = "离上次拨打不到2个工作小时，请换个时段再打。"
ASKED = {
    Question.CONTACTED: "办理期间，有人联系过您吗？",
    Question.SOLVED: "问题真的解决了吗？",
    Question.PRESSED: "有没有人要求您改评价或撤回诉求？您怎么答，承办单位都看不到。",
}
LABELS = {
    Question.CONTACTED: ((Answer.YES, "联系过"), (Answer.NO, "没联系过")),
    Question.SOLVED: ((Answer.YES, "解决了"), (Answer.NO, "没解决")),
    Question.PRESSED: ((Answer.NO, "没有"), (Answer.YES, "有")),
}
WORDS = {
    (Question.CONTACTED, Answer.YES): "联系过 联系了 联系过了 有 有的 是 是的",
    (Question.CONTACTED, Answer.NO): "没联系过 没联系 没人联系 没人联系过 没有 没 否",
    (Question.SOLVED, Answer.YES): "解决了 已解决 解决 好了 是 是的",
    (Question.SOLVED, Answer.NO): "没解决 没有解决 未解决 没有 没 还没有 还没 否",
    (Question.PRESSED, Answer.YES): "有 有的 有人",
    (Question.PRESSED, Answer.NO): "没有 没 没人 无",
}
SAID = {
    (Question.CONTACTED, Answer.YES): "联系过",
    (Question.CONTACTED, Answer.NO): "没人联系过",
    (Question.SOLVED, Answer.YES): "已解决",
    (Question.SOLVED, Answer.NO): "没解决",
}


def question(view: CaseView, asked: tuple[Question, ...], now: Question, round_: int) -> Message:
    """One question at a time, in one message that turns."""
    place, many = asked.index(now) + 1, len(asked)
    lead = [f"随机回访：{view.number}（{view.summary}），{many}个小问题，点一下就行。"] if place == 1 else []
    text = "\n".join([*lead, f"{place}/{many} {ASKED[now]}"])
    return Message(text, (_choices("cbk", view.id, round_, now, "跳过"),))


def _choices(verb: str, case_id: int, round_: int, question: Question, skip: str) -> tuple[Button, ...]:
    options = (*LABELS[question], (Answer.SKIPPED, skip))
    return tuple(Button(label, Press(verb, case_id, 0, f"{round_}.{question}.{answer}")) for answer, label in options)


def read(question: Question, text: str) -> Answer | None:
    """A short answer in words; None for anything longer or else."""
    plain = "".join(letter for letter in text if letter.isalnum())
    if plain == "跳过":
        return Answer.SKIPPED
    return next(
        (answer for (about, answer), words in WORDS.items() if about is question and plain in words.split()), None
    )


def thanks(view: CaseView, reopen: bool) -> Message:
    """The end of it; with the way to have the case done again if it is not solved. It never says what was answered to
    the last question: somebody may be looking over the shoulder."""
    if reopen:
        return Message(f"谢谢，{view.number} 回访结束。没解决的，点下面就重新办理。", (_again(view.id),))
    return Message(f"谢谢，{view.number} 回访结束。")


def offer(view: CaseView) -> Message:
    """After a call by phone: the enterprise said that it is not solved."""
    return Message(f"您在电话回访里说 {view.number} 没解决。要重新办理，点下面。", (_again(view.id),))


def _again(case_id: int) -> tuple[Button, ...]:
    return (Button("重新办理", Press("again", case_id)),)


def ring(view: CaseView, due: datetime) -> Message:
    """To the clerks: ring up, ask two things."""
    ended = view.close_kind.value if view.close_kind else ""
    text = "\n".join(
        (
            f"【请电话回访】{view.number}｜{view.unit_name}｜办结：{ended}",
            f"事由：{view.summary}",
            f"请 {times.short(due)} 前打给企业，只问有没有人联系过、解决了没有。不要通过承办单位转问。",
        )
    )
    return Message(text, _ring_buttons(view.id), protect=True)


def beside(queue: Message, owed: Sequence[tuple[int, str]]) -> Message:
    """The clerks' queue with the calls that are still to be made: ids and numbers."""
    if not owed:
        return queue
    text = f"{queue.text}\n待电话回访 {len(owed)} 件：{'、'.join(number[-6:] for _id, number in owed[:MOST])}"
    rows = tuple((Button(f"回访 {number[-6:]}", Press("cbshow", case_id)),) for case_id, number in owed[:BUTTONS])
    return replace(queue, text=text, rows=(*queue.rows, *rows))


def _ring_buttons(case_id: int) -> tuple[tuple[Button, ...], ...]:
    reached = (Button("打通了", Press("cbrang", case_id, 0, "1")), Button("没打通", Press("cbrang", case_id, 0, "0")))
    return ((Button("看号码", Press("cbphone", case_id)),), reached)


def phone(number: str, phone_number: str, mark: str) -> Message:
    """The number, privately."""
    return Message(f"{mark}\n{number} 回访电话：{phone_number}\n打完请回群里点“打通了”或“没打通”。", protect=True)


def on_phone(view: CaseView, now: Question, round_: int, who: str) -> Message:
    """The card while the clerk is talking."""
    text = f"【电话回访】{view.number}｜{who} 已打通。\n企业怎么说：{ASKED[now]}"
    return Message(text, (_choices("cbs", view.id, round_, now, "没问到"),), protect=True)


def missed(tries: int) -> str:
    """Nobody answered the phone."""
    return f"已记录没打通（第{tries}次，共{TRIES}次），请换个时段再打。"


def done(number: str, answers: Mapping[Question, Answer]) -> Message:
    """The clerks' card at the end."""
    said = "，".join(SAID[pair] for pair in answers.items() if pair in SAID)
    return Message(
        f"【电话回访】{number} 已回访：{said or '企业没有表态'}。如说有人逼改评价或撤诉，请企业私信机器人。",
        protect=True,
    )


def answered(number: str) -> Message:
    """The clerks' card when the enterprise answered the bot after all."""
    return Message(f"【电话回访】{number} 企业已在线回答，不用再打。", protect=True)


def ended(number: str, how: str) -> Message:
    """The clerks' card when nobody has to ring any more."""
    return Message(f"【电话回访】{number} {how}。", protect=True)


def late(number: str, due: datetime, now: datetime) -> Message:
    """The limit's own morning, or one after it."""
    when = f"时限是今天 {times.short(due)}" if now < due else f"已超过回访时限（{times.short(due)}）"
    return Message(f"【电话回访】{number} {when}，请今天打。", protect=True)
