"""A case's limits as rows: started by dispatch, met by acts, ended with the round. Times come from the rules."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, select

from bot.desk.work import BOT, CLOCK, Work
from bot.rules import deadlines, ladder
from bot.rules.deadlines import Due
from bot.rules.ladder import Step
from bot.rules.policy import Policy
from storage import timers
from storage.tables import CaseFile, Deadline, PolicySnapshot, Timer
from storage.vocabulary import EventKind, Stage, State, TimerKind, Urgency

KIND_OF = {
    Stage.TRIAGE: TimerKind.TRIAGE_DUE,
    Stage.SIGN: TimerKind.SIGN_DUE,
    Stage.FIRST_CONTACT: TimerKind.CONTACT_DUE,
    Stage.REPLY: TimerKind.REPLY_DUE,
    Stage.RESOLVE: TimerKind.RESOLVE_DUE,
}
STAGE_OF = {kind: stage for stage, kind in KIND_OF.items()}


def polite(work: Work, urgency: Urgency) -> datetime | None:
    """When officers may be written to: now (None), or the next open moment. 特急 is always now (R13)."""
    if urgency is Urgency.CRITICAL:
        return None
    opens = work.office.calendar.next_open(work.now)
    return opens if opens > work.now else None


def start_triage(work: Work, case: CaseFile) -> None:
    """The clerks' limit to dispatch."""
    if running(work, case, Stage.TRIAGE) is None:
        due = deadlines.triage_deadline(work.office.policy, case.urgency, work.now, work.office.calendar)
        _start(work, case, Stage.TRIAGE, due)


def end_triage(work: Work, case: CaseFile) -> None:
    """The case was dispatched: the clerks' limit is met."""
    met(work, case, Stage.TRIAGE)


def start_round(work: Work, case: CaseFile, factor: float = 1.0) -> None:
    """Start the limits of the present round from now; `factor` shortens them after a reopening."""
    snapshot(work)
    policy = policy_of(work, case)
    dues = deadlines.stage_deadlines(policy, case.kind, case.urgency, work.now, work.office.calendar, factor=factor)
    for stage, due in dues.items():
        if stage is not Stage.SIGN or case.state is not State.WORKING:  # a reopened case was signed for long ago
            _start(work, case, stage, due)
    if any(due.provisional for due in dues.values()) and not case.provisional:
        work.record(case, EventKind.UNDERSTOOD, BOT, set={"provisional": True})


def snapshot(work: Work) -> None:
    """Keep the policy that new clocks run under; later edits make another version."""
    policy = work.office.policy
    if work.session.get(PolicySnapshot, policy.version) is None:
        work.session.add(PolicySnapshot(version=policy.version, body=policy.to_json(), taken_at=work.now))


def running(work: Work, case: CaseFile, stage: Stage) -> Deadline | None:
    """The limit of a stage that is neither met nor over, in the present round."""
    query = select(Deadline).where(
        Deadline.case_id == case.id,
        Deadline.round == case.round,
        Deadline.stage == stage,
        col(Deadline.met_at).is_(None),
        col(Deadline.ended_at).is_(None),
    )
    return work.session.exec(query.order_by(col(Deadline.seq).desc())).first()


def met(work: Work, case: CaseFile, *stages: Stage) -> None:
    """Stages were done now. A late one keeps its breach: a fact is not taken back."""
    from bot.desk import standstill

    for stage in stages:
        row = running(work, case, stage)
        if row is not None:
            row.due_at = standstill.due_at(work, case, row)
            row.met_at = work.now
            timers.cancel(work.session, case.id or 0, [KIND_OF[stage]])


def extend(work: Work, case: CaseFile, stage: Stage, due: Due) -> None:
    """Replace a stage's limit by a later one; the old row stays as history."""
    row = running(work, case, stage)
    seq = 1
    if row is not None:
        row.ended_at, seq = work.now, row.seq + 1
        timers.cancel(work.session, case.id or 0, [KIND_OF[stage]])
        work.session.flush()
    _start(work, case, stage, due, seq)


def end_round(work: Work, case: CaseFile, round_: int) -> None:
    """No limit of this round runs on; what was not met ends unmet."""
    query = select(Deadline).where(
        Deadline.case_id == case.id, Deadline.round == round_, col(Deadline.met_at).is_(None)
    )
    for row in work.session.exec(query.where(col(Deadline.ended_at).is_(None))):
        row.ended_at = work.now
    timers.cancel(work.session, case.id or 0, list(STAGE_OF))


def start_confirm(work: Work, case: CaseFile) -> None:
    """The unit answered: the enterprise has its window, with two polite reminders (sla: 1 and 3 working days, ends after 5)."""
    calendar, policy = work.office.calendar, policy_of(work, case)
    timers.cancel(work.session, case.id or 0, [TimerKind.CONFIRM_NUDGE, TimerKind.CONFIRM_END])
    for days in policy.confirm_nudges:
        at = deadlines.deadline(work.now, days, calendar).at
        work.timer(TimerKind.CONFIRM_NUDGE, at, case, key=f"{case.round}:{days}")
    end = deadlines.deadline(work.now, policy.confirm_window, calendar).at
    work.timer(TimerKind.CONFIRM_END, end, case, key=str(case.round))


def confirm_end(work: Work, case: CaseFile) -> datetime | None:
    """When the enterprise's window ends."""
    query = select(Timer.at).where(Timer.case_id == case.id, Timer.kind == TimerKind.CONFIRM_END)
    return work.session.exec(query).first()


def after_close(work: Work, case: CaseFile) -> None:
    """What may still wake up for a closed case: the archive, and the end of contacts and content, by the sooner of the two times."""
    policy, calendar = policy_of(work, case), work.office.calendar
    work.timer(TimerKind.ARCHIVE, deadlines.deadline(work.now, policy.reopen_window, calendar).at, case)
    masked = deadlines.deadline(work.now, policy.mask_after, calendar).at
    destroyed = work.now + timedelta(days=work.office.pack.retention_days)
    work.timer(TimerKind.MASK, min(masked, destroyed), case)


def supervise(work: Work, case: CaseFile, why: str) -> bool:
    """Turn a case into 督办. True if it was not before."""
    if case.supervised and why != "第二次重办":
        return False
    work.record(case, EventKind.SUPERVISED, CLOCK, set={"supervised": True}, facts={"why": why})
    return True


def _start(work: Work, case: CaseFile, stage: Stage, due: Due, seq: int = 1) -> None:
    row = Deadline(
        case_id=case.id or 0,
        round=case.round,
        stage=stage,
        seq=seq,
        start_at=work.now,
        due_at=due.at,
        zone=due.zone,
        provisional=due.provisional,
    )
    work.session.add(row)
    work.session.flush()
    arm(work, case, row, ())
    if stage is Stage.RESOLVE:
        from bot.desk import stall

        stall.watch(work, case, due.at)


def deadline_of(work: Work, timer: Timer) -> Deadline | None:
    """The limit that a due timer is about, if it still runs."""
    row = work.session.get(Deadline, timer.data.get("deadline"))
    return row if row is not None and row.met_at is None and row.ended_at is None else None


def policy_of(work: Work, case: CaseFile) -> Policy:
    """The policy that a case runs under: the one of its dispatch, whatever the office's is by now.

    The office's for a case without a unit yet, or when the snapshot was never taken.
    """
    policy = work.office.policy
    if case.policy_version in {None, policy.version}:
        return policy
    kept = work.session.get(PolicySnapshot, case.policy_version)
    return Policy.from_json(kept.body) if kept is not None else policy


def plan_of(work: Work, case: CaseFile, row: Deadline) -> tuple[Step, ...]:
    """Every step of a limit in order of time: reminders, the breach, the rungs of the ladder, by the case's own policy."""
    policy = policy_of(work, case)
    return ladder.plan(row.stage, case.urgency, row.start_at, row.due_at, policy, work.office.calendar, case.kind)


def arm(work: Work, case: CaseFile, row: Deadline, done: tuple[str, ...], *, earliest: datetime | None = None) -> None:
    """Set the one timer of a limit to its next step, not before `earliest`; what was done travels with it.

    A breach waits for nothing: it is on record at its time. After the last step it is the next working day's opening,
    again and again: an open case never has nothing to come.
    """
    first = earliest or work.now
    ahead = [step for step in plan_of(work, case, row) if step.name not in done]
    times = [step.at if earliest is None or step.name in ladder.FACTS else max(step.at, first) for step in ahead]
    at = min(times) if times else max(next_morning(work), first)
    work.timer(
        KIND_OF[row.stage], at, case, key=f"{row.round}:{row.seq}", data={"deadline": row.id, "done": list(done)}
    )


def next_morning(work: Work) -> datetime:
    """The opening of the next working day."""
    calendar = work.office.calendar
    return calendar.next_open(calendar.day_start(work.now) + timedelta(days=1))
