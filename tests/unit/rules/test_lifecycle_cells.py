"""Every cell of state, event and role, stated here by hand a second time; and every row reached and blocked by each of its guards."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from bot.rules.lifecycle import TABLE, Effect, Facts, Guard, Transition, cells, decide
from bot.rules.lifecycle_guards import PREDICATES, holds
from storage.vocabulary import CloseKind, EventKind, ResultCode, Role, Secrecy, State

STATES = dict(zip("草受补分签办答结档拒撤", State, strict=True))
ROLES = dict(zip("企席承督营密管钟机", Role, strict=True))

# event | roles | states →where to (nothing: it stays; = among several: it may stay)
STATED = """
开单 | 企席钟机 | 草
补充 | 企席 | 草受分签办答 补→分
改动 | 企 | 草受补分签办答结档拒撤
理解 | 席督营钟机 | 草受分签办答 补→分
改选 | 企 | 草受补分签办答
提交 | 企席钟机 | 草→受
取消 | 企钟 | 草→撤
认领 | 席督营 | 受→分 补分
补问 | 席督营 | 受分→补 补
派单 | 企 | 受→签
派单 | 席督营 | 受补分办→签 签
派单 | 钟机 | 受补分→签
不予受理 | 席督营 | 受补分→拒
签收 | 席承督营密钟 | 签→办 办
首联 | 席承督营密 | 签办答
转达 | 企席承督营密 | 受补分签办答结拒撤
阶段反馈 | 席承督营密 | 签办答
请协办 | 席承督营密 | 签办
协办回报 | 席承督营密 | 受补分签办答结拒撤
会上决定 | 席承督营钟 | 受补分签办答结档拒撤
办结答复 | 席承督营密 | 签办→答 答
办结答复 | 机 | 受补分签办→答
企业确认 | 企 | 答→结
重办 | 企 | 答结→办
评价 | 企 | 结档
办结 | 督营密 | 签办答→结
办结 | 钟 | 答→结
申请撤回 | 企 | 受补分签办答
撤回 | 企 | 草受补分签办答→撤
催办 | 企 | 受补分签办
督促 | 督营 | 受补分签办
申请转办 | 席承督营密 | 签办
转办裁定 | 席督营 | 签办→分=
申请延期 | 席承督营密 | 签办
延期裁定 | 督营 | 签办
改派 | 席承督营密钟机 | 签办答
逾期 | 钟 | 受补分签办答
催促 | 席督营 | 受补分签办答结拒撤
催促 | 钟 | 受补分签办答
转督办 | 督营钟机 | 受补分签办答
另立受限件 | 企席督营钟机 | 受补分签办答
改类 | 席督营钟机 | 草受补分 签办答→分=
改类 | 密 | 受补签办答→分 分
查看 | 席承督营密 | 受补分签办答结档拒撤
送达失败 | 钟机 | 草受补分签办答结档拒撤
归档 | 钟 | 结拒撤→档
申请挂账 | 席承督营密 | 签办
挂账裁定 | 督营 | 签办
挂账检视 | 席承督营密 | 签办
销账 | 督营钟 | 签办
暂停计时 | 席承督营密 | 签办
恢复计时 | 企席承督营密钟机 | 签办
申请复杂件 | 席承督营密 | 签办
复杂件认定 | 督营 | 签办
并案 | 席督营钟机 | 受补分签办
拆出并案 | 席督营钟机 | 受补分签办答
拆单 | 席督营钟机 | 受补分
书面意见 | 督营 | 签办答结
整改反馈 | 席承督营密 | 结档
回访 | 企席督营钟机 | 结档
电话告知 | 席督营 | 答
答复打回 | 钟机 | 签办答
线索 | 督营钟机 | 受补分签办答结档拒撤
考核申诉 | 席承督营密 | 受补分签办答结档拒撤
考核认定 | 督营 | 受补分签办答结档拒撤
留存 | 督营密 | 受补分签办答结档拒撤
内容销毁 | 企密钟 | 结档拒撤
恶意认定 | 企督营钟 | 受补分签办答结档拒撤
澄清说明 | 席承督营 | 受补分签办答结档拒撤
办理标记 | 督营 | 受补分签办答结档拒撤
时限重算 | 钟机 | 受补分签办答
法定期限 | 席督营 | 受补分
法定期限 | 席承督营密 | 签办答
"""

Cell = tuple[State, EventKind, Role]


def stated() -> dict[Cell, frozenset[State]]:
    """The statement as a table: cell → where it may lead. What is not in it cannot happen."""
    found: dict[Cell, frozenset[State]] = {}
    for line in STATED.strip().splitlines():
        event, roles, moves = (part.strip() for part in line.split("|"))
        for move in moves.split():
            states, _, to = move.partition("→")
            for state, role in product(states, roles):
                goes = {STATES[state] if mark == "=" else STATES[mark] for mark in to or "="}
                found[STATES[state], EventKind(event), ROLES[role]] = frozenset(goes)
    return found


SAID = stated()


@pytest.mark.parametrize("event", list(EventKind))
def test_every_state_and_role_does_with_an_event_what_is_stated_here(event: EventKind) -> None:
    for state, role in product(State, Role):
        rows = [row for row in cells(state, event) if role in row.roles]
        assert frozenset(row.next for row in rows) == SAID.get((state, event, role), frozenset()), (state, role)


def test_the_statement_covers_every_kind_of_event_and_state() -> None:
    assert {event for _, event, _ in SAID} == set(EventKind)
    assert {state for state, _, _ in SAID} == set(State)
    assert Role.KEEPER not in {role for _, _, role in SAID}  # keepers run the machine and touch no case


# What makes a guard true, and what makes it false.
MET: dict[Guard, tuple[dict[str, Any], dict[str, Any]]] = {
    Guard.HAS_TEAM: ({"has_team": True}, {"has_team": False}),
    Guard.NOT_ACCUSED: ({"unit_accused": False}, {"unit_accused": True}),
    Guard.HAS_WAY: ({"has_way": True}, {"has_way": False}),
    Guard.RESULT_GIVEN: ({"result": ResultCode.SOLVED}, {"result": None}),
    Guard.ANSWER_SOUND: ({"answer_sound": True}, {"answer_sound": False}),
    Guard.NO_PENDING: ({"pending": None}, {"pending": "transfer"}),
    Guard.TRANSFER_PENDING: ({"pending": "transfer"}, {"pending": "extension"}),
    Guard.EXTENSION_PENDING: ({"pending": "extension"}, {"pending": None}),
    Guard.TRANSFER_LEFT: ({"transfers": 1}, {"transfers": 2}),
    Guard.TRANSFER_IN_TIME: ({"within_transfer_window": True}, {"within_transfer_window": False}),
    Guard.NOT_RULED_FINAL: ({"ruled_final": False}, {"ruled_final": True}),
    Guard.EXTENSION_LEFT: ({"extensions": 1}, {"extensions": 2}),
    Guard.BEFORE_DUE: ({"before_due": True}, {"before_due": False}),
    Guard.AGREED: ({"agreed": True}, {"agreed": False}),
    Guard.DENIED: ({"agreed": False}, {"agreed": True}),
    Guard.FIRST_REOPEN: ({"reopens": 0}, {"reopens": 1}),
    Guard.SECOND_REOPEN: ({"reopens": 1}, {"reopens": 2}),
    Guard.LATER_REOPEN: ({"reopens": 2}, {"reopens": 1}),
    Guard.REOPEN_IN_TIME: ({"within_reopen_window": True}, {"within_reopen_window": False}),
    Guard.NOT_CLOSED_BY_OFFICE: ({"close_kind": CloseKind.UNRATED}, {"close_kind": CloseKind.UNSOLVED}),
    Guard.REOPENED_TWICE: ({"reopens": 2}, {"reopens": 1}),
    Guard.NOT_POSSIBLE_BASED: ({"result": ResultCode.NOT_POSSIBLE}, {"result": ResultCode.SOLVED}),
    Guard.CONFIRM_OVER: ({"confirm_over": True}, {"confirm_over": False}),
    Guard.NOT_FORCED: ({"forced": False}, {"forced": True}),
    Guard.FORCED: ({"forced": True}, {"forced": False}),
    Guard.UNIT_KEEPS: ({"keeps_unit": True}, {"keeps_unit": False}),
    Guard.UNIT_LOSES: ({"keeps_unit": False}, {"keeps_unit": True}),
    Guard.IS_SEALED: ({"secrecy": Secrecy.C}, {"secrecy": Secrecy.B}),
    Guard.CONSENT: ({"consent": True}, {"consent": False}),
    Guard.IDENTITY_ONLY: ({"identity_only": True}, {"identity_only": False}),
    Guard.NEW_ROUND: ({"reopens": 1}, {"reopens": 0}),
    Guard.POOR_RATING: ({"rating": 2}, {"rating": 3}),
    Guard.FAIR_RATING: ({"rating": 3}, {"rating": 2}),
    Guard.NOT_HELD: ({"held": False}, {"held": True}),
    Guard.IS_HELD: ({"held": True}, {"held": False}),
    Guard.HOLD_GROUND: ({"hold_ground": True}, {"hold_ground": False}),
    Guard.HOLD_COMPLETE: ({"hold_complete": True}, {"hold_complete": False}),
    Guard.HOLD_PENDING: ({"pending": "hold"}, {"pending": "pause"}),
    Guard.COSIGNED: ({"cosigned": True}, {"cosigned": False}),
    Guard.PAUSE_GROUND: ({"pause_ground": True}, {"pause_ground": False}),
    Guard.PAUSE_LEFT: ({"pauses": 0}, {"pauses": 1}),
    Guard.PAUSE_RUNNING: ({"pending": "pause"}, {"pending": "hold"}),
    Guard.COMPLEX_GROUND: ({"complex_ground": True}, {"complex_ground": False}),
    Guard.COMPLEX_PENDING: ({"pending": "complex"}, {"pending": "extension"}),
    Guard.NOT_MERGED: ({"merged": False}, {"merged": True}),
    Guard.IS_MERGED: ({"merged": True}, {"merged": False}),
    Guard.MERGEABLE: ({"mergeable": True}, {"mergeable": False}),
    Guard.SEVERAL_PARTS: ({"parts": 2}, {"parts": 1}),
    Guard.IS_SUPERVISORY: ({"secrecy": Secrecy.B}, {"secrecy": Secrecy.A}),
    Guard.PROVEN: ({"proven": True}, {"proven": False}),
    Guard.FINDING_CLEAN: ({"finding_clean": True}, {"finding_clean": False}),
    Guard.IS_PROVISIONAL: ({"provisional": True}, {"provisional": False}),
}


def facts_for(row: Transition, role: Role) -> Facts:
    """An ordinary case at which exactly the guards of this row are met."""
    known: dict[str, Any] = {"secrecy": Secrecy.C} if role is Role.SEALED else {}
    for guard in row.guards:
        known |= MET[guard][0]
    return Facts(**known)


@pytest.mark.parametrize("guard", list(Guard))
def test_a_guard_holds_exactly_when_its_fact_does(guard: Guard) -> None:
    yes, no = MET[guard]
    assert PREDICATES[guard](Facts(**yes)) is True
    assert PREDICATES[guard](Facts(**no)) is False


@pytest.mark.parametrize("guard", list(Guard))
def test_a_guards_refusal_is_a_chinese_sentence(guard: Guard) -> None:
    assert guard.value.endswith("。")
    assert all(ord(letter) > 127 or letter.isalnum() for letter in guard.value)


def test_every_row_is_reached_by_every_one_of_its_roles() -> None:
    reached = 0
    for row in TABLE:
        for role in row.roles:
            assert decide(row.state, row.event, role, facts_for(row, role)) == row, (row, role)
            reached += 1
    assert reached > 700


def test_a_row_with_one_guard_broken_is_not_taken() -> None:
    broken = 0
    for row in TABLE:
        role = min(row.roles)
        for guard in row.guards:
            facts = replace(facts_for(row, role), **MET[guard][1])
            assert not holds(guard, facts)
            assert decide(row.state, row.event, role, facts) != row, (row, guard)
            broken += 1
    assert broken > 150


# -- no request outlives its reason ------------------------------------------------------------------------------------

SETTLES = {Guard.NO_PENDING, Guard.TRANSFER_PENDING, Guard.EXTENSION_PENDING, Guard.HOLD_PENDING, Guard.COMPLEX_PENDING}


def test_whatever_takes_a_case_from_its_unit_voids_what_was_pending() -> None:
    leaving = [row for row in TABLE if row.state in {State.TO_SIGN, State.WORKING} and row.moves]
    leaving = [row for row in leaving if row.event is not EventKind.SIGNED and not SETTLES & set(row.guards)]
    assert len(leaving) > 10
    assert all(Effect.DROP_PENDING in row.effects for row in leaving)


def test_whatever_ends_a_pause_or_a_hold_gives_its_time_back() -> None:
    for row in TABLE:
        if row.event in {EventKind.RESUMED, EventKind.HOLD_ENDED}:
            assert Effect.RESUME_CLOCKS in row.effects
        if Effect.PAUSE_CLOCKS in row.effects:
            assert row.event in {EventKind.PAUSED, EventKind.HOLD_RULED}
            assert Effect.TELL_ENTERPRISE in row.effects


def test_a_hold_needs_the_office_and_the_vice_mayor_and_the_unit_cannot_grant_it() -> None:
    ready = Facts(pending="hold", agreed=True, cosigned=True)
    assert isinstance(decide(State.WORKING, EventKind.HOLD_RULED, Role.OFFICE, ready), Transition)
    alone = decide(State.WORKING, EventKind.HOLD_RULED, Role.OFFICE, replace(ready, cosigned=False))
    assert getattr(alone, "guard", None) is Guard.COSIGNED
    for role in Role:
        if role not in {Role.OFFICE, Role.SUPERVISOR}:
            assert not isinstance(decide(State.WORKING, EventKind.HOLD_RULED, role, ready), Transition)


def test_a_child_gets_the_answer_from_above_and_confirms_for_itself() -> None:
    child = Facts(merged=True, result=ResultCode.SOLVED)
    step = decide(State.TO_DISPATCH, EventKind.ANSWERED, Role.BOT, child)
    assert isinstance(step, Transition)
    assert step.next is State.ANSWERED
    assert Effect.START_CONFIRM in step.effects
    alone = decide(State.TO_DISPATCH, EventKind.ANSWERED, Role.BOT, Facts(result=ResultCode.SOLVED))
    assert getattr(alone, "guard", None) is Guard.IS_MERGED


def test_a_certain_limit_is_never_recomputed() -> None:
    no = decide(State.WORKING, EventKind.RECOMPUTED, Role.BOT, Facts())
    assert getattr(no, "guard", None) is Guard.IS_PROVISIONAL
