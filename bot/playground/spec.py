"""Holding calls and answers against Telegram's own description (a telegram_bot_api.json), where one is at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.playground.params import Params, Upload
from bot.playground.values import Json

_SIMPLE: dict[str, tuple[type, ...]] = {
    "String": (str,),
    "Integer": (int,),
    "Float": (int, float),
    "Boolean": (bool,),
    "True": (bool,),
}


class Spec:
    """The description of methods and types."""

    def __init__(self, raw: Json) -> None:
        self.methods: dict[str, Json] = raw["methods"]
        self.types: dict[str, Json] = raw["types"]

    @classmethod
    def load(cls, path: Path) -> Spec:
        """Read the file; OSError or ValueError if it is none."""
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def problems(self, method: str, params: Params) -> list[str]:
        """What is wrong with a call: unknown method or field, a missing or mistyped one. Empty if nothing."""
        described = self.methods.get(method)
        if described is None:
            return [f"unknown method {method}"]
        fields = described.get("fields", [])
        loose = {name for name, value in params.raw.items() if isinstance(value, Upload)}
        given = {name: _parsed(value) for name, value in params.raw.items() if value is not None}
        attached = loose - {field["name"] for field in fields}
        return self._fields(method, fields, {name: value for name, value in given.items() if name not in attached})

    def answer_problems(self, method: str, result: Any) -> list[str]:
        """What is wrong with our own answer to a call."""
        return self._value(f"{method} →", self.methods[method]["returns"], result)

    def object_problems(self, kind: str, value: Any) -> list[str]:
        """What is wrong with an object of a described type, e.g. an Update."""
        return self._value(kind, [kind], value)

    def _fields(self, where: str, fields: list[Json], given: Json) -> list[str]:
        known = {field["name"]: field for field in fields}
        wrong = [f"{where}: unknown field {name}" for name in given if name not in known]
        wrong += [
            f"{where}: {name} is missing" for name, field in known.items() if field["required"] and name not in given
        ]
        for name in given.keys() & known.keys():
            wrong += self._value(f"{where}.{name}", known[name]["types"], given[name])
        return wrong

    def _value(self, where: str, types: list[str], value: Any) -> list[str]:
        """Right if it fits any of the types; else the complaints of the one it fits best."""
        complaints = [self._one(where, kind, value) for kind in types]
        return min(complaints, key=len) if complaints else []

    def _one(self, where: str, kind: str, value: Any) -> list[str]:
        if kind.startswith("Array of "):
            return self._array(where, kind.removeprefix("Array of "), value)
        if kind in _SIMPLE:
            return self._simple(where, kind, value)
        if kind == "InputFile" or isinstance(value, Upload):
            return [] if isinstance(value, Upload) else [f"{where}: a file expected"] * 2
        described = self.types.get(kind)
        if described is None:
            return [f"{where}: unknown type {kind}"] * 2
        if described.get("subtypes"):
            return self._value(where, described["subtypes"], value)
        if not isinstance(value, dict):
            return [f"{where}: {kind} expected"] * 2
        return self._fields(where, described.get("fields", []), value) + _discriminator(where, described, value)

    def _array(self, where: str, kind: str, value: Any) -> list[str]:
        if not isinstance(value, list):
            return [f"{where}: an array expected"] * 2
        return [wrong for at, item in enumerate(value) for wrong in self._one(f"{where}[{at}]", kind, item)]

    def _simple(self, where: str, kind: str, value: Any) -> list[str]:
        if kind == "String" and isinstance(value, int | float) and not isinstance(value, bool):
            return []  # forms do not tell "5" from 5
        fits = isinstance(value, _SIMPLE[kind]) and (kind in ("Boolean", "True") or not isinstance(value, bool))
        return [] if fits else [f"{where}: {kind} expected, not {value!r:.40}"]


def _discriminator(where: str, described: Json, value: Json) -> list[str]:
    """Types of one family are told apart by a fixed word in the description: 'must be photo', 'always “left”'."""
    for field in described.get("fields", []):
        if field["name"] in ("type", "status", "source") and field["required"]:
            word = str(value.get(field["name"]))
            text = field["description"]
            fixed = "must be " in text or "always " in text
            if fixed and word not in text:
                return [f"{where}.{field['name']}: {word} does not fit"] * 2
    return []


def _parsed(value: Any) -> Any:
    """Forms carry text: numbers, booleans and JSON are read back."""
    if not isinstance(value, str):
        return value
    try:
        parsed = json.loads(value)
    except ValueError:
        return value
    return parsed
