"""The platforms that we exchange with, and their words for the state of a case, both ways."""

from __future__ import annotations

from dataclasses import dataclass

from storage.vocabulary import State

ENDS = {State.CLOSED, State.ARCHIVED, State.REFUSED, State.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class System:
    """One platform. `said` maps its words to whether the matter is still open there; `told` ours to its words."""

    name: str
    said: dict[str, bool]
    told: dict[State, str]

    @property
    def words(self) -> str:
        """The words that a file may use, for a person to read."""
        return "、".join(self.said)


def _system(name: str, waiting: str, working: str, answered: str, done: str, **other: bool) -> System:
    told = {
        State.DRAFT: waiting,
        State.ACCEPTING: waiting,
        State.NEEDS_INFO: waiting,
        State.TO_DISPATCH: waiting,
        State.TO_SIGN: working,
        State.WORKING: working,
        State.ANSWERED: answered,
        State.CLOSED: done,
        State.ARCHIVED: done,
        State.REFUSED: "不予受理",
        State.WITHDRAWN: "已撤销",
    }
    said = {word: state not in ENDS for state, word in told.items()}
    return System(name, said | other, told)


SYSTEMS = {
    one.name: one
    for one in (
        _system("12345", "待派单", "办理中", "待回访", "已办结", 重办=True, 退回重办=True),
        _system("两有三解", "待交办", "化解中", "待评价", "已化解", 重新化解=True),
    )
}
