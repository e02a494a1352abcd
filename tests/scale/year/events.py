"""What else happens in a year: people on leave, people who block the bot, a group that moves, a network that stumbles."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.scale.year import almanac
from tests.scale.year.enterprises import People
from tests.scale.year.lives import Life
from tests.scale.year.record import Record

FAULTS = ("429", "500", "502", "drop_before", "drop_after", "drop_after", "429")
KEEPER = "KEEP-1"


def all_of(people: People, record: Record, first: datetime, days: int) -> list[Life]:
    """The lives that are nobody's case; about one absence a fortnight and a fault every other day."""
    lives = [_faults(people, first, days)]
    units = ("GSGS", "GDGS", "SCJ", "SHW", "CGJ", "HBJ", "JTJ")
    for n in range(max(1, days // 14)):
        lives.append(_leave(people, units[n % len(units)], first + timedelta(days=14 * n + 3)))
    lives.append(_moves(people, "GDGS", first + timedelta(days=days // 3)))
    lives.append(_blocks(people, record, "SCJ", "deputy", first + timedelta(days=days // 4), days // 5))
    return lives


async def _faults(people: People, first: datetime, days: int) -> Life:
    for n in range(days // 2):
        yield first + timedelta(days=2 * n, minutes=people.dice.randint(0, 600))
        kind = people.dice.choice(FAULTS)
        more = {"retry_after": 1} if kind == "429" else {}
        people.city.playground.fault(kind, method="sendMessage", times=1, **more)


async def _leave(people: People, unit: str, at: datetime) -> Life:
    """The owner is away for four days: the backup has everything meanwhile."""
    keeper = next(post["tg"] for post in people.town.posts if post["code"] == KEEPER)
    yield almanac.next_open(at.replace(hour=8, minute=40))
    await people.hands.say(keeper, f"/away {unit}-01 on")
    yield almanac.next_open(people.hands.now + timedelta(days=4))
    await people.hands.say(keeper, f"/away {unit}-01 off")


async def _moves(people: People, unit: str, at: datetime) -> Life:
    """A unit's group becomes a supergroup, while the bot looks or without a word."""
    yield at
    groups = people.town.groups[unit]
    groups.append(int(people.city.playground.migrate(groups[-1])["new_chat"]))
    await people.city.settle()


async def _blocks(people: People, record: Record, unit: str, rank: str, at: datetime, days: int) -> Life:
    """Somebody blocks the bot for a while."""
    who = people.town.of_rank(unit, rank)[0]
    yield at
    record.blocked.append((who, at, at + timedelta(days=days)))
    people.city.playground.block(who)
    await people.city.settle()
    yield at + timedelta(days=days)
    people.city.playground.unblock(who)
    await people.city.settle()
