"""The judges see what is broken on purpose; without this their silence would say nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from tests.scale.year import almanac
from tests.scale.year.leaks import Secret, leaks
from tests.scale.year.notices import Notice, notices
from tests.scale.year.oracle import Oracle
from tests.scale.year.record import Call, Record
from tests.scale.year.simulation import Run, secrets

pytestmark = pytest.mark.timeout(900)


def copied(run: Run) -> Record:
    """The record, free to be spoiled."""
    record = run.record
    return replace(record, events=list(record.events), calls=list(record.calls), toasts=list(record.toasts), logs=[])


def chase(record: Record, sort: str, fits: Callable[[Notice], bool] = lambda one: True) -> tuple[int, Notice]:
    """One chasing message of a sort, and its place among the calls; not of a 特急 case."""
    urgent = {number[-6:] for number, tale in Oracle(record).tales.items() if tale.urgent}
    found = (one for one in notices(record.calls) if one.sort == sort and not urgent & set(one.cases) and fits(one))
    one = next(found)
    return next(n for n, call in enumerate(record.calls) if call.at == one.at and call.text == one.text), one


# -- the oracle ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sort", ["remind", "due", "rung", "office"])
def test_a_chase_that_is_left_out_is_named(year: Run, sort: str) -> None:
    record = copied(year)
    place, one = chase(record, sort)
    del record.calls[place]
    wrong = Oracle(record).judge()
    assert any(line.startswith("missed") and one.cases[0] in line for line in wrong), wrong


@pytest.mark.parametrize("sort", ["remind", "due", "rung", "office"])
def test_a_chase_that_is_sent_twice_is_named(year: Run, sort: str) -> None:
    record = copied(year)
    place, one = chase(record, sort)
    again = replace(record.calls[place], at=one.at + timedelta(minutes=2), doubtful=False)
    record.calls.insert(place + 1, again)
    wrong = Oracle(record).judge()
    assert any(line.startswith("doubled") and one.text[:20] in line for line in wrong), wrong


def test_a_copy_of_what_may_not_have_arrived_is_no_second_chase(year: Run) -> None:
    record = copied(year)
    place, one = chase(record, "rung")
    record.calls[place] = replace(record.calls[place], doubtful=True)
    record.calls.insert(place + 1, replace(record.calls[place], at=one.at + timedelta(minutes=1), doubtful=False))
    assert Oracle(record).judge() == []


def test_a_chase_at_three_in_the_morning_is_named(year: Run) -> None:
    record = copied(year)
    place, one = chase(record, "due")
    night = almanac.on(almanac.local(one.at) + almanac.DAY, time(3, 0))
    call = record.calls.pop(place)
    record.calls.append(replace(call, at=night))
    wrong = Oracle(record).judge()
    assert any(line.startswith("outside the window") and "03:00" in line for line in wrong), wrong
    assert any(line.startswith("missed") and one.cases[0] in line for line in wrong), wrong


def test_a_chase_an_hour_early_is_named(year: Run) -> None:
    record = copied(year)
    place, one = chase(record, "remind", lambda one: one.at.time() >= time(15, 30))
    record.calls[place] = replace(record.calls[place], at=one.at - timedelta(hours=1))
    wrong = Oracle(record).judge()
    assert any("early" in line and one.text[:20] in line for line in wrong), wrong


def test_a_chase_after_the_end_is_named(year: Run) -> None:
    record = copied(year)
    closed = {event["case"]: event["at"] for event in record.events if event["kind"] == "企业确认"}
    place, one = chase(record, "due", lambda one: f"QS-2026-{one.cases[0]}" in closed)
    after = almanac.next_open(closed[f"QS-2026-{one.cases[0]}"] + timedelta(hours=1))
    record.calls.append(replace(record.calls[place], at=after))
    wrong = Oracle(record).judge()
    assert any(line.startswith("not silent") and one.cases[0] in line for line in wrong), wrong


def test_a_fourth_message_on_one_day_is_named(year: Run) -> None:
    record = copied(year)
    _, one = chase(record, "remind")
    record.calls += [Call(one.at, "sendMessage", one.chat, f"{n}{one.text}", one.mentions) for n in ("", "", "")]
    assert any(line.startswith("over the cap") for line in Oracle(record).judge())


def test_a_breach_that_is_not_recorded_or_late_is_named(year: Run) -> None:
    record = copied(year)
    place = next(n for n, event in enumerate(record.events) if event["kind"] == "逾期")
    event = record.events[place]
    record.events[place] = {**event, "at": event["at"] + timedelta(minutes=2)}
    assert any(line.startswith("breach recorded late") and event["case"] in line for line in Oracle(record).judge())
    del record.events[place]
    assert any(line.startswith("breach recorded 0 times") for line in Oracle(record).judge())


def test_a_breach_of_a_limit_that_was_met_is_named(year: Run) -> None:
    record = copied(year)
    breached = {(event["case"], event["data"]["stage"]) for event in record.events if event["kind"] == "逾期"}
    tale, met = next(
        (tale, one)
        for tale in Oracle(record).tales.values()
        for one in tale.limits
        if one.round == 1 and one.end is not None and one.start < one.end < one.due
        if (tale.number, one.stage) not in breached
    )
    data = {"stage": met.stage, "round": 1, "seq": met.seq, "set": {}}
    record.events.append({"case": tale.number, "seq": 999, "kind": "逾期", "at": met.due, "role": "时钟", "data": data})
    assert any(line.startswith("false breach") and tale.number in line for line in Oracle(record).judge())


# -- the judge of secrecy --------------------------------------------------------------------------------------------


def of_conduct(run: Run) -> Secret:
    """A complaint about somebody's conduct."""
    return next(one for one in secrets(run.matters) if not one.sealed and one.number)


def shown(run: Run, chat: int, text: str, method: str = "sendMessage") -> list[str]:
    """What the judge says once this was shown in a chat."""
    record = copied(run)
    record.calls.append(Call(datetime(2026, 10, 9, tzinfo=almanac.ZONE), method, chat, text))
    return leaks(record, secrets(run.matters))


def test_a_number_a_name_a_phone_or_six_letters_in_the_accused_units_group_are_named(year: Run) -> None:
    one = of_conduct(year)
    group = year.record.town.groups[one.accused][0]
    for trace in (one.number, *one.names, one.text[8:14]):
        assert any(one.number in line and trace[:6] in line for line in shown(year, group, f"请看：{trace}。")), trace


def test_an_edit_a_digest_and_a_private_chat_of_the_accused_are_looked_at_too(year: Run) -> None:
    one = of_conduct(year)
    town = year.record.town
    assert shown(year, town.groups[one.accused][0], one.text, "editMessageText")
    assert shown(year, town.groups[one.accused][0], f"1. {one.number[-6:]} 首联已超期")
    assert shown(year, town.of_rank(one.accused, "chief")[0], one.text)


def test_a_toast_a_file_name_and_a_line_of_the_log_are_looked_at_too(year: Run) -> None:
    one, when = of_conduct(year), datetime(2026, 10, 9, tzinfo=almanac.ZONE)
    who = year.record.town.of_rank(one.accused, "owner")[0]
    record = copied(year)
    record.toasts.append((when, who, year.record.town.supervisors, f"{one.number} 不由您办理"))
    assert leaks(record, [one])
    record = copied(year)
    record.calls.append(Call(when, "sendDocument", who, "", names=f"{one.names[0]}.xlsx"))
    assert leaks(record, [one])
    record = copied(year)
    record.logs = [f'{{"event": "call failed", "text": "{one.text}"}}']
    assert leaks(record, [one])


def test_words_about_a_bribe_are_a_leak_anywhere_but_with_author_and_contact(year: Run) -> None:
    one = next(one for one in secrets(year.matters) if one.sealed and one.number)
    town = year.record.town
    assert shown(year, town.supervisors, one.text)
    assert shown(year, town.keepers, one.number)
    assert shown(year, town.contacts[0], one.text) == []
    assert shown(year, one.author, one.text) == []


def test_what_the_office_reads_of_a_complaint_about_a_unit_is_no_leak(year: Run) -> None:
    one = of_conduct(year)
    assert shown(year, year.record.town.groups["YSB"][0], f"【新单】{one.number}｜{one.text}") == []
