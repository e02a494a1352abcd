"""Builds the office from settings: pack, catalogue, clocks, calendar, keys."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from bot.city import demo, pack
from bot.city.calendar_file import load_calendar
from bot.city.policy_file import load_policy
from bot.city.yaml_file import CityFileError
from bot.desk.work import Office
from bot.settings import Settings, SettingsError
from nlp.catalogue import Catalogue
from storage.vault import MasterKeys, Vault, VaultError


def build(settings: Settings, username: str = "") -> Office:
    """The office that these settings describe. Raises `SettingsError` with the cure."""
    try:
        city, catalogue = _city(settings)
        policy, calendar = load_policy(settings.sla_file), load_calendar(settings.calendar_file)
    except CityFileError as error:
        raise SettingsError(str(error)) from error
    return Office(city, catalogue, policy, calendar, Vault(keys(settings)), username)


def _city(settings: Settings) -> tuple[pack.CityPack, Catalogue]:
    if settings.city_pack is None:
        return demo.demo_pack(), demo.demo_catalogue()
    return pack.ready(pack.load(settings.city_pack), Catalogue.load_default())


def keys(settings: Settings) -> MasterKeys:
    """The master keys; a demo makes its own and keeps them beside its data."""
    secret, sealed = settings.master_key.get_secret_value(), settings.sealed_key.get_secret_value()
    if not secret and settings.demo:
        secret = _demo_key(settings.data_dir / "demo.key")
    if not secret:
        raise SettingsError(
            "没有设置 MASTER_KEY。请用 dingge keys new 生成，填进 .env 或放进 MASTER_KEY_FILE，并另处备份。"
        )
    older = tuple(old.encode() for old in settings.old_master_keys.get_secret_value().split())
    try:
        return MasterKeys.from_secret(secret.encode(), sealed.encode() or None, older)
    except VaultError as error:
        raise SettingsError("MASTER_KEY 太短。请用 dingge keys new 重新生成。") from error


def _demo_key(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip()
