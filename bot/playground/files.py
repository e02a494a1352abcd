"""Files that were sent: bytes in memory (or only a size), with the ids a bot and the page fetch them by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

DOWNLOAD_LIMIT = 20 * 1024 * 1024  # bytes a bot may fetch with getFile
UPLOAD_LIMIT = 50 * 1024 * 1024  # bytes a bot may send
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A stored file; `data` is None for one of which only the size is known (its bytes are zeros)."""

    id: str
    number: int
    name: str
    mime: str
    size: int
    folder: str
    data: bytes | None

    @property
    def path(self) -> str:
        """The `file_path` that getFile answers."""
        ending = self.name.rpartition(".")[2] if "." in self.name else "bin"
        return f"{self.folder}/file_{self.number}.{ending}"

    @property
    def unique_id(self) -> str:
        """The id that stays the same over all sends of the file."""
        return f"AgAD{self.number:08d}"

    def chunks(self) -> Iterator[bytes]:
        """The bytes in pieces of at most 64 KiB."""
        if self.data is not None:
            yield from (self.data[at : at + _CHUNK] for at in range(0, len(self.data), _CHUNK))
            return
        for at in range(0, self.size, _CHUNK):
            yield bytes(min(_CHUNK, self.size - at))


class Files:
    """All files; the oldest are forgotten beyond `keep` files or `budget` bytes in memory."""

    def __init__(self, keep: int = 20_000, budget: int = 512 * 1024 * 1024) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._keep = keep
        self._budget = budget
        self._held = 0
        self._number = 0

    def add(self, data: bytes | None, name: str, mime: str, folder: str, size: int | None = None) -> StoredFile:
        """Store a file under a new id; without `data` only its `size` in bytes is kept."""
        self._number += 1
        size = len(data) if data is not None else size or 0
        file = StoredFile(f"BQACAgUAAxkBAAI{self._number:010d}", self._number, name, mime, size, folder, data)
        self._by_id[file.id] = self._by_path[file.path] = file
        self._held += len(data or b"")
        self._forget()
        return file

    def get(self, file_id: str) -> StoredFile | None:
        """The file of this id, if still known."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """The file of this download path, if still known."""
        return self._by_path.get(path)

    def _forget(self) -> None:
        while len(self._by_id) > self._keep or self._held > self._budget:
            old = self._by_id.pop(next(iter(self._by_id)))
            del self._by_path[old.path]
            self._held -= len(old.data or b"")
