"""Seeded histories for the league: whole lives of cases as plain event dicts, in the form in which the bot exports them.

Every turn that the formulas know happens: late acts, refused and granted transfers, moves by the desk, extensions that were
asked before a limit passed, holds, joined cases, silence, reopenings within and after the quarter, class B and C, rulings.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

UNITS = "GSGS GDGS TXGS SCJ SHW GJJ ZGJ HBJ JTJ CGJ RSJ FGW YSB SFJ ZJJ KFQ XQZF RQGS SLJ LYJ WXB".split()
FIRST = datetime(2025, 12, 20, tzinfo=UTC)
Event = dict[str, Any]


class Life:
    """One case as it goes on: `at` only grows."""

    def __init__(self, number: str, at: datetime, dice: Random) -> None:
        self.number, self.at, self.dice, self.events = number, at, dice, []
        self.round = 1

    def later(self, hours: float) -> None:
        """Up to so many hours later."""
        self.at += timedelta(seconds=round(self.dice.uniform(0.01, 1) * hours * 3600))

    def add(self, kind: str, role: str, set_: Event | None = None, **facts: Any) -> None:
        """One event, as the history keeps it."""
        data = {**facts, "set": set_ or {}}
        event = {"case": self.number, "seq": len(self.events) + 1, "kind": kind, "at": self.at.isoformat()}
        self.events.append({**event, "role": role, "data": data})

    def late(self, stage: str) -> None:
        """A limit passes."""
        self.add("逾期", "时钟", stage=stage, due=self.at.isoformat(), round=self.round, seq=1)

    def chance(self, share: float) -> bool:
        """True so often."""
        return self.dice.random() < share


def histories(count: int, seed: int, days: int = 300) -> Iterator[Event]:
    """So many cases, opened over so many days."""
    dice = Random(seed)
    for n in range(count):
        life = Life(f"QS-2026-{n + 1:06d}", FIRST + timedelta(seconds=dice.randrange(days * 86400)), dice)
        _live(life)
        yield from life.events


def _unit(dice: Random) -> str:
    """Any unit; the last few get so little that they stay below twenty, and below five."""
    return dice.choices(UNITS, weights=[1.0] * (len(UNITS) - 3) + [0.03, 0.01, 0.004])[0]


def _live(life: Life) -> None:
    dice = life.dice
    kind = dice.choices(["投诉", "求助", "咨询", "表扬", "无效"], [60, 25, 10, 4, 1])[0]
    secrecy = dice.choices("ABC", [90, 7, 3])[0]
    accused = [] if secrecy == "A" else [_unit(dice)]
    life.add("开单", "企业", {"state": "草稿", "kind": kind, "secrecy": secrecy, "accused": accused})
    life.add("提交", "企业", {"state": "待受理", "submitted_at": life.at.isoformat()})
    life.later(5)
    if secrecy == "C":
        life.add("派单", "机器人", {"state": "待签收", "owner_id": 1})
        return
    _dispatched(life, "YSB" if secrecy == "B" else _unit(dice))
    if life.chance(0.04):
        life.add("并案", "首接坐席", {"merged_into": 1}, into="QS-2026-000001")
    _sign(life)
    if life.chance(0.08):
        _transfer(life)
    _work(life)
    if secrecy == "A" and life.chance(0.01):
        life.add("改类", "机器人", {"secrecy": "C", "accused": accused})
    _scored(life)


def _dispatched(life: Life, unit: str) -> None:
    life.add("派单", "机器人", {"state": "待签收", "unit": unit, "section": life.dice.choice(["一科", "二科"])})


def _sign(life: Life) -> None:
    life.later(6)
    if life.chance(0.15):
        life.late("签收")
        life.later(4)
        if life.chance(0.4):
            life.add("签收", "时钟", {"state": "办理中"}, late=True)
            return
    life.add("签收", "承办人", {"state": "办理中"})


def _transfer(life: Life) -> None:
    life.add("申请转办", "承办人", {"pending": {"what": "transfer"}})
    life.later(5)
    if life.chance(0.5):
        life.add("转办裁定", "首接坐席", {"pending": None}, agreed=False)
        return
    life.add("转办裁定", "首接坐席", {"pending": None, "unit": None, "state": "待分派"}, agreed=True)
    _dispatched(life, _unit(life.dice))
    _sign(life)


def _work(life: Life) -> None:
    for stage, share in (("首联", 0.1), ("答复", 0.1)):
        life.later(20)
        if life.chance(share):
            life.late(stage)
        if stage == "首联" and life.chance(0.9):
            life.add("首联", "承办人", {"contacted_at": life.at.isoformat()}, by="phone", reached=life.chance(0.8))
    if life.chance(0.03):  # the desk gives it to another unit; the clock goes on
        _dispatched(life, _unit(life.dice))
    if life.chance(0.1):
        _more_time(life)
    life.later(80)
    if life.chance(0.12):
        life.late("办结")
        life.later(60)
    if life.chance(0.04):
        return  # still open
    if life.chance(0.03):
        life.add("撤回", "企业", {"state": "撤回"})
        return
    life.add("办结答复", "承办人", {"state": "已答复·待确认", "pending": None}, result="已解决")
    _verdict(life)


def _more_time(life: Life) -> None:
    ask, ruling = life.dice.choice([("申请延期", "延期裁定"), ("申请复杂件", "复杂件认定"), ("申请挂账", "挂账裁定")])
    life.add(ask, "承办人", {"pending": {"what": ask}})
    life.later(24)
    if life.chance(0.4):
        life.late("办结")
        life.later(24)
    agreed = life.chance(0.6)
    held = {"held": True} if agreed and ruling == "挂账裁定" else {}
    life.add(ruling, "督办人", {"pending": None, **held}, agreed=agreed)
    if held and life.chance(0.7):
        life.later(24 * 40)
        life.add("销账", "督办人", {"held": False})


def _verdict(life: Life) -> None:
    life.later(120)
    what = life.dice.choices(["solved", "silent", "no", "office", "law"], [55, 20, 18, 4, 3])[0]
    if what == "no" and life.round < 4:
        _reopened(life)
        return
    ends = {"silent": "未评价", "office": "未解决", "law": "依法不能解决"}
    if what in ends:
        life.add("办结", "时钟" if what == "silent" else "营商办", {"state": "办结", "close_kind": ends[what]})
    else:
        life.add("企业确认", "企业", {"state": "办结", "close_kind": "已解决"})
    if life.chance(0.6):
        life.later(24 * 30 if life.chance(0.2) else 1)
        life.add("评价", "企业", {}, contacted=life.chance(0.9))
        life.add("评价", "企业", {"rating": life.dice.choices([1, 2, 3, 4, 5], [6, 8, 16, 30, 40])[0]})
    if life.round < 4 and life.chance(0.07):
        life.later(24 * 30)
        _reopened(life)


def _reopened(life: Life) -> None:
    life.round += 1
    changes = {
        "state": "办理中",
        "round": life.round,
        "close_kind": None,
        "merged_into": None,
        "rating": None,
        "pending": None,
    }
    life.add("重办", "企业", changes, reason="没解决")
    _work(life)


def _scored(life: Life) -> None:
    units = [event["data"]["set"]["unit"] for event in life.events if event["data"]["set"].get("unit")]
    if not units or not life.chance(0.03):
        return
    at = datetime.fromisoformat(life.events[life.dice.randrange(len(life.events))]["at"]) + timedelta(hours=8)
    quarter = f"{at.year}Q{(at.month + 2) // 3}"
    life.later(24 * 5)
    ground = life.dice.choice(["诉求越权经裁定", "恶意投诉", "法定程序中", "容错", "虚假办结"])
    agreed = life.chance(0.6)
    life.add("考核认定", "督办人", quarter=quarter, unit=life.dice.choice(units), ground=ground, agreed=agreed)
