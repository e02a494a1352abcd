"""The lifecycle: each promise of the table, and the table as a whole, cell by cell."""

from __future__ import annotations

from itertools import product

import pytest

from bot.rules.lifecycle import ADVICE, TABLE, Effect, Facts, Guard, Refusal, Transition, cells, decide
from bot.rules.lifecycle_guards import PREDICATES, holds
from storage.vocabulary import CloseKind, EventKind, ResultCode, Role, Secrecy, State

E = EventKind
READY = Facts(has_team=True, has_way=True, result=ResultCode.SOLVED)


def go(state: State, event: E, role: Role, facts: Facts = READY) -> Transition:
    """The transition, or a failure that shows the refusal."""
    decision = decide(state, event, role, facts)
    assert isinstance(decision, Transition), f"{state} {event} {role}: {decision}"
    return decision


def refused(state: State, event: E, role: Role, facts: Facts = READY) -> Refusal:
    """The refusal, or a failure that shows where it went."""
    decision = decide(state, event, role, facts)
    assert isinstance(decision, Refusal), f"{state} {event} {role}: went to {decision}"
    return decision


# -- the main line -----------------------------------------------------------------------------------------------------

MAIN_LINE = [
    (State.DRAFT, E.SUBMITTED, Role.ENTERPRISE, State.ACCEPTING),
    (State.DRAFT, E.SUBMITTED, Role.CLOCK, State.ACCEPTING),
    (State.ACCEPTING, E.CLAIMED, Role.CLERK, State.TO_DISPATCH),
    (State.ACCEPTING, E.ASKED, Role.CLERK, State.NEEDS_INFO),
    (State.NEEDS_INFO, E.ADDED, Role.ENTERPRISE, State.TO_DISPATCH),
    (State.NEEDS_INFO, E.UNDERSTOOD, Role.CLOCK, State.TO_DISPATCH),
    (State.ACCEPTING, E.DISPATCHED, Role.BOT, State.TO_SIGN),
    (State.TO_DISPATCH, E.DISPATCHED, Role.CLERK, State.TO_SIGN),
    (State.TO_SIGN, E.SIGNED, Role.OFFICER, State.WORKING),
    (State.WORKING, E.ANSWERED, Role.OFFICER, State.ANSWERED),
    (State.ANSWERED, E.CONFIRMED, Role.ENTERPRISE, State.CLOSED),
    (State.CLOSED, E.ARCHIVED, Role.CLOCK, State.ARCHIVED),
    (State.ACCEPTING, E.REFUSED, Role.CLERK, State.REFUSED),
    (State.REFUSED, E.ARCHIVED, Role.CLOCK, State.ARCHIVED),
    (State.WITHDRAWN, E.ARCHIVED, Role.CLOCK, State.ARCHIVED),
]


@pytest.mark.parametrize(("state", "event", "role", "to"), MAIN_LINE)
def test_the_main_line_goes_from_draft_to_archive(state: State, event: E, role: Role, to: State) -> None:
    assert go(state, event, role).next is to


def test_answering_without_having_signed_signs_along() -> None:
    step = go(State.TO_SIGN, E.ANSWERED, Role.OFFICER)
    assert step.next is State.ANSWERED
    assert Effect.MEET_SIGN in step.effects


def test_a_case_without_owner_and_backup_cannot_be_dispatched() -> None:
    no = refused(State.TO_DISPATCH, E.DISPATCHED, Role.CLERK, Facts(has_team=False))
    assert no.guard is Guard.HAS_TEAM
    assert "备岗" in no.reason_zh


def test_an_accused_unit_never_gets_the_case() -> None:
    for state, role in product(
        (State.ACCEPTING, State.NEEDS_INFO, State.TO_DISPATCH, State.TO_SIGN, State.WORKING), Role
    ):
        decision = decide(state, E.DISPATCHED, role, Facts(has_team=True, unit_accused=True))
        assert isinstance(decision, Refusal)


def test_the_clock_signs_late_without_meeting_the_limit() -> None:
    step = go(State.TO_SIGN, E.SIGNED, Role.CLOCK)
    assert step.next is State.WORKING
    assert Effect.MEET_SIGN not in step.effects


def test_an_answer_needs_a_result_code_and_sound_words() -> None:
    assert refused(State.WORKING, E.ANSWERED, Role.OFFICER, Facts()).guard is Guard.RESULT_GIVEN
    flawed = Facts(result=ResultCode.SOLVED, answer_sound=False)
    assert refused(State.WORKING, E.ANSWERED, Role.OFFICER, flawed).guard is Guard.ANSWER_SOUND


def test_a_refusal_must_name_the_way_that_is_open() -> None:
    assert refused(State.ACCEPTING, E.REFUSED, Role.CLERK, Facts(has_way=False)).guard is Guard.HAS_WAY


# -- only the enterprise decides ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ENTERPRISE])
def test_nobody_but_the_enterprise_confirms_reopens_rates_or_withdraws(role: Role) -> None:
    for state, event in product(State, (E.CONFIRMED, E.REOPENED, E.RATED, E.WITHDRAWN, E.WITHDRAW_ASKED)):
        assert isinstance(decide(state, event, role, READY), Refusal)


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.ENTERPRISE, Role.CLOCK}])
def test_a_draft_is_dropped_by_its_author_or_by_the_clock_and_by_no_official(role: Role) -> None:
    assert all(isinstance(decide(state, E.CANCELLED, role, READY), Refusal) for state in State)
    assert go(State.DRAFT, E.CANCELLED, Role.CLOCK).next is State.WITHDRAWN
    refused(State.ACCEPTING, E.CANCELLED, Role.CLOCK)


def test_silence_closes_only_after_the_window() -> None:
    assert go(State.ANSWERED, E.CLOSED, Role.CLOCK).next is State.CLOSED
    assert refused(State.ANSWERED, E.CLOSED, Role.CLOCK, Facts(confirm_over=False)).guard is Guard.CONFIRM_OVER
    refused(State.WORKING, E.CLOSED, Role.CLOCK)


@pytest.mark.parametrize(
    ("reopens", "effect"), [(0, Effect.TELL_DEPUTY), (1, Effect.SUPERVISE), (2, Effect.ESCALATE), (7, Effect.ESCALATE)]
)
@pytest.mark.parametrize("state", [State.ANSWERED, State.CLOSED])
def test_each_reopening_is_a_new_round_that_climbs(state: State, reopens: int, effect: Effect) -> None:
    step = go(state, E.REOPENED, Role.ENTERPRISE, Facts(reopens=reopens))
    assert step.next is State.WORKING
    assert Effect.NEW_ROUND in step.effects
    assert effect in step.effects


def test_a_closed_case_reopens_within_thirty_days_only() -> None:
    no = refused(State.CLOSED, E.REOPENED, Role.ENTERPRISE, Facts(within_reopen_window=False))
    assert no.guard is Guard.REOPEN_IN_TIME
    assert "新问题" in no.reason_zh


def test_what_the_office_closed_as_unsolved_is_not_reopened() -> None:
    no = refused(State.CLOSED, E.REOPENED, Role.ENTERPRISE, Facts(reopens=2, close_kind=CloseKind.UNSOLVED))
    assert no.guard is Guard.NOT_CLOSED_BY_OFFICE


@pytest.mark.parametrize("role", [Role.OFFICE, Role.SUPERVISOR])
def test_the_office_may_close_as_unsolved_after_the_second_reopening(role: Role) -> None:
    assert refused(State.WORKING, E.CLOSED, role, Facts(has_way=True, reopens=1)).guard is Guard.REOPENED_TWICE
    step = go(State.WORKING, E.CLOSED, role, Facts(has_way=True, reopens=2))
    assert step.next is State.CLOSED
    assert Effect.NAME_REMEDY in step.effects
    assert refused(State.WORKING, E.CLOSED, role, Facts(has_way=False, reopens=2)).guard is Guard.HAS_WAY


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CLERK, Role.KEEPER, Role.BOT, Role.ENTERPRISE])
@pytest.mark.parametrize("state", list(State))
def test_the_unit_can_never_close_a_case(state: State, role: Role) -> None:
    assert isinstance(
        decide(state, E.CLOSED, role, Facts(has_way=True, reopens=5, result=ResultCode.NOT_POSSIBLE)), Refusal
    )


def test_the_office_closes_as_not_possible_only_what_the_unit_answered_so() -> None:
    yes = Facts(has_way=True, result=ResultCode.NOT_POSSIBLE)
    assert go(State.ANSWERED, E.CLOSED, Role.OFFICE, yes).next is State.CLOSED
    refused(State.ANSWERED, E.CLOSED, Role.OFFICE, Facts(has_way=True, result=ResultCode.SOLVED))


def test_a_poor_rating_makes_the_unit_mend_and_a_fair_one_does_not() -> None:
    assert Effect.RECTIFY in go(State.CLOSED, E.RATED, Role.ENTERPRISE, Facts(rating=2)).effects
    assert Effect.RECTIFY not in go(State.CLOSED, E.RATED, Role.ENTERPRISE, Facts(rating=3)).effects


# -- withdrawal --------------------------------------------------------------------------------------------------------


def test_a_forced_withdrawal_opens_a_restricted_case_and_the_original_goes_on() -> None:
    step = go(State.WORKING, E.WITHDRAW_ASKED, Role.ENTERPRISE, Facts(forced=True))
    assert step.next is State.WORKING
    assert step.effects == (Effect.OPEN_RESTRICTED,)
    assert refused(State.WORKING, E.WITHDRAWN, Role.ENTERPRISE, Facts(forced=True)).guard is Guard.NOT_FORCED


@pytest.mark.parametrize("state", [state for state in State if state.is_open])
def test_the_enterprise_may_withdraw_any_open_case(state: State) -> None:
    assert go(state, E.WITHDRAWN, Role.ENTERPRISE).next is State.WITHDRAWN


# -- transfer, extension, reassignment, change of class -----------------------------------------------------------------


def test_a_transfer_stays_with_the_unit_until_it_is_ruled() -> None:
    assert go(State.WORKING, E.TRANSFER_ASKED, Role.OFFICER).next is State.WORKING
    pending = Facts(pending="transfer")
    assert go(State.WORKING, E.TRANSFER_RULED, Role.CLERK, pending).next is State.WORKING
    agreed = go(State.WORKING, E.TRANSFER_RULED, Role.CLERK, Facts(pending="transfer", agreed=True))
    assert agreed.next is State.TO_DISPATCH
    assert Effect.STUB_CARDS in agreed.effects


@pytest.mark.parametrize(
    ("facts", "guard"),
    [
        (Facts(pending="extension"), Guard.NO_PENDING),
        (Facts(transfers=2), Guard.TRANSFER_LEFT),
        (Facts(within_transfer_window=False), Guard.TRANSFER_IN_TIME),
        (Facts(ruled_final=True), Guard.NOT_RULED_FINAL),
    ],
)
def test_a_transfer_is_refused_when_it_is_the_third_late_double_or_already_ruled(facts: Facts, guard: Guard) -> None:
    assert refused(State.WORKING, E.TRANSFER_ASKED, Role.OFFICER, facts).guard is guard


def test_a_unit_cannot_rule_on_its_own_request() -> None:
    for event, pending in ((E.TRANSFER_RULED, "transfer"), (E.EXTENSION_RULED, "extension")):
        refused(State.WORKING, event, Role.OFFICER, Facts(pending=pending, agreed=True))


@pytest.mark.parametrize(
    ("facts", "guard"),
    [
        (Facts(pending="transfer"), Guard.NO_PENDING),
        (Facts(extensions=2), Guard.EXTENSION_LEFT),
        (Facts(before_due=False), Guard.BEFORE_DUE),
    ],
)
def test_an_extension_is_refused_when_it_is_the_third_late_or_double(facts: Facts, guard: Guard) -> None:
    assert refused(State.WORKING, E.EXTENSION_ASKED, Role.OFFICER, facts).guard is guard


def test_a_granted_extension_tells_the_enterprise() -> None:
    step = go(State.WORKING, E.EXTENSION_RULED, Role.OFFICE, Facts(pending="extension", agreed=True))
    assert {Effect.NEW_LIMIT, Effect.TELL_ENTERPRISE} <= set(step.effects)
    denied = go(State.WORKING, E.EXTENSION_RULED, Role.OFFICE, Facts(pending="extension"))
    assert Effect.NEW_LIMIT not in denied.effects


def test_a_ruling_needs_a_request() -> None:
    assert refused(State.WORKING, E.TRANSFER_RULED, Role.OFFICE, Facts(agreed=True)).guard is Guard.TRANSFER_PENDING
    assert refused(State.WORKING, E.EXTENSION_RULED, Role.OFFICE, Facts(agreed=True)).guard is Guard.EXTENSION_PENDING


def test_a_change_of_class_takes_the_case_from_a_unit_that_may_no_longer_see_it() -> None:
    step = go(State.WORKING, E.RECLASSIFIED, Role.CLERK, Facts(keeps_unit=False))
    assert step.next is State.TO_DISPATCH
    assert Effect.STUB_CARDS in step.effects
    assert go(State.WORKING, E.RECLASSIFIED, Role.CLERK, Facts(keeps_unit=True)).next is State.WORKING


def test_a_sealed_case_opens_to_others_only_with_the_complainants_consent() -> None:
    sealed = Facts(secrecy=Secrecy.C)
    assert refused(State.WORKING, E.RECLASSIFIED, Role.SEALED, sealed).guard is Guard.CONSENT
    consented = Facts(secrecy=Secrecy.C, consent=True)
    assert go(State.WORKING, E.RECLASSIFIED, Role.SEALED, consented).next is State.TO_DISPATCH


# -- class C -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICER, Role.SUPERVISOR, Role.OFFICE, Role.KEEPER])
def test_a_sealed_case_does_not_exist_for_anybody_but_the_contact(role: Role) -> None:
    facts = Facts(secrecy=Secrecy.C, has_team=True, has_way=True, result=ResultCode.SOLVED, consent=True, agreed=True)
    answers = {decide(state, event, role, facts) for state, event in product(State, E)}
    assert len(answers) == 1
    assert isinstance(answers.pop(), Refusal)


def test_the_sealed_contact_has_no_business_with_open_cases() -> None:
    for state, event in product(State, E):
        assert isinstance(decide(state, event, Role.SEALED, READY), Refusal)


def test_a_sealed_case_can_be_worked_and_ended_by_the_contact() -> None:
    facts = Facts(secrecy=Secrecy.C, has_team=True, has_way=True)
    assert go(State.ACCEPTING, E.DISPATCHED, Role.BOT, facts).next is State.TO_SIGN
    assert go(State.TO_SIGN, E.SIGNED, Role.SEALED, facts).next is State.WORKING
    assert go(State.WORKING, E.RELAYED, Role.SEALED, facts).next is State.WORKING
    assert go(State.WORKING, E.CLOSED, Role.SEALED, facts).next is State.CLOSED


# -- the table as a whole ----------------------------------------------------------------------------------------------

VARIED = [
    READY,
    Facts(),
    Facts(secrecy=Secrecy.C, has_team=True, has_way=True, consent=True),
    Facts(pending="transfer", agreed=True, keeps_unit=False, reopens=2, forced=True, rating=1),
    Facts(pending="extension", reopens=1, identity_only=True, result=ResultCode.NOT_POSSIBLE, has_way=True),
]


def test_every_cell_gives_a_transition_of_that_cell_or_a_refusal_that_says_something() -> None:
    for state, event, role, facts in product(State, E, Role, VARIED):
        decision = decide(state, event, role, facts)
        if isinstance(decision, Transition):
            assert decision in cells(state, event)
            assert role in decision.roles
            assert all(holds(guard, facts) for guard in decision.guards)
        else:
            assert len(decision.reason_zh) >= 8
            assert decision.reason_zh.endswith("。")


def test_every_kind_of_event_can_happen_somewhere() -> None:
    assert {row.event for row in TABLE} == set(E)


def test_every_state_but_the_archive_has_a_way_out_and_the_archive_has_none() -> None:
    out = {state: {row.next for row in TABLE if row.state is state and row.moves} for state in State}
    assert out.pop(State.ARCHIVED) == set()
    assert all(out.values())


def test_every_open_state_has_a_way_out_that_does_not_need_the_enterprise() -> None:
    for state in State:
        if state.is_open:
            assert any(row.moves and row.roles - {Role.ENTERPRISE} for row in TABLE if row.state is state), state


def test_every_state_can_be_reached_from_a_draft() -> None:
    reached = {State.DRAFT}
    for _ in State:
        reached |= {row.next for row in TABLE if row.state in reached}
    assert reached == set(State)


def test_no_row_is_hidden_by_an_earlier_one() -> None:
    for state, event in product(State, E):
        rows = cells(state, event)
        for place, row in enumerate(rows):
            earlier = [other for other in rows[:place] if set(other.guards) <= set(row.guards)]
            assert not any(row.roles <= other.roles for other in earlier), row


def test_a_case_never_goes_back_to_being_a_draft() -> None:
    assert not [row for row in TABLE if row.next is State.DRAFT and row.state is not State.DRAFT]


def test_whoever_leaves_the_unit_leaves_only_stubs_behind() -> None:
    leaving = [
        row
        for row in TABLE
        if row.state in {State.TO_SIGN, State.WORKING, State.ANSWERED} and row.next is State.TO_DISPATCH
    ]
    assert leaving
    assert all(Effect.STUB_CARDS in row.effects for row in leaving if row.roles != frozenset({Role.SEALED}))


def test_every_ending_stops_the_clocks_and_the_chase() -> None:
    ends = [
        row
        for row in TABLE
        if row.moves and row.state is not State.DRAFT and row.next in {State.CLOSED, State.REFUSED, State.WITHDRAWN}
    ]
    assert len(ends) > 5
    assert all({Effect.STOP_CLOCKS, Effect.STOP_CHASE} <= set(row.effects) for row in ends)


def test_every_guard_has_a_predicate_and_is_used() -> None:
    assert set(PREDICATES) == set(Guard)
    assert {guard for row in TABLE for guard in row.guards} == set(Guard)


def test_advice_is_at_hand_for_every_state_and_never_suggests_only_to_wait_for_nothing() -> None:
    assert set(ADVICE) == set(State)
    assert all(len(line) > 5 for pair in ADVICE.values() for line in pair)


def test_a_refusal_of_the_wrong_role_names_who_may() -> None:
    no = refused(State.ANSWERED, E.CONFIRMED, Role.OFFICER)
    assert "企业" in no.reason_zh
    assert no.guard is None


@pytest.mark.parametrize("state", [State.CLOSED, State.ARCHIVED])
def test_thanks_after_the_end_cannot_move_a_case(state: State) -> None:
    refused(state, E.ADDED, Role.ENTERPRISE)


def test_events_that_only_report_never_move_a_case() -> None:
    still = {
        E.URGED,
        E.NUDGED,
        E.VIEWED,
        E.CHASED,
        E.BREACHED,
        E.SUPERVISED,
        E.RESTRICTED,
        E.AMENDED,
        E.DELIVERY_FAILED,
        E.RATED,
    }
    assert not [row for row in TABLE if row.event in still and row.moves]


@pytest.mark.parametrize("state", list(State))
def test_an_edited_message_can_be_recorded_however_late(state: State) -> None:
    assert go(state, E.AMENDED, Role.ENTERPRISE).next is state


@pytest.mark.parametrize("state", [state for state in State if state not in {State.DRAFT, State.ARCHIVED}])
def test_words_that_were_passed_on_can_be_recorded_wherever_the_case_has_got_to(state: State) -> None:
    assert go(state, E.RELAYED, Role.ENTERPRISE).next is state
    assert go(state, E.RELAYED, Role.SEALED, Facts(secrecy=Secrecy.C)).next is state


@pytest.mark.parametrize("state", [state for state in State if state.is_open])
def test_a_supplement_to_an_open_case_is_never_refused(state: State) -> None:
    go(state, E.ADDED, Role.ENTERPRISE)
    go(state, E.ADDED, Role.ENTERPRISE, Facts(secrecy=Secrecy.C))


# -- what a refusal says -----------------------------------------------------------------------------------------------


def test_a_refusal_of_what_cannot_happen_names_state_and_act_and_what_to_do_instead() -> None:
    no = refused(State.CLOSED, E.SIGNED, Role.OFFICER)
    assert no.reason_zh == "现在是“办结”，不能“签收”。已经办结，不用再办。"
    assert refused(State.CLOSED, E.URGED, Role.ENTERPRISE).reason_zh.endswith("没解决的，30天内请点“重新打开”。")


@pytest.mark.parametrize("state", list(State))
def test_the_enterprise_and_the_officials_get_their_own_advice(state: State) -> None:
    to_enterprise, to_others = ADVICE[state]
    event = E.OPENED if state is not State.DRAFT else E.SIGNED
    assert refused(state, event, Role.ENTERPRISE).reason_zh.endswith(to_enterprise)
    assert refused(state, event, Role.OFFICER).reason_zh.endswith(to_others)


def test_who_may_is_named_in_order_and_a_machine_only_if_nobody_else_may() -> None:
    people = refused(State.ACCEPTING, E.CLAIMED, Role.OFFICER)
    assert people.reason_zh.startswith("“认领”要由首接坐席、督办人、营商办来做。")
    mixed = refused(State.TO_SIGN, E.SUPERVISED, Role.OFFICER)
    assert mixed.reason_zh.startswith("“转督办”要由督办人、营商办来做。")
    alone = refused(State.CLOSED, E.ARCHIVED, Role.OFFICER)
    assert alone.reason_zh.startswith("“归档”要由系统来做。")


def test_what_an_actor_has_to_bring_along_is_absent_until_given_and_nothing_else_is_in_the_way() -> None:
    plain = Facts()
    brought = ("has_team", "has_way", "agreed", "consent", "cosigned", "hold_ground", "hold_complete", "pause_ground")
    assert not [
        name for name in (*brought, "complex_ground", "mergeable", "proven", "finding_clean") if getattr(plain, name)
    ]
    open_ways = (
        "keeps_unit",
        "answer_sound",
        "within_transfer_window",
        "before_due",
        "within_reopen_window",
        "confirm_over",
    )
    assert [name for name in open_ways if not getattr(plain, name)] == []
    special = ("unit_accused", "ruled_final", "forced", "identity_only", "held", "merged", "provisional")
    assert not [name for name in special if getattr(plain, name)]
    assert (plain.transfer_cap, plain.extension_cap, plain.pause_cap, plain.parts) == (2, 2, 1, 1)
    assert plain.transfers == plain.extensions == plain.reopens == plain.pauses == 0
