"""The city's clocks from YAML: our default, with whatever the city's own file says instead."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.city import yaml_file
from bot.rules.policy import Policy

DEFAULT = Path(__file__).with_name("sla.yaml")


def load_policy(path: Path | None = None) -> Policy:
    """The policy of a file. A city's file need only hold what differs from the default, and a version of its own.

    The version carries a digest of the content: an edit under an old name is still another version. CityFileError, in Chinese, names the file, the key and the reason.
    """
    if path is None:
        return _default()
    own = yaml_file.read(path)
    if "version" not in own:
        raise yaml_file.CityFileError(f"{path.name}：version：缺少这一项；请起一个与默认不同的版本名")
    try:
        return Policy.from_json(merged(yaml_file.read(DEFAULT), own)).stamped()
    except ValidationError as error:
        raise yaml_file.explained(path, error) from error


@cache
def _default() -> Policy:
    """Read once: it is part of the program and never changes while it runs."""
    return Policy.from_json(yaml_file.read(DEFAULT)).stamped()


def merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Base with own's values put in; tables are merged key by key, lists and values replaced."""
    result = dict(base)
    for key, value in own.items():
        below = result.get(key)
        both = isinstance(below, Mapping) and isinstance(value, Mapping)
        result[key] = merged(below, value) if both else value  # type: ignore[arg-type]
    return result
