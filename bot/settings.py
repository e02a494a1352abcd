"""Every setting, typed, from the environment or `.env`; secrets also from a file named by `X_FILE`. A bad value is named."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SECRETS = ("TELEGRAM_TOKEN", "WEBHOOK_SECRET", "MASTER_KEY", "SEALED_KEY", "OLD_MASTER_KEYS", "DATABASE_URL")
OFFICIAL = "https://api.telegram.org"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
ENGINES = ("sqlite:", "postgresql:", "postgresql+psycopg:", "postgres:")


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

    @field_validator("telegram_token")
    @classmethod
    def _token(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", value.get_secret_value()):
            raise ValueError("令牌是 数字:字母 的样子，请到 @BotFather 重新复制")
        return value

    @field_validator("database_url")
    @classmethod
    def _engine(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not value.get_secret_value().startswith(ENGINES):
            raise ValueError("写成 sqlite:///文件 或 postgresql://用户:口令@主机/库名")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _header(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
            raise ValueError("只能用字母、数字、_ 和 -，16 到 256 位；不设则自动生成")
        return value

    @field_validator("telegram_base_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("要以 http:// 或 https:// 开头")
        return value.rstrip("/")

    @field_validator("webhook_url")
    @classmethod
    def _https(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
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
        return host.strip("[]"), int(port)


def load(**given: Any) -> Settings:
    """Settings from the environment, `.env` and `given`. Only `given` can make a demo. Raises `SettingsError`."""
    try:
        return Settings(**{"demo": False, **_from_files(given.get("_env_file", ".env")), **given})
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "?"
        context = first.get("ctx", {})
        why = f"只能是 {context['expected']}" if "expected" in context else str(context.get("error", first["msg"]))
        raise SettingsError(f"设置 {name} 不对：{why}。请改 .env 或环境变量。") from None


def _from_files(env_file: str | None) -> dict[str, str]:
    """Secrets from the files that `X_FILE` names, in the environment or in `.env`."""
    named = {**(dotenv_values(env_file, encoding="utf-8") if env_file else {}), **os.environ}
    paths = {name: named.get(f"{name}_FILE") for name in SECRETS}
    return {name.lower(): _secret(name, path) for name, path in paths.items() if path}


def _secret(name: str, path: str) -> str:
    try:
        found = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"设置 {name}_FILE 指的文件读不了：{type(error).__name__}。请核对路径、权限和内容。"
        ) from None
    if not found:
        raise SettingsError(f"设置 {name}_FILE 指的文件是空的。请把 {name} 写进去。")
    return found
