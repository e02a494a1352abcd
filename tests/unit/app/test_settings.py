"""Settings: a bad value is named with its cure, a secret may lie in a file, and no secret is ever shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app.office import build
from bot.settings import SECRETS, SettingsError, load

SECRET = "0123456789abcdef" * 4


@pytest.fixture(autouse=True)
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own and an environment without any of our settings."""
    monkeypatch.chdir(tmp_path)
    for name in load().model_dump():
        monkeypatch.delenv(name.upper(), raising=False)
    for name in SECRETS:
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "value", "cure"),
    [
        ("TELEGRAM_BASE_URL", "api.telegram.org", "http:// 或 https://"),
        ("WEBHOOK_URL", "http://city.invalid/hook", "https"),
        ("WEBHOOK_URL", "http://127.0.0.1.evil.invalid/", "https"),
        ("WEBHOOK_LISTEN", "8443", "127.0.0.1:8443"),
        ("WEBHOOK_LISTEN", "127.0.0.1:99999", "127.0.0.1:8443"),
        ("WEBHOOK_LISTEN", "127.0.0.1:八", "127.0.0.1:8443"),
        ("WEBHOOK_LISTEN", ":8443", "127.0.0.1:8443"),
        ("WEBHOOK_SECRET", "有空格 的口令", "WEBHOOK_SECRET"),
        ("MASTER_KEY", "short", "dingge keys new"),
        ("SEALED_KEY", "short", "dingge keys new"),
        ("TELEGRAM_TOKEN", "not a token", "@BotFather"),
        ("DATABASE_URL", "no address at all", "sqlite:///"),
        ("DATABASE_URL", "mysql://localhost/x", "sqlite:///"),
        ("SEND_LIMITS", "none", "telegram"),
        ("LOG_LEVEL", "LOUD", "INFO"),
        ("LOG_FORMAT", "xml", "json"),
    ],
)
def test_a_bad_value_is_named_with_its_cure_and_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, cure: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load()
    said = str(caught.value)
    assert name in said
    assert cure in said
    assert "\n" not in said


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_is_read_from_the_file_that_is_named(clean: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    value = {"TELEGRAM_TOKEN": "1:TOKEN", "DATABASE_URL": "sqlite:///here.sqlite3"}.get(name, SECRET)
    (clean / "secret").write_text(value + "\n", encoding="utf-8")
    monkeypatch.setenv(f"{name}_FILE", str(clean / "secret"))
    assert getattr(load(), name.lower()).get_secret_value() == value


def test_a_secret_file_that_is_not_there_is_named_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASTER_KEY_FILE", "/nowhere/key")
    with pytest.raises(SettingsError, match=r"MASTER_KEY_FILE.*FileNotFoundError.*核对路径"):
        load()


def test_a_secret_file_that_is_no_text_is_named_with_its_cure(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (clean / "key").write_bytes(b"\xff\xfe\x00")
    monkeypatch.setenv("MASTER_KEY_FILE", str(clean / "key"))
    with pytest.raises(SettingsError, match=r"MASTER_KEY_FILE"):
        load()


def test_an_empty_secret_file_is_named_and_not_taken_for_no_secret(
    clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (clean / "key").write_text("\n", encoding="utf-8")
    monkeypatch.setenv("SEALED_KEY_FILE", str(clean / "key"))
    with pytest.raises(SettingsError, match=r"SEALED_KEY_FILE.*空"):
        load()


def test_a_secret_file_may_also_be_named_in_the_env_file(clean: Path) -> None:
    (clean / "key").write_text(SECRET, encoding="utf-8")
    (clean / ".env").write_text(f"MASTER_KEY_FILE={clean / 'key'}\n", encoding="utf-8")
    assert load().master_key.get_secret_value() == SECRET


def test_a_bad_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MASTER_KEY", "TELEGRAM_TOKEN"):
        monkeypatch.setenv(name, "hunter2")
        with pytest.raises(SettingsError) as caught:
            load()
        assert "hunter2" not in str(caught.value)
        monkeypatch.delenv(name)


def test_settings_do_not_show_their_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASTER_KEY", SECRET)
    monkeypatch.setenv("TELEGRAM_TOKEN", "1:TOKEN")
    monkeypatch.setenv("DATABASE_URL", "postgresql://dingge:hunter2@localhost/dingge")
    shown = repr(load()) + str(load().model_dump())
    assert not any(secret in shown for secret in (SECRET, "1:TOKEN", "hunter2"))


def test_without_any_setting_everything_is_in_one_folder_and_polled_from_telegram(clean: Path) -> None:
    settings = load()
    assert settings.database == "sqlite:///var/dingge.sqlite3"
    assert (settings.webhook_url, settings.telegram_base_url) == ("", "https://api.telegram.org")
    assert not settings.demo


def test_the_environment_cannot_make_a_run_a_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """A demo makes its own key beside the data: a real service must never."""
    monkeypatch.setenv("DEMO", "true")
    with pytest.raises(SettingsError, match=r"MASTER_KEY.*dingge keys new"):
        build(load())


def test_a_trailing_slash_of_the_base_address_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BASE_URL", "https://bot.invalid/")
    assert load().telegram_base_url == "https://bot.invalid"
