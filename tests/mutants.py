"""Mutation testing of the rules: one small change at a time, and the tests of the rules must notice it.

Run by hand, from the top of the repository:

    python tests/mutants.py --sample 200 bot/rules/calendar.py bot/rules/ladder.py

Each mutant lives in a process of its own that loads the changed source in place of the file, which is never touched. What is
changed: comparisons, and/or, not, conditions held true or false, arithmetic, numbers and truth values, returned values (to
None), statements that only call something (left out). Texts, annotations, decorators and docstrings are not. A mutant that no test
notices is printed: either a promise is missing, or the change means nothing.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import importlib.abc
import importlib.machinery
import os
import random
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SECONDS = 120  # a mutant that takes longer hangs, and is noticed by that
ORDER = ("tests/unit/rules", "tests/property/test_calendar_oracle.py", "tests/property/test_lifecycle_machine.py")
QUIET = ("-W", "ignore::pytest.PytestAssertRewriteWarning")  # libraries are loaded before pytest starts, on purpose
UNCHANGED = -1  # the number of the mutant that is none: with it the tests must pass
LIBRARIES = (
    "pytest",
    "hypothesis",
    "hypothesis.stateful",
    "sqlmodel",
    "spacy",
    "jieba",
    "telegram.ext",
    "chinese_calendar",
    "holidays",
)
SLOW = ("test_rules_page.py", "test_lifecycle_page.py")  # say nothing of behaviour
COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
COUNTED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: `number` counts the changes of its file in the order of the walk."""

    path: str
    number: int
    line: int
    what: str


def changes(tree: ast.Module) -> Iterator[tuple[ast.AST, str, object]]:
    """Every place that can be changed: the node, what is done, and with what."""
    skipped = _skipped(tree)
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Compare):
            for place, op in enumerate(node.ops):
                if type(op) in COMPARED:
                    yield node, f"{type(op).__name__} -> {COMPARED[type(op)].__name__}", (place, COMPARED[type(op)])
        elif isinstance(node, ast.BoolOp):
            yield node, "and <-> or", ast.Or if isinstance(node.op, ast.And) else ast.And
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, "not left out", None
        elif isinstance(node, ast.BinOp) and type(node.op) in COUNTED:
            yield node, f"{type(node.op).__name__} -> {COUNTED[type(node.op)].__name__}", COUNTED[type(node.op)]
        elif isinstance(node, ast.Constant) and type(node.value) in {int, float, bool}:
            yield node, f"{node.value} -> {_other(node.value)}", _other(node.value)
        elif isinstance(node, ast.Return) and node.value is not None and not _none(node.value):
            yield node, "returns None", None
        elif isinstance(node, ast.If | ast.IfExp | ast.While):
            for held in (True, False):
                if not (isinstance(node, ast.While) and held):
                    yield node, f"condition is {held}", held
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield node, "call left out", None


def _skipped(tree: ast.Module) -> set[int]:
    """Nodes of annotations and decorators: how a value is stored (frozen, slots) is not what the rules decide."""
    found: set[int] = set()
    for node in ast.walk(tree):
        notes = [
            getattr(node, "annotation", None),
            getattr(node, "returns", None),
            *getattr(node, "decorator_list", []),
        ]
        for note in notes:
            if isinstance(note, ast.AST):
                found |= {id(inner) for inner in ast.walk(note)}
    return found


def _other(value: float) -> float:
    return (not value) if isinstance(value, bool) else value + 1


def _none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def mutants(path: str) -> list[Mutant]:
    """All mutants of a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return [
        Mutant(path, number, getattr(node, "lineno", 0), what) for number, (node, what, _) in enumerate(changes(tree))
    ]


def changed(source: str, number: int) -> ast.Module:
    """The tree of the source with this change."""
    tree = ast.parse(source)
    if number == UNCHANGED:
        return tree
    node, _what, how = list(changes(tree))[number]
    if isinstance(node, ast.Compare) and isinstance(how, tuple):
        node.ops[how[0]] = how[1]()
    elif isinstance(node, ast.BoolOp | ast.BinOp) and isinstance(how, type):
        node.op = how()
    elif isinstance(node, ast.Constant):
        node.value = how  # type: ignore[assignment]
    elif isinstance(node, ast.Return):
        node.value = ast.Constant(None)
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        node.test = ast.Constant(how)  # type: ignore[arg-type]
    elif isinstance(node, ast.UnaryOp):
        _put(tree, node, copy.copy(node.operand))
    else:
        _put(tree, node, ast.Pass())
    return ast.fix_missing_locations(tree)


def _put(tree: ast.Module, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list) and any(one is old for one in value):
                value[next(n for n, one in enumerate(value) if one is old)] = new


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads the changed tree where the module's file would be loaded."""

    def __init__(self, name: str, tree: ast.Module, path: Path) -> None:
        self.name, self.tree, self.path = name, tree, path

    def find_spec(self, fullname: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        """Only for the one module."""
        if fullname != self.name:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, origin=str(self.path))

    def exec_module(self, module: object) -> None:
        """Run the changed code as the module."""
        module.__file__ = str(self.path)  # type: ignore[attr-defined]
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)  # noqa: S102


def live(path: str, number: int) -> int:
    """Be the mutant: load the change and run the tests, nearest first. The exit code of pytest; 3 if it does not load."""
    import pytest

    file = ROOT / path
    name = path.removesuffix(".py").replace("/", ".")
    sys.path.insert(0, str(ROOT))
    sys.meta_path.insert(0, Changed(name, changed(file.read_text(encoding="utf-8"), number), file))
    stem = file.stem.split("_")[0]
    tests = sorted((ROOT / ORDER[0]).glob("test_*.py"), key=lambda one: (stem not in one.name, one.name))
    named = [str(one) for one in tests if one.name not in SLOW]
    options = [
        "-x",
        "-q",
        "--no-header",
        "-p",
        "no:cacheprovider",
        "-n",
        "0",
        "-o",
        "addopts=",
        "--timeout",
        "60",
        *QUIET,
    ]
    return int(pytest.main([*options, "-m", "not soak", *named, *(str(ROOT / one) for one in ORDER[1:])]))


def noticed(drawn: list[Mutant], jobs: int) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant as it is done, and whether some test fails, nothing loads any more, or it hangs.

    A child is forked for each, so that the libraries are loaded once; none of our own modules is loaded before the fork.
    """
    for library in LIBRARIES:
        importlib.import_module(library)
    waiting, running = list(reversed(drawn)), {}
    while waiting or running:
        while waiting and len(running) < jobs:
            mutant = waiting.pop()
            running[_born(mutant)] = mutant
        child, status = os.wait()
        yield running.pop(child), status != 0


def _born(mutant: Mutant) -> int:
    child = os.fork()
    if child:
        return child
    signal.alarm(SECONDS)  # ends the child: a status that is not 0
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    try:
        code = live(mutant.path, mutant.number)
    except BaseException:  # a change that does not even load is noticed by whatever it raises
        code = 1
    os._exit(min(code, 100))


def main() -> int:
    """Make, try, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=0, help="so many, drawn at random (all if 0)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("files", nargs="+")
    given = parser.parse_args()
    drawn = [mutant for path in given.files for mutant in mutants(path)]
    total = len(drawn)
    if given.sample and given.sample < total:
        drawn = random.Random(given.seed).sample(drawn, given.sample)
    survivors: dict[str, list[Mutant]] = {path: [] for path in given.files}
    unchanged = [Mutant(path, UNCHANGED, 0, "nothing") for path in given.files[:1]]
    if any(seen for _, seen in noticed(unchanged, 1)):
        print("the tests fail without any change: nothing can be told")
        return 2
    for mutant, seen in noticed(drawn, given.jobs):
        if not seen:
            survivors[mutant.path].append(mutant)
            print(f"survived: {mutant.path}:{mutant.line}: {mutant.what}", flush=True)
    for path in given.files:
        tried = sum(mutant.path == path for mutant in drawn)
        print(f"{path}: {tried - len(survivors[path])} of {tried}")
    lost = sum(map(len, survivors.values()))
    print(f"{len(drawn) - lost} of {len(drawn)} noticed ({total} in all): {(1 - lost / max(1, len(drawn))):.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
