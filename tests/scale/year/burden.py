"""How much the chase asks of officers (R13–R15): messages to owners against the cases that they have in hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from tests.scale.year import almanac
from tests.scale.year.notices import notices
from tests.scale.year.record import Record
from tests.scale.year.tales import IN_HAND, tales

NOON = time(11, 59)


@dataclass(frozen=True, slots=True)
class Burden:
    """Counted over working days on which an officer had cases in hand."""

    messages: int  # chasing messages that called an owner
    case_days: int  # cases in hand, summed over officers and working days
    officer_days: int
    most: int  # messages to one officer on one day

    @property
    def per_hundred(self) -> float:
        """Messages per officer for 100 open cases and one working day."""
        return 100 * self.messages / max(1, self.case_days)

    @property
    def per_day(self) -> float:
        """Messages per officer and working day."""
        return self.messages / max(1, self.officer_days)

    def __str__(self) -> str:
        return (
            f"{self.messages} chasing messages over {self.officer_days} officer days and {self.case_days} case days: "
            f"{self.per_hundred:.0f} per officer, 100 open cases and working day; {self.per_day:.2f} a day, most {self.most}"
        )


def burden(record: Record, first: datetime) -> Burden:
    """What owners had in hand and heard."""
    tg = {post["id"]: post["tg"] for post in record.town.posts}
    in_hand: Counter[tuple[int, object]] = Counter()
    days = [day for n in range(record.days) if almanac.works(day := almanac.local(first) + timedelta(days=n))]
    for tale in tales(record.events).values():
        for day in days:
            state = tale.at(almanac.on(day, NOON))
            if state.get("state") in IN_HAND and state.get("owner_id") in tg:
                in_hand[tg[state["owner_id"]], day] += 1
    heard = Counter((who, one.at.date()) for one in notices(record.calls) for who in one.mentions)
    owners = {who for who, _day in in_hand}
    counted = {key: n for key, n in heard.items() if key[0] in owners}
    return Burden(sum(counted.values()), sum(in_hand.values()), len(in_hand), max(counted.values(), default=0))
