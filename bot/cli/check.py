"""`dingge check`: everything that must be right before going live, each with its cure."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select
from telegram.error import TelegramError

from bot.app import anchors
from bot.app.office import build
from bot.channel.api import Api
from bot.channel.errors import Refused
from bot.channel.request import AiohttpRequest
from bot.city import pack_checks
from bot.cli.faults import explain
from bot.cli.running import start
from bot.settings import Settings, SettingsError, load
from nlp.reader.model import shipped_model
from storage import history, migrate
from storage.db import make_engine
from storage.tables import Chat, DataKey, Staff

GONE = {"left", "kicked"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; a cure if it is wrong."""

    what: str
    ok: bool
    said: str = ""


def check() -> int:
    """Print every finding; 0 only if all are well."""
    settings = load()
    findings = [*_local(settings), *start_async(settings)]
    for finding in findings:
        print(f"{'✓' if finding.ok else '✗'} {finding.what}" + (f"：{finding.said}" if finding.said else ""))
    wrong = sum(not finding.ok for finding in findings)
    print("全部通过。" if not wrong else f"有 {wrong} 项要处理。")
    return 1 if wrong else 0


def _tried(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, look())
    except Exception as error:
        return Finding(what, False, explain(error) or f"{type(error).__name__}: {error}")


def _all_tried(what: str, look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """What a look finds; if it cannot look, that is the finding: one thing wrong must not hide the others."""
    try:
        return list(look())
    except Exception as error:
        return [Finding(what, False, explain(error) or f"{type(error).__name__}: {error}")]


def _local(settings: Settings) -> Iterator[Finding]:
    yield Finding("设置", True)
    yield _tried("城市包、时限、日历", lambda: build(settings).pack.city)
    yield _tried("读懂诉求的模型", _reader)
    yield _tried("数据库", lambda: _database(settings))
    yield _tried("钥匙", lambda: _keys(settings))
    yield _tried("历史链", lambda: _chains(settings))
    yield from _all_tried("岗位", lambda: _people(settings))


def _reader() -> str:
    model = shipped_model()
    if model is None:
        return "没有模型文件，只按规则和目录读，会更多地问人、转坐席"
    return f"学自 {model.about['messages']} 条语句"


def _database(settings: Settings) -> str:
    engine = make_engine(settings.database)
    migrate.upgrade(engine)
    with engine.connect() as connection:
        connection.execute(text("select 1"))
    return engine.dialect.name


def _keys(settings: Settings) -> str:
    office = build(settings)
    with Session(make_engine(settings.database)) as session:
        row = session.exec(
            select(DataKey).where(col(DataKey.wrapped).is_not(None), col(DataKey.sealed).is_(False)).limit(1)
        ).first()
        if row is not None:
            office.vault.open(session, row.id, office.vault.seal(session, row.id, b"probe"))
    if not settings.sealed_key.get_secret_value():
        raise SettingsError("没有设置 SEALED_KEY，密件与普通件共用一把钥匙。请用 dingge keys new 生成一把，另处保管。")
    return "能打开" if row is not None else "尚无内容"


def _chains(settings: Settings) -> str:
    with Session(make_engine(settings.database)) as session:
        broken = [*history.verify_all(session), *history.verify_anchors(session, anchors.lines(settings.data_dir))]
    if broken:
        raise ValueError(f"{broken[0].number} 第{broken[0].seq}步对不上，共{len(broken)}处。请从备份核对。")
    return "完整，与锚点一致"


def _people(settings: Settings) -> Iterator[Finding]:
    office = build(settings)
    with Session(make_engine(settings.database)) as session:
        missing = list(
            session.exec(select(Staff.code).where(Staff.rank == "owner", col(Staff.tg_id).is_(None), col(Staff.active)))
        )
        staffed = session.exec(select(Staff.id).limit(1)).first() is not None
    if not staffed:
        yield Finding(
            "岗位", False, "还没有岗位。写好城市包后用 dingge city load 装入；试用示范市用 dingge seed-demo。"
        )
    elif missing:
        yield Finding(
            "登记",
            False,
            f"{len(missing)} 位承办人没登记（{'、'.join(missing[:5])}…）。管理员私聊机器人 /enrol 岗位代码。",
        )
    for gap in pack_checks.gaps(office.pack, office.catalogue):
        yield Finding("城市包", True, f"提示：{gap}")


def start_async(settings: Settings) -> list[Finding]:
    """The part that talks to Telegram."""
    found: list[Finding] = []
    start(_remote(settings, found))
    return found


async def _remote(settings: Settings, found: list[Finding]) -> int:
    token = settings.telegram_token.get_secret_value()
    if not token:
        found.append(Finding("令牌", False, "没有设置 TELEGRAM_TOKEN。请到 @BotFather 取得，填进 .env。"))
        return 0
    request = AiohttpRequest()
    await request.initialize()
    try:
        await _ask(Api(request, f"{settings.telegram_base_url}/bot{token}"), settings, found)
    except TelegramError as error:
        found.append(Finding("令牌", False, explain(error) or type(error).__name__))
    finally:
        await request.shutdown()
    return 0


async def _ask(api: Api, settings: Settings, found: list[Finding]) -> None:
    me = await api.call("getMe", {})
    found.append(Finding("令牌", True, f"@{me.get('username')}"))
    open_privacy = bool(me.get("can_read_all_group_messages"))
    cure = "隐私模式是关的：机器人会收到群里全部聊天。请在 @BotFather 用 /setprivacy 打开，再把机器人移出群重新拉入。"
    found.append(Finding("隐私模式", not open_privacy, cure if open_privacy else "开"))
    hook = await api.call("getWebhookInfo", {})
    if hook.get("url") and not settings.webhook_url:
        found.append(
            Finding(
                "收信方式",
                False,
                "Telegram 那边还设着回调，长轮询收不到信。请设 WEBHOOK_URL，或运行一次 dingge run 会自动清除。",
            )
        )
    found += _all_tried("群", lambda: _unbound(settings))
    for chat_id, label in _bound(settings):
        found.append(await _group(api, me["id"], chat_id, label))


def _bound(settings: Settings) -> list[tuple[int, str]]:
    """Chat and label of every group in use; none while the database cannot be read, which is a finding of its own."""
    with contextlib.suppress(SQLAlchemyError), Session(make_engine(settings.database)) as session:
        rows = session.exec(select(Chat).where(col(Chat.migrated_to).is_(None)))
        return [(chat.id, chat.unit or chat.purpose.value) for chat in rows]
    return []


def _unbound(settings: Settings) -> Iterator[Finding]:
    bound = {label for _chat_id, label in _bound(settings)}
    for unit in build(settings).catalogue.units:
        if not unit.sealed and unit.code not in bound:
            cure = f"{unit.name}没有绑定群。把机器人拉进群，管理员发 /bind 单位 {unit.code}。"
            yield Finding(f"群 {unit.code}", False, cure)


async def _group(api: Api, bot_id: int, chat_id: int, label: str) -> Finding:
    try:
        member = await api.call("getChatMember", {"chat_id": chat_id, "user_id": bot_id})
        muted = member.get("can_send_messages") is False or await _closed(api, chat_id, member)
    except TelegramError as error:
        why = error.words if isinstance(error, Refused) else type(error).__name__
        return Finding(f"群 {label}", False, f"机器人进不去这个群（{why}）。请重新拉入并 /bind。")
    if member.get("status") in GONE:
        return Finding(f"群 {label}", False, "机器人已不在群里。请重新拉入并 /bind。")
    if muted:
        return Finding(f"群 {label}", False, "机器人在群里不能发言。请群主放开发言权限，或把机器人设为管理员。")
    return Finding(f"群 {label}", True)


async def _closed(api: Api, chat_id: int, member: dict[str, Any]) -> bool:
    """A group in which ordinary members may not write."""
    if member.get("status") != "member":
        return False
    chat = await api.call("getChat", {"chat_id": chat_id})
    return (chat.get("permissions") or {}).get("can_send_messages") is False
