"""要求删除 (个人信息保护法第四十七条): what may go now, what may not yet, and that it went."""

from __future__ import annotations

from bot.texts.values import Button, Message, Press

NOTHING = "没有可以删除的了。"


def question(now: int, later: int, owed: int, sealed: int, days: int) -> Message:
    """What would be deleted, and what would stay for how long."""
    if not (now or later or owed or sealed):
        return Message("您在这里没有留下可以删除的诉求内容。")
    lines = [f"可以马上删除内容的：{now} 件。"]
    if later:
        lines.append(f"还在办，或办结不满30天的：{later} 件，现在不能删；办结满30天后可以再要求，满{days}天自动销毁。")
    if owed:
        lines.append(f"正在申诉、核查或依法留存的：{owed} 件，了结后按期销毁。")
    if sealed:
        lines.append(f"密件：{sealed} 件，会转告密件联系人，由其确认后销毁。")
    if not (now or sealed):
        return Message("\n".join(lines))
    lines.append("删除后原文、附件、联系方式都不能恢复，只留编号和办理时间。")
    return Message("\n".join(lines), ((Button("确定删除", Press("eraseok", 0)), Button("不删", Press("eraseno", 0))),))


def done(count: int, sealed: int, *, contacts: bool) -> Message:
    """It went."""
    parts = [f"已删除 {count} 件的内容，不能恢复。"] if count else []
    parts += ["您留的姓名和电话也已删除。"] if contacts else []
    parts += ["密件已转告密件联系人。"] if sealed else []
    return Message("".join(parts) or NOTHING)


def kept() -> Message:
    """不删."""
    return Message("没有删除，一切照旧。")


def to_contact(case_id: int, number: str) -> Message:
    """To the sealed contact: the author wants it deleted."""
    rows = ((Button("销毁内容", Press("sburn", case_id)), Button("继续留存", Press("skeep", case_id))),)
    return Message(f"{number} 已办结，投诉人要求删除内容。是否销毁由您决定，销毁后不能恢复。", rows, protect=True)
