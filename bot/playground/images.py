"""Pictures: a small PNG that stands for a photograph, and the size of one that was sent."""

from __future__ import annotations

import struct
import zlib

WIDTH, HEIGHT = 320, 200  # of a picture whose size cannot be read
_MARKERS_WITHOUT_SIZE = {0xC4, 0xC8, 0xCC}  # in the range of JPEG's frame headers, but other things


def picture(seed: int = 0, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """A small PNG (a soft gradient with a darker stripe) to stand for a photograph."""
    rows = b"".join(b"\0" + _row(seed, y, width, height) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _part(b"IHDR", head) + _part(b"IDAT", zlib.compress(rows)) + _part(b"IEND", b"")


def _row(seed: int, y: int, width: int, height: int) -> bytes:
    shade = 90 if y * 3 // height == 1 else 140
    tone = (shade + seed * 37 % 90, shade + 60 * y // height, 220 - seed * 23 % 80)
    return bytes(tone) * width


def _part(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def size_of(data: bytes | None) -> tuple[int, int]:
    """Width and height in pixels of a PNG or JPEG; a usual size for anything else."""
    if data is not None and data.startswith(b"\x89PNG") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width or WIDTH, height or HEIGHT
    if data is not None and data.startswith(b"\xff\xd8"):
        return _jpeg_size(data)
    return WIDTH, HEIGHT


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _MARKERS_WITHOUT_SIZE:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width or WIDTH, height or HEIGHT
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    return WIDTH, HEIGHT
