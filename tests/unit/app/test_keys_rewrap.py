"""`dingge keys rewrap`: after a rotation everything opens and everything is found without the old secret."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_support import Run
from sqlmodel import Session, select

from bot.app.office import build
from bot.clock import SystemClock
from bot.desk.work import Work
from bot.settings import load
from storage.db import make_engine
from storage.tables import DataKey, Enterprise

CODE = "91340000MA0000001X"


def firm(work: Work) -> Enterprise:
    return work.session.exec(select(Enterprise)).one()


def test_a_firm_is_found_by_its_code_after_the_keys_were_changed(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session(make_engine(load().database)) as session:
        work = Work(session, SystemClock().now(), build(load()))
        key = session.exec(select(DataKey.id)).first()
        assert key is not None
        code_id = work.office.vault.put(session, key, CODE)
        session.add(Enterprise(key_id=key, code_id=code_id, code_index=work.office.vault.index(CODE)))
        session.commit()
    monkeypatch.setenv("OLD_MASTER_KEYS", "m" * 64)
    monkeypatch.setenv("MASTER_KEY", "n" * 64)
    assert run("keys", "rewrap").exit_code == 0
    monkeypatch.delenv("OLD_MASTER_KEYS")
    with Session(make_engine(load().database)) as session:
        work = Work(session, SystemClock().now(), build(load()))
        assert work.text(firm(work).code_id) == CODE
        assert firm(work).code_index == work.office.vault.index(CODE)
