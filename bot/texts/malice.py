"""What is read in the procedure on a malicious complaint (R31): by the office, and by the author, who is heard first."""

from __future__ import annotations

from datetime import datetime

from bot.rules.malice import AFTER, CHECKS, Done, Ground, Step
from bot.texts import times
from bot.texts.values import Button, Message, Press

NOT_HERE = "密件、特急件和没有本人账号的件，不作恶意认定。"
NOT_ONES_OWN = "自己主办的件，请由另一位同志核查、认定。"
TOLD = "已告知企业，请等其陈述。"
NOTHING_TO_SAY = "这项陈述的时间已过，或已经陈述过。"
DONE = "已记录，已告知企业。"
WHY_CLERKS = "按认定限流：先核实再派"
CODES = {Ground.MADE_UP: "f", Ground.AGAIN: "r", Ground.GAIN: "g"}
GROUNDS = {code: ground for ground, code in CODES.items()}
LABELS = {
    Step.CHECK: ("记录一次核查", "malchk"),
    Step.HEAR: ("请企业陈述", "malhear"),
    Step.FOUND: ("认定恶意", "malfind"),
    Step.DROPPED: ("不认定", "maldrop"),
    Step.UPHELD: ("维持认定", "malup"),
    Step.QUASHED: ("撤销认定", "malquash"),
}


def button(case_id: int) -> Button:
    """Where the procedure begins and is looked at."""
    return Button("恶意认定", Press("mal", case_id))


def menu(case_id: int, number: str, run: tuple[Done, ...], lines: list[str], said: str) -> Message:
    """What was done, and what may come next."""
    before = run[-1].step if run else None
    nexts = [step for step in LABELS if before in AFTER[step]]
    rows = tuple((Button(LABELS[step][0], Press(LABELS[step][1], case_id)),) for step in nexts)
    head = (
        f"{number} 恶意诉求认定：须{CHECKS}人各做一次事实核查，再听企业陈述，才能认定；语气不好不是理由。"
        "认定后只是新事项先由坐席核实再派，不拒收；密件和特急件不受影响。"
    )
    steps = "\n".join(lines) or "还没有开始。"
    return Message(f"{head}\n{steps}" + (f"\n企业说：{said}" if said else ""), rows, protect=True)


def step_line(step: Step, name: str, at: datetime) -> str:
    """One step in the menu."""
    return f"· {times.short(at)} {step.value}{'（' + name + '）' if name else ''}"


def ask_check(number: str) -> Message:
    """The facts of a check."""
    text = f"{number} 核查记录：请回复本条，写明哪天、向谁、查了什么、结果如何。语气不好、言辞激烈不是理由。"
    return Message(text, force_reply=True, protect=True)


def ask_ground(case_id: int, number: str) -> Message:
    """On what facts?"""
    rows = tuple((Button(ground.value, Press("malwhy", case_id, 0, code)),) for ground, code in CODES.items())
    return Message(f"{number} 按哪一条认定？", rows, protect=True)


def ask_reason(number: str, ground: Ground) -> Message:
    """The reason, which the author will read."""
    text = f"{number} 按“{ground.value}”认定：请回复本条写明事实和依据。这段话会发给企业，不写他人个人信息。"
    return Message(text, force_reply=True, protect=True)


def flawed(number: str, why: str) -> Message:
    """Words that will not do; the question stays open."""
    return Message(f"{number} 没有记下：{why}", force_reply=True, protect=True)


def checked(number: str, count: int) -> Message:
    """A check is on record."""
    more = "请另一位同志再核查一次。" if count < CHECKS else "可以请企业陈述了。"
    return Message(f"{number} 第{count}次核查已记录。{more}", protect=True)


def noted(number: str) -> Message:
    """The finding is on record."""
    return Message(f"{number} 认定已记录，已告知企业，附申诉办法。被反映单位不会收到任何消息。", protect=True)


def hearing(case_id: int, number: str, until: datetime) -> Message:
    """To the author: what is thought, the right to answer, and what does not change meanwhile."""
    row = (Button("我要说明", Press("malsay", case_id)),)
    return Message(
        f"关于 {number}：我们核查了两次，查到的情况与您反映的不一致。作出任何认定之前，想先听您说。"
        f"请在{times.day(until)}前点“我要说明”，写下您的说法和证据。这期间您的诉求照常办理，您的身份不会告诉对方。",
        (row,),
    )


def ask_defence(number: str, *, appeal: bool) -> Message:
    """In the author's own words."""
    what = "不服的理由和证据" if appeal else "您的说法和证据"
    return Message(f"{number}：请回复本条，写下{what}。只给营商办看，不给被反映单位。", force_reply=True)


def defence_kept(number: str, *, appeal: bool) -> Message:
    """It is on record."""
    if appeal:
        return Message(f"{number} 您的申诉已收到，裁定之前认定暂不执行。由另一位同志复核，结果会告诉您。")
    return Message(f"{number} 您的说明已收到，会连同核查情况一并考虑，结果会告诉您。")


def to_office(case_id: int, number: str, step: Step, words: str) -> Message:
    """The author spoke, or did not in time."""
    what = {Step.SAID: "企业已陈述", Step.SILENT: "企业没有在期限内陈述", Step.APPEALED: "企业申诉，认定暂停执行"}[step]
    row = (Button("恶意认定", Press("mal", case_id)),)
    return Message(f"{number} {what}。" + (f"\n{words}" if words else ""), (row,), protect=True)


def found(case_id: int, number: str, ground: Ground, reason: str, until: datetime, appeal_until: datetime) -> Message:
    """To the author: the finding, what it changes, until when, and the way against it."""
    row = (Button("不服，申诉", Press("malappeal", case_id)),)
    return Message(
        f"关于 {number}：营商办认定属于“{ground.value}”。理由：{reason}\n"
        f"到{times.day(until)}为止，您新反映的事项先由坐席核实再派，仍然照收、照办；特急事项和反映廉洁、报复问题不受影响。"
        f"不服的，{times.day(appeal_until)}前点下面申诉，由另一位同志复核，复核期间不执行；也可以依法申请行政复议或提起诉讼。",
        (row,),
    )


def ended(number: str, step: Step) -> Message:
    """To the author: how it ended."""
    words = {
        Step.DROPPED: "经核查，不作恶意认定。谢谢您的说明，诉求照常办理。",
        Step.UPHELD: "经另一位同志复核，维持原认定。您仍可依法申请行政复议或提起诉讼。",
        Step.QUASHED: "经另一位同志复核，原认定已撤销，即日起一切照常。给您带来不便，请谅解。",
        Step.EXPIRED: "认定的期限已到，即日起一切照常。",
    }
    return Message(f"关于 {number}：{words[step]}")
