"""Print who may give which command into `access.md`, so that what people read is what the program holds.

`python docs/access.py` rewrites the part between the marks; `--check` only tells (exit code 1) if it is out of date.
"""

from __future__ import annotations

import sys
from pathlib import Path

PAGE = Path(__file__).with_name("access.md")
sys.path.insert(0, str(PAGE.parents[1]))  # run from anywhere, without being installed

from bot.desk.access import COMMANDS, Command  # noqa: E402
from storage.vocabulary import Role  # noqa: E402

BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
ROLES = (Role.ENTERPRISE, Role.OFFICER, Role.CLERK, Role.SUPERVISOR, Role.OFFICE, Role.KEEPER, Role.SEALED)


def table() -> str:
    """Commands by roles as Markdown."""
    head = ["命令", "做什么", *(role.value for role in ROLES), "在哪里"]
    rows = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    return "\n".join([*rows, *(_row(name, command) for name, command in COMMANDS.items())])


def _row(name: str, command: Command) -> str:
    cells = ["✓" if role in command.roles else "—" for role in ROLES]
    where = "、".join(word for word, there in (("私聊", command.private), ("本部门的群", command.group)) if there)
    return f"| `/{name}` | {command.what} | {' | '.join(cells)} | {where} |"


def main(*, check: bool) -> int:
    """Rewrite, or compare."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    fresh = f"{before}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}"
    if check:
        return int(fresh != page)
    PAGE.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv))
