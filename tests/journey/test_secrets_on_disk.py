"""What lies on disk, and what the logs say, gives nobody away: the story's files and logs, scanned as bytes."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot import logs
from bot.city.demo import demo_pack, entrepreneurs
from bot.cli import story
from bot.cli.stage import Stage
from bot.desk.work import Work

SENTENCES = (
    story.WATER,
    story.WATER_DONE,
    story.BRIBE,
    story.POWER,
    story.POWER_FIRST,
    story.POWER_SECOND,
    story.LEAK,
    story.LEAK_DONE,
    "您好，我们下午两点半到厂里测压，您在吗？",
    "在的，到了找门卫。",
)
PIECE = 6  # characters: no run of so many from a sentence may stand anywhere


def secrets() -> Iterator[str]:
    """Phones, codes, names of people and enterprises, and every short run of every sentence."""
    for boss in entrepreneurs():
        yield from (boss.name, boss.enterprise, boss.phone, boss.credit_code, boss.username)
    yield from (post.name for post in demo_pack().staff)
    for sentence in SENTENCES:
        yield from (sentence[start : start + PIECE] for start in range(len(sentence) - PIECE + 1))


def spellings(word: str) -> set[bytes]:
    """The word as bytes in every writing that a program might use."""
    escaped = json.dumps(word)[1:-1]
    return {word.encode("utf-8"), word.encode("utf-16-le"), word.encode("gb18030"), escaped.encode()}


def found_in(body: bytes) -> list[str]:
    return [word for word in dict.fromkeys(secrets()) if any(spelling in body for spelling in spellings(word))]


def failing_once(record: Any) -> Any:
    """`Work.record`, whose first call raises with a sentence and a name in its error."""
    failed = []

    def tried(work: Work, *args: Any, **more: Any) -> Any:
        if not failed:
            failed.append(work)
            raise RuntimeError(f"{story.WATER} {entrepreneurs()[0].name}")
        return record(work, *args, **more)

    return tried


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Path]:
    """A file that gets every record of every library's logging."""
    path = tmp_path / "library.log"
    handler = logging.FileHandler(path, encoding="utf-8")
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield path
    root.setLevel(before)
    root.removeHandler(handler)
    handler.close()
    structlog.reset_defaults()


async def test_after_the_story_neither_files_nor_logs_give_anybody_away(
    tmp_path: Path, written: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files are taken twice: while the bot still runs, with the journal beside the database, and after it stopped.

    The first thing that is recorded fails once, with the complaint in the error, so that there is something to log.
    """
    data, alive = tmp_path / "data", tmp_path / "alive"
    last = Stage.silent_on

    def copy_first(stage: Stage, *days: str) -> None:
        shutil.copytree(data, alive)
        last(stage, *days)

    monkeypatch.setattr(Stage, "silent_on", copy_first)
    monkeypatch.setattr(Work, "record", failing_once(Work.record))
    logs.configure("DEBUG", "json")
    data.mkdir()
    assert await story.tell(data) == 0
    looked_at = [path for folder in (data, alive) for path in folder.rglob("*") if path.is_file()]
    assert {"dingge.sqlite3", "dingge.sqlite3-wal"} <= {path.name for path in looked_at}
    for path in looked_at:
        assert found_in(path.read_bytes()) == [], path.name
    told, said = capfd.readouterr()
    for part in ("———— 3月9日 周一", "———— 3月25日 周三", "全部按剧本发生"):
        assert part in told
    assert "RuntimeError" in said
    for logged in (said.encode(), await asyncio.to_thread(written.read_bytes)):
        assert found_in(logged) == []


def test_the_scan_would_find_a_secret_in_any_writing() -> None:
    phone, sentence = entrepreneurs()[0].phone, story.WATER
    assert found_in(b"\x00" + phone.encode() + b"\x00") == [phone]
    assert sentence[3 : 3 + PIECE] in found_in(sentence[2:20].encode("utf-16-le"))
    assert sentence[3 : 3 + PIECE] in found_in(json.dumps({"text": sentence}).encode())
