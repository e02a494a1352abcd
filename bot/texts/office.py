"""What the office (营商办) reads where it decides: findings on class B cases, and closings that the enterprise disputes."""

from __future__ import annotations

from bot.texts.values import Button, Message, Press
from bot.texts.view import CaseView

USAGE = "请写编号，例如：/look 12"
UNKNOWN = "没有找到这件，或您不能看这件。"
NOT_PROVABLE = "只有作风或执法行为类、已交监督单位的件，才能出书面意见。"
NOBODY_THERE = "送不到：被反映单位的负责人都没有登记，也没有绑定群。请先请管理员补齐。"
NOT_CLOSABLE = "现在不能这样办结：企业反映没解决满两次，或单位依法不能解决并已答复，营商办才能办结。"
NOT_ONES_OWN = "自己主办的件，请由另一位同志办结。"


def finding_button(view: CaseView) -> Button:
    """出书面意见, on a class B case."""
    return Button("出书面意见", Press("find", view.id))


def closing_button(view: CaseView, label: str) -> Button:
    """办结·未解决, or 依法不能解决."""
    return Button(label, Press("oclose", view.id))


def which_unit(view: CaseView, options: tuple[tuple[str, str], ...]) -> Message:
    """To which of the accused units?"""
    rows = tuple((Button(name, Press("find", view.id, 0, code)),) for code, name in options)
    return Message(f"{view.number} 的书面意见出给哪个单位？", rows, protect=True)


def finding_prompt(number: str, unit: str) -> Message:
    """What must be in it, and what must not."""
    text = (
        f"{number} 给{unit}的书面意见：请回复本条。写查实了什么行为、请单位做什么、哪天前报结果。"
        "不写工单号、投诉人、原话，也不写能推断是谁的日期、数额。"
    )
    return Message(text, force_reply=True, protect=True)


def finding_leaks(number: str, what: tuple[str, ...]) -> Message:
    """What must be taken out."""
    return Message(
        f"{number} 书面意见还不能出：" + " ".join(what) + "改好后再回复本条。", force_reply=True, protect=True
    )


def finding_preview(view: CaseView, unit: str, text: str) -> Message:
    """As the unit will read it. The press says that it was proven."""
    row = (Button("已查实，出具", Press("findok", view.id, view.version)), Button("不出具", Press("findno", view.id)))
    return Message(f"{view.number} 将送{unit}主要负责人，内容如下：\n{text}", (row,), protect=True)


def finding(unit: str, text: str) -> Message:
    """To the accused unit: this, and nothing else of the case (R02c)."""
    return Message(f"【营商办书面意见】{unit}：\n{text}\n请勿追查反映人；整改结果请直接报营商办。", protect=True)


def finding_sent(number: str, unit: str) -> Message:
    """It was released."""
    return Message(f"{number} 书面意见已送{unit}，已留痕。", protect=True)


def finding_dropped(number: str) -> Message:
    """It was not."""
    return Message(f"{number} 没有出具书面意见。", protect=True)


def closing_prompt(number: str, kind: str) -> Message:
    """Basis and remedy are told to the enterprise as they are written."""
    text = f"{number} 按“{kind}”办结：请回复本条，写依据（哪部法规、文件第几条）和救济途径（找谁复核、复议或诉讼）。会原样告诉企业。"
    return Message(text, force_reply=True, protect=True)


def closing_flawed(number: str, missing: tuple[str, ...]) -> Message:
    """What is missing."""
    return Message(
        f"{number} 还不能办结：" + "；".join(missing) + "。请补齐后再回复本条。", force_reply=True, protect=True
    )


def closing_preview(view: CaseView, kind: str, text: str) -> Message:
    """Asked back once: it ends what the enterprise still disputes."""
    row = (Button("确定办结", Press("ocloseok", view.id, view.version)), Button("不办结", Press("ocloseno", view.id)))
    return Message(f"{view.number} 按“{kind}”办结，告诉企业：\n{text}", (row,), protect=True)


def closed(number: str, kind: str) -> Message:
    """It is over."""
    return Message(f"{number} 已按“{kind}”办结，已告知企业。", protect=True)


def not_closed(number: str) -> Message:
    """It goes on."""
    return Message(f"{number} 没有办结，继续办理。", protect=True)


def closed_to_enterprise(view: CaseView, kind: str, text: str) -> Message:
    """To the enterprise: what, why, and where it can still turn."""
    return Message(
        f"{view.number} 由营商办按“{kind}”办结，不代表您的问题已解决。\n{text}\n有新情况，直接发给我，会带上这件的记录。",
        ((Button("查看", Press("show", view.id)),),),
    )


def reopened_again(view: CaseView, rows: tuple[tuple[Button, ...], ...]) -> Message:
    """The second and every later reopening comes before the office (R06)."""
    text = (
        f"【督办】{view.number}｜企业第 {view.reopens} 次反映没解决｜主办：{view.unit_name}{view.section} {view.owner}\n"
        f"事由：{view.summary}\n请盯着办；确实不能解决的，由营商办写明依据和救济途径后办结。"
    )
    return Message(text, rows, protect=True)


def passed_around(view: CaseView, rows: tuple[tuple[Button, ...], ...]) -> Message:
    """A case that may not be handed on again: the next quarrel would be the enterprise's loss (R07)."""
    text = (
        f"【转办】{view.number}｜已转 {view.transfers} 次，不能再转｜现在主办：{view.unit_name}{view.section} {view.owner}\n"
        f"事由：{view.summary}\n建议：请盯住首次联系；职责仍说不清的，召集两家当面定。时限不重新计算。"
    )
    return Message(text, rows, protect=True)
