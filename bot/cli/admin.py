"""Commands for the keeper: seed, list and show cases, keys, migrations."""

from __future__ import annotations

import json
import secrets
from typing import Any

from sqlmodel import Session, col, select

from bot.app.office import build
from bot.clock import SystemClock
from bot.desk import seed
from bot.desk.work import Work
from bot.settings import load
from storage import history
from storage import migrate as schema
from storage.db import make_engine
from storage.tables import CaseFile, DataKey, Enterprise, Item, Outbox
from storage.vault import VaultError
from storage.vocabulary import Secrecy

CLOSED = "密件"


def _work(session: Session) -> Work:
    return Work(session, SystemClock().now(), build(load()))


def migrate() -> int:
    """Bring the schema up to date."""
    schema.upgrade(make_engine(load().database))
    print("数据库结构已是最新。")
    return 0


def seed_demo() -> int:
    """Load the demo city's people and groups."""
    engine = make_engine(load().database)
    schema.upgrade(engine)
    with Session(engine) as session:
        seed.seed(_work(session))
        session.commit()
    print("示范市的人员和单位已装入。")
    return 0


def case_list(as_json: bool) -> int:
    """All cases; of class C only that they exist."""
    engine = make_engine(load().database)
    with Session(engine) as session:
        rows = [_row(case) for case in session.exec(select(CaseFile).order_by(col(CaseFile.id)))]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            print(
                f"{row['number']}  {row['state']}  {row['secrecy']}  {row.get('unit') or '-'}  {row.get('urgency') or ''}"
            )
    return 0


def _row(case: CaseFile) -> dict[str, Any]:
    if case.secrecy is Secrecy.C:
        return {"number": case.number, "secrecy": CLOSED, "state": "受限" if case.state.is_open else "已结"}
    return {
        "number": case.number,
        "state": case.state.value,
        "secrecy": case.secrecy.value,
        "kind": case.kind.value,
        "urgency": case.urgency.value,
        "unit": case.unit,
        "round": case.round,
        "created_at": case.created_at.isoformat(),
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "close_kind": case.close_kind.value if case.close_kind else None,
    }


def case_show(number: str, as_json: bool) -> int:
    """One case with events, items and messages. Class C stays closed."""
    with Session(make_engine(load().database)) as session:
        found = open_case(session, number)
        if isinstance(found, int):
            return found
        told = _told(*found)
    print(json.dumps(told, ensure_ascii=False, indent=1) if as_json else _lines(told))
    return 0


def open_case(session: Session, number: str) -> tuple[Work, CaseFile] | int:
    """A case by its number or the end of it. Prints why not and gives the exit code: 1 unknown, 3 class C."""
    case = session.exec(select(CaseFile).where(CaseFile.number == _full(session, number))).first()
    if case is None:
        print(f"没有编号 {number} 的工单。dingge case list 可列出全部。")
        return 1
    if case.secrecy is Secrecy.C:
        print(f"{case.number} 是密件，只有密件联系人能看。")
        return 3
    return _work(session), case


def _full(session: Session, number: str) -> str:
    found = session.exec(select(CaseFile.number).where(col(CaseFile.number).endswith(number))).first()
    return found or number


def _told(work: Work, case: CaseFile) -> dict[str, Any]:
    items = work.session.exec(select(Item).where(Item.case_id == case.id).order_by(col(Item.id)))
    sent = work.session.exec(select(Outbox).where(Outbox.case_id == case.id).order_by(col(Outbox.id)))
    return {
        "case": _row(case),
        "chain": "ok" if history.verify(work.session, case) is None else "broken",
        "events": [
            {"seq": e.seq, "at": e.at.isoformat(), "kind": e.kind.value, "role": e.role.value, "data": e.data}
            for e in history.events_of(work.session, case.id or 0)
        ],
        "items": [
            {"at": i.at.isoformat(), "kind": i.kind.value, "content": _opened(work, i.content_id)} for i in items
        ],
        "messages": [
            {
                "id": o.id,
                "at": o.created_at.isoformat(),
                "chat": o.chat_id,
                "purpose": o.purpose,
                "status": o.status.value,
                "doubts": o.doubts,
            }
            for o in sent
        ],
    }


def _opened(work: Work, content_id: str) -> Any:
    try:
        return work.text(content_id)
    except VaultError:
        return "（已删除或打不开）"


def _lines(told: dict[str, Any]) -> str:
    case = told["case"]
    head = [f"{case['number']}  {case['state']}  {case['urgency']}  {case['unit'] or '-'}  历史链 {told['chain']}"]
    events = [f"  {e['at'][:16]}  {e['kind']}（{e['role']}）" for e in told["events"]]
    items = [
        f"  {i['at'][:16]}  {i['kind']}  {(i['content'] or {}).get('text', '') if isinstance(i['content'], dict) else i['content']}"
        for i in told["items"]
    ]
    messages = [f"  {m['at'][:16]}  {m['purpose']} → {m['chat']}  {m['status']}" for m in told["messages"]]
    return "\n".join([*head, "经过：", *events, "内容：", *items, "消息：", *messages])


def keys_new() -> int:
    """Two fresh secrets."""
    print(f"MASTER_KEY={secrets.token_hex(32)}\nSEALED_KEY={secrets.token_hex(32)}")
    return 0


def keys_rewrap() -> int:
    """After a rotation: every open data key under the new master key, and what is found by its hash is found again."""
    engine = make_engine(load().database)
    with Session(engine) as session:
        work = _work(session)
        rows = list(session.exec(select(DataKey).where(col(DataKey.wrapped).is_not(None))))
        for row in rows:
            work.office.vault.rewrap(session, row)
        count, sealed = len(rows), sum(row.sealed for row in rows)
        for firm in session.exec(select(Enterprise).where(col(Enterprise.code_id).is_not(None))):
            firm.code_index = work.office.vault.index(str(work.text(firm.code_id)))
        session.commit()
    print(f"已改用新主钥匙包裹 {count} 把数据钥匙（其中密件 {sealed} 把）。确认无误后可去掉 OLD_MASTER_KEYS。")
    return 0
