"""Reading a call's parameters, whether they came as JSON, a form or multipart, with Telegram's refusals."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot.playground.errors import bad

_TRUE = {"true", "1", "yes", "True"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent along in a multipart body."""

    name: str
    mime: str
    data: bytes


class Params:
    """One call's parameters; forms carry strings (JSON inside), JSON bodies carry values: both read the same."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw

    def has(self, name: str) -> bool:
        """Whether the parameter was given at all and not empty."""
        return self.raw.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """The parameter as text; empty when missing."""
        value = self.raw.get(name)
        if value is None or isinstance(value, Upload):
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def flag(self, name: str) -> bool:
        """The parameter as a boolean; false when missing."""
        return self.raw.get(name) in (True, 1) or self.raw.get(name) in _TRUE

    def integer(self, name: str, default: int | None = None) -> int | None:
        """The parameter as a whole number; 400 if it is none."""
        value = self.raw.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad(f'can\'t parse "{name}": expected an integer') from None

    def value(self, name: str) -> Any:
        """The parameter as a JSON value; None when missing; 400 for broken JSON."""
        value = self.raw.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def object(self, name: str) -> dict[str, Any] | None:
        """The parameter as a JSON object; 400 if it is something else."""
        value = self.value(name)
        if value is not None and not isinstance(value, dict):
            raise bad(f"object expected as {name.replace('_', ' ')}")
        return value

    def array(self, name: str) -> list[Any] | None:
        """The parameter as a JSON array; 400 if it is something else."""
        value = self.value(name)
        if value is not None and not isinstance(value, list):
            raise bad(f"expected an Array of {name.replace('_', ' ')}")
        return value

    def file(self, name: str) -> Upload | str | None:
        """An upload (direct or by attach://), or a file id as text."""
        value = self.raw.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            return self.attached(value)
        return value if isinstance(value, Upload | str) else None

    def attached(self, reference: str) -> Upload:
        """The upload behind `attach://name`; 400 when it did not come along."""
        upload = self.raw.get(reference.removeprefix("attach://"))
        if not isinstance(upload, Upload):
            raise bad("there is no file with the attached name in the request")
        return upload

    def loggable(self) -> dict[str, Any]:
        """The parameters for the journal: values parsed where possible, uploads as name and size."""
        return {name: _loggable(value) for name, value in self.raw.items()}


def _loggable(value: Any) -> Any:
    if isinstance(value, Upload):
        return {"upload": value.name, "size": len(value.data)}
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
