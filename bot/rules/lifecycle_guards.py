"""What the lifecycle may look at (`Facts`) and what it may ask of it (`Guard`): named predicates, each with its Chinese refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from storage.vocabulary import CloseKind, ResultCode, Secrecy

REOPENS_BEFORE_UNSOLVED = 2  # R06: only after the second reopening may the office close as 未解决
POOR = 2  # stars; a rating this low makes the unit explain and mend (好差评)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a case at the moment of an event. Counts are those before the event.

    Defaults describe an ordinary case at which nothing is in the way, except for what the actor has to bring along
    (team, way, result, agreement, consent), which is absent until it is given.
    """

    secrecy: Secrecy = Secrecy.A
    has_team: bool = False  # the unit has a section, an owner and another person as backup (A12, R25)
    unit_accused: bool = False  # the unit that would get it is complained about (R01)
    keeps_unit: bool = True  # after a change of class the present unit may still see it
    has_way: bool = False  # statutory way of a refusal; basis and remedy of a closing by the office
    result: ResultCode | None = None
    answer_sound: bool = True  # the answer passed `quality.check` (R11, R26)
    pending: str | None = None  # what waits: "transfer", "extension", "hold", "complex", "withdrawal", "pause"
    agreed: bool = False  # the ruling on what is pending
    transfers: int = 0
    transfer_cap: int = 2  # R07
    within_transfer_window: bool = True
    ruled_final: bool = False  # it was ruled before that this unit keeps the case
    extensions: int = 0
    extension_cap: int = 2
    before_due: bool = True  # the limit to resolve has not passed
    reopens: int = 0
    within_reopen_window: bool = True
    confirm_over: bool = True  # the enterprise's window to speak has ended
    close_kind: CloseKind | None = None
    rating: int | None = None
    forced: bool = False  # somebody demanded the withdrawal (R04)
    consent: bool = False  # the complainant agrees that others than the sealed contact may see it
    identity_only: bool = False  # a later choice adds who the enterprise is and changes nothing else
    held: bool = False  # 挂账 is granted and not ended
    hold_ground: bool = False  # one of `holding.Ground` is given
    hold_complete: bool = False  # lead unit, goal, next look and words to the enterprise are given (`holding.lacking`)
    cosigned: bool = False  # the vice-mayor signed beside the office
    pause_ground: bool = False  # `pauses.refusal` found nothing against it
    pauses: int = 0  # waits for the enterprise in this round
    pause_cap: int = 1
    complex_ground: bool = False  # several units, a test, or a consultation is needed
    merged: bool = False  # the case stands under another one
    mergeable: bool = False  # `merging` found the same matter or the same event, and a case that may be joined
    parts: int = 1  # matters found in what was filed (`merging.split`)
    proven: bool = False  # the supervisory line found the complaint to be true
    finding_clean: bool = False  # `finding.leaks` found nothing
    provisional: bool = False  # a running limit was computed without its year's notice (暂定)


class Guard(Enum):
    """A condition of a cell of the table. The value is what a person reads when it does not hold."""

    HAS_TEAM = "这个单位还没有可用的承办人和备岗，不能派。请先补齐人员，或改派其他单位。"  # A12, R25
    NOT_ACCUSED = "这件事反映的就是该单位，不能派给它。请选营商办、政务服务或司法行政等监督单位。"  # R01
    HAS_WAY = "请写明依据和救济途径（去哪里、怎么提）再操作。"  # R20; closing by the office
    RESULT_GIVEN = "请先选办理结果：已解决、部分解决、依法不能解决或需长期解决。"  # A20
    ANSWER_SOUND = "答复还缺内容，请按提示补齐后再发。"  # R11, R26
    NO_PENDING = "已有一项申请在等裁定，请等结果出来再操作。"  # one request at a time
    TRANSFER_PENDING = "现在没有等裁定的转办申请。"  # nothing to rule on
    EXTENSION_PENDING = "现在没有等裁定的延期申请。"  # nothing to rule on
    TRANSFER_LEFT = "转办已满两次，不能再退。请直接办理；有异议请报营商办。"  # R07
    TRANSFER_IN_TIME = "已过退单时间，请直接办理；确不属本单位的，请报营商办。"  # transfer window
    NOT_RULED_FINAL = "营商办已裁定由本单位办理，不能再退。请直接办理。"  # R07
    EXTENSION_LEFT = "延期已满两次。请办结答复；确需长期解决的，报营商办申请挂账。"  # extension cap
    BEFORE_DUE = "办结时限已过，不能再申请延期。请先给企业一句进展并尽快答复。"  # apply before the limit
    AGREED = "裁定为同意时才这样走。"  # chooses between two rows
    DENIED = "裁定为不同意时才这样走。"  # chooses between two rows
    FIRST_REOPEN = "这不是第一次重办。"  # chooses between rows
    SECOND_REOPEN = "这不是第二次重办。"  # chooses between rows
    LATER_REOPEN = "还没有重办过两次。"  # chooses between rows
    REOPEN_IN_TIME = "办结已超过30天，不能在原件上重办。请直接发新问题，会带上原来的记录。"  # reopen window
    NOT_CLOSED_BY_OFFICE = "营商办已按“未解决”办结并告知途径。有新情况请直接发新问题，或走告知的法定途径。"  # R06
    REOPENED_TWICE = "企业反映没解决满两次后，营商办才能按“未解决”办结。请继续办理。"  # R06
    NOT_POSSIBLE_BASED = "承办单位没有作出“依法不能解决”的答复，不能这样办结。"  # A20
    CONFIRM_OVER = "企业确认期还没到，先等企业表态。"  # silence is known only at its end
    NOT_FORCED = "有人要求您撤回的，原件照常办理，不会撤回。"  # R04
    FORCED = "没有人要求撤回的，按普通撤回办理。"  # chooses between two rows
    UNIT_KEEPS = "改类后原单位不能再看这件。"  # chooses between two rows
    UNIT_LOSES = "改类后仍由原单位办理。"  # chooses between two rows
    IS_SEALED = "只有密件才由密件联系人直接办结。"  # class C only
    CONSENT = "须先征得投诉人本人同意，才能按普通诉求办理。"  # sealed to open
    IDENTITY_ONLY = "已经提交，不能再改单位或匿名方式。请直接补充说明，坐席会处理。"  # choices belong to the draft
    NEW_ROUND = "已经签收过了，请直接办理。"  # a second signature only in a new round
    POOR_RATING = "评价不低，不用整改。"  # chooses between two rows
    FAIR_RATING = "评价较低。"  # chooses between two rows
    NOT_HELD = "这件已经挂账，不用再申请。请按阶段目标办理。"  # one hold at a time
    IS_HELD = "这件没有挂账，不用检视或销账。"  # review and end of a hold
    HOLD_GROUND = "只有需立项或预算、需上级政策或修法、已进诉讼仲裁复议、工程性整治的，才能挂账。"  # hold.allowed
    HOLD_COMPLETE = "请写齐主责单位、阶段目标、下次检视日和给企业的书面说明。"  # hold.required
    HOLD_PENDING = "现在没有等裁定的挂账申请。"  # nothing to rule on
    COSIGNED = "挂账须营商办和分管市长都同意。请先取得分管市长签批。"  # hold.approve
    PAUSE_GROUND = "只有等企业补充，或有委托书的检测、鉴定、评审，才能暂停计时。"  # pause.forbidden_reasons
    PAUSE_LEFT = "等企业补充只能暂停一次。请以现有材料办理，或告知企业后答复。"  # pause.waiting_enterprise
    PAUSE_RUNNING = "现在没有暂停计时，不用恢复。"  # nothing to resume
    COMPLEX_GROUND = "只有跨部门、需检测或需会商的，才能按复杂件办理。"  # resolve.complex_flag
    COMPLEX_PENDING = "现在没有等认定的复杂件申请。"  # nothing to rule on
    NOT_MERGED = "这件已并入另一件。请先拆出再操作。"  # one parent at a time
    IS_MERGED = "这件没有并入其他件。"  # unmerging; the answer that comes from above
    MERGEABLE = "不是同一人同一事，也不是同一事件，不能并案。请分别办理。"  # R09
    SEVERAL_PARTS = "只有一件事，不用拆单。"  # R23
    IS_SUPERVISORY = "只有作风或执法行为类（B类）才出书面意见。"  # R02c
    PROVEN = "还没有查实，不能向单位出书面意见。"  # R02c
    FINDING_CLEAN = "书面意见里有工单号、投诉人信息或原话，请删去后再出。"  # R02c
    IS_PROVISIONAL = "时限不是暂定的，不重算。"  # R38: a certain limit never moves


def _pending(what: str) -> Callable[[Facts], bool]:
    return lambda facts: facts.pending == what


PREDICATES: Mapping[Guard, Callable[[Facts], bool]] = {
    Guard.HAS_TEAM: lambda facts: facts.has_team,
    Guard.NOT_ACCUSED: lambda facts: not facts.unit_accused,
    Guard.HAS_WAY: lambda facts: facts.has_way,
    Guard.RESULT_GIVEN: lambda facts: facts.result is not None,
    Guard.ANSWER_SOUND: lambda facts: facts.answer_sound,
    Guard.NO_PENDING: lambda facts: facts.pending is None,
    Guard.TRANSFER_PENDING: _pending("transfer"),
    Guard.EXTENSION_PENDING: _pending("extension"),
    Guard.TRANSFER_LEFT: lambda facts: facts.transfers < facts.transfer_cap,
    Guard.TRANSFER_IN_TIME: lambda facts: facts.within_transfer_window,
    Guard.NOT_RULED_FINAL: lambda facts: not facts.ruled_final,
    Guard.EXTENSION_LEFT: lambda facts: facts.extensions < facts.extension_cap,
    Guard.BEFORE_DUE: lambda facts: facts.before_due,
    Guard.AGREED: lambda facts: facts.agreed,
    Guard.DENIED: lambda facts: not facts.agreed,
    Guard.FIRST_REOPEN: lambda facts: facts.reopens == 0,
    Guard.SECOND_REOPEN: lambda facts: facts.reopens == 1,
    Guard.LATER_REOPEN: lambda facts: facts.reopens >= REOPENS_BEFORE_UNSOLVED,
    Guard.REOPEN_IN_TIME: lambda facts: facts.within_reopen_window,
    Guard.NOT_CLOSED_BY_OFFICE: lambda facts: facts.close_kind is not CloseKind.UNSOLVED,
    Guard.REOPENED_TWICE: lambda facts: facts.reopens >= REOPENS_BEFORE_UNSOLVED,
    Guard.NOT_POSSIBLE_BASED: lambda facts: facts.result is ResultCode.NOT_POSSIBLE,
    Guard.CONFIRM_OVER: lambda facts: facts.confirm_over,
    Guard.NOT_FORCED: lambda facts: not facts.forced,
    Guard.FORCED: lambda facts: facts.forced,
    Guard.UNIT_KEEPS: lambda facts: facts.keeps_unit,
    Guard.UNIT_LOSES: lambda facts: not facts.keeps_unit,
    Guard.IS_SEALED: lambda facts: facts.secrecy is Secrecy.C,
    Guard.CONSENT: lambda facts: facts.consent,
    Guard.IDENTITY_ONLY: lambda facts: facts.identity_only,
    Guard.NEW_ROUND: lambda facts: facts.reopens > 0,
    Guard.POOR_RATING: lambda facts: facts.rating is not None and facts.rating <= POOR,
    Guard.FAIR_RATING: lambda facts: facts.rating is None or facts.rating > POOR,
    Guard.NOT_HELD: lambda facts: not facts.held,
    Guard.IS_HELD: lambda facts: facts.held,
    Guard.HOLD_GROUND: lambda facts: facts.hold_ground,
    Guard.HOLD_COMPLETE: lambda facts: facts.hold_complete,
    Guard.HOLD_PENDING: _pending("hold"),
    Guard.COSIGNED: lambda facts: facts.cosigned,
    Guard.PAUSE_GROUND: lambda facts: facts.pause_ground,
    Guard.PAUSE_LEFT: lambda facts: facts.pauses < facts.pause_cap,
    Guard.PAUSE_RUNNING: _pending("pause"),
    Guard.COMPLEX_GROUND: lambda facts: facts.complex_ground,
    Guard.COMPLEX_PENDING: _pending("complex"),
    Guard.NOT_MERGED: lambda facts: not facts.merged,
    Guard.IS_MERGED: lambda facts: facts.merged,
    Guard.MERGEABLE: lambda facts: facts.mergeable,
    Guard.SEVERAL_PARTS: lambda facts: facts.parts > 1,
    Guard.IS_SUPERVISORY: lambda facts: facts.secrecy is Secrecy.B,
    Guard.PROVEN: lambda facts: facts.proven,
    Guard.FINDING_CLEAN: lambda facts: facts.finding_clean,
    Guard.IS_PROVISIONAL: lambda facts: facts.provisional,
}


def holds(guard: Guard, facts: Facts) -> bool:
    """True if the guard's predicate is true of the facts."""
    return PREDICATES[guard](facts)
