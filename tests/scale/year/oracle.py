"""The judge of the chase: reads the event log and the sent messages, knows the calendar and the published numbers, nothing else.

Each function returns what it found wrong, a line each; an empty list is the promise kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from tests.scale.year import almanac
from tests.scale.year.notices import Notice, cases_in, notices
from tests.scale.year.record import Record
from tests.scale.year.tales import STAGES, Limit, Tale, reminders, tales
from tests.scale.year.wanted import SOON, Expected, Wanted

CAP, DIGESTS = 3, 2  # a day: chasing messages a person, digests a group
DEFERRED = timedelta(days=4)  # until whoever heard enough today can hear it in a digest, weekends included
LATELY = timedelta(hours=2)  # what was told so shortly ago is not told again in a digest


class Oracle:
    """One record, judged. `judge()` runs every check."""

    def __init__(self, record: Record) -> None:
        self.record, self.town = record, record.town
        self.tales = tales(record.events)
        self.wanted = Wanted(record)
        self.notices = notices(record.calls)
        self._of_case: dict[str, list[Notice]] = defaultdict(list)
        for one in self.notices:
            for case in one.cases:
                self._of_case[case].append(one)
        self._told: dict[tuple[int, object], list[Notice]] = defaultdict(list)
        for one in self.notices:
            for who in {*one.mentions, *([one.chat] if one.chat > 0 or one.chat == self.town.supervisors else [])}:
                self._told[who, one.at.date()].append(one)

    def judge(self) -> list[str]:
        """Everything that is wrong."""
        return [
            *self.breaches(), *self.chases(), *self.silence(), *self.windows(), *self.caps(), *self.digests(),
        ]  # fmt: skip

    # -- a breach is a fact with a time ----------------------------------------------------------------------------

    def breaches(self) -> list[str]:
        """Each missed limit is recorded once within 60 s, and nothing else is."""
        recorded: dict[tuple[object, ...], list[datetime]] = defaultdict(list)
        for event in self.record.events:
            if event["kind"] == "逾期":
                data = event["data"]
                recorded[event["case"], data["round"], data["stage"], data["seq"]].append(event["at"])
        wrong: list[str] = []
        for tale in self.tales.values():
            for one in tale.limits:
                times = recorded.pop((tale.number, one.round, one.stage, one.seq), [])
                wrong += self._breach(tale, one, times)
        return [*wrong, *(f"breach of nothing that was owed: {key}" for key in recorded)]

    def _breach(self, tale: Tale, one: Limit, times: list[datetime]) -> Iterator[str]:
        what = f"{tale.number} {one.stage} round {one.round}, due {_clock(one.due)}"
        if one.end is not None and one.end <= one.due:
            if times and one.end < one.due:
                yield f"false breach: {what}, met {_clock(one.end)}"
            return
        if one.due + SOON >= self.record.ended:
            return
        if len(times) != 1:
            yield f"breach recorded {len(times)} times: {what}"
        elif not timedelta() <= times[0] - one.due <= SOON:
            yield f"breach recorded late: {what}, recorded {_clock(times[0])}"

    # -- chases missed, doubled, early -----------------------------------------------------------------------------

    def chases(self) -> list[str]:
        """Every reminder and rung once, at its time, to those whom it is for; none without a reason."""
        wrong = []
        for tale in self.tales.values():
            for wanted in self.wanted.of(tale):
                met = self._met(wanted) or wanted.optional
                if wanted.until < self.record.ended and not met:
                    wrong.append(
                        f"missed: {tale.number} {wanted.limit.stage} {wanted.name} ({wanted.sort}) at {_clock(wanted.at)}"
                    )
        return [*wrong, *self._left_over()]

    def _met(self, wanted: Expected) -> bool:
        case = wanted.tale.number[-6:]
        for one in self._of_case[case]:
            if one.chat in wanted.chats and wanted.at <= one.at <= wanted.until and _fits(one, wanted):
                one.used = True
                return True
        return self._excused(wanted, case)

    def _excused(self, wanted: Expected, case: str) -> bool:
        """Heard enough today: then a digest says it; told a moment ago: then the digest need not repeat it."""
        if wanted.sort == "digest" and (self._lately(wanted, case, wanted.at) or wanted.tale.quiet(wanted.at)):
            return True
        return any(self._put_off(wanted, case, at) for at in {wanted.at, wanted.until - SOON})

    def _put_off(self, wanted: Expected, case: str, at: datetime) -> bool:
        """Whoever heard enough by then hears it in the next digest, or in the first that has room and may name the case, if
        it is still true."""
        slot = roomy = almanac.next_slot(at)
        whom = self._whom(wanted)
        if not any(self._full(who, at, slot) for who in whom):
            return False
        while not self._past(wanted, roomy) and (
            wanted.tale.quiet(roomy) or any(self._no_room(who, roomy) for who in whom)
        ):
            roomy = almanac.next_slot(roomy)
        return any(self._past(wanted, one) or self._named(wanted, case, one) for one in (slot, roomy))

    def _past(self, wanted: Expected, slot: datetime) -> bool:
        """There is nothing left to say at a digest."""
        over = not wanted.limit.runs(slot) or slot >= self.record.ended
        return over or (wanted.sort == "remind" and wanted.tale.quiet(slot))

    def _named(self, wanted: Expected, case: str, slot: datetime) -> bool:
        return self._lately(wanted, case, slot) or self._digested(case, slot)

    def _full(self, who: int, at: datetime, slot: datetime) -> bool:
        """Heard all that a day allows; the last message is kept for a digest that is still to come."""
        heard = self._told[who, at.date()]
        so_far = sum(one.at <= at + SOON for one in heard)
        return len(heard) >= CAP or (slot.date() == at.date() and so_far >= CAP - 1)

    def _no_room(self, who: int, slot: datetime) -> bool:
        """They had heard all of that day before the digest, and the digest did not reach them."""
        heard = self._told[who, slot.date()]
        return len(heard) >= CAP and not any(one.sort == "digest" and slot <= one.at <= slot + SOON for one in heard)

    def _whom(self, wanted: Expected) -> set[int]:
        """Whom it is for; at the instant of a change of hands either. The clerks' desk bears what comes; so does the
        supervisors' group of what is 特急 or has no unit yet."""
        if wanted.sort == "clerks" or (wanted.sort == "office" and self._at_once(wanted)):
            return set()
        if wanted.sort in {"rung", "office"}:
            return set(wanted.chats)
        owners = {wanted.tale.at(wanted.at, before=before).get("owner_id") for before in (True, False)}
        return {post["tg"] for post in self.town.posts if post["id"] in owners}

    @staticmethod
    def _at_once(wanted: Expected) -> bool:
        return wanted.tale.urgent or wanted.limit.stage == "分派"

    def _lately(self, wanted: Expected, case: str, slot: datetime) -> bool:
        """Told about just this case shortly before a digest; that it is late, if it is."""
        sorts = {"due"} if wanted.tale.late(slot) else {"remind", "due"}
        told = (one for one in self._of_case[case] if one.sort in sorts)
        return any(timedelta() <= slot - one.at <= LATELY for one in told)

    def _digested(self, case: str, slot: datetime) -> bool:
        named = (one for one in self._of_case[case] if one.sort in {"digest", "latelist"})
        return any(slot <= one.at <= slot + DEFERRED for one in named)

    def _left_over(self) -> Iterator[str]:
        """Messages that nothing asked for: too early, a second time, or for no reason."""
        for one in self.notices:
            if one.used or one.sort in {"digest", "latelist", "clerks"}:
                continue
            same = [
                o
                for o in self._of_case[one.cases[0]]
                if o.used and (o.sort, o.chat, o.level, o.stages) == (one.sort, one.chat, one.level, one.stages)
            ]
            why = (
                "doubled" if any(abs(o.at - one.at) < timedelta(days=1) for o in same) else "without a reason or early"
            )
            yield f"{why}: {_clock(one.at)} chat {one.chat} {one.text[:60]!r}"

    # -- silence, windows, caps ------------------------------------------------------------------------------------

    def silence(self) -> list[str]:
        """Nobody is chased for a case that is over, answered, or waits for a ruling."""
        wrong = []
        for one in self.notices:
            for case in one.cases if one.sort != "clerks" else ():
                tale = self.tales.get(f"QS-2026-{case}")
                undispatched = one.sort == "office" and tale is not None and not tale.at(one.at).get("unit")
                if tale is not None and not undispatched and tale.quiet(one.at):
                    wrong.append(
                        f"not silent: {_clock(one.at)} {one.sort} names {case}, {tale.at(one.at).get('state')}"
                    )
        return wrong

    def windows(self) -> list[str]:
        """Officers hear nothing at night, at lunch or on a day off, unless it is 特急."""
        officers = {chat for chats in self.town.groups.values() for chat in chats} | {self.town.supervisors}
        officers |= {post["tg"] for post in self.town.posts} - set(self.town.contacts)
        urgent = {number[-6:] for number, tale in self.tales.items() if tale.urgent}
        return [
            f"outside the window: {_clock(call.at)} chat {call.chat} {call.text[:50]!r}"
            for call in self.record.calls
            if call.method.startswith("send") and call.seen and call.chat in officers
            and not almanac.is_open(call.at) and not cases_in(call.text) & urgent
        ]  # fmt: skip

    def caps(self) -> list[str]:
        """At most three chasing messages a person and day, 特急 not counted."""
        urgent = {number[-6:] for number, tale in self.tales.items() if tale.urgent}
        wrong = []
        for (who, day), heard in self._told.items():
            if who == self.town.supervisors:
                continue  # what has no unit yet comes on top
            counted = [one for one in heard if not set(one.cases) <= urgent]
            if len(counted) > CAP:
                wrong.append(f"over the cap: {who} on {day}: {[(f'{o.at:%H:%M}', o.sort) for o in counted]}")
        return wrong

    def digests(self) -> list[str]:
        """At most two a day for each chat, at their hours, and each line has a reason."""
        wrong = []
        count = Counter((one.chat, one.at.date()) for one in self.notices if one.sort in {"digest", "latelist"})
        wrong += [f"{n} digests: chat {chat} on {day}" for (chat, day), n in count.items() if n > DIGESTS]
        for one in self.notices:
            if one.sort not in {"digest", "latelist"}:
                continue
            if (one.at.hour, one.at.minute) not in _SLOTS:
                wrong.append(f"digest at the wrong hour: {_clock(one.at)} chat {one.chat}")
            wrong += [
                f"no reason in a digest: {_clock(one.at)} {case}"
                for case in one.cases
                if (tale := self.tales.get(f"QS-2026-{case}")) is not None and not self._reason(tale, one.at)
            ]
        return wrong

    def _reason(self, tale: Tale, slot: datetime) -> bool:
        """A limit that is late, or a reminder that fell due since the digest before."""
        since = slot - timedelta(days=12)
        while almanac.next_slot(since) < slot:
            since = almanac.next_slot(since)
        points = [
            at for one in tale.limits if one.stage in STAGES for at, _ in reminders(one, urgent=tale.urgent).values()
        ]
        return bool(tale.late(slot)) or any(since - timedelta(days=1) <= at <= slot for at in points)


_SLOTS = {(slot.hour, slot.minute) for slot in almanac.SLOTS}


def _fits(one: Notice, wanted: Expected) -> bool:
    if one.sort != wanted.sort:
        return False
    if one.sort == "remind":
        return wanted.limit.stage in one.stages
    if one.sort == "due":
        return wanted.limit.stage in one.stages and one.level == wanted.name
    return one.sort != "rung" or one.level == wanted.name


def _clock(at: datetime) -> str:
    return f"{at.astimezone(almanac.ZONE):%m-%d %H:%M:%S}"
