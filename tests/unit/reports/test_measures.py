"""What one case adds to a unit's figures of a quarter: each turn of the published formulas."""

from __future__ import annotations

from bot.rules.scoring.measures import Account, Mark, accounts
from tests.unit.reports.conftest import Tell

OPENED = "3-9 09:00 派单 unit=GSGS section=营商服务科"
GOOD = (
    OPENED,
    "3-9 10:00 签收",
    "3-9 11:00 首联 reached=True",
    "3-10 10:00 办结答复",
    "3-10 15:00 企业确认 close_kind=已解决",
)
ALL_GOOD = (
    Mark.SIGN_DUE | Mark.SIGN_OK | Mark.CONTACT_DUE | Mark.CONTACT_OK | Mark.RESOLVE_DUE | Mark.RESOLVE_OK
    | Mark.VOICED | Mark.SOLVED | Mark.CLOSED | Mark.FIRST_TIME
)  # fmt: skip


def only(found: list[Account], quarter: str = "2026Q1", unit: str = "GSGS") -> Account:
    """The one account of a quarter and unit."""
    mine = [account for account in found if (account.quarter, account.unit) == (quarter, unit)]
    assert len(mine) == 1, found
    return mine[0]


def test_a_case_done_in_time_and_solved_at_the_first_go_is_good_in_everything(tell: Tell) -> None:
    found = accounts(tell(*GOOD))
    assert found == [Account("2026Q1", "GSGS", "营商服务科", ALL_GOOD)]


def test_each_limit_that_passed_first_makes_its_rate_bad_and_no_other(tell: Tell) -> None:
    for stage, act, ok in (
        ("签收", 1, Mark.SIGN_OK),
        ("首联", 2, Mark.CONTACT_OK),
        ("办结", 3, Mark.RESOLVE_OK),
    ):
        lines = [*GOOD[:act], f"{GOOD[act][:10]} 逾期 stage={stage}", *GOOD[act:]]
        assert only(accounts(tell(*lines))).marks == ALL_GOOD & ~ok, stage


def test_a_limit_of_the_reply_stage_is_no_rate_of_its_own(tell: Tell) -> None:
    assert only(accounts(tell(*GOOD[:3], "3-10 09:00 逾期 stage=答复", *GOOD[3:]))).marks == ALL_GOOD


def test_what_is_open_and_in_time_is_not_counted_yet(tell: Tell) -> None:
    assert accounts(tell(OPENED)) == []
    assert only(accounts(tell(*GOOD[:2]))).marks == Mark.SIGN_DUE | Mark.SIGN_OK


def test_an_unanswered_call_is_no_contact(tell: Tell) -> None:
    assert only(accounts(tell(*GOOD[:2], "3-9 11:00 首联 reached=False"))).marks == Mark.SIGN_DUE | Mark.SIGN_OK


def test_silence_counts_as_closed_and_says_nothing_of_a_solution(tell: Tell) -> None:
    marks = only(accounts(tell(*GOOD[:4], "3-17 17:30 办结 时钟 close_kind=未评价"))).marks
    assert marks == ALL_GOOD & ~(Mark.VOICED | Mark.SOLVED)


def test_what_the_office_closes_as_unsolved_is_not_solved_but_what_the_law_forbids_is_nobodys_failure(
    tell: Tell,
) -> None:
    unsolved = only(accounts(tell(*GOOD[:4], "3-17 10:00 办结 督办人 close_kind=未解决"))).marks
    assert unsolved & (Mark.VOICED | Mark.SOLVED) == Mark.VOICED
    unlawful = only(accounts(tell(*GOOD[:4], "3-17 10:00 办结 督办人 close_kind=依法不能解决"))).marks
    assert not unlawful & (Mark.VOICED | Mark.SOLVED)


def test_the_last_rating_of_the_quarter_counts_and_three_stars_are_enough(tell: Tell) -> None:
    base = (*GOOD, "3-10 15:01 评价 contacted=True")
    assert not only(accounts(tell(*base))).marks & Mark.RATED, "being contacted is no rating"
    assert only(accounts(tell(*base, "3-10 15:02 评价 rating=3"))).marks & Mark.SATISFIED
    worse = only(accounts(tell(*base, "3-10 15:02 评价 rating=5", "3-11 15:02 评价 rating=2"))).marks
    assert worse & (Mark.RATED | Mark.SATISFIED) == Mark.RATED


def test_a_reopened_case_is_neither_in_time_nor_done_at_the_first_go_and_counts_once(tell: Tell) -> None:
    again = (*GOOD[:4], "3-11 09:00 重办", "3-12 09:00 办结答复", "3-13 09:00 企业确认 close_kind=已解决")
    assert only(accounts(tell(*again))).marks == ALL_GOOD & ~(Mark.RESOLVE_OK | Mark.FIRST_TIME)


def test_a_case_reopened_in_the_next_quarter_leaves_the_first_ones_figures_and_burdens_its_own(tell: Tell) -> None:
    later = (*GOOD, "4-7 09:00 重办", "4-8 09:00 办结答复", "4-9 09:00 企业确认 close_kind=已解决")
    found = accounts(tell(*later))
    assert only(found).marks == ALL_GOOD
    second = only(found, "2026Q2").marks
    assert second & (Mark.RESOLVE_DUE | Mark.RESOLVE_OK) == Mark.RESOLVE_DUE
    assert second & (Mark.CLOSED | Mark.FIRST_TIME | Mark.SOLVED) == Mark.CLOSED | Mark.SOLVED


def test_a_limit_missed_in_one_quarter_is_not_counted_again_when_the_case_ends_in_the_next(tell: Tell) -> None:
    found = accounts(
        tell(*GOOD[:3], "3-16 17:30 逾期 stage=办结", "4-2 09:00 办结答复", "4-3 09:00 企业确认 close_kind=已解决")
    )
    assert only(found).marks & (Mark.RESOLVE_DUE | Mark.RESOLVE_OK) == Mark.RESOLVE_DUE
    assert only(found, "2026Q2").marks == Mark.CLOSED | Mark.VOICED | Mark.SOLVED | Mark.FIRST_TIME


def test_the_quarter_turns_at_the_citys_midnight(tell: Tell) -> None:
    found = accounts(tell("3-31 23:59 派单 unit=GSGS", "3-31 23:59 签收", "4-1 00:00 首联 reached=True"))
    assert only(found).marks == Mark.SIGN_DUE | Mark.SIGN_OK
    assert only(found, "2026Q2").marks == Mark.CONTACT_DUE | Mark.CONTACT_OK


def test_a_limit_that_passed_while_a_granted_request_waited_was_not_missed(tell: Tell) -> None:
    for ask, ruling in (("申请延期", "延期裁定"), ("申请复杂件", "复杂件认定")):
        lines = (
            *GOOD[:3],
            f"3-16 10:00 {ask}",
            "3-16 17:30 逾期 stage=办结",
            f"3-17 09:00 {ruling} 督办人 agreed=%s",
            *GOOD_LATER,
        )
        granted = tell(*(line.replace("%s", "True") for line in lines))
        refused = tell(*(line.replace("%s", "False") for line in lines))
        assert only(accounts(granted)).marks & Mark.RESOLVE_OK
        assert not only(accounts(refused)).marks & Mark.RESOLVE_OK


GOOD_LATER = ("3-18 10:00 办结答复", "3-18 15:00 企业确认 close_kind=已解决")


def test_a_limit_that_passed_while_a_request_waited_that_nobody_ruled_on_was_missed(tell: Tell) -> None:
    found = accounts(tell(*GOOD[:3], "3-16 10:00 申请延期", "3-16 17:30 逾期 stage=办结", *GOOD_LATER))
    assert not only(found).marks & Mark.RESOLVE_OK


def test_a_case_sent_to_the_wrong_unit_counts_for_the_right_one_only(tell: Tell) -> None:
    found = accounts(
        tell(
            OPENED, "3-9 11:30 逾期 stage=签收", "3-9 12:00 申请转办", "3-9 15:00 转办裁定 agreed=True unit=None",
            "3-9 15:00 派单 unit=GDGS", "3-9 16:00 首联 reached=True", *GOOD_LATER,
        )
    )  # fmt: skip
    assert only(found) == Account("2026Q1", "GSGS", "营商服务科", Mark(0), "派错单")
    assert only(found, unit="GDGS").marks == ALL_GOOD & ~(Mark.SIGN_DUE | Mark.SIGN_OK), "no limit to sign ran any more"


def test_a_refused_return_costs_points_and_is_not_done_at_the_first_go(tell: Tell) -> None:
    found = accounts(tell(*GOOD[:2], "3-9 10:30 申请转办", "3-9 14:30 转办裁定 agreed=False", *GOOD[2:]))
    assert only(found).marks == (ALL_GOOD & ~Mark.FIRST_TIME) | Mark.RETURNED


def test_what_the_desk_moves_leaves_each_unit_with_what_it_did(tell: Tell) -> None:
    found = accounts(tell(*GOOD[:2], "3-10 17:30 逾期 stage=首联", "3-11 09:00 派单 督办人 unit=GDGS", *GOOD_LATER))
    assert only(found).marks == Mark.SIGN_DUE | Mark.SIGN_OK | Mark.CONTACT_DUE
    assert not only(found, unit="GDGS").marks & (Mark.CONTACT_DUE | Mark.SIGN_DUE)
    assert only(found, unit="GDGS").marks & Mark.RESOLVE_OK


def test_a_signature_by_the_clock_is_late_and_costs_a_point(tell: Tell) -> None:
    found = accounts(tell(OPENED, "3-9 15:30 逾期 stage=签收", "3-9 17:30 签收 时钟 late=True"))
    assert only(found).marks == Mark.SIGN_DUE | Mark.LATE_SIGNED


def test_praise_and_held_cases_are_left_out_with_the_reason(tell: Tell) -> None:
    praise = tell("3-9 08:59 开单 kind=表扬", *GOOD)
    held = tell(*GOOD[:3], "3-11 10:00 申请挂账", "3-12 10:00 挂账裁定 督办人 agreed=True held=True")
    assert only(accounts(praise)) == Account("2026Q1", "GSGS", "营商服务科", Mark(0), "表扬")
    assert only(accounts(held)).excluded == "挂账已批"
    ended = [
        *held,
        *tell("4-15 10:00 销账 督办人 held=False", "4-16 10:00 办结答复", "4-17 10:00 企业确认 close_kind=已解决"),
    ]
    assert only(accounts(ended), "2026Q2").marks & Mark.SOLVED, "once it moves again it counts"
    assert only(accounts(ended)).excluded == "挂账已批", "and the first quarter stays as it was"


def test_a_case_under_another_one_adds_only_what_its_own_enterprise_says(tell: Tell) -> None:
    found = accounts(tell(OPENED, "3-9 09:30 并案 首接坐席 merged_into=1", *GOOD[1:], "3-10 16:00 评价 rating=4"))
    assert only(found).marks == Mark.VOICED | Mark.SOLVED | Mark.RATED | Mark.SATISFIED


def test_a_ruling_of_the_office_takes_a_case_out_of_one_quarter_and_of_no_other(tell: Tell) -> None:
    later = (*GOOD, "4-7 09:00 重办", "4-8 09:00 办结答复", "4-9 09:00 企业确认 close_kind=已解决")
    ruling = "4-10 09:00 考核认定 督办人 quarter=2026Q1 unit=GSGS ground=容错 agreed=%s"
    found = accounts(tell(*later, ruling % "True"))
    assert (only(found).marks, only(found).excluded) == (Mark(0), "容错")
    assert only(found, "2026Q2").marks & Mark.CLOSED
    assert only(accounts(tell(*later, ruling % "False"))).marks == ALL_GOOD


def test_a_false_closing_found_by_the_office_is_a_mark_and_no_exclusion(tell: Tell) -> None:
    found = accounts(tell(*GOOD, "3-20 09:00 考核认定 督办人 quarter=2026Q1 unit=GSGS ground=虚假办结 agreed=True"))
    assert only(found).marks == ALL_GOOD | Mark.FALSE_CLOSED


def test_a_sealed_case_is_nobodys_and_a_case_that_became_one_is_taken_back(tell: Tell) -> None:
    assert accounts(tell("3-9 08:59 开单 secrecy=C", *GOOD)) == []
    assert accounts(tell(*GOOD, "3-20 09:00 改类 机器人 secrecy=C")) == []


def test_a_complaint_about_conduct_counts_for_who_looks_into_it_and_never_for_the_accused(tell: Tell) -> None:
    found = accounts(tell("3-9 08:59 开单 secrecy=B accused=GSGS", *(line.replace("GSGS", "YSB") for line in GOOD)))
    assert [account.unit for account in found] == ["YSB"]
    became = accounts(tell(*GOOD, "4-20 09:00 改类 机器人 secrecy=B accused=GSGS"))
    assert became == [], "not even as left out: the accused unit must not learn of it"


def test_a_withdrawn_case_keeps_what_was_done_and_is_not_closed(tell: Tell) -> None:
    marks = only(accounts(tell(*GOOD[:3], "3-10 10:00 撤回 企业"))).marks
    assert marks == Mark.SIGN_DUE | Mark.SIGN_OK | Mark.CONTACT_DUE | Mark.CONTACT_OK


def test_another_section_of_the_same_unit_is_the_section_that_counts(tell: Tell) -> None:
    moved = "3-9 09:30 改派 section=管网科"
    same = "3-9 09:30 改派 unit=GSGS section=管网科"
    for line in (moved, same):
        assert only(accounts(tell(OPENED, line, *GOOD[1:]))).section == "管网科"
    assert only(accounts(tell(OPENED, "3-9 09:30 改派 unit=GSGS", *GOOD[1:]))).section == "营商服务科"


def test_what_happens_while_no_unit_has_the_case_counts_for_none(tell: Tell) -> None:
    assert accounts(tell("3-9 09:00 办结 时钟 close_kind=未评价", "3-9 10:00 重办", "3-9 11:00 签收")) == []
