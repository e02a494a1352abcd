"""Every setting, typed, from the environment or `.env`; secrets also from a file named by `X_FILE`. A bad value is named."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SECRETS = ("TELEGRAM_TOKEN", "WEBHOOK_SECRET", "MASTER_KEY", "SEALED_KEY", "OLD_MASTER_KEYS", "DATABASE_URL")
OFFICIAL = "https://api.telegram.org"


class SettingsError(Exception):
    """A setting is wrong; the text names it and the cure, in Chinese."""


class Settings(BaseSettings):
    """All settings. Field names are the names of the environment variables."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", hide_input_in_errors=True
    )

    telegram_token: SecretStr = SecretStr("")
    telegram_base_url: str = OFFICIAL  # of a Bot API server; "/bot<token>/" is appended
    webhook_url: str = ""  # public address; empty: long polling
    webhook_secret: SecretStr = SecretStr("")
    webhook_listen: str = "127.0.0.1:8443"
    database_url: SecretStr = SecretStr("")
    data_dir: Path = Path("var")
    city_pack: Path | None = None
    sla_file: Path | None = None
    calendar_file: Path | None = None
    master_key: SecretStr = SecretStr("")
    sealed_key: SecretStr = SecretStr("")
    old_master_keys: SecretStr = SecretStr("")  # separated by spaces
    send_limits: Literal["telegram", "off"] = "telegram"  # off: only for a Bot API server of one's own
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["json", "text"] = "json"
    demo: bool = Field(default=False, exclude=True)

    @field_validator("telegram_base_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("要以 http:// 或 https:// 开头")
        return value.rstrip("/")

    @field_validator("webhook_url")
    @classmethod
    def _https(cls, value: str) -> str:
        if value and not value.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ValueError("Telegram 只回调 https 地址")
        return value

    @field_validator("webhook_listen")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isdigit() or not 0 <= int(port) <= 65535:
            raise ValueError("写成 主机:端口，例 127.0.0.1:8443")
        return value

    @field_validator("master_key", "sealed_key")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and len(value.get_secret_value()) < 32:
            raise ValueError("太短；用 dingge keys new 生成")
        return value

    @property
    def database(self) -> str:
        """The database address; SQLite in the data folder by default."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.data_dir / 'dingge.sqlite3'}"

    @property
    def listen(self) -> tuple[str, int]:
        """Host and port of the webhook endpoint."""
        host, _, port = self.webhook_listen.rpartition(":")
        return host, int(port)


def load(**given: Any) -> Settings:
    """Settings from the environment, `.env` and `given`. Raises `SettingsError`."""
    try:
        return Settings(**{**_from_files(), **given})
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "?"
        why = str(first.get("ctx", {}).get("error", first["msg"]))
        raise SettingsError(f"设置 {name} 不对：{why}。请改 .env 或环境变量。") from None


def _from_files() -> dict[str, str]:
    found = {}
    for name in SECRETS:
        path = os.environ.get(f"{name}_FILE")
        if path:
            try:
                found[name.lower()] = Path(path).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise SettingsError(
                    f"设置 {name}_FILE 指的文件读不了：{type(error).__name__}。请核对路径和权限。"
                ) from None
    return found
