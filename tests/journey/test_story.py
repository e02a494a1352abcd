"""`dingge demo --story`: a fortnight that must go as scripted."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import story
from bot.cli.stage import OffScript, Stage


async def test_the_fortnight_goes_as_scripted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert await story.tell(tmp_path) == 0
    said = capsys.readouterr().out
    assert "———— 3月9日 周一" in said
    assert "———— 3月25日 周三" in said
    assert "全部按剧本发生" in said


async def test_a_line_that_does_not_come_ends_the_story_with_a_failure_that_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(stage: Stage) -> None:
        await stage.says(stage.boss(0), "/help")
        stage.expects(stage.boss(0), "这句话谁也没说")

    monkeypatch.setattr(story, "_water", scene)
    assert await story.tell(tmp_path) == 1
    assert "没有等到：这句话谁也没说" in capsys.readouterr().out


async def test_what_was_said_before_the_last_check_does_not_count_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(stage: Stage) -> None:
        await stage.says(stage.boss(0), "/help")
        stage.expects(stage.boss(0), "把问题直接发给我")
        await stage.says(stage.boss(0), "谢谢")
        with pytest.raises(OffScript):
            stage.expects(stage.boss(0), "把问题直接发给我")
        raise OffScript("到此为止")

    monkeypatch.setattr(story, "_water", scene)
    assert await story.tell(tmp_path) == 1
    assert "到此为止" in capsys.readouterr().out
