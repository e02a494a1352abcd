"""`dingge case files`: our own copies of a case's files, written into a folder for the record."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import Session, col, select

from bot.cli.admin import open_case
from bot.desk import files
from bot.desk.work import Work
from bot.settings import load
from storage.db import make_engine
from storage.tables import Item
from storage.vocabulary import ItemKind

WITHOUT_BYTES = {ItemKind.TEXT, ItemKind.LOCATION, ItemKind.CONTACT}


def case_files(number: str, folder: Path) -> int:
    """Write each kept file as `<number>-<position>-<name>`; says which are not kept. Class C stays closed (exit 3)."""
    with Session(make_engine(load().database)) as session:
        found = open_case(session, number)
        if isinstance(found, int):
            return found
        work, case = found
        items = list(session.exec(select(Item).where(Item.case_id == case.id).order_by(col(Item.id))))
        given = [item for item in items if item.kind not in WITHOUT_BYTES]
        folder.mkdir(parents=True, exist_ok=True)
        written = sum(_write(work, item, folder / f"{case.number}-{n}") for n, item in enumerate(given, start=1))
    print(f"{case.number}：共 {len(given)} 个附件，写出 {written} 个到 {folder}。")
    if written < len(given):
        print("没写出的还没取到，或超过 20 MB 取不到，只在 Telegram 里。")
    return 0


def _write(work: Work, item: Item, stem: Path) -> bool:
    copy = files.kept(work, item.id or 0)
    if copy is None:
        return False
    name, data = copy
    safe = "".join(char for char in Path(name).name if char.isprintable() and char not in '\\/:*?"<>|')[-80:]
    stem.with_name(f"{stem.name}-{safe or 'file'}").write_bytes(data)
    return True
