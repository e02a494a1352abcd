"""`dingge case …`: the keeper sees cases as they are; class C stays closed to everybody at the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from app_support import Run

from storage.vocabulary import State

WATER = "我们厂自来水压力太低，机器老停，联系电话10012345678"
BRIBE = "环保局李科长要我五万块红包，不给就不验收"
File = Callable[[str], str]


def test_without_cases_the_list_is_empty_and_valid_json(home: Path, run: Run) -> None:
    result = run("case", "list", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])


def test_the_list_names_each_case_with_its_state(run: Run, filed: File) -> None:
    number = filed(WATER)
    (row,) = json.loads(run("case", "list", "--json").stdout)
    assert (row["number"], row["secrecy"], row["state"]) == (number, "A", State.DRAFT.value)
    assert number in run("case", "list").stdout


def test_of_a_sealed_case_the_list_tells_only_that_it_is_there(run: Run, filed: File) -> None:
    number = filed(BRIBE)
    rows = json.loads(run("case", "list", "--json").stdout)
    (row,) = [row for row in rows if row["number"] == number]
    assert row.keys() == {"number", "secrecy", "state"}
    assert row["secrecy"] == "密件"
    for word in ("环保", "红包", "HBJ", "STHJJ", "李科长"):
        assert word not in run("case", "list").stdout + run("case", "list", "--json").stdout


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_sealed_case_is_not_shown_and_nothing_of_it_is_printed(run: Run, filed: File, more: list[str]) -> None:
    number = filed(BRIBE)
    result = run("case", "show", number, *more)
    assert result.exit_code == 3
    assert result.stdout.strip() == f"{number} 是密件，只有密件联系人能看。"


def test_a_case_is_shown_with_its_history_its_words_and_its_messages(run: Run, filed: File) -> None:
    number = filed(WATER)
    told = json.loads(run("case", "show", number, "--json").stdout)
    assert told["chain"] == "ok"
    assert [event["seq"] for event in told["events"]] == list(range(1, len(told["events"]) + 1))
    assert "自来水" in json.dumps(told["items"], ensure_ascii=False)
    assert told["messages"]
    shown = run("case", "show", number)
    assert shown.exit_code == 0
    assert "经过：" in shown.stdout


def test_the_end_of_a_number_is_enough(run: Run, filed: File) -> None:
    number = filed(WATER)
    assert number in run("case", "show", number[-6:]).stdout


def test_a_number_that_is_not_there_is_told_with_what_lists_them(home: Path, run: Run) -> None:
    result = run("case", "show", "QS-2026-999999")
    assert result.exit_code == 1
    assert "dingge case list" in result.stdout


def test_with_the_key_of_another_database_words_stay_closed_and_nothing_breaks(
    run: Run, filed: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = filed(WATER)
    monkeypatch.setenv("MASTER_KEY", "x" * 64)
    result = run("case", "show", number)
    assert result.exit_code == 0
    assert "自来水" not in result.stdout
    assert "打不开" in result.stdout


def test_a_database_without_tables_is_told_with_the_command_that_makes_them(home: Path, run: Run) -> None:
    (home / "dingge.sqlite3").unlink()
    result = run("case", "list")
    assert result.exit_code == 2
    assert "dingge migrate" in result.stderr
    assert result.stderr.count("\n") == 1
