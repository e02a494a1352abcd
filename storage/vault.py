"""Sealing of personal content: AES-GCM with a data key per case, person or chat, wrapped by a master key.

Destroying a data key deletes everything it sealed, wherever copies of the ciphertext lie. Keys of class C are wrapped by a
master key of their own and open only with a `Grant`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlmodel import Session

from storage.tables import Content, DataKey

NONCE = 12
INBOX_KEY = "inbox"  # scope of the key that seals raw updates until they are handled


class VaultError(Exception):
    """Content cannot be opened: wrong master key, damaged data, or a destroyed key."""


class Destroyed(VaultError):
    """The data key was destroyed: the content is deleted for good."""


class GrantNeeded(VaultError):
    """Class C content was asked for without a sealed contact's grant."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Leave to open sealed content; made only for the sealed contact and their deputy, and logged by the caller."""

    staff_id: int


@dataclass(frozen=True, slots=True)
class MasterKeys:
    """The keys that wrap data keys: 32 bytes each. `older` and `older_sealed` open what was wrapped before a rotation."""

    current: bytes
    sealed: bytes
    older: tuple[bytes, ...] = ()
    older_sealed: tuple[bytes, ...] = ()

    @classmethod
    def from_secret(cls, secret: bytes, sealed: bytes | None = None, older: tuple[bytes, ...] = ()) -> MasterKeys:
        """Derive both keys from secrets of at least 16 bytes; a separate sealed secret keeps class C apart.

        `older` holds earlier secrets of either sort: without a separate one, class C hung on the earlier master secret, too.
        """
        if len(secret) < 16:
            raise VaultError("master key shorter than 16 bytes")
        return cls(
            _derive(secret, b"open"),
            _derive(sealed or secret, b"sealed"),
            tuple(_derive(o, b"open") for o in older),
            tuple(_derive(o, b"sealed") for o in older),
        )


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"dingge " + purpose).derive(secret)


def new_id() -> str:
    """A random identifier of 32 hexadecimal digits, known before the row is written."""
    return secrets.token_hex(16)


class Vault:
    """Seals and opens bytes under data keys that live in the database."""

    def __init__(self, master: MasterKeys) -> None:
        self._master = master
        self._opened: dict[
            tuple[str, bytes], AESGCM
        ] = {}  # by the wrapped key: one that is destroyed is not found here

    def new_key(self, session: Session, scope: str, now: datetime, *, sealed: bool = False) -> str:
        """Make a data key for `scope` and return its id."""
        raw, key_id = secrets.token_bytes(32), new_id()
        wrapped = _seal(AESGCM(self._wrapper(sealed)), raw, key_id)
        session.add(DataKey(id=key_id, scope=scope, sealed=sealed, wrapped=wrapped, created_at=now))
        session.flush()
        if not sealed:
            self._remember(key_id, wrapped, AESGCM(raw))
        return key_id

    def seal(self, session: Session, key_id: str, data: bytes) -> bytes:
        """Encrypt under a key. Sealing needs no grant: anyone may drop a letter into the box."""
        return _seal(self._cipher(session, key_id, None, writing=True), data, key_id)

    def open(self, session: Session, key_id: str, blob: bytes, grant: Grant | None = None) -> bytes:
        """Decrypt, or raise `Destroyed`, `GrantNeeded` or `VaultError`."""
        try:
            return self._cipher(session, key_id, grant).decrypt(blob[:NONCE], blob[NONCE:], key_id.encode())
        except InvalidTag as error:
            raise VaultError("content does not open with this master key") from error

    def put(self, session: Session, key_id: str, value: Any) -> str:
        """Store a JSON value as content and return its id."""
        return self.put_bytes(session, key_id, json.dumps(value, ensure_ascii=False).encode(errors="surrogatepass"))

    def put_bytes(self, session: Session, key_id: str, data: bytes) -> str:
        """Store bytes (a file) as content and return its id."""
        blob = self.seal(session, key_id, data)
        row = Content(id=new_id(), key_id=key_id, blob=blob, digest=hashlib.sha256(blob).hexdigest())
        session.add(row)
        return row.id

    def get(self, session: Session, content_id: str | None, grant: Grant | None = None) -> Any:
        """The JSON value stored under an id; None for None. Errors as `open`."""
        return None if content_id is None else json.loads(self.get_bytes(session, content_id, grant))

    def get_bytes(self, session: Session, content_id: str, grant: Grant | None = None) -> bytes:
        """What `put_bytes` stored. Errors as `open`."""
        row = session.get(Content, content_id)
        if row is None:
            raise VaultError("no such content")
        return self.open(session, row.key_id, row.blob, grant)

    def index(self, value: str) -> str:
        """A keyed hash, to find an exact value (a credit code) again without storing it."""
        return hmac.new(self._master.current, b"index " + value.encode(), hashlib.sha256).hexdigest()

    def sign(self, value: str, length: int = 16) -> str:
        """A short tag that proves that we made `value` (enrolment links). Hexadecimal."""
        return hmac.new(self._master.current, b"link " + value.encode(), hashlib.sha256).hexdigest()[:length]

    def destroy(self, session: Session, key_id: str, now: datetime) -> None:
        """Delete all that a key sealed, for good."""
        row = session.get_one(DataKey, key_id)
        if row.wrapped is not None:
            self._opened.pop((key_id, row.wrapped), None)
            row.wrapped, row.destroyed_at = None, now

    def destroyed(self, session: Session, key_id: str) -> bool:
        """True once `destroy` was called for a key."""
        return _row(session, key_id).wrapped is None

    def rewrap(self, session: Session, row: DataKey) -> None:
        """Wrap one data key again under the current master key (after a rotation); nothing it sealed is read."""
        if row.wrapped is not None:
            row.wrapped = _seal(AESGCM(self._wrapper(row.sealed)), self._unwrap(row), row.id)

    def _wrapper(self, sealed: bool) -> bytes:
        return self._master.sealed if sealed else self._master.current

    def _cipher(self, session: Session, key_id: str, grant: Grant | None, *, writing: bool = False) -> AESGCM:
        row = _row(session, key_id)
        if row.wrapped is None:
            raise Destroyed(row.scope)
        cached = self._opened.get((key_id, row.wrapped))
        if cached is not None:
            return cached
        if row.sealed and grant is None and not writing:
            raise GrantNeeded("class C opens only for the sealed contact")
        cipher = AESGCM(self._unwrap(row))
        if not row.sealed:
            self._remember(key_id, row.wrapped, cipher)
        return cipher

    def _unwrap(self, row: DataKey) -> bytes:
        if row.wrapped is None:
            raise Destroyed(row.scope)
        older = self._master.older_sealed if row.sealed else self._master.older
        for wrapper in (self._wrapper(row.sealed), *older):
            try:
                return AESGCM(wrapper).decrypt(row.wrapped[:NONCE], row.wrapped[NONCE:], row.id.encode())
            except InvalidTag:
                continue
        raise VaultError("data key does not open: is this the right master key?")

    def _remember(self, key_id: str, wrapped: bytes, cipher: AESGCM) -> None:
        if len(self._opened) >= 20_000:
            self._opened.pop(next(iter(self._opened)), None)  # another thread may have dropped the same one
        self._opened[key_id, wrapped] = cipher


def _row(session: Session, key_id: str) -> DataKey:
    """The key's row as it is in this unit. It is asked for once a unit: another process may destroy keys, too."""
    kept: dict[str, DataKey] = session.info.setdefault("data keys", {})
    row = kept.get(key_id)
    if row is None or row not in session:
        row = session.get(DataKey, key_id)
        if row is None:
            raise VaultError("no such data key")
        kept[key_id] = row
    return row


def _seal(cipher: AESGCM, data: bytes, bound_to: str) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + cipher.encrypt(nonce, data, bound_to.encode())
