"""What is read about cases that are handled together (并案). No enterprise ever reads of another one."""

from __future__ import annotations

from bot.texts.values import Button, Message, Press
from bot.texts.view import CaseView

NONE_LIKE = "没有找到相近的在办件。请照常分派。"
PENDING = "这件有申请等裁定，请先裁定再并案。"
NAMED = "答复会同时发给并案的其他企业，请删去企业名称"
MORE_TIME = "办理这件事需要更多时间"
GONE = "那一件已经答复或结束，不能再并入。请重新选择。"
USAGE = "请写编号后六位，例如：/merge 000012"
UNKNOWN = "没有找到这件，或现在不能并案。"


def offers(view: CaseView, found: tuple[tuple[CaseView, str], ...]) -> Message:
    """Cases that may be the same matter, the likeliest first, with the reason."""
    lines = [f"{view.number}：{view.summary}", "可能是同一件事："]
    lines += [
        f"· {other.number}｜{other.unit_name}｜{other.state.value}｜{other.summary}（{why}）" for other, why in found
    ]
    rows = [
        (Button(f"并入 {other.number[-6:]}", Press("mergeto", view.id, view.version, str(other.id))),)
        for other, _ in found
    ]
    return Message("\n".join(lines), tuple(rows), protect=True)


def sure(view: CaseView, main: CaseView) -> Message:
    """Asked back once."""
    lines = [
        f"把 {view.number} 并入 {main.number}？",
        f"本件：{view.summary}",
        f"主件：{main.summary}（{main.unit_name}）",
        "以后只催主件；答复和阶段反馈分别发给每一家，各自确认，互不知道对方。可以拆回。",
    ]
    row = (
        Button("确定并案", Press("mergeok", view.id, view.version, str(main.id))),
        Button("返回", Press("merge", view.id)),
    )
    return Message("\n".join(lines), (row,), protect=True)


def event(main: CaseView, others: tuple[CaseView, ...]) -> Message:
    """Asked of the clerks: is it one event? The button joins what is listed here, and nothing else."""
    lines = [f"【可能是同一事件】{main.unit_name}｜主件 {main.number}：{main.summary}"]
    lines += [f"· {other.number}：{other.summary}" for other in others]
    lines.append("是同一件事就并案：只催主件，各家分别收到答复、分别确认。不是就不用管。")
    ids = ".".join(str(other.id) for other in others)
    row = (Button(f"并入 {main.number[-6:]}", Press("mergeall", main.id, 0, ids)),)
    return Message("\n".join(lines), (row,), protect=True)


def event_done(main_number: str, joined: tuple[str, ...]) -> Message:
    """What became of it. Each can still be taken out by /merge."""
    return Message(f"已并入 {main_number}：{'、'.join(joined)}。", protect=True)


def done(view: CaseView, main_number: str) -> Message:
    """It stands under the main case now."""
    row = (Button("拆回", Press("unmerge", view.id, view.version)),)
    return Message(f"{view.number} 已并入 {main_number}。", (row,), protect=True)


def in_queue(main_number: str) -> str:
    """On the queue's cards."""
    return f"已并入 {main_number}。"


def stub(number: str, main_number: str) -> Message:
    """The unit's card of a case that stands under another one."""
    return Message(f"{number} 已并入 {main_number}，请在主件上一并办理、答复。", protect=True)


def to_unit(main_number: str, child: CaseView, together: int) -> Message:
    """Under the main case's card. The button gives the other report's words."""
    text = (
        f"{main_number} 并入一件同类反映：{child.number}（共 {together} 件）。"
        "答复和阶段反馈会分别发给每一家，请不要写企业名称。"
    )
    return Message(text, ((Button("看并入件", Press("full", child.id)),),), protect=True)


def to_enterprise(view: CaseView) -> Message:
    """To the enterprise whose case was joined. Nothing here points to another enterprise."""
    who = f"由{view.unit_name}一并办理" if view.unit else "由我们一并分派"
    return Message(
        f"{view.number} 和正在办的同类事项合并，{who}，时限不变。结果会单独发给您，由您自己确认解决没有。",
        ((Button("查看", Press("show", view.id)),),),
    )


def alone_again(view: CaseView) -> Message:
    """To the enterprise whose case was taken out."""
    who = f"由{view.unit_name}办理" if view.unit else "由坐席分派"
    return Message(f"{view.number} 改为单独办理，{who}，时限不变。", ((Button("查看", Press("show", view.id)),),))
