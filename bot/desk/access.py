"""Who may give which command: the table that docs/access.md prints and that journeys hold against the running bot cell by cell.

A command that is not for somebody is refused in words and changes nothing; nothing tells whether there was anything to see.
"""

from __future__ import annotations

from dataclasses import dataclass

from storage.vocabulary import Role

EVERYBODY = frozenset(
    {Role.ENTERPRISE, Role.OFFICER, Role.CLERK, Role.SUPERVISOR, Role.OFFICE, Role.KEEPER, Role.SEALED}
)
STAFF = EVERYBODY - {Role.ENTERPRISE}
BOARD = frozenset({Role.SUPERVISOR, Role.OFFICE})
QUEUE = frozenset({Role.CLERK, Role.OFFICE})
KEEPER = frozenset({Role.KEEPER})


@dataclass(frozen=True, slots=True)
class Command:
    """One command: `roles` may give it; `private`: in the private chat; `group`: in a group that is theirs, but for those
    who may give it `alone`."""

    what: str
    roles: frozenset[Role]
    private: bool = True
    group: bool = False
    alone: frozenset[Role] = frozenset()


COMMANDS: dict[str, Command] = {
    "start": Command("开始，或凭登记链接登记", EVERYBODY),
    "help": Command("看说明", EVERYBODY, group=True),
    "my": Command("看自己提的诉求", EVERYBODY),
    "end": Command("结束与承办人的对话", EVERYBODY),
    "guide": Command("查官方办事入口", EVERYBODY),
    "forget": Command("要求删除自己的内容", EVERYBODY),
    "todo": Command("看本单位待办；密件联系人看手里的密件", STAFF, group=True),
    "case": Command("看一件：承办人只看本单位的普通件", BOARD | {Role.OFFICER}, group=True),
    "look": Command("同上", BOARD | {Role.OFFICER}, group=True),
    "race": Command(
        "季度赛马：承办人只看本单位一行", BOARD | {Role.OFFICER, Role.CLERK}, group=True, alone=frozenset({Role.CLERK})
    ),
    "queue": Command("看待分派的件", QUEUE, group=True),
    "merge": Command("并案、拆回", QUEUE, group=True),
    "overdue": Command("逾期件", BOARD, group=True),
    "board": Command("看板", BOARD, group=True),
    "unit": Command("一个单位的看板", BOARD, group=True),
    "find": Command("按词查找，只查脱敏摘要", BOARD, group=True),
    "stubborn": Command("钉子案", BOARD, group=True),
    "hold": Command("挂账", BOARD, group=True),
    "hot": Command("热点", BOARD, group=True),
    "clues": Command("待核线索", BOARD, group=True),
    "accuracy": Command("派单准不准", BOARD, group=True),
    "pack": Command("调度材料", BOARD, group=True),
    "ledger": Command("台账", BOARD, group=True),
    "decide": Command("录会上决定", BOARD, group=True),
    "status": Command("看运行情况", KEEPER, group=True),
    "people": Command("看岗位和登记情况", KEEPER),
    "enrol": Command("发登记链接", KEEPER),
    "away": Command("设离岗、恢复在岗", KEEPER),
    "bind": Command("绑定群的用途", KEEPER, private=False, group=True),
    "unbind": Command("解除绑定", KEEPER, private=False, group=True),
}
