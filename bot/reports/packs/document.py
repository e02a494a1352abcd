"""A document before any file format: a title and blocks. Writers know formats, composers know words, neither the other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """一、二、三: a part's name."""

    text: str


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph of body text, first line indented by two characters."""

    text: str
    indent: bool = True
    align: str = "left"  # left, center or right


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head that repeats on each page; widths in millimetres, 156 in all."""

    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG over the full width of the text."""

    png: bytes
    caption: str


Block = Heading | Para | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """One printed piece. `mark` is the line at the head of each page: for whom it was made, when (R03); `draft` says 草稿 (R35)."""

    title: str
    under: str  # the line under the title: whose, of when
    blocks: tuple[Block, ...]
    mark: str
    draft: bool = False
    dense: bool = False  # smaller body type: sheets that must keep to two pages
