"""Expected faults as one line each, with the cure."""

from __future__ import annotations

import errno

from sqlalchemy.exc import DatabaseError, OperationalError, ProgrammingError
from telegram.error import InvalidToken, NetworkError

from bot.app.guard import Taken
from bot.channel.receive import BadToken, SecondInstance
from bot.city.yaml_file import CityFileError
from bot.settings import SettingsError
from storage.migrate import NewerSchema
from storage.vault import VaultError

FILES = {errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EISDIR, errno.EROFS, errno.ENOSPC, errno.EDQUOT}


def explain(error: BaseException) -> str | None:
    """The line, or None for a fault that nobody expected."""
    if isinstance(error, SettingsError | CityFileError | NewerSchema):
        return str(error)
    if isinstance(error, InvalidToken | BadToken):
        return "Telegram 不认这个 TELEGRAM_TOKEN。请到 @BotFather 核对，改 .env 后重来。"
    if isinstance(error, SecondInstance):
        return "另一个进程正用同一个令牌收信。请先停掉那一个（同一机器人只能有一处长轮询）。"
    if isinstance(error, Taken):
        return "本机已有一个进程在用这个数据目录。请先停掉，或换 DATA_DIR。"
    if isinstance(error, VaultError):
        return "钥匙打不开数据库里的内容。请核对 MASTER_KEY / SEALED_KEY 是不是这个数据库的。"
    if isinstance(error, NetworkError):
        return "连不上 Telegram。请检查网络，或用 TELEGRAM_BASE_URL 指向可用的 Bot API 服务。"
    if isinstance(error, OperationalError | ProgrammingError) or type(error) is DatabaseError:
        return _database(error)
    return _system(error) if isinstance(error, OSError) else None


def _database(error: DatabaseError) -> str:
    """The driver's own words may hold the address with its password: only their sort is shown."""
    words = str(error.orig).lower()
    if "no such table" in words or "does not exist" in words:
        return "数据库是空的，或不是本程序的。新装请先运行 dingge migrate；否则请核对 DATABASE_URL / DATA_DIR。"
    return f"数据库用不了：{type(error.orig).__name__}。请核对 DATABASE_URL、权限和磁盘空间。"


def _system(error: OSError) -> str | None:
    if error.errno == errno.EADDRINUSE:
        return "端口已被占用。请换一个，例：make demo PORT=9000，或 dingge demo --port 9000；回调则改 WEBHOOK_LISTEN。"
    if error.errno in FILES:
        return f"文件写不了：{error.strerror}（{error.filename or '数据目录'}）。请核对 DATA_DIR、权限和磁盘空间。"
    return None
