"""Sampled callbacks (抽样回访): which closed cases are drawn, what is asked, and what speaks against the unit's word (A30, A63).

The draw hangs on a keyed digest of the case's number and round, so nobody who has no key can foresee it, and drawing again
gives the same. Rates: sla.yaml `callback` (期满应当回访：北京接诉即办条例第二十三条).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from bot.rules.calendar import WorkCalendar
from bot.rules.policy import Policy
from storage.vocabulary import CloseKind, Kind, ResultCode, Secrecy, Urgency

REST = timedelta(days=30)  # nobody is asked twice within this time
TRIES = 3  # calls that nobody answered, until the callback ends as not reached
MORNINGS = 3  # reminders after the limit, until it is recorded as not made
AFTER_OPENING = timedelta(minutes=90)  # not the first thing in anybody's morning
PHONE_AFTER = 3  # working days after closing: who has not answered the bot is rung up
DIGITS = 12  # hexadecimal digits of the digest that are used: the remainder's bias is far below a case in a billion


class Question(StrEnum):
    """What is asked; each may be skipped."""

    CONTACTED = "contacted"  # 有人联系过您吗
    SOLVED = "solved"  # 问题真的解决了吗
    PRESSED = "pressed"  # 有没有人要求您改评价或撤诉: only by the bot, its answer is never recorded in the case


class Answer(StrEnum):
    """One tap."""

    YES = "y"
    NO = "n"
    SKIPPED = "s"
    SAID = "said"  # answered, and what was said is kept elsewhere (PRESSED)


class Denial(StrEnum):
    """What the enterprise says against the record."""

    CONTACT = "contacted"  # the unit recorded a first contact
    SOLUTION = "solved"  # the unit answered 已解决
    VERDICT = "verdict"  # the case is recorded as solved by the enterprise's own word


def mark(digest: str) -> int:
    """0 to 99 out of a hexadecimal digest."""
    return int(digest[:DIGITS], 16) % 100


def rate(policy: Policy, urgency: Urgency, close_kind: CloseKind | None) -> int:
    """Percent that is called back: by urgency, and not less than the silent rate if it closed in silence."""
    own = policy.callback.sample[urgency]
    return max(own, policy.callback.silent) if close_kind is CloseKind.UNRATED else own


def callable_at_all(secrecy: Secrecy, kind: Kind, policy: Policy) -> bool:
    """Never class C; nothing that has no limits to be kept (表扬) or is no case."""
    return secrecy is not Secrecy.C and kind is not Kind.INVALID and kind not in policy.unchased


def questions(close_kind: CloseKind | None, told: Collection[Question]) -> tuple[Question, ...]:
    """What is still worth asking: nothing that was told already, nor whether it is solved if it was closed as not solved."""
    unsolved = {CloseKind.UNSOLVED, CloseKind.NOT_POSSIBLE}
    skip = {*told} | ({Question.SOLVED} if close_kind in unsolved else set())
    return tuple(one for one in Question if one not in skip)


def ask_at(closed_at: datetime, calendar: WorkCalendar) -> datetime:
    """In the morning of the next working day, not at its first minute."""
    opens = calendar.next_open(calendar.day_start(closed_at) + timedelta(days=1))
    return calendar.next_open(opens + AFTER_OPENING)


def phone_at(closed_at: datetime, due: datetime, calendar: WorkCalendar) -> datetime:
    """When somebody rings up: three working days after closing, at the latest on the limit's own morning."""
    d = calendar.local_date(closed_at)
    for _ in range(PHONE_AFTER):
        d = calendar.working_day_from(d + timedelta(days=1))
    return min(calendar.edges(d)[0][0], calendar.next_open(calendar.day_start(due)))


def denials(
    answers: Mapping[Question, Answer],
    *,
    contact_recorded: bool,
    result: ResultCode | None,
    close_kind: CloseKind | None,
) -> tuple[Denial, ...]:
    """Where the enterprise's answers and the record contradict each other. Neither is proven: it is for a person to look."""
    found = []
    if answers.get(Question.CONTACTED) is Answer.NO and contact_recorded:
        found.append(Denial.CONTACT)
    if answers.get(Question.SOLVED) is Answer.NO:
        if close_kind is CloseKind.SOLVED:
            found.append(Denial.VERDICT)
        elif result is ResultCode.SOLVED:
            found.append(Denial.SOLUTION)
    return tuple(found)
