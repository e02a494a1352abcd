"""Column types that keep what Python means: enum values as text, JSON as JSON."""

from __future__ import annotations

from enum import Enum
from typing import Any, TypeVar

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

E = TypeVar("E", bound=Enum)


class Words(TypeDecorator[E]):
    """An enum stored by its value, so that the database reads as the domain speaks."""

    impl = String(40)
    cache_ok = True

    def __init__(self, enum: type[E]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Accept a member or its value; a word outside the enum raises ValueError."""
        return None if value is None else self.enum(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> E | None:
        """Give the member back."""
        return None if value is None else self.enum(value)
