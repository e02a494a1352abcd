"""Nobody asks the machine what time it is but the two clocks: everything else is given the time."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CLOCKS = {"bot/clock.py", "bot/playground/clock.py"}
ASKING = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "time.localtime",
    "time.gmtime", "time.ctime", "time.strftime", "func.now", "func.current_timestamp",
}  # fmt: skip
MODULES = [path for part in ("bot", "nlp", "storage") for path in sorted((ROOT / part).rglob("*.py"))]


def asked(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of every place that asks the machine for the time, called or handed on."""
    renamed = dict(_imports(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            name = f"{_last(node.value, renamed)}.{node.attr}"
        elif isinstance(node, ast.Name):
            name = renamed.get(node.id, "")
        else:
            continue
        if name in ASKING:
            yield node.lineno, name


def _imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            whole = {alias.asname or alias.name: alias.name for alias in node.names}
            yield from ((short, f"time.{name}" if node.module == "time" else name) for short, name in whole.items())
        elif isinstance(node, ast.Import):
            yield from ((alias.asname or alias.name, alias.name) for alias in node.names)


def _last(node: ast.AST, renamed: dict[str, str]) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return renamed.get(node.id, node.id) if isinstance(node, ast.Name) else ""


def test_no_module_but_the_clocks_asks_for_the_time() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in MODULES
        if str(path.relative_to(ROOT)) not in CLOCKS
        for line, name in asked(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_the_clocks_themselves_are_found_so_that_the_search_is_known_to_work() -> None:
    assert len(MODULES) > 100
    assert all(list(asked(ast.parse((ROOT / clock).read_text(encoding="utf-8")))) for clock in CLOCKS)


@pytest.mark.parametrize(
    "source",
    [
        "import datetime\ndatetime.datetime.now()",
        "import datetime as dt\ndt.datetime.utcnow()",
        "from datetime import datetime as d\nd.now(None)",
        "from datetime import date\ndate.today()",
        "import time\ntime.time()",
        "import time as t\nt.time_ns()",
        "from time import time\ntime()",
        "from time import time as at\nat()",
        "from datetime import datetime\nfield(default_factory=datetime.now)",
        "from sqlmodel import func\nfunc.now()",
    ],
)
def test_every_way_of_asking_is_found(source: str) -> None:
    assert len(list(asked(ast.parse(source)))) == 1


@pytest.mark.parametrize("source", ["import time\ntime.monotonic()", "clock.now()", "self._now()", "now = work.now"])
def test_a_clock_that_was_given_and_a_stopwatch_are_allowed(source: str) -> None:
    assert list(asked(ast.parse(source))) == []
