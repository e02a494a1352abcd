"""The index of rules names only what exists, and leaves no rule out."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if re.match(r"\| [RA]\d\d", line)]
CODE = sorted(set(re.findall(r"`((?:bot|nlp|storage)\.[\w.]+(?::\w+)?)`", PAGE)))
TESTS = sorted(set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", PAGE)))
CORE = (
    "A01 A02 A03 A04 A05 A06 A07 A08 A09 A10 A12 A13 A14 A15 A16 A17 A17b A18 A19 A20 A25 A26 A28 A29 A30 A30b A32 A34 A38 "
    "A41 A42 A43 A45 A48 A50 A53 A54 A56 A58 A59 A60 A61 A62 A63 A64"
).split()


def names(path: Path) -> set[str]:
    """Functions and classes at the top of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)}


@pytest.mark.parametrize("reference", CODE)
def test_every_module_and_function_that_the_page_names_exists(reference: str) -> None:
    module, _, name = reference.partition(":")
    path = ROOT.joinpath(*module.split("."))
    assert path.with_suffix(".py").is_file() or path.is_dir()
    assert not name or name in names(path.with_suffix(".py"))


@pytest.mark.parametrize("reference", TESTS)
def test_every_test_that_the_page_names_exists(reference: str) -> None:
    file, _, name = reference.partition("::")
    assert (ROOT / file).is_file()
    assert not name or name in names(ROOT / file)


def test_no_rule_and_no_core_mechanism_is_left_out() -> None:
    listed = [row.split("|")[1].strip() for row in ROWS]
    rules = {f"R{n:02}" for n in range(1, 41)} | {"R02a", "R02b", "R02c", "R02d"}
    assert set(listed) == rules | set(CORE)
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_a_line_without_code_says_so(row: str) -> None:
    code, proof, status = (part.strip() for part in row.split("|")[3:6])
    assert any(word in status for word in ("已接", "仅有规则", "未做"))
    assert (code == "—") is (proof == "—")
    assert code != "—" or "未做" in status or "不做即守住" in status
