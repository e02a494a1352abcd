"""What the clerks (首接坐席) read."""

from __future__ import annotations

from datetime import datetime

from bot.texts import times
from bot.texts.values import Button, Message, Press
from bot.texts.view import CaseView

WAYS: dict[str, tuple[str, str]] = {
    "court": (
        "诉讼仲裁复议",
        "这件事已进入或应当走诉讼、仲裁、复议程序，请向受理的法院、仲裁委或复议机关查询、提出。",
    ),
    "petition": ("信访", "这件事已进入信访程序，请按信访告知书上的途径和期限，申请复查、复核或查询进度。"),
    "open": ("政府信息公开", "请向掌握该信息的机关提出政府信息公开申请，机关网站有申请入口。"),
    "discipline": ("纪检监察", "请向纪检监察机关反映：12388 电话、网站或来信来访。"),
    "outside": ("外市事项", "请拨打事情发生地的 12345（加拨当地区号）反映。"),
    "resident": ("居民事项", "居民个人事项请拨打 12345 普通线，由热线统一受理。"),
    "secret": ("涉密事项", "涉及国家秘密的内容请勿在这里发送，请当面向有关机关的保密工作机构反映。"),
    "order": ("违背公序良俗", "这项请求不合法律或公序良俗，不能办理；其中有合法诉求的，请单独写明再发给我。"),
    "repeat": ("重复无新情况", "这件事此前已有答复且没有新情况，您可以按答复上写的救济途径提出。"),
}
AS_IN_PACK = {  # as the city pack names the same way, where a city has words of its own
    "court": "诉讼仲裁复议",
    "petition": "信访",
    "open": "信息公开",
    "discipline": "纪检监察",
    "outside": "外市",
    "resident": "居民",
}


def queue_card(view: CaseView, why: str, options: tuple[tuple[str, str], ...], due: datetime | None) -> Message:
    """A case waits for a clerk: masked summary, why, candidates with reasons."""
    lines = [
        f"【待分派】{view.number}｜{view.urgency.value}｜{view.kind.value}",
        f"事由：{view.summary or '（语音或文件）'}",
        f"来坐席的原因：{why}",
    ]
    if options:
        lines.append("可能是：" + "；".join(f"{name}（{reason}）" if reason else name for name, reason in options))
    if due is not None:
        lines.append(f"{times.before(due)}分派。")
    return Message("\n".join(lines), ((Button("认领", Press("claim", view.id, view.version)),),), protect=True)


def claimed_card(view: CaseView, who: str) -> Message:
    """Somebody has it."""
    return Message(f"{view.number}｜{view.urgency.value}｜{who}已认领，办理中。", protect=True)


def done_card(number: str, what: str) -> Message:
    """Out of the queue."""
    return Message(f"{number} {what}", protect=True)


def desk(view: CaseView, options: tuple[tuple[str, str], ...], page: int, last: bool) -> Message:
    """What the clerk may do, in private."""
    rows: list[tuple[Button, ...]] = [
        (Button(f"派给 {name}", Press("send", view.id, view.version, code)),) for code, name in options
    ]
    turn = []
    if page:
        turn.append(Button("上一页", Press("cpage", view.id, view.version, str(page - 1))))
    if not last:
        turn.append(Button("其他单位", Press("cpage", view.id, view.version, str(page + 1))))
    rows += [tuple(turn)] if turn else []
    rows.append(
        (
            Button("补问企业", Press("cask", view.id, view.version)),
            Button("不予受理", Press("refuse", view.id, view.version)),
        )
    )
    rows.append((Button("并案", Press("merge", view.id)), Button("分件", Press("split", view.id, view.version))))
    rows.append((Button("标法定期限", Press("track", view.id, view.version)),))
    return Message(f"{view.number}：请分派、补问，或告知其他途径。", tuple(rows), protect=True)


def ways(case_id: int, version: int, number: str) -> Message:
    """不予受理: the statutory way must be named (R20, R21)."""
    rows = tuple((Button(label, Press("way", case_id, version, key)),) for key, (label, _text) in WAYS.items())
    return Message(f"{number} 不予受理：请选途径，会原样告诉企业。", rows, protect=True)


def question_prompt(number: str) -> Message:
    """补问: what?"""
    return Message(f"{number}：请回复本条写要问企业的话。", force_reply=True, protect=True)


def asked(number: str) -> Message:
    """The question was sent."""
    return Message(f"{number} 已问企业，答复后会通知您。", protect=True)


def info_came(number: str) -> Message:
    """The enterprise answered."""
    return Message(f"{number} 企业已补充，请继续分派。", protect=True)


def transfer_card(view: CaseView, from_name: str, to_name: str, reason: str, to: str, due: datetime) -> Message:
    """A transfer to rule on."""
    lines = [
        f"【转办裁定】{view.number}｜{view.urgency.value}｜第{view.transfers + 1}次",
        f"{from_name}申请转{to_name}：{reason}。",
        f"事由：{view.summary}",
        f"{times.before(due)}裁定；裁定前仍由{from_name}牵头，裁定后不得再退。",
    ]
    rows = (
        (Button(f"同意转{to_name}", Press("rule", view.id, view.version, f"y.{to}")),),
        (
            Button("维持原单位", Press("rule", view.id, view.version, "n")),
            Button("改派其它", Press("rulepage", view.id, view.version, "0")),
        ),
    )
    return Message("\n".join(lines), rows, protect=True)


def rule_units(view: CaseView, options: tuple[tuple[str, str], ...], page: int, last: bool) -> Message:
    """Rule for a third unit."""
    rows = [(Button(name, Press("rule", view.id, view.version, f"y.{code}")),) for code, name in options]
    if not last:
        rows.append((Button("下一页", Press("rulepage", view.id, view.version, str(page + 1))),))
    return Message(f"{view.number} 裁定由哪个单位办理？", tuple(rows), protect=True)


def ring(view: CaseView, owner: str) -> Message:
    """特急: ring the owner, and record who answered when."""
    row = (Button("已打通", Press("rang", view.id, 0, "1")), Button("没打通", Press("rang", view.id, 0, "0")))
    return Message(
        f"【特急】{view.number} 已派{view.unit_name}，请值班坐席马上电话通知承办人 {owner}（备岗 {view.backup}），并记录。",
        (row,),
        protect=True,
    )


def rang(number: str, reached: bool, who: str, at: datetime) -> Message:
    """Recorded."""
    return Message(
        f"{number} {who} {times.short(at)} 电话{'已打通' if reached else '没打通，请换备岗再打'}。",
        protect=True,
    )


def overdue(number: str, due: datetime) -> Message:
    """The triage limit passed."""
    return Message(f"{number} 已超过分派时限（{times.short(due)}），请马上认领分派。", protect=True)


def queue(views: list[CaseView]) -> Message:
    """What waits."""
    if not views:
        return Message("队列是空的。", protect=True)
    lines = [f"待分派 {len(views)} 件："] + [
        f"{v.number[-6:]} {v.urgency.value} {v.state.value} {v.summary[:16]}" for v in views[:30]
    ]
    rows = tuple((Button(f"处理 {v.number[-6:]}", Press("claim", v.id, v.version)),) for v in views[:8])
    return Message("\n".join(lines), rows, protect=True)
