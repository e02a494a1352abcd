"""The draft card: what was understood, what happens next, and what the person can change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.texts import times
from bot.texts.entrepreneur.welcome import URGENCY_WORDS
from bot.texts.values import Button, Message, Press
from storage.vocabulary import Kind, Secrecy, Urgency

QUESTIONS = {
    "地点": "问题发生在哪个园区、街道或乡镇？",
    "诉求": "您希望怎么解决？",
    "详情": "具体发生了什么？一两句话就行。",
}


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as its own author sees it."""

    id: int
    number: str
    version: int
    quote: str  # the person's own words, cut
    parts: int  # messages and files so far
    kind: Kind
    urgency: Urgency
    urgency_reason: str
    secrecy: Secrecy
    unit_name: str
    why: str
    sure: bool
    enterprise: str
    amount: float | None
    anonymous: bool
    question: str
    files_at: datetime
    likely: tuple[tuple[str, str], ...] = ()  # units to pick from (code, name), best first, if it is not sure
    known: tuple[str, str] | None = None  # a ready answer and where it comes from


def card(view: DraftView) -> Message:
    """The draft card with its buttons."""
    lines = [
        f"已收到。编号 {view.number}。",
        f"您说的是：{view.quote}" + (f"（共{view.parts}条）" if view.parts > 1 else ""),
        f"类型：{view.kind.value}｜{URGENCY_WORDS[view.urgency]}"
        + (f"，因为{view.urgency_reason}" if view.urgency_reason and view.urgency is not Urgency.NORMAL else ""),
        _unit_line(view),
    ]
    lines += _facts(view)
    if view.known:
        answer, source = view.known
        lines.append(f"常见答复：{answer}（来源：{source}）\n够用就点“这就够了”，不提交；要专人答复，点提交。")
    if view.question:
        lines.append(f"请补一项：{QUESTIONS.get(view.question, view.question)}直接回复即可，不补也能提交。")
    lines.append(f"不用再操作，{times.moment(view.files_at)} 自动按以上内容提交；有误请直接再发一句。")
    return Message("\n".join(lines), _buttons(view))


def _unit_line(view: DraftView) -> str:
    if view.secrecy is Secrecy.B:
        return f"交给：{view.unit_name}监督办理，不经过您反映的单位。"
    if view.likely:
        return "归哪个单位管，我还拿不准。像下面哪一个？点一下就直接派给它；说不清就点提交，由首接坐席定。"
    if not view.sure:
        return "交给：首接坐席先看，由坐席定单位。"
    return f"交给：{view.unit_name}" + (f"（{view.why}）" if view.why else "")


def _facts(view: DraftView) -> list[str]:
    facts = []
    if view.enterprise:
        facts.append(f"企业：{view.enterprise}")
    if view.amount is not None:
        facts.append(f"金额：{view.amount:,.2f}元".replace(".00元", "元"))
    if view.anonymous:
        facts.append("对承办单位匿名")
    return ["｜".join(facts)] if facts else []


def _buttons(view: DraftView) -> tuple[tuple[Button, ...], ...]:
    def button(label: str, verb: str) -> Button:
        return Button(label, Press(verb, view.id, view.version))

    secrecy = button("取消匿名" if view.anonymous else "保密/对承办单位匿名", "anon")
    rows = [
        (button("提交", "file"), button("改单位", "units")),
        (button("补充", "more"), secrecy),
        (button("取消", "cancel"),),
    ]
    if view.question:
        rows.insert(0, (button("跳过这一问", "skip"),))
    if view.known:
        rows.insert(0, (button("这就够了", "cancelok"),))
    pick = [(Button(f"归{name}", Press("unit", view.id, view.version, code)),) for code, name in view.likely]
    return (*pick, *rows)


def superseded(number: str) -> Message:
    """What an older draft card becomes when there is a newer one below."""
    return Message(f"{number}（已补充，见下方最新一条）")


def filed_to_unit(
    number: str,
    quote: str,
    unit_name: str,
    contact_by: datetime | None,
    resolve_by: datetime | None,
    provisional: bool,
) -> Message:
    """After filing: who, and by when."""
    lines = [f"已提交。编号 {number}：{quote}", f"已派给：{unit_name}。"]
    if contact_by is not None:
        lines.append(f"{times.before(contact_by, provisional)}会有人联系您。")
    if resolve_by is not None:
        lines.append(f"{times.before(resolve_by, provisional)}办结或依法说明。")
    lines.append("到时没动静，我会替您催；进展随时告诉您。/my 可查看、催办、补充、撤回。")
    return Message("\n".join(lines))


def filed_to_clerk(number: str, quote: str, by: datetime | None) -> Message:
    """After filing without a sure unit: a person looks first."""
    when = f"{times.before(by)}" if by is not None else "尽早"
    return Message(
        f"已提交。编号 {number}：{quote}\n首接坐席{when}确定承办单位，定了马上告诉您。/my 可查看、补充、撤回。"
    )


def nudge(card: Message) -> Message:
    """The one reminder of an untouched draft: the card again, so that its buttons are at hand."""
    return Message(f"这件还没提交，提醒您看一眼。\n{card.text}", card.rows)


def moved(number: str) -> Message:
    """What the first card becomes when the reminder repeats it below."""
    return Message(f"{number}（见下方最新一条）")


def cancel_sure(case_id: int, version: int, number: str) -> Message:
    """Cancelling asks once."""
    yes = Button("确定取消", Press("cancelok", case_id, version))
    no = Button("不取消", Press("back", case_id, version))
    return Message(f"确定取消 {number} 吗？取消后30分钟内可以恢复。不点，到时间仍会自动提交。", ((yes, no),))


def cancelled(case_id: int, version: int, number: str) -> Message:
    """The draft is dropped, and can be brought back for a while."""
    return Message(
        f"{number} 没有提交，没有派给任何单位。30分钟内可以恢复。",
        ((Button("恢复", Press("restore", case_id, version)),),),
    )


def restored(number: str, fresh: str) -> Message:
    """A cancelled draft came back under a new number."""
    return Message(f"{number} 已恢复，新编号 {fresh}，见下方。")


def more() -> Message:
    """What 补充 means."""
    return Message("请直接把要补充的文字、照片、文件或语音发过来，我会并到这一件里。发完点“提交”。")


def choose_unit(case_id: int, version: int, options: tuple[tuple[str, str], ...], page: int, last: bool) -> Message:
    """Units to choose from, a page at a time; the accused unit is never among them (R02b)."""
    rows = tuple((Button(name, Press("unit", case_id, version, code)),) for code, name in options)
    turn = [Button("下一页", Press("units", case_id, version, str(page + 1)))] if not last else []
    turn += [Button("上一页", Press("units", case_id, version, str(page - 1)))] if page else []
    tail: tuple[tuple[Button, ...], ...] = ((Button("不知道，请坐席定", Press("unit", case_id, version, "PLAT")),),)
    back = ((Button("返回", Press("back", case_id, version)),),)
    return Message("请选承办单位：", (*rows, *((tuple(turn),) if turn else ()), *tail, *back))


def which_case(
    pending: int, options: tuple[tuple[int, str], ...], parts: int = 1, again: str = "", *, push: bool = True
) -> Message:
    """New words while cases are open: which do they belong to? Silence makes them a new matter, or more of the case that
    they repeat (`again`, its number)."""
    rows = tuple((Button(f"补充 {label}", Press("belong", case_id, 0, str(pending))),) for case_id, label in options)
    head = "这" if parts == 1 else f"这{parts}条"
    if again:
        same = f"和正在办的 {again} 像是同一件事，补充进去会一并催办。" if push else f"像是在说正在办的 {again}。"
        text = f"{head}{same}30分钟内没选，就补充进 {again}，不会丢。"
        fresh = (Button("是另一件新问题", Press("belong", 0, 0, str(pending))),)
        return Message(text, (*rows, fresh))
    return Message(
        f"{head}是新问题，还是补充正在办的事？30分钟内没选，我会按新问题登记，不会丢。",
        ((Button("新问题", Press("belong", 0, 0, str(pending))),), *rows),
    )


def belongs_done(number: str) -> Message:
    """The choice was made."""
    return Message(f"已并入 {number}。")


def belongs_new() -> Message:
    """It is a matter of its own."""
    return Message("已按新问题登记，见下方。")
