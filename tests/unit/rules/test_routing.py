"""Who receives a case and who sees it: nobody is betrayed."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from bot.rules import routing
from bot.rules.routing import CaseFacts, To, Viewer, choosable_units, may_act, may_see, may_see_person, receiving_units
from storage.vocabulary import Role, Secrecy

UNITS = ("GSGS", "HBJ", "YSB", "SZFB", "SJJ", "SFJ", "JWJW", "PLAT")


def test_an_ordinary_matter_goes_to_the_competent_unit() -> None:
    route = receiving_units(Secrecy.A, ("GSGS", "ZJJ"), ())
    assert (route.to, route.unit_code) == (To.UNIT, "GSGS")


def test_an_ordinary_matter_skips_a_unit_whose_conduct_is_accused() -> None:
    assert receiving_units(Secrecy.A, ("HBJ", "YJJ"), ("HBJ",)).unit_code == "YJJ"


@pytest.mark.parametrize(("candidates", "accused"), [((), ()), (("HBJ",), ("HBJ",))])
def test_without_a_fit_unit_a_clerk_decides(candidates: tuple[str, ...], accused: tuple[str, ...]) -> None:
    route = receiving_units(Secrecy.A, candidates, accused)
    assert (route.to, route.unit_code) == (To.CLERK, None)
    assert route.reason


def test_conduct_goes_to_the_office_and_never_to_the_accused() -> None:
    route = receiving_units(Secrecy.B, ("HBJ", "YSB"), ("HBJ",))
    assert (route.to, route.unit_code) == (To.OFFICE, "YSB")


def test_conduct_at_the_hall_goes_to_its_authority_unless_that_is_accused() -> None:
    assert receiving_units(Secrecy.B, ("SJJ",), ("SCJ",)).unit_code == "SJJ"
    assert receiving_units(Secrecy.B, ("SJJ",), ("SJJ",)).unit_code == "YSB"


def test_conduct_in_enforcement_goes_to_the_justice_bureau_unless_that_is_accused() -> None:
    assert receiving_units(Secrecy.B, ("SFJ",), ("CGJ",)).unit_code == "SFJ"
    assert receiving_units(Secrecy.B, ("SFJ",), ("SFJ",)).unit_code == "YSB"


def test_an_accused_office_is_supervised_by_the_inspectorate() -> None:
    route = receiving_units(Secrecy.B, ("YSB",), ("YSB",))
    assert (route.to, route.unit_code) == (To.INSPECTORATE, "SZFB")


def test_if_every_supervisor_is_accused_only_the_sealed_contact_gets_it() -> None:
    route = receiving_units(Secrecy.B, ("HBJ",), ("YSB", "SZFB"))
    assert (route.to, route.unit_code) == (To.SEALED, None)


def test_bribery_and_retaliation_go_to_the_sealed_contact_and_to_no_unit() -> None:
    route = receiving_units(Secrecy.C, ("HBJ", "YSB"), ("HBJ",))
    assert (route.to, route.unit_code) == (To.SEALED, None)


@pytest.mark.parametrize("secrecy", list(Secrecy))
def test_if_discipline_itself_is_accused_only_the_official_channel_is_named(secrecy: Secrecy) -> None:
    route = receiving_units(secrecy, ("HBJ",), ("HBJ", "JWJW"))
    assert (route.to, route.unit_code) == (To.OFFICIAL_CHANNEL, None)
    assert routing.only_official(("HBJ", "JWJW"))
    assert not routing.only_official(("HBJ",))


def test_a_wish_to_meet_discipline_leaders_is_for_the_contact_only() -> None:
    assert receiving_units(Secrecy.A, ("JWJW",), ()).to is To.SEALED


def test_court_and_prosecutor_are_reached_by_their_contact() -> None:
    route = receiving_units(Secrecy.A, ("JCY",), ())
    assert route.unit_code == "JCY"
    assert "联系人" in route.reason


def test_no_route_ever_leads_to_an_accused_unit() -> None:
    accusations = [group for size in range(4) for group in combinations(UNITS, size)]
    for secrecy, accused, candidates in product(Secrecy, accusations, combinations(UNITS, 2)):
        route = receiving_units(secrecy, candidates, accused)
        assert route.unit_code not in accused
        assert (route.unit_code is None) == (route.to in {To.SEALED, To.OFFICIAL_CHANNEL, To.CLERK})


def test_no_list_of_units_to_pick_from_holds_an_accused_or_sealed_one() -> None:
    for secrecy, accused in product(Secrecy, combinations(UNITS, 2)):
        options = choosable_units((*UNITS, "FY", "JCY"), accused, secrecy)
        assert not set(options) & {*accused, "JWJW", "FY", "JCY"}


def test_conduct_can_only_be_moved_along_the_supervisory_line() -> None:
    assert choosable_units(("GSGS", "YSB", "SFJ", "HBJ"), ("HBJ",), Secrecy.B) == ("YSB", "SFJ")
    assert choosable_units(UNITS, (), Secrecy.C) == ()


def test_units_to_pick_from_keep_their_order() -> None:
    assert choosable_units(("HBJ", "GSGS", "YSB"), ("YSB",), Secrecy.A) == ("HBJ", "GSGS")


# -- who may look ------------------------------------------------------------------------------------------------------


def viewer(role: Role, unit: str | None = None, staff_id: int = 1) -> Viewer:
    return Viewer(frozenset({role}), unit, staff_id)


def test_an_officer_sees_the_cases_of_the_own_unit_only() -> None:
    case = CaseFacts(Secrecy.A, unit="GSGS")
    assert may_see(viewer(Role.OFFICER, "GSGS"), case)
    assert not may_see(viewer(Role.OFFICER, "HBJ"), case)
    assert not may_see(viewer(Role.OFFICER, None), CaseFacts(Secrecy.A, unit=None))


@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICE, Role.SUPERVISOR])
def test_the_desks_see_open_classes_of_every_unit(role: Role) -> None:
    assert may_see(viewer(role, "PLAT"), CaseFacts(Secrecy.A, unit="GSGS"))
    assert may_see(viewer(role, "PLAT"), CaseFacts(Secrecy.B, unit="YSB", accused=("HBJ",)))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("secrecy", list(Secrecy))
def test_nobody_of_an_accused_unit_sees_the_case_whatever_the_role(role: Role, secrecy: Secrecy) -> None:
    assert not may_see(viewer(role, "YSB"), CaseFacts(secrecy, unit="SZFB", accused=("YSB",)))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SEALED])
def test_a_sealed_case_is_seen_by_the_contact_alone(role: Role) -> None:
    case = CaseFacts(Secrecy.C, unit="GSGS")
    assert not may_see(viewer(role, "GSGS"), case)
    assert may_see(viewer(Role.SEALED, "JWJW"), case)


def test_keepers_run_the_machine_and_see_no_case() -> None:
    assert not any(may_see(viewer(Role.KEEPER, "PLAT"), CaseFacts(secrecy, unit="PLAT")) for secrecy in Secrecy)


def test_the_sealed_contact_does_not_see_open_classes() -> None:
    assert not may_see(viewer(Role.SEALED, "JWJW"), CaseFacts(Secrecy.A, unit="GSGS"))


def test_several_posts_of_one_person_add_up_but_never_over_an_accusation() -> None:
    both = Viewer(frozenset({Role.OFFICER, Role.CLERK}), "HBJ")
    assert may_see(both, CaseFacts(Secrecy.B, unit="YSB", accused=("CGJ",)))
    assert not may_see(both, CaseFacts(Secrecy.B, unit="YSB", accused=("HBJ",)))


def test_seeing_a_case_is_not_yet_acting_for_its_unit() -> None:
    case = CaseFacts(Secrecy.A, unit="GSGS")
    assert may_act(viewer(Role.OFFICER, "GSGS"), case)
    assert not may_act(viewer(Role.CLERK, "PLAT"), case)
    assert may_act(viewer(Role.SEALED, "JWJW"), CaseFacts(Secrecy.C))


def test_only_owner_and_backup_see_who_the_enterprise_is() -> None:
    def sees(staff_id: int | None) -> bool:
        return may_see_person(secrecy=Secrecy.A, anonymous=False, staff_id=staff_id, owner_id=7, backup_id=8)

    assert sees(7)
    assert sees(8)
    assert not sees(9)
    assert not sees(None)


def test_a_case_without_owner_shows_the_person_to_nobody() -> None:
    assert not may_see_person(secrecy=Secrecy.A, anonymous=False, staff_id=None, owner_id=None, backup_id=None)
    assert not may_see_person(secrecy=Secrecy.A, anonymous=False, staff_id=3, owner_id=None)


@pytest.mark.parametrize(
    ("secrecy", "anonymous"), [(Secrecy.A, True), (Secrecy.B, False), (Secrecy.B, True), (Secrecy.C, False)]
)
def test_the_person_stays_hidden_from_the_owner_of_restricted_and_anonymous_cases(
    secrecy: Secrecy, anonymous: bool
) -> None:
    assert not may_see_person(secrecy=secrecy, anonymous=anonymous, staff_id=7, owner_id=7)


def test_clerks_carry_the_words_where_the_unit_may_not_know_who_it_is() -> None:
    assert routing.clerks_relay(Secrecy.B, False)
    assert routing.clerks_relay(Secrecy.A, True)
    assert not routing.clerks_relay(Secrecy.A, False)


def test_whether_somebody_may_see_or_act_is_yes_or_no_and_nothing_between() -> None:
    officer = Viewer(frozenset({Role.OFFICER}), "HBJ")
    for secrecy in Secrecy:
        for accused in ((), ("HBJ",)):
            case = CaseFacts(secrecy, "HBJ", accused=accused)
            yes = secrecy is not Secrecy.C and not accused
            assert may_see(officer, case) is yes
            assert may_act(officer, case) is yes


def test_the_record_says_why_a_clerk_has_to_decide() -> None:
    nobody = receiving_units(Secrecy.A, [], [])
    accused = receiving_units(Secrecy.A, ["HBJ"], ["HBJ"])
    assert (nobody.to, accused.to) == (To.CLERK, To.CLERK)
    assert "没有找到" in nobody.reason
    assert "被反映" in accused.reason


def test_a_unit_that_is_reached_by_its_contact_is_so_named_in_the_reason() -> None:
    assert "不进群" in receiving_units(Secrecy.A, ("GSGS",), (), by_contact={"GSGS"}).reason
    assert receiving_units(Secrecy.A, ("GSGS",), (), by_contact=()).reason == "对口单位"
