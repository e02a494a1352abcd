"""Who may receive a case and who may see it: the secrecy classes A, B and C as pure functions.

Basis: material of a complaint must not be passed to the accused (信访工作条例 第三十条; 济南市12345市民服务热线条例 第三十二条), and R01,
R02, R02b of the product rules. Where two rules pull apart, the one that shows less wins.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from storage.vocabulary import Role, Secrecy

OFFICE = "YSB"  # 营商办
INSPECTORATE = "SZFB"  # 市政府办公室（督查室）
HALL = "SJJ"  # 政务服务: conduct at the service hall's windows
ENFORCEMENT = "SFJ"  # 司法行政: conduct in enforcement procedures
DISCIPLINE = "JWJW"  # 纪委监委: its named contact is the sealed contact
CLERKS = "PLAT"
SUPERVISORY = (OFFICE, HALL, ENFORCEMENT, INSPECTORATE)
BY_CONTACT = (DISCIPLINE, "FY", "JCY")  # never in a group, never picked from a list


class To(StrEnum):
    """Where a case goes."""

    UNIT = "unit"  # a competent unit
    OFFICE = "office"  # the supervisory line: 营商办, or 数据局 and 司法局 in their own field
    INSPECTORATE = "inspectorate"  # 督查室, when 营商办 itself is accused
    SEALED = "sealed"  # the sealed contact and nobody else
    OFFICIAL_CHANNEL = "official_channel"  # nowhere here: the statutory channel is named and nothing is stored
    CLERK = "clerk"  # a person has to decide


@dataclass(frozen=True, slots=True)
class Route:
    """Where to, the unit if it is one, and why in words for the record."""

    to: To
    unit_code: str | None
    reason: str


def receiving_units(
    secrecy: Secrecy, candidates: Iterable[str], accused: Collection[str], *, by_contact: Collection[str] = BY_CONTACT
) -> Route:
    """Who receives a case. `candidates` are unit codes, best first; `accused` those whose conduct is complained about.

    Never returns an accused unit, whatever the arguments (R01).
    """
    codes = tuple(candidates)
    if only_official(accused):
        return Route(To.OFFICIAL_CHANNEL, None, "反映的是纪检监察机关或密件联系人，只告知法定渠道")
    if secrecy is Secrecy.C:
        return Route(To.SEALED, None, "廉洁、报复或泄密类，只送密件联系人")
    if secrecy is Secrecy.B:
        return _supervisory(codes, accused)
    return _competent(codes, accused, by_contact)


def _supervisory(candidates: tuple[str, ...], accused: Collection[str]) -> Route:
    """Class B: 营商办; the hall's windows to 数据局 and enforcement procedures to 司法局 if that is the first candidate."""
    if candidates and candidates[0] in {HALL, ENFORCEMENT} and candidates[0] not in accused:
        return Route(To.OFFICE, candidates[0], "作风或执法行为类，由监督单位办理")
    if OFFICE not in accused:
        return Route(To.OFFICE, OFFICE, "作风或执法行为类，由营商办监督办理")
    if INSPECTORATE not in accused:
        return Route(To.INSPECTORATE, INSPECTORATE, "反映的是营商办，由督查室办理")
    return Route(To.SEALED, None, "监督单位均被反映，只送密件联系人")


def _competent(candidates: tuple[str, ...], accused: Collection[str], by_contact: Collection[str]) -> Route:
    """Class A: the first candidate that is not accused. 纪委 matters of any class are for the contact's eyes only."""
    fit = [code for code in candidates if code not in accused]
    if not candidates:
        return Route(To.CLERK, None, "没有找到对口单位，由坐席判断")
    if not fit:
        return Route(To.CLERK, None, "对口单位就是被反映单位，由坐席另定")
    if fit[0] == DISCIPLINE:
        return Route(To.SEALED, None, "约见或反映给纪检监察机关的事，只送联系人")
    contact = fit[0] in by_contact
    return Route(To.UNIT, fit[0], "由专门联系人办理，不进群" if contact else "对口单位")


def only_official(accused: Collection[str]) -> bool:
    """True if the accused is the very office that would receive it sealed: nothing is stored here (R02b)."""
    return DISCIPLINE in accused


def choosable_units(units: Iterable[str], accused: Collection[str], secrecy: Secrecy) -> tuple[str, ...]:
    """Which of these units a person may pick (改单位, 改派), in the given order.

    Never an accused one (R02b). Class B stays in the supervisory line, and class C leaves nothing to choose.
    """
    if secrecy is Secrecy.C or only_official(accused):
        return ()
    fit = tuple(code for code in units if code not in accused and code not in BY_CONTACT)
    return tuple(code for code in fit if code in SUPERVISORY) if secrecy is Secrecy.B else fit


@dataclass(frozen=True, slots=True)
class Viewer:
    """One post of somebody who wants to look."""

    roles: frozenset[Role]
    unit: str | None = None
    staff_id: int | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What decides who may look at a case."""

    secrecy: Secrecy
    unit: str | None = None
    accused: tuple[str, ...] = ()


ALL_ROUND = frozenset({Role.CLERK, Role.OFFICE, Role.SUPERVISOR})  # see the open classes of every unit


def may_see(viewer: Viewer, case: CaseFacts) -> bool:
    """True if this post may see the case at all: card, lists, search, exports, statistics (R01).

    Accused units see nothing whatever their role; class C is for the sealed contact; keepers run the machine and see none.
    """
    if viewer.unit is not None and viewer.unit in case.accused:
        return False
    if case.secrecy is Secrecy.C:
        return Role.SEALED in viewer.roles
    return bool(viewer.roles & ALL_ROUND) or _of_its_unit(viewer, case)


def may_act(viewer: Viewer, case: CaseFacts) -> bool:
    """True if this post may press the unit's buttons: its own unit's posts, or the sealed contact for class C."""
    if not may_see(viewer, case):
        return False
    return case.secrecy is Secrecy.C or (case.unit is not None and viewer.unit == case.unit)


def _of_its_unit(viewer: Viewer, case: CaseFacts) -> bool:
    return Role.OFFICER in viewer.roles and viewer.unit is not None and viewer.unit == case.unit


def may_see_person(
    *, secrecy: Secrecy, anonymous: bool, staff_id: int | None, owner_id: int | None, backup_id: int | None = None
) -> bool:
    """True if this post may see enterprise, name and phone: the owner and backup of an open case that is not anonymous (R02).

    For class B and anonymous cases clerks carry the words; class C has its own road.
    """
    if secrecy is not Secrecy.A or anonymous or staff_id is None:
        return False
    return staff_id in {owner_id, backup_id}


def clerks_relay(secrecy: Secrecy, anonymous: bool) -> bool:
    """True if words between unit and enterprise go through a clerk, because the unit may not know who it is."""
    return secrecy is Secrecy.B or anonymous
