"""The one table of a case's life: (state, event, roles, guards) → next state and effects. Everything else asks it.

Rows of the same state and event are tried in order; the first whose role and guards fit is the transition. An event that
does not move a case has `next == state`. What only the office, the unit or the enterprise may do stands here and nowhere
else. Attributes (督办, 挂账, pending requests, round) are effects, never states.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from bot.rules.lifecycle_guards import Guard
from storage.vocabulary import EventKind as E
from storage.vocabulary import Role, State


class Effect(Enum):
    """What must follow a transition, in the same transaction. The value is for the printed table."""

    RECEIPT = "回执企业"  # the enterprise is told, with number and next step
    START_DRAFT = "草稿计时"  # an untouched draft is recalled once, then files itself
    START_TRIAGE = "分派计时"  # limit of the clerks
    OFFER_CLERKS = "进坐席队列"  # card in the clerks' group
    START_CLOCKS = "首次派单开始计时"  # limits of the round; a transfer does not restart them (R08)
    POST_CARD = "发派单卡"  # in the unit's group; class C: only to the sealed contact
    REFRESH_CARD = "更新卡片"  # living cards are edited
    STUB_CARDS = "旧卡改空壳"  # earlier cards lose their content by edit
    TELL_OWNER = "告知承办人"
    TELL_ENTERPRISE = "告知企业"
    TELL_OFFICE = "告知营商办"
    MEET_SIGN = "签收时限达成"
    MEET_CONTACT = "首联时限达成"
    MEET_REPLY = "答复时限达成"
    MEET_RESOLVE = "办结时限达成"
    STOP_CHASE = "停止催办"  # queued chases are taken back
    HOLD_LADDER = "暂停升级"  # while a request waits for its ruling
    NEW_LIMIT = "新时限"  # a granted extension
    START_CONFIRM = "企业确认计时"
    STOP_CLOCKS = "停止计时"
    ASK_RATING = "请企业评价"
    NEW_ROUND = "新一轮"  # reopening: round + 1 with limits at 60 %
    TELL_DEPUTY = "单位分管负责人亲办"  # first reopening
    SUPERVISE = "转督办"  # second reopening; overdue
    ESCALATE = "提级调度"  # third reopening: task force, dispatch meeting
    OPEN_RESTRICTED = "另立受限件"  # words of class B or C, forced withdrawal
    RECTIFY = "整改计时"  # poor rating
    NAME_REMEDY = "告知救济途径"
    START_ARCHIVE = "归档计时"
    DROP_PENDING = "撤销待裁定申请"  # the request is void once the case has moved on
    SEAL = "改为密件的只送密件联系人"  # nobody else keeps a card
    PAUSE_CLOCKS = "暂停计时"  # limits of the unit stand still; their time is given back
    RESUME_CLOCKS = "恢复计时并补足停顿时间"  # whatever ended the pause or the hold
    START_REVIEW = "挂账检视计时"  # every 30 days, with words to the enterprise (R12)
    OPEN_PARTS = "另立子单"  # one case for each further matter (R23)
    SEND_FINDING = "书面意见送单位"  # and nothing else of the case (R02c)
    MEET_RECTIFY = "整改时限达成"


@dataclass(frozen=True, slots=True)
class Transition:
    """One cell of the table."""

    state: State
    event: E
    roles: frozenset[Role]
    guards: tuple[Guard, ...]
    next: State
    effects: tuple[Effect, ...]

    @property
    def moves(self) -> bool:
        """True if the state changes."""
        return self.next is not self.state


# Who acts. A unit's own post may carry any of these roles (营商办 and the clerks' desk are units too); whether the person
# belongs to the case's unit is decided by `routing.may_act`.
UNIT = frozenset({Role.OFFICER, Role.CLERK, Role.OFFICE, Role.SUPERVISOR, Role.SEALED})
DESK = frozenset({Role.CLERK, Role.OFFICE, Role.SUPERVISOR})
OVERSEERS = frozenset({Role.OFFICE, Role.SUPERVISOR})  # 营商办: never the unit that is being overseen
ENTERPRISE = frozenset({Role.ENTERPRISE})
FILERS = frozenset({Role.ENTERPRISE, Role.CLOCK, Role.BOT})  # filing dispatches at once when the unit is certain
CLOCK = frozenset({Role.CLOCK})
MACHINE = frozenset({Role.CLOCK, Role.BOT})

QUEUE = (State.ACCEPTING, State.NEEDS_INFO, State.TO_DISPATCH)
AT_UNIT = (State.TO_SIGN, State.WORKING)
WITH_UNIT = (*AT_UNIT, State.ANSWERED)
FILED = (*QUEUE, *WITH_UNIT)
OPEN = (State.DRAFT, *FILED)
ENDED = (State.CLOSED, State.REFUSED, State.WITHDRAWN)


def _rows(
    states: Iterable[State] | State,
    event: E,
    roles: frozenset[Role],
    next_: State | None = None,
    guards: tuple[Guard, ...] = (),
    effects: tuple[Effect, ...] = (),
) -> tuple[Transition, ...]:
    """The same cell for several states; without `next_` the state stays."""
    several = (states,) if isinstance(states, State) else tuple(states)
    return tuple(Transition(state, event, roles, guards, next_ or state, effects) for state in several)


DISPATCH_GUARDS = (Guard.HAS_TEAM, Guard.NOT_ACCUSED)
DISPATCH_EFFECTS = (Effect.START_CLOCKS, Effect.POST_CARD, Effect.TELL_ENTERPRISE)
END_EFFECTS = (Effect.STOP_CLOCKS, Effect.STOP_CHASE, Effect.DROP_PENDING, Effect.REFRESH_CARD, Effect.START_ARCHIVE)
REOPEN_EFFECTS = (Effect.NEW_ROUND, Effect.STUB_CARDS, Effect.POST_CARD, Effect.TELL_ENTERPRISE)
ANSWER_EFFECTS = (
    Effect.MEET_SIGN,
    Effect.MEET_CONTACT,
    Effect.MEET_REPLY,
    Effect.MEET_RESOLVE,
    Effect.STOP_CHASE,
    Effect.DROP_PENDING,
    Effect.START_CONFIRM,
    Effect.TELL_ENTERPRISE,
    Effect.REFRESH_CARD,
)

DRAFTING: tuple[Transition, ...] = (
    *_rows(State.DRAFT, E.OPENED, FILERS | {Role.CLERK}, effects=(Effect.RECEIPT, Effect.START_DRAFT)),
    *_rows(State.DRAFT, E.CHOSEN, ENTERPRISE),
    *_rows(FILED, E.CHOSEN, ENTERPRISE, guards=(Guard.IDENTITY_ONLY,)),
    *_rows(
        State.DRAFT, E.SUBMITTED, FILERS | {Role.CLERK}, State.ACCEPTING, effects=(Effect.RECEIPT, Effect.START_TRIAGE)
    ),
    *_rows(
        State.DRAFT,
        E.CANCELLED,
        ENTERPRISE | CLOCK,
        State.WITHDRAWN,
        effects=(Effect.STOP_CLOCKS, Effect.START_ARCHIVE),
    ),
)

QUEUEING: tuple[Transition, ...] = (
    *_rows((State.ACCEPTING, State.TO_DISPATCH), E.CLAIMED, DESK, State.TO_DISPATCH, effects=(Effect.REFRESH_CARD,)),
    *_rows(State.NEEDS_INFO, E.CLAIMED, DESK, effects=(Effect.REFRESH_CARD,)),
    *_rows(QUEUE, E.ASKED, DESK, State.NEEDS_INFO, effects=(Effect.TELL_ENTERPRISE,)),
    *_rows(State.NEEDS_INFO, E.UNDERSTOOD, MACHINE | DESK, State.TO_DISPATCH, effects=(Effect.OFFER_CLERKS,)),
    *_rows((State.DRAFT, State.ACCEPTING, State.TO_DISPATCH, *WITH_UNIT), E.UNDERSTOOD, MACHINE | DESK),
    *_rows(State.ACCEPTING, E.DISPATCHED, DESK | FILERS, State.TO_SIGN, DISPATCH_GUARDS, DISPATCH_EFFECTS),
    *_rows(
        (State.NEEDS_INFO, State.TO_DISPATCH),
        E.DISPATCHED,
        DESK | MACHINE,
        State.TO_SIGN,
        DISPATCH_GUARDS,
        DISPATCH_EFFECTS,
    ),
    # Another unit by the desk's decision: limits keep running from the first dispatch (R08).
    *_rows(
        AT_UNIT,
        E.DISPATCHED,
        DESK,
        State.TO_SIGN,
        DISPATCH_GUARDS,
        (Effect.STUB_CARDS, Effect.DROP_PENDING, Effect.POST_CARD, Effect.TELL_ENTERPRISE),
    ),
    *_rows(
        QUEUE,
        E.REFUSED,
        DESK,
        State.REFUSED,
        (Guard.HAS_WAY,),
        (*END_EFFECTS, Effect.TELL_ENTERPRISE, Effect.NAME_REMEDY),
    ),
)

WORKING: tuple[Transition, ...] = (
    *_rows(
        State.TO_SIGN,
        E.SIGNED,
        UNIT,
        State.WORKING,
        effects=(Effect.MEET_SIGN, Effect.REFRESH_CARD, Effect.TELL_ENTERPRISE),
    ),
    # Not signed after the second limit: the clock signs, and the lateness stays on record (超时签收).
    *_rows(State.TO_SIGN, E.SIGNED, CLOCK, State.WORKING, effects=(Effect.REFRESH_CARD,)),
    *_rows(
        State.WORKING,
        E.SIGNED,
        UNIT | CLOCK,
        guards=(Guard.NEW_ROUND,),
        effects=(Effect.MEET_SIGN, Effect.REFRESH_CARD),
    ),
    *_rows(WITH_UNIT, E.CONTACTED, UNIT, effects=(Effect.MEET_CONTACT,)),
    # Words that were passed on are kept wherever the case has got to meanwhile.
    *_rows((*FILED, *ENDED), E.RELAYED, UNIT | ENTERPRISE),
    *_rows(WITH_UNIT, E.PROGRESS, UNIT, effects=(Effect.MEET_CONTACT, Effect.MEET_REPLY, Effect.TELL_ENTERPRISE)),
    *_rows(AT_UNIT, E.ANSWERED, UNIT, State.ANSWERED, (Guard.RESULT_GIVEN, Guard.ANSWER_SOUND), ANSWER_EFFECTS),
    # A corrected answer before the enterprise has spoken: its window starts again.
    *_rows(
        State.ANSWERED,
        E.ANSWERED,
        UNIT,
        None,
        (Guard.RESULT_GIVEN, Guard.ANSWER_SOUND),
        (Effect.START_CONFIRM, Effect.TELL_ENTERPRISE),
    ),
)

REQUESTS: tuple[Transition, ...] = (
    *_rows(
        AT_UNIT,
        E.TRANSFER_ASKED,
        UNIT,
        None,
        (Guard.NO_PENDING, Guard.NOT_RULED_FINAL, Guard.TRANSFER_LEFT, Guard.TRANSFER_IN_TIME),
        (Effect.HOLD_LADDER, Effect.TELL_OFFICE, Effect.REFRESH_CARD),
    ),
    *_rows(
        AT_UNIT,
        E.TRANSFER_RULED,
        DESK,
        State.TO_DISPATCH,
        (Guard.TRANSFER_PENDING, Guard.AGREED),
        (Effect.STUB_CARDS, Effect.TELL_OWNER, Effect.START_TRIAGE),
    ),
    *_rows(
        AT_UNIT,
        E.TRANSFER_RULED,
        DESK,
        None,
        (Guard.TRANSFER_PENDING, Guard.DENIED),
        (Effect.REFRESH_CARD, Effect.TELL_OWNER),
    ),
    *_rows(
        AT_UNIT,
        E.EXTENSION_ASKED,
        UNIT,
        None,
        (Guard.NO_PENDING, Guard.EXTENSION_LEFT, Guard.BEFORE_DUE),
        (Effect.HOLD_LADDER, Effect.TELL_OFFICE, Effect.REFRESH_CARD),
    ),
    *_rows(
        AT_UNIT,
        E.EXTENSION_RULED,
        OVERSEERS,
        None,
        (Guard.EXTENSION_PENDING, Guard.AGREED),
        (Effect.NEW_LIMIT, Effect.TELL_OWNER, Effect.TELL_ENTERPRISE, Effect.REFRESH_CARD),
    ),
    *_rows(
        AT_UNIT,
        E.EXTENSION_RULED,
        OVERSEERS,
        None,
        (Guard.EXTENSION_PENDING, Guard.DENIED),
        (Effect.TELL_OWNER, Effect.REFRESH_CARD),
    ),
    *_rows(WITH_UNIT, E.REASSIGNED, UNIT | MACHINE, effects=(Effect.TELL_OWNER, Effect.REFRESH_CARD)),
)

DECIDING: tuple[Transition, ...] = (
    *_rows(State.ANSWERED, E.CONFIRMED, ENTERPRISE, State.CLOSED, effects=(*END_EFFECTS, Effect.ASK_RATING)),
    *_rows(
        State.ANSWERED,
        E.REOPENED,
        ENTERPRISE,
        State.WORKING,
        (Guard.FIRST_REOPEN,),
        (*REOPEN_EFFECTS, Effect.TELL_DEPUTY),
    ),
    *_rows(
        State.ANSWERED,
        E.REOPENED,
        ENTERPRISE,
        State.WORKING,
        (Guard.SECOND_REOPEN,),
        (*REOPEN_EFFECTS, Effect.SUPERVISE),
    ),
    *_rows(
        State.ANSWERED, E.REOPENED, ENTERPRISE, State.WORKING, (Guard.LATER_REOPEN,), (*REOPEN_EFFECTS, Effect.ESCALATE)
    ),
    *_rows(
        State.CLOSED,
        E.REOPENED,
        ENTERPRISE,
        State.WORKING,
        (Guard.NOT_CLOSED_BY_OFFICE, Guard.REOPEN_IN_TIME, Guard.FIRST_REOPEN),
        (*REOPEN_EFFECTS, Effect.TELL_DEPUTY),
    ),
    *_rows(
        State.CLOSED,
        E.REOPENED,
        ENTERPRISE,
        State.WORKING,
        (Guard.NOT_CLOSED_BY_OFFICE, Guard.REOPEN_IN_TIME, Guard.SECOND_REOPEN),
        (*REOPEN_EFFECTS, Effect.SUPERVISE),
    ),
    *_rows(
        State.CLOSED,
        E.REOPENED,
        ENTERPRISE,
        State.WORKING,
        (Guard.NOT_CLOSED_BY_OFFICE, Guard.REOPEN_IN_TIME, Guard.LATER_REOPEN),
        (*REOPEN_EFFECTS, Effect.ESCALATE),
    ),
    # Silence: closed as 未评价, never as satisfied.
    *_rows(
        State.ANSWERED, E.CLOSED, CLOCK, State.CLOSED, (Guard.CONFIRM_OVER,), (*END_EFFECTS, Effect.TELL_ENTERPRISE)
    ),
    # The office alone ends a case that the enterprise still disputes (R06), or that the law does not allow to be solved (A59).
    *_rows(
        State.ANSWERED,
        E.CLOSED,
        OVERSEERS,
        State.CLOSED,
        (Guard.HAS_WAY, Guard.NOT_POSSIBLE_BASED),
        (*END_EFFECTS, Effect.TELL_ENTERPRISE, Effect.NAME_REMEDY),
    ),
    *_rows(
        WITH_UNIT,
        E.CLOSED,
        OVERSEERS,
        State.CLOSED,
        (Guard.HAS_WAY, Guard.REOPENED_TWICE),
        (*END_EFFECTS, Effect.TELL_ENTERPRISE, Effect.NAME_REMEDY),
    ),
    *_rows(
        WITH_UNIT,
        E.CLOSED,
        frozenset({Role.SEALED}),
        State.CLOSED,
        (Guard.IS_SEALED, Guard.HAS_WAY),
        (*END_EFFECTS, Effect.TELL_ENTERPRISE),
    ),
    *_rows(
        (State.CLOSED, State.ARCHIVED),
        E.RATED,
        ENTERPRISE,
        None,
        (Guard.POOR_RATING,),
        (Effect.RECTIFY, Effect.TELL_OFFICE),
    ),
    *_rows((State.CLOSED, State.ARCHIVED), E.RATED, ENTERPRISE, None, (Guard.FAIR_RATING,)),
    *_rows(ENDED, E.ARCHIVED, CLOCK, State.ARCHIVED),
)

WITHDRAWING: tuple[Transition, ...] = (
    *_rows(FILED, E.WITHDRAW_ASKED, ENTERPRISE, None, (Guard.NOT_FORCED,)),
    # R04: somebody demanded it. The original goes on, the unit sees neither question nor answer.
    *_rows(FILED, E.WITHDRAW_ASKED, ENTERPRISE, None, (Guard.FORCED,), (Effect.OPEN_RESTRICTED,)),
    *_rows(OPEN, E.WITHDRAWN, ENTERPRISE, State.WITHDRAWN, (Guard.NOT_FORCED,), END_EFFECTS),
)

RECLASSIFYING: tuple[Transition, ...] = (
    *_rows(
        WITH_UNIT,
        E.RECLASSIFIED,
        DESK | MACHINE,
        State.TO_DISPATCH,
        (Guard.UNIT_LOSES,),
        (
            Effect.STUB_CARDS,
            Effect.STOP_CHASE,
            Effect.DROP_PENDING,
            Effect.SEAL,
            Effect.OFFER_CLERKS,
            Effect.START_TRIAGE,
        ),
    ),
    *_rows(WITH_UNIT, E.RECLASSIFIED, DESK | MACHINE, None, (Guard.UNIT_KEEPS,), (Effect.REFRESH_CARD,)),
    *_rows((State.DRAFT, *QUEUE), E.RECLASSIFIED, DESK | MACHINE, effects=(Effect.SEAL,)),
    *_rows(
        FILED,
        E.RECLASSIFIED,
        frozenset({Role.SEALED}),
        State.TO_DISPATCH,
        (Guard.CONSENT,),
        (Effect.DROP_PENDING, Effect.OFFER_CLERKS, Effect.START_TRIAGE),
    ),
)

BESIDE: tuple[Transition, ...] = (
    *_rows((State.DRAFT, State.ACCEPTING, State.TO_DISPATCH), E.ADDED, ENTERPRISE | {Role.CLERK}),
    *_rows(State.NEEDS_INFO, E.ADDED, ENTERPRISE | {Role.CLERK}, State.TO_DISPATCH, effects=(Effect.OFFER_CLERKS,)),
    *_rows(WITH_UNIT, E.ADDED, ENTERPRISE | {Role.CLERK}, effects=(Effect.TELL_OWNER,)),
    *_rows(tuple(State), E.AMENDED, ENTERPRISE),  # what a person changed is kept, however late
    *_rows(FILED, E.RESTRICTED, ENTERPRISE | MACHINE | DESK, effects=(Effect.OPEN_RESTRICTED,)),
    *_rows((*QUEUE, *AT_UNIT), E.URGED, ENTERPRISE, effects=(Effect.TELL_OWNER,)),
    *_rows((*QUEUE, *AT_UNIT), E.NUDGED, OVERSEERS, effects=(Effect.TELL_OWNER,)),
    *_rows(FILED, E.SUPERVISED, OVERSEERS | MACHINE, effects=(Effect.TELL_OFFICE, Effect.REFRESH_CARD)),
    *_rows(FILED, E.BREACHED, CLOCK),
    *_rows(FILED, E.CHASED, CLOCK | DESK),
    *_rows(ENDED, E.CHASED, DESK),  # a call that was made is recorded, even if the case ended meanwhile
    *_rows((*FILED, *ENDED, State.ARCHIVED), E.VIEWED, UNIT),
    *_rows(tuple(State), E.DELIVERY_FAILED, MACHINE),
)

# A long-term matter is held, not closed (R12): the hold is an attribute, looked at every 30 days, a year at most.
HOLDING: tuple[Transition, ...] = (
    *_rows(
        AT_UNIT,
        E.HOLD_ASKED,
        UNIT,
        None,
        (Guard.NO_PENDING, Guard.NOT_HELD, Guard.HOLD_GROUND, Guard.HOLD_COMPLETE),
        (Effect.HOLD_LADDER, Effect.TELL_OFFICE, Effect.REFRESH_CARD),
    ),
    *_rows(
        AT_UNIT,
        E.HOLD_RULED,
        OVERSEERS,
        None,
        (Guard.HOLD_PENDING, Guard.AGREED, Guard.COSIGNED),
        (Effect.PAUSE_CLOCKS, Effect.STOP_CHASE, Effect.START_REVIEW, Effect.TELL_OWNER, Effect.TELL_ENTERPRISE),
    ),
    *_rows(
        AT_UNIT,
        E.HOLD_RULED,
        OVERSEERS,
        None,
        (Guard.HOLD_PENDING, Guard.DENIED),
        (Effect.TELL_OWNER, Effect.REFRESH_CARD),
    ),
    *_rows(AT_UNIT, E.HOLD_REVIEWED, UNIT, None, (Guard.IS_HELD,), (Effect.START_REVIEW, Effect.TELL_ENTERPRISE)),
    *_rows(
        AT_UNIT,
        E.HOLD_ENDED,
        OVERSEERS | CLOCK,
        None,
        (Guard.IS_HELD,),
        (Effect.RESUME_CLOCKS, Effect.TELL_OWNER, Effect.TELL_ENTERPRISE, Effect.REFRESH_CARD),
    ),
)

PAUSING: tuple[Transition, ...] = (
    *_rows(
        AT_UNIT,
        E.PAUSED,
        UNIT,
        None,
        (Guard.NO_PENDING, Guard.NOT_HELD, Guard.PAUSE_GROUND, Guard.PAUSE_LEFT),
        (Effect.PAUSE_CLOCKS, Effect.HOLD_LADDER, Effect.TELL_ENTERPRISE, Effect.REFRESH_CARD),
    ),
    *_rows(
        AT_UNIT,
        E.RESUMED,
        UNIT | MACHINE | ENTERPRISE,
        None,
        (Guard.PAUSE_RUNNING,),
        (Effect.RESUME_CLOCKS, Effect.TELL_OWNER, Effect.REFRESH_CARD),
    ),
    *_rows(FILED, E.RECOMPUTED, MACHINE, None, (Guard.IS_PROVISIONAL,), (Effect.NEW_LIMIT, Effect.TELL_OWNER)),
    # The statutory period that a case stands under: no limit is longer than the law's (R27).
    *_rows(QUEUE, E.TRACKED, DESK),
    *_rows(WITH_UNIT, E.TRACKED, UNIT, effects=(Effect.NEW_LIMIT, Effect.REFRESH_CARD)),
)

COMPLEX: tuple[Transition, ...] = (
    *_rows(
        AT_UNIT,
        E.COMPLEX_ASKED,
        UNIT,
        None,
        (Guard.NO_PENDING, Guard.COMPLEX_GROUND, Guard.BEFORE_DUE),
        (Effect.HOLD_LADDER, Effect.TELL_OFFICE, Effect.REFRESH_CARD),
    ),
    *_rows(
        AT_UNIT,
        E.COMPLEX_RULED,
        OVERSEERS,
        None,
        (Guard.COMPLEX_PENDING, Guard.AGREED),
        (Effect.NEW_LIMIT, Effect.TELL_OWNER, Effect.TELL_ENTERPRISE, Effect.REFRESH_CARD),
    ),
    *_rows(
        AT_UNIT,
        E.COMPLEX_RULED,
        OVERSEERS,
        None,
        (Guard.COMPLEX_PENDING, Guard.DENIED),
        (Effect.TELL_OWNER, Effect.REFRESH_CARD),
    ),
)

# Another unit helps; the leading one stays responsible, and a report that comes late is kept all the same (A08).
HELPING: tuple[Transition, ...] = (
    *_rows(AT_UNIT, E.CO_ASKED, UNIT, None, (), (Effect.REFRESH_CARD,)),
    *_rows((*FILED, *ENDED), E.CO_REPORTED, UNIT, None, (), (Effect.TELL_OWNER,)),
    # What a meeting decided about a case has an owner and a date of its own, whatever becomes of the case (A14).
    *_rows((*FILED, *ENDED, State.ARCHIVED), E.DECIDED, (UNIT - {Role.SEALED}) | CLOCK, None, (), (Effect.TELL_OWNER,)),
)

# A case under another one keeps its own state, clocks and confirmation; only chase and answer come from above (R09).
GROUPING: tuple[Transition, ...] = (
    *_rows(
        (*QUEUE, *AT_UNIT),
        E.MERGED,
        DESK | MACHINE,
        None,
        (Guard.NOT_MERGED, Guard.MERGEABLE),
        (Effect.STOP_CHASE, Effect.TELL_ENTERPRISE, Effect.REFRESH_CARD),
    ),
    # Taken out by a clerk, or set free when the main case ends before its answer: with a unit it goes on there.
    *_rows(FILED, E.UNMERGED, DESK | MACHINE, None, (Guard.IS_MERGED,), (Effect.REFRESH_CARD, Effect.TELL_ENTERPRISE)),
    *_rows(
        (*QUEUE, *AT_UNIT),
        E.ANSWERED,
        frozenset({Role.BOT}),
        State.ANSWERED,
        (Guard.IS_MERGED, Guard.RESULT_GIVEN),
        ANSWER_EFFECTS,
    ),
    *_rows(QUEUE, E.SPLIT, DESK | MACHINE, None, (Guard.SEVERAL_PARTS,), (Effect.OPEN_PARTS, Effect.TELL_ENTERPRISE)),
)

AFTERWARDS: tuple[Transition, ...] = (
    *_rows(
        (*WITH_UNIT, State.CLOSED),
        E.FINDING,
        OVERSEERS,
        None,
        (Guard.IS_SUPERVISORY, Guard.PROVEN, Guard.FINDING_CLEAN),
        (Effect.SEND_FINDING,),
    ),
    *_rows(
        (State.CLOSED, State.ARCHIVED),
        E.RECTIFIED,
        UNIT,
        None,
        (Guard.POOR_RATING,),
        (Effect.MEET_RECTIFY, Effect.TELL_OFFICE),
    ),
    *_rows((State.CLOSED, State.ARCHIVED), E.CALLED_BACK, ENTERPRISE | DESK | MACHINE),
    *_rows(State.ANSWERED, E.RANG_BACK, DESK),
    *_rows(WITH_UNIT, E.SENT_BACK, MACHINE),
    *_rows((*FILED, *ENDED, State.ARCHIVED), E.CLUE, OVERSEERS | MACHINE),  # facts for a person, never a verdict
)

# The league (季度赛马): an appeal and its ruling move nothing; they are facts of the case, whatever it has come to (R29).
SCORING: tuple[Transition, ...] = (
    *_rows((*FILED, *ENDED, State.ARCHIVED), E.APPEALED, UNIT, effects=(Effect.TELL_OFFICE,)),
    *_rows((*FILED, *ENDED, State.ARCHIVED), E.SCORED, OVERSEERS, effects=(Effect.TELL_OWNER,)),
)

# What is decided about a case beside its handling moves nothing: it binds people, figures or its content.
ON_RECORD: tuple[Transition, ...] = (
    *_rows((*FILED, *ENDED, State.ARCHIVED), E.KEPT, OVERSEERS | {Role.SEALED}),
    *_rows((*ENDED, State.ARCHIVED), E.DESTROYED, CLOCK | ENTERPRISE | {Role.SEALED}, effects=(Effect.STUB_CARDS,)),
    *_rows(
        (*FILED, *ENDED, State.ARCHIVED), E.MALICE, OVERSEERS | ENTERPRISE | CLOCK, effects=(Effect.TELL_ENTERPRISE,)
    ),
    *_rows((*FILED, *ENDED, State.ARCHIVED), E.CLEARED, UNIT - {Role.SEALED}, effects=(Effect.TELL_OFFICE,)),
    *_rows((*FILED, *ENDED, State.ARCHIVED), E.MARKED, OVERSEERS, effects=(Effect.TELL_OWNER,)),
)

TABLE: tuple[Transition, ...] = (
    *DRAFTING,
    *QUEUEING,
    *WORKING,
    *REQUESTS,
    *DECIDING,
    *WITHDRAWING,
    *RECLASSIFYING,
    *BESIDE,
    *HOLDING,
    *PAUSING,
    *COMPLEX,
    *HELPING,
    *GROUPING,
    *AFTERWARDS,
    *SCORING,
    *ON_RECORD,
)
