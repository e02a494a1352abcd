"""Small mutants of one module, each run against its unit tests: which are noticed?

    python tests/mutation.py bot/rules/days.py tests/unit/rules/test_calendar_days.py --count 40 --seed 1

The module is changed in memory only: each mutant runs in a process of its own, where an import hook gives out the changed source.
Prints the score and every survivor with its line. Exit code 1 if the score is below `--least`.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import importlib.util
import os
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
FLIPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
OTHER: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add}


@dataclass(frozen=True)
class Mutant:
    """One change of a module: where, what, and the source that comes of it."""

    line: int
    what: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a source: flips of comparisons, ±1, negated conditions, other operators, None returned, a lost statement."""
    tree = ast.parse(source)
    for place, node in enumerate(ast.walk(tree)):
        for what, change in _changes(node):
            changed = copy.deepcopy(tree)
            target = next(other for n, other in enumerate(ast.walk(changed)) if n == place)
            change(target)
            text = ast.unparse(ast.fix_missing_locations(changed))
            if text != ast.unparse(tree):
                yield Mutant(getattr(node, "lineno", 0), what, text)


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in FLIPS:
        yield f"{type(node.ops[0]).__name__} flipped", lambda n: n.ops.__setitem__(0, FLIPS[type(n.ops[0])]())  # type: ignore[attr-defined]
    if isinstance(node, ast.Constant) and type(node.value) is int:
        yield f"{node.value} + 1", lambda n: setattr(n, "value", n.value + 1)  # type: ignore[attr-defined]
    if isinstance(node, ast.BinOp) and type(node.op) in OTHER:
        yield f"{type(node.op).__name__} changed", lambda n: setattr(n, "op", OTHER[type(n.op)]())  # type: ignore[attr-defined]
    if isinstance(node, ast.BoolOp):
        yield "and/or swapped", lambda n: setattr(n, "op", ast.Or() if isinstance(n.op, ast.And) else ast.And())  # type: ignore[attr-defined]
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        yield "condition negated", lambda n: setattr(n, "test", ast.UnaryOp(ast.Not(), n.test))  # type: ignore[attr-defined]
    if isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield "returns None", lambda n: setattr(n, "value", ast.Constant(None))
    if isinstance(node, ast.FunctionDef):
        for place, statement in enumerate(node.body):
            if isinstance(statement, ast.Expr | ast.Assign | ast.AugAssign | ast.If | ast.For) and not _is_doc(
                statement
            ):
                yield f"line {statement.lineno} dropped", lambda n, p=place: n.body.__setitem__(p, ast.Pass())  # type: ignore[misc]


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_doc(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


class Swap:
    """An import hook that gives out another source for one module."""

    def __init__(self, name: str, source: str, path: Path) -> None:
        self.name, self.source, self.path = name, source, path

    def find_spec(self, name: str, path: object = None, target: object = None) -> object:
        return importlib.util.spec_from_loader(name, self, origin=str(self.path)) if name == self.name else None  # type: ignore[arg-type]

    def create_module(self, spec: object) -> None:
        """The ordinary kind of module will do."""

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self.path)
        exec(compile(self.source, str(self.path), "exec"), module.__dict__)  # noqa: S102


def warm() -> None:
    """Import what every child would import, so that forking is cheap; nothing of `bot`, which is what changes."""
    for other in ("pytest", "hypothesis", "holidays", "chinese_calendar", "pydantic", "yaml", "storage.migrate"):
        importlib.import_module(other)


def noticed(name: str, path: Path, mutant: Mutant, tests: list[str], seconds: int) -> bool:
    """True if the tests fail (or never end) with the mutant in place; each in a process of its own, forked from a warm one."""
    child = os.fork()
    if child == 0:
        _run(name, path, mutant, tests, seconds)
    _, status = os.waitpid(child, 0)
    return status != 0


def _run(name: str, path: Path, mutant: Mutant, tests: list[str], seconds: int) -> None:
    """The forked side: never returns."""
    import signal

    import pytest

    signal.alarm(seconds)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    sys.meta_path.insert(0, Swap(name, mutant.source, path))  # type: ignore[arg-type]
    code = 1
    try:
        code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--assert=plain", "-n", "0", *tests])
    finally:
        os._exit(int(code))


def main(arguments: list[str]) -> int:
    """Sample, run, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("module")
    parser.add_argument("tests", nargs="+")
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--least", type=float, default=0.9)
    chosen = parser.parse_args(arguments)
    path = (ROOT / chosen.module).resolve()
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    every = list(mutants(path.read_text(encoding="utf-8")))
    sample = random.Random(chosen.seed).sample(every, min(chosen.count, len(every)))
    warm()
    if noticed(name, path, Mutant(0, "", path.read_text(encoding="utf-8")), chosen.tests, chosen.seconds):
        parser.error("the tests fail without any change")
    alive = [mutant for mutant in sample if not noticed(name, path, mutant, chosen.tests, chosen.seconds)]
    score = 1 - len(alive) / len(sample)
    print(f"{chosen.module}: {len(sample)} of {len(every)} mutants, {score:.0%} noticed")
    for mutant in sorted(alive, key=lambda mutant: mutant.line):
        print(f"  survived, line {mutant.line}: {mutant.what}")
    return int(score < chosen.least)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    raise SystemExit(main(sys.argv[1:]))
