"""The words of dispatch packs: 周、双周、季度调度, drafts that a person signs, and the messages that carry them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.texts import times
from bot.texts.values import Button, Message, Press

KINDS = (
    ("w", "周调度单"),
    ("f", "双周调度"),
    ("q", "季度材料"),
    ("e", "要素保障会商"),
    ("c", "一类问题"),
    ("b", "通报稿"),
    ("t", "约谈建议"),
)
MAKING = "正在生成，稍后私聊发给您。"
NOTHING = "眼下没有可列的件，不出材料。"
NO_PACK = "没看懂要哪种材料。请发 /pack 选择。"
NO_LETTER = "请写单号后六位，例如：/pack 督办函 000123。只有在办的办事类诉求可以出督办函。"
LEDGER_USAGE = "请写范围，例如：/ledger 逾期、/ledger 在办 供水、/ledger 挂账。"
LINE_HEAD = ("单号", "事由", "主办", "情况", "卡点与建议", "谁办", "何时")
BULLETIN_HEAD = ("名次", "单位", "得分", "件数", "解决率", "按时办结率")
NONE = "没有。"
SIGN_HINT = "本件由系统按台账生成，为草稿，未经签发不得对外使用。签发人核对事实和依据后签发。"


def chooser() -> Message:
    """/pack: what there is."""
    buttons = [Button(name, Press("pack", arg=code)) for code, name in KINDS]
    rows = tuple(tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3))
    return Message("要哪份材料？做好后私聊发给您。\n督办函请发：/pack 督办函 000123；台账请发：/ledger 逾期。", rows)


def forces(options: Sequence[tuple[int, str, int, int]]) -> Message:
    """Which task force: place in the list, name, open, overdue."""
    rows = tuple(
        (Button(f"{name}（在办{n}，逾期{late}）", Press("pack", arg=f"w{place}")),) for place, name, n, late in options
    )
    return Message("哪个专班的周调度单？", rows)


def which(kinds: Sequence[str]) -> str | None:
    """The code of a pack by its name as typed; None if there is no such pack."""
    word = "".join(kinds)
    return next((code for code, name in (*KINDS, *ALSO) if word and (name == word or name.startswith(word))), None)


ALSO = (("f", "双周调度单"), ("q", "季度专题材料"), ("q", "季调度"), ("e", "星期六会商"), ("e", "会商"), ("b", "通报"), ("t", "约谈"))  # fmt: skip


def summary(force: str, now: datetime, figures: tuple[int, int, int, int], stuck: Sequence[tuple[str, int]]) -> str:
    """The caption over a weekly sheet: 在办, 逾期, 3日内到期, 重开."""
    n, late, soon, redone = figures
    where = "".join(f"{mark}{text}（{count}件）" for mark, (text, count) in zip("①②③", stuck, strict=False))
    lines = [f"{times.short(now).split()[0]} 周调度｜{force}｜在办{n}，逾期{late}，3日内到期{soon}，重办{redone}"]
    lines += [f"卡点：{where}"] if where else []
    return "\n".join([*lines, "建议当场定：责任人、日期，散会前录入。"])


def weekly_ready(forces_: int, figures: Sequence[int]) -> Message:
    """To the supervisors on Monday morning: all task forces in one line."""
    n, late, soon, redone = figures
    return Message(
        f"周调度单已备好：{forces_}个专班，在办{n}，逾期{late}，3日内到期{soon}，重办{redone}。已发各专班牵头负责人。"
    )


def ready(name: str) -> Message:
    """To the supervisors: a pack may be had."""
    return Message(f"{name}材料可以导出了。点按钮，私聊发给您。")


def get_it(code: str) -> tuple[tuple[Button, ...], ...]:
    """The button under it."""
    return ((Button(f"导出{dict(KINDS)[code]}", Press("pack", arg=code)),),)


def annex(name: str, left_out: int) -> str:
    """The caption over an annex."""
    return f"{name}附件：纸上列不下的{left_out}件也在其中。限本人工作使用。"


def caption(name: str) -> str:
    """The caption over any other pack."""
    return f"{name}。限本人工作使用，请勿转发。"


def draft_caption(name: str) -> str:
    """The caption over a draft (R35)."""
    return f"{name}（草稿）。由人核对、签发；系统不自动发出。"


def mark(operator: str, reader: str, now: datetime) -> str:
    """For whom a copy was made, when (R03)."""
    return f"{operator}　{reader} {stamp(now)} 导出　内部资料"


def stamp(at: datetime, zone: str = "Asia/Shanghai") -> str:
    """A full date and clock."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def date(at: datetime, zone: str = "Asia/Shanghai") -> str:
    """2026年3月9日."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.year}年{local.month}月{local.day}日"


def month(at: datetime, zone: str = "Asia/Shanghai") -> str:
    """2026年3月."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.year}年{local.month}月"


def left_out(n: int) -> str:
    """How many are only in the annex; empty if none."""
    return f"另有{n}件未列，见附件台账。" if n else ""


def weekly_lead(n: int, late: int, soon: int, redone: int, held: int) -> str:
    """The figures of a week."""
    kept = f"；另有挂账{held}件，按检视日办理" if held else ""
    return f"本专班在办{n}件：逾期{late}件，3个工作日内到期{soon}件，重办{redone}件{kept}。"


def weekly_stuck(stuck: Sequence[tuple[str, int]]) -> str:
    """Where it sticks."""
    return "；".join(f"{text}（{n}件）" for text, n in stuck) + "。"


def decide() -> str:
    """What the meeting shall settle."""
    return "建议当场逐件定责任人、完成日期，填在表中；需要改派、协办、督办的，散会后在督办群按单号处理。"


def late_words(days: int, stages: str) -> str:
    """How late."""
    return f"{stages}超期{days}个工作日" if days else f"{stages}今日超期"


def chased(times_: int) -> str:
    """How often chased."""
    return f"已催{times_}次" if times_ else "未催"


def due_words(due: datetime | None) -> str:
    """When the round ends."""
    return f"{times.short(due)} 前办结" if due is not None else "时限待定"


def suggestions(late: int, held: int, themes: Sequence[tuple[str, int]], stuck: Sequence[tuple[str, int]]) -> list[str]:
    """改进建议 from the figures alone; a person rewrites them."""
    found = [f"对逾期超过20个工作日的{late}件，逐件明确市领导、责任人和完成日期，下次会议销号。"] if late else []
    found += (
        [f"“{themes[0][0]}”反映最集中（{themes[0][1]}件），建议由主管单位按一类问题立项，查共同原因。"]
        if themes
        else []
    )
    found += [f"在办件主要卡在“{stuck[0][0]}”（{stuck[0][1]}件），建议{stuck_cure(stuck[0][0])}。"] if stuck else []
    found += [f"挂账{held}件逐件核对检视日和对企业的说明，具备条件的及时销账。"] if held else []
    return found or ["各项指标平稳，建议按现行机制继续推进。"]


def stuck_cure(stuck: str) -> str:
    """What helps against it."""
    cures = {
        "签收": "各单位核实主办、备岗在岗情况",
        "联系": "先打电话后办件，首联情况每周通报",
        "分派": "职责争议当日裁定",
    }
    return next((cure for word, cure in cures.items() if word in stuck), "由督办人召集相关单位当面会商")


def bulletin(quarter: str, ranked: int, names: str, cases: int) -> list[str]:
    """通报稿: what is said of the quarter's bottom places."""
    counted = f"{quarter}，纳入排名的单位{ranked}家，计件{cases}件。"
    source = "数据口径、剔除清单和申诉结果见赛马台账；密件和经认定剔除的件不计入。"
    if not names:
        return ["各有关单位：", f"{counted}本季没有需要通报的靠后单位。", source]
    return [
        "各有关单位：",
        f"{counted}按公布的口径计算，得分靠后的单位为：{names}。现予通报。",
        "请上述单位对照分项查找原因，10个工作日内报送整改措施和完成时限，对未办结事项逐件明确责任人。",
        source,
    ]


def talk(unit: str, quarter: str, place: int, ranked: int, again: bool) -> list[str]:
    """约谈建议: why this unit."""
    twice = "，连续两个季度靠后" if again else ""
    return [
        f"建议约谈单位：{unit}",
        f"约谈事由：{quarter}营商环境“赛马”列第{place}名（共{ranked}家）{twice}。",
        "建议约谈人：市营商办主要负责同志（或分管市长）。",
        "建议约谈内容：一、逐项核对失分原因；二、在办逾期件的完成日期；三、机制上怎么改、何时见效。",
    ]


def letter(number: str, unit: str, summary_: str, facts: str, advice: str, by: str) -> list[str]:
    """督办函 for one case."""
    return [
        f"{unit}：",
        f"你单位承办的企业诉求（{number}）：{summary_}。{facts}。",
        f"请于{by}前办结或作出阶段性答复，并将办理结果告知企业。建议：{advice}。",
        "逾期仍未办结的，将提请专班负责同志调度。确有客观原因的，请按规定申请延期或挂账，并书面说明依据。",
    ]


def common_words(theme: str, unit: str, n: int) -> str:
    """一类问题: a proposal to the unit in charge."""
    return f"“{theme}”{n}件（{unit}）：建议立为一类问题，由{unit}查明共同原因，提出一揽子办法和完成时限。"


def decided(n: int) -> str:
    """How many stand on the paper."""
    return f"共{n}项。"
