"""The city's clocks from YAML: our default, with whatever the city's own file says instead."""

from __future__ import annotations

from collections.abc import Mapping
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
    body = yaml_file.read(DEFAULT)
    if path is not None:
        own = yaml_file.read(path)
        if "version" not in own:
            raise yaml_file.CityFileError(f"{path.name}：version：缺少这一项；请起一个与默认不同的版本名")
        body = merged(body, own)
    try:
        return Policy.from_json(body).stamped()
    except ValidationError as error:
        raise yaml_file.explained(path or DEFAULT, error) from error


def merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Base with own's values put in; tables are merged key by key, lists and values replaced."""
    result = dict(base)
    for key, value in own.items():
        below = result.get(key)
        both = isinstance(below, Mapping) and isinstance(value, Mapping)
        result[key] = merged(below, value) if both else value  # type: ignore[arg-type]
    return result
