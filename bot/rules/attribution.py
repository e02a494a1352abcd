"""办结归因 (A42, “三到位一处理”): what became of the demand, beside what became of the matter. One default for each result code.

诉求无法律依据 goes with 依法不能解决 only, whose answer must name the rule and the remedy (`quality.check`, R11).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from storage.vocabulary import ResultCode


class Ground(StrEnum):
    """The four ends of the phrase and the middle one."""

    JUSTIFIED = "合理已解决"  # 诉求合理的解决问题到位
    PARTLY = "部分合理"
    NO_BASIS = "诉求无法律依据"  # 诉求无理的思想教育到位: with the law's text and the remedy
    HARDSHIP = "生活困难已帮扶"  # 生活困难的帮扶救助到位
    UNLAWFUL = "违法已依法处理"  # 行为违法的依法处理


_BESIDES = (Ground.HARDSHIP, Ground.UNLAWFUL)
OPTIONS: Mapping[ResultCode, tuple[Ground, ...]] = {
    ResultCode.SOLVED: (Ground.JUSTIFIED, Ground.PARTLY, *_BESIDES),
    ResultCode.PARTLY: (Ground.PARTLY, *_BESIDES),
    ResultCode.NOT_POSSIBLE: (Ground.NO_BASIS, Ground.PARTLY, *_BESIDES),
    ResultCode.LONG_TERM: (),  # nothing has ended yet
}


def default(result: ResultCode) -> Ground | None:
    """What is taken if nobody chooses; None if the result attributes nothing yet."""
    return next(iter(OPTIONS[result]), None)


def after(ground: Ground | None, result: ResultCode) -> Ground | None:
    """The next one that goes with the result, round and round; the default if this one does not go with it."""
    options = OPTIONS[result]
    if ground is None or ground not in options:
        return default(result)
    return options[(options.index(ground) + 1) % len(options)]


def chosen(name: str | None, result: ResultCode) -> Ground | None:
    """The one of this member name if it goes with the result, else the default."""
    return next((ground for ground in OPTIONS[result] if ground.name == name), default(result))
