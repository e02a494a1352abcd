"""The league by the clock: opened to appeals on the first working day after the quarter, frozen on the sixth (docs/league.md)."""

from __future__ import annotations

from sqlmodel import select

from bot.desk import people, places
from bot.desk.places import Place
from bot.desk.supervisor import race, season
from bot.desk.work import Work
from bot.reports import books
from bot.rules.quarters import Quarter, read_quarter
from bot.texts import league as texts
from bot.texts.values import Message
from storage.tables import Timer
from storage.vocabulary import ChatPurpose, Lane, Role, TimerKind

OPEN, FREEZE = "open", "freeze"
DAYS = {OPEN: 1, FREEZE: season.FREEZE}


def arm(work: Work) -> None:
    """At the start: there is always one next step. A quarter that ended while nobody was there is caught up with."""
    if work.session.exec(select(Timer.id).where(Timer.key == f"-:{TimerKind.LEAGUE.name}:")).first() is not None:
        return
    running = season.now(work)
    before = running.previous
    if not season.frozen(work, before) and season.live(work, before).rows:
        _set(work, before, FREEZE)
    else:
        _set(work, running, OPEN)


def _set(work: Work, quarter: Quarter, step: str) -> None:
    at = max(work.now, season.morning(work, quarter, DAYS[step]))
    work.timer(TimerKind.LEAGUE, at, data={"quarter": str(quarter), "step": step})


def fire(work: Work, timer: Timer) -> None:
    """One step. While the books are behind, only they are brought on, a little at a time: receipts go first."""
    quarter, step = read_quarter(timer.data["quarter"], work.office.calendar.zone), timer.data["step"]
    if quarter is None:
        return
    if not books.catch_up(work.session, work.now, quarter.zone):
        key = season.BOOKS if step == season.BOOKS else ""
        work.timer(TimerKind.LEAGUE, work.now, key=key, data=dict(timer.data))
    elif step != season.BOOKS:
        _step(work, quarter, step)


def _step(work: Work, quarter: Quarter, step: str) -> None:
    if step == OPEN:
        _say(work, quarter, step)
        _set(work, quarter, FREEZE)
        return
    if season.live(work, quarter).rows and not season.frozen(work, quarter):
        season.freeze(work, quarter)
        _say(work, quarter, step)
    _set(work, quarter.next, OPEN)


def _say(work: Work, quarter: Quarter, step: str) -> None:
    made, stand = season.look(work, quarter)
    if not made.rows:
        return
    write = texts.opened if step == OPEN else texts.frozen
    message = write(made, race.names(work), stand)
    for place in overseers(work):
        tell(work, place, message, f"league:{quarter}:{step}:{stand.revision}:{place.chat_id}")


def tell(work: Work, place: Place, message: Message, dedupe: str) -> None:
    """Once, in working time."""
    opens = work.office.calendar.next_open(work.now)
    later = opens if opens > work.now else None
    work.send(
        place.chat_id,
        message,
        lane=Lane.REPORT,
        purpose="race.news",
        topic_id=place.topic_id,
        dedupe=dedupe,
        not_before=later,
    )


def overseers(work: Work) -> list[Place]:
    """The supervisors' group, or each of them in private."""
    group = places.desk_group(work, ChatPurpose.SUPERVISORS)
    if group is not None:
        return [group]
    return [Place(post.tg_id or 0) for post in people.reachable(people.role_staff(work, Role.SUPERVISOR))]
