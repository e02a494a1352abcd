"""`dingge check`: each thing that is wrong is named with its cure, and one thing wrong hides no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest
from app_support import Beside, Run
from sqlalchemy import text
from typer.testing import Result

from bot.app.demo import TOKEN
from bot.city.demo import demo_pack
from storage.db import make_engine
from storage.vocabulary import ChatPurpose


def wrong(result: Result) -> list[str]:
    """The lines that name something wrong."""
    return [line for line in result.stdout.splitlines() if line.startswith("✗")]


def line(result: Result, what: str) -> str:
    """The one wrong line about something."""
    found = [said for said in wrong(result) if said.startswith(f"✗ {what}")]
    assert len(found) == 1, result.stdout
    return found[0]


def group_of(unit: str) -> int:
    group = demo_pack().group_of(ChatPurpose.UNIT, unit)
    assert group is not None
    return group.id


def sql(home: Path, statement: str) -> None:
    """Change the database behind everybody's back."""
    with make_engine(f"sqlite:///{home / 'dingge.sqlite3'}").begin() as connection:
        connection.execute(text(statement))


async def _hooked(url: str) -> None:
    async with aiohttp.ClientSession() as session:
        await session.post(f"{url}/bot{TOKEN}/setWebhook", json={"url": "https://old.invalid/hook"})


def test_a_city_that_is_ready_passes_with_code_0(telegram: Beside, run: Run) -> None:
    result = run("check")
    assert wrong(result) == []
    assert "全部通过。" in result.stdout
    assert result.exit_code == 0


def test_privacy_mode_that_is_off_is_named_with_its_cure(telegram: Beside, run: Run) -> None:
    telegram.playground.core.privacy = False
    assert "/setprivacy" in line(run("check"), "隐私模式")


def test_a_group_that_the_bot_was_taken_out_of_is_named_with_its_cure(telegram: Beside, run: Run) -> None:
    telegram.do(lambda: telegram.playground.leave("bot", group_of("GSGS")))
    said = line(run("check"), "群 GSGS")
    assert "请重新拉入并 /bind" in said
    assert "Refused" not in said


def test_a_group_in_which_the_bot_may_not_write_is_named_with_its_cure(telegram: Beside, run: Run) -> None:
    telegram.do(lambda: telegram.playground.restrict(group_of("GSGS")))
    assert "不能发言" in line(run("check"), "群 GSGS")


def test_a_unit_without_a_group_is_named_with_the_command_that_binds_one(
    telegram: Beside, home: Path, run: Run
) -> None:
    sql(home, "delete from chat where unit = 'GSGS'")
    assert "/bind 单位 GSGS" in line(run("check"), "群 GSGS")


def test_a_webhook_left_from_earlier_days_is_named_with_its_cure(telegram: Beside, run: Run) -> None:
    telegram.do(lambda: _hooked(str(telegram.playground.url)))
    assert "dingge run" in line(run("check"), "收信方式")


def test_a_wrong_token_is_named_with_its_cure(telegram: Beside, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "9001:WRONG")
    result = run("check")
    assert "@BotFather" in line(result, "令牌")
    assert result.exit_code == 1


def test_a_missing_token_is_named_and_the_rest_is_still_checked(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TELEGRAM_TOKEN")
    result = run("check")
    assert "@BotFather" in line(result, "令牌")
    assert len(wrong(result)) == 1
    assert "✓ 历史链：完整" in result.stdout


def test_a_telegram_out_of_reach_is_named_with_its_cure(home: Path, run: Run) -> None:
    assert "TELEGRAM_BASE_URL" in line(run("check"), "令牌")


def test_a_missing_master_key_is_named_and_telegram_is_still_asked(
    telegram: Beside, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MASTER_KEY")
    result = run("check")
    assert "dingge keys new" in line(result, "钥匙")
    assert "✓ 令牌" in result.stdout
    assert result.exit_code == 1


def test_a_missing_sealed_key_is_named_with_its_cure(
    telegram: Beside, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SEALED_KEY")
    assert "SEALED_KEY" in line(run("check"), "钥匙")


def test_the_key_of_another_database_is_named(telegram: Beside, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASTER_KEY", "x" * 64)
    assert "MASTER_KEY" in line(run("check"), "钥匙")


def test_a_database_of_a_newer_version_is_named(telegram: Beside, home: Path, run: Run) -> None:
    sql(home, "update alembic_version set version_num = '9999'")
    assert "9999" in line(run("check"), "数据库")


def test_a_database_that_is_none_is_named_and_hides_nothing_else(telegram: Beside, home: Path, run: Run) -> None:
    (home / "dingge.sqlite3").write_bytes(b"this is not a database at all" * 100)
    result = run("check")
    assert line(result, "数据库")
    assert "✓ 令牌" in result.stdout


def test_people_who_are_not_enrolled_are_counted_with_the_command_that_enrols(
    telegram: Beside, home: Path, run: Run
) -> None:
    sql(home, "update staff set tg_id = null where code = 'GSGS-01'")
    said = line(run("check"), "登记")
    assert "GSGS-01" in said
    assert "/enrol" in said


def test_a_city_without_people_is_told_how_to_get_some(telegram: Beside, home: Path, run: Run) -> None:
    (home / "dingge.sqlite3").unlink()
    assert "dingge city load" in line(run("check"), "岗位")


def test_a_history_that_was_changed_behind_our_back_is_named_with_its_case_and_step(
    telegram: Beside, home: Path, run: Run, filed: Callable[[str], str]
) -> None:
    number = filed("我们厂自来水压力太低，机器老停")
    assert "✓ 历史链：完整" in run("check").stdout
    sql(home, "update event set data = '{\"forged\": true}' where seq = 1")
    said = line(run("check"), "历史链")
    assert f"{number} 第1步" in said
    assert "备份" in said


def test_a_case_that_was_anchored_and_is_gone_is_named(telegram: Beside, home: Path, run: Run) -> None:
    (home / "anchors").mkdir()
    (home / "anchors" / "2026-03-09.txt").write_text("QS-2026-009999 3 " + "0" * 64 + "\n")
    said = line(run("check"), "历史链")
    assert "QS-2026-009999 第3步" in said
    assert "备份" in said


def test_a_city_pack_that_is_wrong_is_named(
    telegram: Beside, home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "city.yaml").write_text("city: 示例市\nsurprise: 1\n", encoding="utf-8")
    monkeypatch.setenv("CITY_PACK", str(home / "city.yaml"))
    result = run("check")
    assert "city.yaml" in line(result, "城市包")
    assert "✓ 令牌" in result.stdout
