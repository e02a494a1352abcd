"""What the keeper (管理员) reads: facts about the machinery, never the content of a complaint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.texts.values import Button, Message, Press


def bound(what: str, privacy_hint: bool) -> Message:
    """A group was bound."""
    hint = "\n本群只需按按钮或回复机器人的消息，机器人看不到其他聊天（隐私模式保持开启）。" if privacy_hint else ""
    return Message(f"已绑定：{what}。{hint}")


def bind_usage() -> Message:
    """How to bind."""
    return Message("用法：/bind 单位 代码，或 /bind 坐席、/bind 督办、/bind 管理。例：/bind 单位 GSGS")


def unbound() -> Message:
    """A binding was removed."""
    return Message("本群已解除绑定。")


def not_keeper() -> Message:
    """Only keepers bind."""
    return Message("只有管理员能做这件事。")


def added_to_group() -> Message:
    """The bot came into a group."""
    return Message(
        "顶格办已进群。请管理员在本群发 /bind 绑定用途，例：/bind 单位 GSGS。群里只需按按钮或回复机器人的消息。"
    )


def link(label: str, url: str) -> Message:
    """An enrolment link."""
    return Message(f"{label} 的登记链接（48小时内有效，只能用一次，请私下转交本人）：\n{url}")


def enrol_usage() -> Message:
    """How to enrol."""
    return Message("用法：/enrol 岗位代码。/people 单位代码 可查岗位代码。例：/enrol GSGS-1")


def people_usage() -> Message:
    """How to ask for posts."""
    return Message("用法：/people 单位代码或名称，看这个单位有哪些岗位。例：/people GSGS")


def people(unit: str, lines: list[str]) -> Message:
    """The posts of a unit and who is enrolled."""
    return Message(f"{unit} 的岗位：\n" + "\n".join(lines) if lines else f"{unit} 没有岗位。")


def away(label: str, on: bool, backup: str, moved: int) -> Message:
    """Absence."""
    if not on:
        return Message(f"{label} 已恢复在岗，新单照常派。")
    return Message(f"{label} 已设为离岗，{moved}件在办交备岗 {backup}。")


def away_refused(label: str) -> Message:
    """Nobody to hand over to."""
    return Message(f"{label} 没有可用的备岗，不能设为离岗。请先补备岗。")


@dataclass(frozen=True, slots=True)
class Status:
    """What needs the keeper."""

    parked: tuple[int, ...]
    uncertain: tuple[tuple[int, str, str], ...]  # id, purpose, status
    deaf: tuple[str, ...]
    unbound: tuple[str, ...]
    unenrolled: tuple[str, ...]
    queued: int
    oldest: str
    last_poll: str
    sick_timers: int
    retention: str  # a line about content that was destroyed (R37)


def status(state: Status) -> Message:
    """/status."""
    lines = [
        f"收信：{state.last_poll}；待发 {state.queued} 条{('，最早 ' + state.oldest) if state.oldest else ''}",
        f"搁置的更新：{len(state.parked)}；送达存疑：{len(state.uncertain)}；失灵的定时：{state.sick_timers}",
        f"送不到的群：{'、'.join(state.deaf) or '无'}",
        f"没绑群的单位：{_some(state.unbound)}",
        f"没登记的承办人：{_some(state.unenrolled)}",
        state.retention,
    ]
    lines += [f"存疑 #{number} {purpose} {how}" for number, purpose, how in state.uncertain[:5]]
    rows = [(Button(f"重试更新 #{inbox_id}", Press("retry", inbox_id)),) for inbox_id in state.parked[:4]]
    rows += [
        (Button(f"知道了 #{number}", Press("doubtok", number)),)
        for number, _p, how in state.uncertain[:4]
        if how == "uncertain"
    ]
    return Message("\n".join(lines), tuple(rows))


def _some(names: tuple[str, ...]) -> str:
    return "无" if not names else "、".join(names[:8]) + (f" 等{len(names)}个" if len(names) > 8 else "")


def parked(inbox_id: int) -> str:
    """An update could not be handled."""
    return f"有一条消息处理失败，已搁置（#{inbox_id}）。内容没有丢。排除故障后在 /status 里点重试。"


def undeliverable(purpose: str, who: str, why: str) -> str:
    """A message reached nobody."""
    return f"送不到：{who}（{purpose}）。原因：{why}。请核对该群或该人。"


def uncertain(outbox_id: int, purpose: str) -> str:
    """A message may or may not have arrived."""
    return f"有一条消息不确定是否送达（#{outbox_id} {purpose}），已补发一次仍无回音，请人工确认。"


def outage(hours: int) -> str:
    """Telegram keeps updates for a day."""
    return f"机器人停了约{hours}小时没有收信，超过24小时的消息 Telegram 不再保留，可能有人写了却没收到。请公告提醒。"


def topic_gone(title: str) -> str:
    """A forum topic vanished."""
    return f"群“{title}”里绑定的话题已关闭或删除，消息改发到群里。请重新绑定话题。"


def deaf(title: str, why: str) -> str:
    """A bound group cannot be written to."""
    return f"群“{title}”已经发不进去（{why}）。请把机器人重新拉进群并 /bind。"


def migrated(title: str) -> str:
    """A group became a supergroup."""
    return f"群“{title}”已升级为超级群，绑定已自动跟过去。"


def owner_blocked(code: str) -> str:
    """An owner blocked the bot."""
    return f"{code} 屏蔽了机器人，私信送不到。群里的卡片不受影响，请提醒本人解除。"


def found(number: str, what: str) -> str:
    """The auditor found something that must not be."""
    return f"自查发现：{number}，{what}。工单内容没有受影响。请看 /status，并联系技术人员排查。"


def calendar_runs_out(last: date) -> str:
    """The published holidays end soon (R38)."""
    return (
        f"节假日安排只录到{last.year}年{last.month}月{last.day}日，之后的时限只能按周末推算并标“暂定”。"
        "请在国务院办公厅公布下一年安排后录入（把放假安排文件私信发给我，写法见上线手册），收单和派单不受影响。"
    )


def calendar_loaded(years: tuple[int, ...], off: int, makeup: int, moved: int, settled: int) -> str:
    """A year's notice is in force."""
    named = "、".join(str(year) for year in years)
    return (
        f"已录入 {named} 年放假安排：放假 {off} 天，调休上班 {makeup} 天。"
        f"暂定时限重算完毕：{moved} 个改了日子（承办人已收到通知），{settled} 个不变、不再标“暂定”。"
    )


def calendar_refused(why: str) -> str:
    """Nothing was changed."""
    return (
        f"放假安排没有录入，原来的日历不变。\n{why}\n"
        "写法：years: 下面写年份，days_off 写放假日（单日或“起..止”），makeup 写周末上班日。"
    )


def calendar_coming() -> str:
    """The keeper sent a file."""
    return "收到放假安排文件，核对后告诉您结果。"


def calendar_not_fetched() -> str:
    """It did not arrive."""
    return "放假安排文件没有取到，请再发一次，或用 dingge calendar load 录入。"


def file_not_kept(number: str) -> str:
    """A file could not be copied: it lives only as long as Telegram keeps it."""
    return (
        f"{number} 有一个附件没能另存（超过 20 MB 或 Telegram 已取不到）。办理不受影响；要紧的材料请联系企业另发一份。"
    )


def anchors_failed() -> str:
    """The daily file with the heads of all histories could not be written."""
    return "今天的存证文件没有写成，可能是磁盘已满或没有写入权限。工单照常办理，请尽快检查数据目录。"
