"""Whatever happens to a case, in whatever order: it keeps an owner or the pool, a timer, and a history from which it can be rebuilt."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.rules import projection
from bot.rules.lifecycle import TABLE
from bot.rules.wanted import AFTER_END, timers_wanted
from storage.vocabulary import EventKind, Role, Secrecy, State
from tests.property.lifecycle_model import RESULTS, WITH_UNIT, Case

FLAGS = tuple(
    "has_team has_way keeps_unit answer_sound agreed within_transfer_window before_due within_reopen_window confirm_over "
    "consent identity_only hold_ground hold_complete cosigned pause_ground complex_ground mergeable proven finding_clean "
    "provisional".split()
)
UNLIKELY = ("unit_accused", "ruled_final", "forced")
LINE = (
    (EventKind.SUBMITTED, Role.ENTERPRISE),
    (EventKind.DISPATCHED, Role.BOT),
    (EventKind.SIGNED, Role.OFFICER),
    (EventKind.ANSWERED, Role.OFFICER),
    (EventKind.CONFIRMED, Role.ENTERPRISE),
)
ROWS = {state: tuple(row for row in TABLE if row.state is state) for state in State}


def given_facts(good: int, bad: int, more: int) -> dict[str, Any]:
    """What the actor brings along: each flag usually as the table wants it."""
    flags: dict[str, Any] = {name: not bad >> place & 1 for place, name in enumerate(FLAGS)}
    flags |= {name: good >> place & 3 == 3 for place, name in enumerate(UNLIKELY)}
    return flags | {"result": RESULTS[more % 5], "rating": more % 6 or None, "parts": more % 3, "pauses": more % 2}


GIVEN = st.builds(given_facts, st.integers(0, 31), st.integers(0, 2 ** len(FLAGS) - 1), st.integers(0, 59))
GOOD = st.builds(given_facts, st.just(0), st.just(0), st.integers(0, 59))


class Life(RuleBasedStateMachine):
    """One case and everybody who may touch it."""

    steps: ClassVar[int] = 0
    happened: ClassVar[int] = 0
    reached: ClassVar[set[tuple[State, EventKind]]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.case = Case()
        self.last = (0, 1, 0, 0, 0)

    @initialize(secrecy=st.sampled_from([Secrecy.A, Secrecy.A, Secrecy.B, Secrecy.C]), far=st.integers(0, len(LINE)))
    def opened(self, secrecy: Secrecy, far: int) -> None:
        """Every history begins with the first message, and some have come far already."""
        self.case.row["state"] = State.DRAFT.value
        assert self.case.attempt(EventKind.OPENED, Role.ENTERPRISE, {})
        self.case.row["state"] = None
        first = self.case.history[0]
        changes = {"state": State.DRAFT, "secrecy": secrecy}
        self.case.history[0] = type(first)(first.kind, first.at, {"set": projection.check(changes)})
        self.case.row = projection.rebuild(self.case.history)
        for event, role in LINE[:far]:
            actor = Role.SEALED if role is Role.OFFICER and secrecy is Secrecy.C else role
            assert self.case.attempt(event, actor, given_facts(0, 0, 1))

    @rule(data=st.data(), given=st.one_of(GOOD, GIVEN))
    def likely(self, data: st.DataObject, given: dict[str, Any]) -> None:
        """Something that the table knows in this state, by somebody who may."""
        row = data.draw(st.sampled_from(ROWS[self.case.state]))
        self._try(row.event, data.draw(st.sampled_from(sorted(row.roles))), given)

    @rule(event=st.sampled_from(EventKind), role=st.sampled_from(Role), given=GIVEN)
    def anything(self, event: EventKind, role: Role, given: dict[str, Any]) -> None:
        """Anything by anybody: what is refused leaves no trace."""
        self._try(event, role, given)

    def _try(self, event: EventKind, role: Role, given: dict[str, Any]) -> None:
        before = (dict(self.case.row), len(self.case.history), set(self.case.timers))
        state = self.case.state
        done = self.case.attempt(event, role, given)
        type(self).steps += 1
        type(self).happened += done
        if done:
            type(self).reached.add((state, event))
        else:
            assert before == (self.case.row, len(self.case.history), self.case.timers)

    @invariant()
    def an_open_case_has_exactly_one_owner_or_is_in_the_pool(self) -> None:
        row, state = self.case.fields, self.case.state
        if state in WITH_UNIT:
            assert row["unit"]
            assert row["owner_id"]
            assert row["backup_id"] not in {None, row["owner_id"]}
        elif state.is_open:
            assert (row["unit"], row["owner_id"], row["backup_id"]) == (None, None, None)

    @invariant()
    def an_open_case_has_every_timer_that_it_needs(self) -> None:
        if self.case.history:
            wanted = timers_wanted(self.case.fields)
            assert wanted
            assert wanted <= self.case.timers, (self.case.state, self.case.history[-1].kind)

    @invariant()
    def a_case_that_is_over_is_not_chased(self) -> None:
        if not self.case.state.is_open:
            assert self.case.timers <= AFTER_END

    @invariant()
    def what_waits_waits_only_at_the_unit(self) -> None:
        row = self.case.fields
        if self.case.state not in WITH_UNIT:
            assert row["pending"] is None
            assert not row["held"]

    @invariant()
    def counts_and_time_only_grow(self) -> None:
        row = self.case.row
        now = (row["version"], row["round"], row["reopens"], row["transfers"], row["extensions"])
        assert all(earlier <= later for earlier, later in zip(self.last, now, strict=True))
        assert row["round"] == row["reopens"] + 1
        assert [event.at for event in self.case.history[-2:]] == sorted({event.at for event in self.case.history[-2:]})
        self.last = now

    def teardown(self) -> None:
        """At the end of a life its row is the fold of its whole history, and a changed row would be found."""
        if self.case.history:
            fields = projection.rebuild(self.case.history)
            assert fields == self.case.row
            row = SimpleNamespace(**self.case.fields)
            assert projection.differences(fields, row) == {}
            row.unit = "HBJ"
            assert set(projection.differences(fields, row)) == {"unit"}

    @invariant()
    def only_the_enterprise_calls_it_solved(self) -> None:
        row = self.case.fields
        if row["close_kind"] is not None and self.case.state is State.CLOSED:
            last = [event.kind for event in self.case.history if "close_kind" in event.data["set"]][-1]
            assert (row["close_kind"].value == "已解决") is (last is EventKind.CONFIRMED)


def lives(examples: int, steps: int) -> type[Life]:
    """Run that many lives; how many steps were taken stands on the class that comes back."""
    machine = type("Counted", (Life,), {"steps": 0, "happened": 0, "reached": set()})
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=chosen)
    return machine


def test_ten_thousand_steps_leave_no_case_without_owner_timer_or_true_history() -> None:
    machine = lives(190, 60)
    assert machine.steps >= 10_000
    assert machine.happened >= 3_300
    assert {state for state, _ in machine.reached} >= {
        *WITH_UNIT,
        State.DRAFT,
        State.ACCEPTING,
        State.TO_DISPATCH,
        State.CLOSED,
    }


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_a_hundred_thousand_steps_reach_every_cell_of_the_table(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("-m") != "soak":
        pytest.skip("long: only with -m soak")
    machine = lives(1700, 80)
    assert machine.steps >= 100_000
    assert {state for state, _ in machine.reached} == set(State)
    assert len(machine.reached) >= 0.9 * len({(row.state, row.event) for row in TABLE})
