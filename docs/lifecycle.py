"""Print the lifecycle table into `lifecycle.md`, so that what people read is what the program does.

`python docs/lifecycle.py` rewrites the part between the marks; `--check` only tells (exit code 1) if it is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

PAGE = Path(__file__).with_name("lifecycle.md")
sys.path.insert(0, str(PAGE.parents[1]))  # run from anywhere, without being installed

from bot.rules.lifecycle import TABLE, Guard, Transition  # noqa: E402
from storage.vocabulary import Role, State  # noqa: E402

BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"


def table() -> str:
    """The whole table as Markdown, one section a state, then the guards with their refusals."""
    rows = sorted(TABLE, key=lambda row: list(State).index(row.state))
    parts = [_section(state, tuple(group)) for state, group in groupby(rows, key=lambda row: row.state)]
    return "\n\n".join([*parts, _guards()])


def _section(state: State, rows: Iterable[Transition]) -> str:
    head = ["| 事件 | 谁 | 条件 | 到 | 随后 |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([f"### {state.value}", "", *head, *[_row(row) for row in rows]])


def _row(row: Transition) -> str:
    guards = "<br>".join(f"`{guard.name}`" for guard in row.guards) or "—"
    effects = "、".join(effect.value for effect in row.effects) or "—"
    goes = f"**{row.next.value}**" if row.moves else "（不变）"
    return f"| {row.event.value} | {_roles(row.roles)} | {guards} | {goes} | {effects} |"


def _roles(roles: frozenset[Role]) -> str:
    return "、".join(role.value for role in Role if role in roles)


def _guards() -> str:
    lines = [f"| `{guard.name}` | {guard.value} |" for guard in Guard]
    return "\n".join(["### 条件", "", "| 条件 | 不满足时的答复 |", "| --- | --- |", *lines])


def page(old: str) -> str:
    """The page with the table of today between its marks."""
    before, _, rest = old.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"


def main(arguments: list[str]) -> int:
    """Rewrite the page, or with --check compare it."""
    old = PAGE.read_text(encoding="utf-8")
    new = page(old)
    if "--check" in arguments:
        return int(new != old)
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
