"""Reading a city's YAML file: what is wrong is named by file, key and reason, in Chinese."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

_REASONS = {
    "missing": "缺少这一项，请补上",
    "extra_forbidden": "没有这个配置项，请核对写法或删去",
    "invalid_key": "配置项名称应为文字",
    "unexpected_keyword_argument": "没有这个配置项，请核对写法或删去",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "string_type": "应为文字，请加引号",
    "tuple_type": "应为列表",
    "list_type": "应为列表",
    "mapping_type": "应为键值表",
    "dict_type": "应为键值表",
    "dataclass_type": "应为键值表",
    "model_type": "应为键值表",
    "enum": "应为其中之一：{expected}",
    "literal_error": "应为其中之一：{expected}",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "too_short": "至少要有 {min_length} 项",
    "string_too_short": "至少要有 {min_length} 个字",
    "string_too_long": "不能超过 {max_length} 个字",
    "string_pattern_mismatch": "写法不对，应如 T-50% 或 T-24h",
    "time_parsing": '应为时刻，如 "09:00"',
    "time_type": '应为时刻，如 "09:00"',
    "date_from_datetime_parsing": "应为日期，如 2027-01-01",
    "float_parsing": "应为数字",
    "float_type": "应为数字",
}


class CityFileError(ValueError):
    """A file of the city pack that cannot be used; the text says where and why."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the parser in C where there is one
    """Refuses a key written twice (the second would silently win); reads off, on, yes and no as the words they are."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=deep) for key, _value in node.value]
        twice = next((key for n, key in enumerate(keys) if key in keys[:n]), None)
        if twice is not None:
            raise yaml.constructor.ConstructorError(None, None, f"“{twice}”写了两次", node.start_mark)
        made: dict[Any, Any] = super().construct_mapping(node, deep)
        return made


_Loader.yaml_implicit_resolvers = {
    first: [rule for rule in rules if first in "tTfF" or rule[0] != "tag:yaml.org,2002:bool"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(path: Path) -> dict[str, Any]:
    """The mapping that a file holds; CityFileError if it cannot be read or holds anything else."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise CityFileError(f"{path.name}：找不到文件") from error
    except UnicodeDecodeError as error:
        raise CityFileError(f"{path.name}：不是正确的 YAML：{_where(error)}") from error
    return parsed(path, text)


def parsed(path: Path, text: str) -> dict[str, Any]:
    """The mapping that a text holds; `path` is only named in what is wrong with it."""
    try:
        body = yaml.load(text, _Loader)  # noqa: S506 (a SafeLoader)
    except (yaml.YAMLError, ValueError) as error:
        raise CityFileError(f"{path.name}：不是正确的 YAML：{_where(error)}") from error
    if not isinstance(body, dict):
        raise CityFileError(f"{path.name}：应为键值表")
    return body


def explained(path: Path, error: ValidationError) -> CityFileError:
    """What pydantic refused, one line a key."""
    lines = [f"{path.name}：{_key(item['loc'])}：{_reason(item)}" for item in error.errors(include_url=False)]
    return CityFileError("\n".join(lines))


def _key(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in loc if part != "[key]") or "整体"


def _reason(item: Any) -> str:
    if item["type"] == "value_error":
        return str(item["ctx"]["error"])
    shown = "" if item["type"] in {"missing", "dataclass_type"} else f"（现为 {item['input']!r:.60}）"
    known = _REASONS.get(item["type"])
    return (known.format_map(item.get("ctx", {})) if known else str(item["msg"])) + shown


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or type(error).__name__
    return f"第 {mark.line + 1} 行，{what}" if mark is not None else str(what)
