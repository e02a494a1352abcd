"""What happens to a filed case, told to the enterprise."""

from __future__ import annotations

from datetime import datetime

from bot.texts import times
from bot.texts.values import Button, Message, Press
from bot.texts.view import CaseView
from storage.vocabulary import ResultCode, Stage


def signed(view: CaseView) -> Message:
    """The owner signed."""
    contact = view.limits.get(Stage.FIRST_CONTACT)
    who = f"{view.unit_name}{view.section}{_surname(view.owner)}"
    when = f"，{times.before(contact.due_at, contact.provisional)}联系您" if contact and contact.met_at is None else ""
    return Message(f"{view.number} 已由{who}签收{when}。", (_open(view),))


def _surname(owner: str) -> str:
    return "" if owner == "待定" else f" {owner[0]}××"


def dispatched(view: CaseView) -> Message:
    """A clerk found the unit."""
    contact, resolve = view.limits.get(Stage.FIRST_CONTACT), view.limits.get(Stage.RESOLVE)
    lines = [f"{view.number} 已派给{view.unit_name}。"]
    if contact is not None:
        lines.append(f"{times.before(contact.due_at, contact.provisional)}会有人联系您。")
    if resolve is not None:
        lines.append(f"{times.before(resolve.due_at, resolve.provisional)}办结或依法说明。")
    return Message("\n".join(lines), (_open(view),))


def progress(view: CaseView, text: str) -> Message:
    """A note while the work goes on."""
    return Message(f"{view.number} 阶段反馈（{view.unit_name}）：\n{text}", (_open(view),))


def answer(view: CaseView, result: ResultCode, text: str) -> Message:
    """The unit's final answer; only the enterprise decides whether it is solved."""
    head = f"{view.number} 办理结果（{view.unit_name}，{result.value}）：\n{text}\n\n解决了吗？不回复也会办结，但只记“未评价”，30天内可重开。"
    return Message(head, (verdicts(view),))


def verdicts(view: CaseView) -> tuple[Button, ...]:
    labels = (("已解决", "solved"), ("部分解决", "partly"), ("没解决", "unsolved"))
    return tuple(Button(label, Press("verdict", view.id, view.version, arg)) for label, arg in labels)


def confirm_nudge(view: CaseView, ends_at: datetime) -> Message:
    """A polite reminder to say whether it is solved."""
    return Message(
        f"{view.number} 的办理结果您看了吗？解决没有请点一下。{times.moment(ends_at)} 前没回复，会按“未评价”办结，30天内可重开。",
        (verdicts(view),),
    )


def contacted_question(case_id: int, version: int) -> Message:
    """Was the enterprise contacted at all?"""
    yes, no = (
        Button("联系过", Press("contacted", case_id, version, "1")),
        Button("没联系过", Press("contacted", case_id, version, "0")),
    )
    return Message("办理期间，承办人联系过您吗？", ((yes, no),))


def rate(case_id: int, version: int) -> Message:
    """好差评, one to five."""
    stars = tuple(Button(f"{n}分", Press("rate", case_id, version, str(n))) for n in (5, 4, 3, 2, 1))
    return Message(
        "请给这次办理打个分（5 非常满意，1 非常不满意），不打也行。",
        (stars, (Button("不评价", Press("rate", case_id, version, "0")),)),
    )


def rated(stars: int) -> Message:
    """Thanks for the rating."""
    return Message("好的，不评价也没关系。" if stars == 0 else f"已记下：{stars}分。谢谢您。")


def what_remains(case_id: int, version: int, partly: bool) -> Message:
    """Not or partly solved: why? One tap, or words."""
    reasons = (
        ("没解决", "unsolved"),
        ("没联系我", "nocontact"),
        ("答复与事实不符", "untrue"),
        ("其它", "other"),
    )
    head = "还差什么没解决？" if partly else "请告诉我原因："
    rows = tuple((Button(label, Press("why", case_id, version, arg)),) for label, arg in reasons)
    return Message(f"{head}点一下，或直接写一句。", rows)


def reopened(view: CaseView) -> Message:
    """A new round begins."""
    resolve = view.limits.get(Stage.RESOLVE)
    by = f"{times.before(resolve.due_at, resolve.provisional)}办结或依法说明。" if resolve else ""
    who = f"{view.unit_name}分管负责人盯着办" if view.reopens == 1 else "已转督办"
    return Message(f"已重开 {view.number}（第{view.reopens}次）：{who}，{by}", (_open(view),))


def closed_solved(view: CaseView) -> Message:
    """Over, as the enterprise said."""
    return Message(f"{view.number} 已办结（您已确认解决）。以后再有同类事，直接发给我。", (_again(view),))


def closed_silent(view: CaseView) -> Message:
    """Over by silence: recorded as unrated, never as satisfied."""
    return Message(
        f"{view.number} 一直没有收到您的评价，已按“未评价”办结。没解决的话，30天内点下面即可重开。",
        (_again(view),),
    )


def _again(view: CaseView) -> tuple[Button, ...]:
    return (Button("没解决，重新打开", Press("again", view.id)),)


def extended(view: CaseView, reason: str, new_due: datetime) -> Message:
    """More time was granted; the enterprise may object."""
    button = Button("不同意延期", Press("objext", view.id, view.version))
    return Message(
        f"{view.number} 需要多花几天：{reason}\n新的完成时间是{times.moment(new_due)}。若您不同意，点下面，由营商办复核。",
        ((button,), _open(view)),
    )


def transferred(view: CaseView) -> Message:
    """Another unit works on it; the clock goes on."""
    return Message(f"{view.number} 已改由{view.unit_name}办理，时限不重新计算。", (_open(view),))


def refused(number: str, why: str, way: str) -> Message:
    """Not accepted: why, and the way that is open by law (R20, R21). A reply opens a case that knows of this one."""
    return Message(
        f"{number} 不予受理，原因：{why}。您可以：{way}\n不同意，或情况有变化，直接回复本条说明，会带上这件的记录。"
    )


def clerk_asks(number: str, question: str) -> Message:
    """A clerk needs something."""
    return Message(f"{number}，坐席想确认一下：{question}\n直接回复本条即可。3个工作日内没有补充，先按现有材料办理。")


def supplement_kept(number: str) -> Message:
    """Added words were recorded."""
    return Message(f"已补充进 {number}，办这件事的人会看到。")


def said_after_answer(view: CaseView) -> Message:
    """Words after the unit's answer: kept; whether it is solved only the enterprise can say."""
    no = Button("没解决，请重办", Press("verdict", view.id, view.version, "said"))
    yes = Button("已解决", Press("verdict", view.id, view.version, "solved"))
    return Message(
        f"已记到 {view.number}。这件解决了吗？没解决就点“请重办”，您刚才的话会一起转给承办人。", ((no, yes),)
    )


def kept_apart(number: str) -> Message:
    """These words were of another class: kept apart, unseen by the unit."""
    return Message(f"这部分内容已单独登记为 {number}，不会给承办单位看。原来的事照常办理。")


def _open(view: CaseView) -> tuple[Button, ...]:
    return (Button("查看", Press("show", view.id)),)
