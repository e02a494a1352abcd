"""`dingge demo --story`: a fortnight that must go as scripted. That it does is told in `test_secrets_on_disk`, which plays it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import story
from bot.cli.stage import OffScript, Stage


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
