"""What units there are and what belongs to them. The catalogue is plain values, so a city can change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Self

import yaml

DEFAULT = Path(__file__).with_name("catalogue.yaml")
NOT_FIELDS = {"merge_into", "topics_add", "aliases_add"}
LISTS = ("aliases", "duties", "topics", "chain")


@dataclass(frozen=True, slots=True)
class Confusion:
    """A matter that looks like this unit's but goes to `to`: unit codes or @-tokens (see catalogue.yaml)."""

    like: str
    to: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. `code` is the stable key of routing; everything else may be renamed by a city.

    `sealed` units are reached through a named contact, never a group. `chain` holds titles, lowest first.
    """

    code: str
    name: str
    short: str = ""
    aliases: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    sealed: bool = False
    level: str = ""
    taskforce: str = ""
    chain: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All that people call it, without repetition; the full name first."""
        return tuple(dict.fromkeys(name for name in (self.name, self.short, *self.aliases) if name))


@dataclass(frozen=True)
class Catalogue:
    """All units of a city, in order. `moved` maps a merged unit's code to the unit that took it over."""

    units: tuple[Unit, ...]
    moved: tuple[tuple[str, str], ...] = ()

    @classmethod
    @cache
    def load_default(cls) -> Catalogue:
        """The catalogue that ships with the project: 55 units. Read once: it never changes."""
        return cls.load(DEFAULT)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a catalogue file. KeyError or TypeError names what a unit lacks or has too much."""
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  (both loaders are safe)
        return cls(tuple(unit_of(row) for row in data["units"]))

    @cached_property
    def by_code(self) -> Mapping[str, Unit]:
        """Units by code; a merged unit's code finds the unit that took it over."""
        found = {unit.code: unit for unit in self.units}
        return {**{old: found[new] for old, new in self.moved if new in found}, **found}

    def unit(self, code: str) -> Unit:
        """The unit of a code. KeyError if the city has none such."""
        return self.by_code[code]

    def get(self, code: str) -> Unit | None:
        """The unit of a code, or None."""
        return self.by_code.get(code)

    def merged(self, overrides: Iterable[Mapping[str, Any]]) -> Self:
        """This catalogue with a city's changes: plain mappings with `code` and what differs.

        A known code changes its fields (lists are replaced; `topics_add` and `aliases_add` extend). An unknown
        code is a new unit. `merge_into: CODE` gives all of a unit to another and drops it.
        """
        units = {unit.code: unit for unit in self.units}
        moved = dict(self.moved)
        for row in overrides:
            changed = _changed(units.get(row["code"]), row)
            units[changed.code] = changed
            if target := row.get("merge_into"):
                units[target] = _taken_over(units[target], units.pop(changed.code))
                moved = {old: target if new == changed.code else new for old, new in moved.items()}
                moved[changed.code] = target
        return replace(self, units=tuple(units.values()), moved=tuple(moved.items()))


def unit_of(row: Mapping[str, Any]) -> Unit:
    """A unit from plain values, as a YAML file holds them."""
    lists = {name: tuple(row[name]) for name in LISTS if name in row}
    confusions = tuple(Confusion(c["like"], tuple(c["to"]), c["why"]) for c in row.get("confusions", ()))
    return Unit(**{**row, **lists, "confusions": confusions})


def _changed(known: Unit | None, row: Mapping[str, Any]) -> Unit:
    plain = {key: value for key, value in row.items() if key not in NOT_FIELDS}
    if known is None:
        unit = unit_of({"name": row["code"], **plain})
    else:
        fresh = unit_of({"name": known.name, **plain})
        unit = replace(known, **{key: getattr(fresh, key) for key in plain})
    return replace(
        unit,
        topics=_joined(unit.topics, row.get("topics_add", ())),
        aliases=_joined(unit.aliases, row.get("aliases_add", ())),
    )


def _taken_over(taker: Unit, gone: Unit) -> Unit:
    return replace(
        taker,
        aliases=_joined(taker.aliases, gone.names),
        duties=_joined(taker.duties, gone.duties),
        topics=_joined(taker.topics, gone.topics),
    )


def _joined(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
