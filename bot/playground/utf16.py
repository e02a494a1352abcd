"""Telegram counts text in UTF-16 units: a character beyond the basic plane counts twice."""

from __future__ import annotations


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)
