"""Sealing: a key per case, wrapped by a master key; what is destroyed is gone, what is sealed needs a grant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from storage.db import make_engine
from storage.tables import Content, DataKey
from storage.vault import Destroyed, Grant, GrantNeeded, MasterKeys, Vault, VaultError
from tests.unit.storage.storage_support import NOW, SECRET, new_vault

OTHER = b"another master secret, long enough"
WORDS = {"text": "我们厂的水压太低", "phone": "10012345678"}


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as made:
        yield made


def sealed_words(session: Session, vault: Vault, *, sealed: bool = False) -> tuple[str, str]:
    """Key and content ids of words that were put away."""
    key_id = vault.new_key(session, "case", NOW, sealed=sealed)
    content_id = vault.put(session, key_id, WORDS)
    session.commit()
    return key_id, content_id


def test_words_come_back_whole_in_another_process_with_the_same_master_key(session: Session) -> None:
    _key, content_id = sealed_words(session, new_vault())
    assert new_vault().get(session, content_id) == WORDS


def test_another_master_key_opens_nothing(session: Session) -> None:
    _key, content_id = sealed_words(session, new_vault())
    with pytest.raises(VaultError, match="master key"):
        new_vault(OTHER).get(session, content_id)


def test_each_case_has_a_key_of_its_own_and_content_does_not_open_under_another(session: Session) -> None:
    vault = new_vault()
    first, second = vault.new_key(session, "case", NOW), vault.new_key(session, "case", NOW)
    blob = vault.seal(session, first, b"words")
    with pytest.raises(VaultError):
        vault.open(session, second, blob)
    assert vault.open(session, first, blob) == b"words"


def test_a_changed_byte_is_refused_and_never_half_opened(session: Session) -> None:
    vault = new_vault()
    key_id = vault.new_key(session, "case", NOW)
    blob = vault.seal(session, key_id, b"words")
    for index in range(len(blob)):
        with pytest.raises(VaultError):
            vault.open(session, key_id, blob[:index] + bytes([blob[index] ^ 1]) + blob[index + 1 :])


def test_a_wrapped_key_that_is_moved_to_another_row_does_not_open(session: Session) -> None:
    vault = new_vault()
    first, second = vault.new_key(session, "case", NOW), vault.new_key(session, "case", NOW)
    session.get_one(DataKey, second).wrapped = session.get_one(DataKey, first).wrapped
    session.commit()
    with pytest.raises(VaultError):
        new_vault().seal(session, second, b"words")


def test_a_destroyed_key_opens_nothing_and_seals_nothing_more(session: Session) -> None:
    vault = new_vault()
    key_id, content_id = sealed_words(session, vault)
    vault.destroy(session, key_id, NOW)
    session.commit()
    with pytest.raises(Destroyed):
        vault.get(session, content_id)
    with pytest.raises(Destroyed):
        vault.seal(session, key_id, b"more")
    assert session.get_one(DataKey, key_id).destroyed_at == NOW


def test_what_another_process_destroyed_is_closed_here_too_though_this_one_had_it_open(engine: Engine) -> None:
    here = new_vault()
    with Session(engine) as session:
        key_id, content_id = sealed_words(session, here)
        assert here.get(session, content_id) == WORDS
    with Session(engine) as session:
        new_vault().destroy(session, key_id, NOW)
        session.commit()
    with Session(engine) as session, pytest.raises(Destroyed):
        here.get(session, content_id)


def test_a_destruction_that_is_rolled_back_did_not_happen(session: Session) -> None:
    vault = new_vault()
    key_id, content_id = sealed_words(session, vault)
    vault.destroy(session, key_id, NOW)
    session.rollback()
    assert vault.get(session, content_id) == WORDS


def test_class_c_opens_only_with_a_grant_but_anybody_may_drop_a_letter_in(session: Session) -> None:
    vault = new_vault()
    key_id, content_id = sealed_words(session, vault, sealed=True)
    with pytest.raises(GrantNeeded):
        vault.get(session, content_id)
    assert vault.get(session, content_id, Grant(7)) == WORDS
    with pytest.raises(GrantNeeded):  # having been opened once leaves no door ajar
        vault.get(session, content_id)
    assert vault.open(session, key_id, vault.seal(session, key_id, b"more"), Grant(7)) == b"more"


def test_the_master_key_alone_does_not_open_class_c_when_it_has_a_secret_of_its_own(session: Session) -> None:
    _key, content_id = sealed_words(session, new_vault(sealed=OTHER), sealed=True)
    with pytest.raises(VaultError, match="master key"):
        new_vault(sealed=SECRET).get(session, content_id, Grant(7))


@pytest.mark.parametrize("sealed", [False, True], ids=["open", "class C"])
def test_after_a_rotation_old_words_open_and_after_rewrapping_the_old_secret_is_not_needed(
    session: Session, sealed: bool
) -> None:
    key_id, content_id = sealed_words(session, new_vault(SECRET), sealed=sealed)
    rotating = new_vault(OTHER, older=(SECRET,))
    assert rotating.get(session, content_id, Grant(7)) == WORDS
    with pytest.raises(VaultError):
        new_vault(OTHER).get(session, content_id, Grant(7))
    rotating.rewrap(session, session.get_one(DataKey, key_id))
    session.commit()
    assert new_vault(OTHER).get(session, content_id, Grant(7)) == WORDS
    with pytest.raises(VaultError):
        new_vault(SECRET).get(session, content_id, Grant(7))


def test_rewrapping_does_not_bring_a_destroyed_key_back(session: Session) -> None:
    vault = new_vault()
    key_id, _content = sealed_words(session, vault)
    vault.destroy(session, key_id, NOW)
    new_vault(OTHER, older=(SECRET,)).rewrap(session, session.get_one(DataKey, key_id))
    session.commit()
    assert session.get_one(DataKey, key_id).wrapped is None


def test_a_short_master_secret_is_refused() -> None:
    with pytest.raises(VaultError, match="16 bytes"):
        MasterKeys.from_secret(b"short")


def test_nothing_that_was_sealed_can_be_read_in_the_file(sqlite_url: str, tmp_path: Path) -> None:
    engine = make_engine(sqlite_url)
    with Session(engine) as session:
        sealed_words(session, new_vault())
        assert session.exec(select(Content)).one().blob
    engine.dispose()
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("dingge.sqlite3*"))
    for part in ("水压".encode(), b"10012345678", SECRET):
        assert part not in stored
