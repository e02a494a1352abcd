"""Who may receive and who may see: classes A, B, C and the accused (R01, R02a, R02b; 信访工作条例 第三十条)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storage.vocabulary import Secrecy

OFFICE, INSPECTORATE, SEALED, CLERKS = "YSB", "SZFB", "JWJW", "PLAT"
HALL, ENFORCEMENT = "SJJ", "SFJ"


@dataclass(frozen=True, slots=True)
class Route:
    """Where a case goes: `to` is unit, office, inspectorate, sealed, official_channel or clerk."""

    to: str
    unit_code: str | None
    reason: str


def receiving_units(secrecy: Secrecy, candidates: Sequence[str], accused: Sequence[str]) -> Route:
    """The one receiver. No accused unit ever receives (R01)."""
    if secrecy is Secrecy.C:
        return Route("official_channel", None, "") if only_official(accused) else Route("sealed", None, "廉洁、报复或泄密类")
    if secrecy is Secrecy.B or set(candidates[:1]) & set(accused):
        return _supervisory(accused)
    best = next((code for code in candidates if code not in accused), None)
    if best is None or best == SEALED:
        return Route("clerk", None, "单位不明确")
    return Route("unit", best, "职责对口")


def _supervisory(accused: Sequence[str]) -> Route:
    if OFFICE in accused:
        return Route("inspectorate", None if INSPECTORATE in accused else INSPECTORATE, "反映的是营商办，由督查室办理")
    return Route("office", OFFICE, "作风或执法行为类，由营商办监督办理")


def only_official(accused: Sequence[str]) -> bool:
    """True if the accused is the very office that would receive a sealed report (R02b)."""
    return SEALED in accused


def choosable_units(units: Sequence[str], accused: Sequence[str], secrecy: Secrecy) -> tuple[str, ...]:
    """Units that a person may choose: never an accused one; class B only within the supervisory line."""
    if secrecy is Secrecy.C:
        return ()
    if secrecy is Secrecy.B:
        return tuple(code for code in units if code in {OFFICE, INSPECTORATE, HALL, ENFORCEMENT} and code not in accused)
    return tuple(code for code in units if code not in accused and code not in {SEALED, CLERKS})


def may_see_person(*, secrecy: Secrecy, anonymous: bool, staff_id: int, owner_id: int | None, backup_id: int | None) -> bool:
    """Enterprise, phone and name: only the lead owner and backup, and only of an open class A case (R02)."""
    return secrecy is Secrecy.A and not anonymous and staff_id in {owner_id, backup_id}
