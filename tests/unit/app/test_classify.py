"""`dingge classify` and `dingge similar`: for scripts and people, without database or token."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from app_support import Run

from nlp.several import parts
from nlp.similar import Groups, Weights, grouped

KEYS = {"kind", "department", "candidates", "also", "class", "urgency", "entities", "matters", "missing", "ask"}
WATER = [
    "我们厂自来水压力太低，三楼一滴水都没有",
    "自来水压力低，厂里三楼没有水",
    "自来水压力还是太低，我们厂三楼一直没水",
]
OTHERS = ["房产证过户窗口说缺材料", "孩子上学报名名额问题", "发票申领卡在系统里"]


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("TELEGRAM_TOKEN", "DATABASE_URL", "MASTER_KEY", "SEALED_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_one_text_is_read_as_one_object(run: Run, tmp_path: Path) -> None:
    found = json.loads(run("classify", "自来水公司三天不修水管，我们厂损失28万5").stdout)
    assert set(found) >= KEYS
    assert found["department"] == "GSGS"
    assert found["entities"]["amount_yuan"] == [285_000]
    assert found["candidates"][0]["reasons"]
    assert list(tmp_path.iterdir()) == []


def test_bad_lines_are_named_with_their_number_and_the_rest_goes_on(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(
        '{"id": "a", "text": "又停电了，供电所没人接电话"}\nno json\n{"words": 1}\n\n{"text": "你好"}\n', "utf-8"
    )
    result = run("classify", "--jsonl", str(file))
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["line"], row.get("id"), row["kind"]) for row in rows] == [(1, "a", "投诉"), (5, None, "无效")]
    assert "第 2 行" in result.stderr
    assert "第 3 行" in result.stderr
    assert result.exit_code == 1


def test_a_file_without_bad_lines_ends_well(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"text": "又停电了"}\n', "utf-8")
    assert run("classify", "--jsonl", str(file), "--rules").exit_code == 0


def test_neither_text_nor_file_is_told_what_to_give(run: Run) -> None:
    result = run("classify")
    assert result.exit_code == 2
    assert "--jsonl" in result.stderr


def test_what_is_said_alike_stands_together_the_largest_group_first(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    texts = [WATER[0], OTHERS[0], WATER[1], OTHERS[1], WATER[2], OTHERS[2]]
    file.write_text("".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts), "utf-8")
    [group] = [json.loads(line) for line in run("similar", str(file)).stdout.splitlines()]
    assert group["lines"] == [1, 3, 5]
    assert group["text"] in WATER


def test_groups_never_lose_a_message() -> None:
    texts = [*WATER, *OTHERS, "", "！！！", WATER[0]]
    assert sorted(place for group in grouped(texts) for place in group) == list(range(len(texts)))


def test_a_message_joins_its_group_without_a_look_at_the_others() -> None:
    groups = Groups(Weights([*WATER, *OTHERS]))
    first, second = groups.add(WATER[0]), groups.add(WATER[1])
    assert first == second
    assert groups.add(OTHERS[0]) != first


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("两件事：一是路灯坏了没人修，二是垃圾没人收", 2),
        ("1、路灯坏了没人修 2、垃圾三天没人收 3、门口积水", 3),
        ("第一，尾款不给。第二，态度还差", 2),
        ("路灯坏了没人修", 1),
        ("另外再问一下，路灯啥时候修", 1),
    ],
)
def test_a_numbered_list_is_read_item_by_item(text: str, count: int) -> None:
    assert len(parts(text)) == count
