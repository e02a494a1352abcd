"""The words that all three packages share: enums only, standard library only.

Values are what is stored and what a person may read; members are what code uses. The Chinese terms are the domain's own.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What a message wants."""

    COMPLAINT = "投诉"  # names a unit or an act and asks for it to be put right (irony and reports included)
    HELP = "求助"  # asks for help, blames nobody
    INQUIRY = "咨询"  # asks about policy, procedure, progress, or this platform
    SUGGESTION = "建议"  # proposes an improvement
    MEETING = "约见"  # asks to meet a leader, prosecutor, court president, supervisor
    PRAISE = "表扬"  # thanks a particular person or act
    INVALID = "无效"  # greeting, advertisement, test, abuse without substance: opens no case


class Urgency(StrEnum):
    """How fast the clocks run."""

    CRITICAL = "特急"  # danger to life, plant down, forced act in progress, irreversible within 24 h
    URGENT = "紧急"  # partly stopped, hard limit within 10 days, cash about to break, class C
    NORMAL = "普通"  # everything else


class Secrecy(StrEnum):
    """Who may see a case (分类 A/B/C)."""

    A = "A"  # 办事类: the competent unit
    B = "B"  # 作风/执法行为类: the supervisory line, never the accused unit
    C = "C"  # 廉洁/报复/泄密类: only the sealed contact


class State(StrEnum):
    """Main line of a case; everything else about it is an attribute."""

    DRAFT = "草稿"  # the person is still writing; has a number and a clock already
    ACCEPTING = "待受理"  # filed, waiting for a clerk's look
    NEEDS_INFO = "待补充"  # a clerk asked the enterprise for something
    TO_DISPATCH = "待分派"  # accepted, no unit yet
    TO_SIGN = "待签收"  # dispatched, the owner has not signed
    WORKING = "办理中"  # signed for
    ANSWERED = "已答复·待确认"  # the unit answered, the enterprise has not spoken
    CLOSED = "办结"  # over, see CloseKind; may be reopened within the window
    ARCHIVED = "归档"  # over for good
    REFUSED = "不予受理"  # not ours; the statutory way was named
    WITHDRAWN = "撤回"  # taken back by the enterprise

    @property
    def is_open(self) -> bool:
        """True while somebody still owes the next step."""
        return self not in {State.CLOSED, State.ARCHIVED, State.REFUSED, State.WITHDRAWN}


class CloseKind(StrEnum):
    """How a case ended."""

    SOLVED = "已解决"  # the enterprise said so
    UNRATED = "未评价"  # the enterprise kept silent until the window ended; never counted as satisfied
    UNSOLVED = "未解决"  # only the business-environment office may close like this, with basis and remedy
    NOT_POSSIBLE = "依法不能解决"  # the law does not allow it; basis given


class ResultCode(StrEnum):
    """What a unit claims in its final answer (A20)."""

    SOLVED = "已解决"
    PARTLY = "部分解决"
    NOT_POSSIBLE = "依法不能解决"
    LONG_TERM = "需长期解决"


class Verdict(StrEnum):
    """What the enterprise says of an answer. PARTLY counts as not solved (R06)."""

    SOLVED = "已解决"
    PARTLY = "部分解决"
    UNSOLVED = "没解决"


class Role(StrEnum):
    """Who acts. A person may hold several posts; a use case asks for one role."""

    ENTERPRISE = "企业"
    CLERK = "首接坐席"
    OFFICER = "承办人"
    SUPERVISOR = "督办人"
    OFFICE = "营商办"
    SEALED = "密件联系人"
    KEEPER = "管理员"
    CLOCK = "时钟"
    BOT = "机器人"


class Stage(StrEnum):
    """A stage with a limit of its own."""

    TRIAGE = "分派"
    SIGN = "签收"
    FIRST_CONTACT = "首联"
    REPLY = "答复"
    RESOLVE = "办结"
    CONFIRM = "确认"


class EventKind(StrEnum):
    """What can happen to a case. The history is made of these and of nothing else."""

    OPENED = "开单"  # first message: the draft exists and has a number
    ADDED = "补充"  # more words or material from the enterprise
    AMENDED = "改动"  # a message was edited after it was recorded
    UNDERSTOOD = "理解"  # the bot's reading of the text changed (kind, unit, urgency, class)
    CHOSEN = "改选"  # the enterprise changed unit, secrecy or anonymity on the draft
    SUBMITTED = "提交"  # filed, by the person or by the clock
    CANCELLED = "取消"  # draft dropped by the person
    CLAIMED = "认领"  # a clerk took it from the queue
    ASKED = "补问"  # a clerk asked the enterprise
    DISPATCHED = "派单"  # a unit, section, owner, backup and deadlines were set
    REFUSED = "不予受理"  # with the statutory way
    SIGNED = "签收"  # by the owner, or by the clock as late
    CONTACTED = "首联"  # first contact with the enterprise
    RELAYED = "转达"  # words passed through the bot between owner and enterprise
    PROGRESS = "阶段反馈"  # a progress note to the enterprise
    ANSWERED = "办结答复"  # final answer with a result code
    CONFIRMED = "企业确认"  # the enterprise's verdict: solved
    REOPENED = "重办"  # not or partly solved: a new round
    RATED = "评价"  # 1..5
    CLOSED = "办结"  # see CloseKind
    WITHDRAW_ASKED = "申请撤回"
    WITHDRAWN = "撤回"
    URGED = "催办"  # by the enterprise
    NUDGED = "督促"  # by a supervisor
    TRANSFER_ASKED = "申请转办"
    TRANSFER_RULED = "转办裁定"
    EXTENSION_ASKED = "申请延期"
    EXTENSION_RULED = "延期裁定"
    REASSIGNED = "改派"  # other owner or unit, by a supervisor or because of absence
    BREACHED = "逾期"  # a limit passed; a fact with a time
    CHASED = "催促"  # a reminder or a rung of the ladder was put out
    SUPERVISED = "转督办"
    RESTRICTED = "另立受限件"  # later words were of class B or C; a separate case holds them
    RECLASSIFIED = "改类"
    VIEWED = "查看"  # somebody opened the full text (R03)
    DELIVERY_FAILED = "送达失败"  # a message of this case reached nobody
    ARCHIVED = "归档"
    HOLD_ASKED = "申请挂账"  # a long-term matter: ground, lead, goal, next look, words to the enterprise
    HOLD_RULED = "挂账裁定"
    HOLD_REVIEWED = "挂账检视"  # every 30 days, with progress to the enterprise (R12)
    HOLD_ENDED = "销账"  # the matter moves again, or its longest time is over
    PAUSED = "暂停计时"  # waiting for the enterprise, or for a commissioned appraisal
    RESUMED = "恢复计时"
    COMPLEX_ASKED = "申请复杂件"  # several units, a test, or a consultation is needed
    COMPLEX_RULED = "复杂件认定"
    MERGED = "并案"  # under the case of one event, or of the same matter (R09)
    UNMERGED = "拆出并案"
    SPLIT = "拆单"  # several matters in one message: one main case, the others beside it (R23)
    FINDING = "书面意见"  # what was proven of a class B case, without anything that names its author (R02c)
    RECTIFIED = "整改反馈"  # after a poor rating
    CALLED_BACK = "回访"  # a sampled callback: asked, answered, rung up, ended (A30); facts: step, round
    RANG_BACK = "电话告知"  # a clerk rang somebody without an account about the answer; facts: step, round
    SENT_BACK = "答复打回"  # an answer lacked something and did not leave (R11)
    CLUE = "线索"  # 虚躲冷粗假 for a person to look at, and what they made of it (A50); facts: sort, what, finding
    CO_ASKED = "请协办"  # another unit is asked to help the leading one, by a limit of its own (A08)
    CO_REPORTED = "协办回报"
    DECIDED = "会上决定"  # an action item of a meeting moved; facts: item, step, unit, due (A14)
    RECOMPUTED = "时限重算"  # a provisional limit, once the year's notice is loaded (R38)
    APPEALED = "考核申诉"  # a unit asks that a case be left out of a quarter's figures (R29)
    TRACKED = "法定期限"  # the statutory period that a case stands under, and its last day (R27)
    SCORED = "考核认定"  # the office's ruling on that, or its own finding; facts: quarter, unit, ground, agreed
    KEPT = "留存"  # the content of a case is kept for the record (纪检, 诉讼), or no longer; facts: on (R37)
    DESTROYED = "内容销毁"  # the key of its content is gone; facts: files (R37)
    MALICE = "恶意认定"  # a step of the procedure on a malicious complaint; facts: step and its particulars (R31)
    CLEARED = "澄清说明"  # the wrongly accused are cleared: asked for, released; facts: step, unit (A58)
    MARKED = "办理标记"  # 历史遗留 or 承诺兑现, by the office; facts: mark, on (A32, A56)


class DecisionStep(StrEnum):
    """How far an action item of a meeting is."""

    OPEN = "办理中"  # owed by its owner
    HARD = "有困难"  # the owner said what is hard; whoever decided has the next word
    REPORTED = "待认可"  # the owner says it is done; whoever decided has the next word
    DONE = "已销号"
    DROPPED = "已取消"

    @property
    def is_open(self) -> bool:
        """True while somebody still owes the next step."""
        return self in {DecisionStep.OPEN, DecisionStep.HARD, DecisionStep.REPORTED}


class TimerKind(StrEnum):
    """Why the clock must wake up. A timer is a row; see `storage.tables.Timer`."""

    DRAFT_NUDGE = "草稿提醒"  # one reminder for an untouched draft
    DRAFT_FILE = "草稿转正"  # an untouched draft is filed as understood
    PENDING_FILE = "待归属转正"  # text whose case was never chosen becomes a draft of its own
    SUSPECTED = "是否密件待答"  # words that may be class C, until their writer says or the time is over
    TRIAGE_DUE = "分派到期"
    SIGN_DUE = "签收到期"
    CONTACT_DUE = "首联到期"
    REPLY_DUE = "答复到期"
    RESOLVE_DUE = "办结到期"
    REMINDER = "到期前提醒"
    RUNG = "升级"  # one rung of the overdue ladder
    CONFIRM_NUDGE = "确认提醒"
    CONFIRM_END = "确认截止"
    CALLBACK = "回访"
    RING_BACK = "电话告知"  # somebody without an account is still to be told the answer by phone
    RECTIFY = "整改"
    ARCHIVE = "归档"
    MASK = "脱敏"
    WIPE_CHAT = "撤回聊天副本"  # class C: copies in the chat are deleted before Telegram's 48 h end
    FETCH_FILE = "取附件"  # download bytes of an attachment
    RELAY_END = "对话结束"
    DIGEST = "汇总"  # flush collected reminders of one recipient
    ALBUM = "相册收齐"
    HOLD_REVIEW = "挂账检视"  # a held case is looked at again and its enterprise is told
    PAUSE_END = "暂停到期"
    CO_DUE = "协办到期"  # a helping unit's reminder, its limit, and the mornings after it
    STATUTORY = "法定期限提醒"  # three working days before a statutory last day, and on that day (R27)
    RULING = "裁定到期"  # a request for transfer or extension waits for whoever rules
    HAND_ON = "代转提醒"  # words lie with the clerks, not yet handed on
    LEAGUE = "季度赛马"  # a quarter's figures are opened to appeals, then frozen
    PACK = "调度材料"  # a weekly, fortnightly, monthly or quarterly pack is due
    STALL = "停摆"  # does a case with much time left stand still? (A19)
    PLEDGE = "承诺到期"  # ten days before a promise falls due, and on its day (A32)
    MALICE = "恶意认定到期"  # the time to be heard, to appeal, or of a restriction is over (R31)
    DECISION = (
        "会上决定催办"  # an action item of a meeting: before its date, after it, and until its report is looked at
    )


class Lane(IntEnum):
    """Order in which the outbox is drained; lower goes first."""

    SAFETY = 0  # receipts and safety guidance
    ANSWER = 1  # answers to what somebody just did, dispatch cards
    CHASE = 2  # reminders, overdue notices
    DIGEST = 3
    REPORT = 4


class OutboxStatus(StrEnum):
    """Life of an outgoing message."""

    QUEUED = "queued"
    SENDING = "sending"  # claimed, call in flight
    SENT = "sent"
    FAILED = "failed"  # permanent
    UNCERTAIN = "uncertain"  # the call may or may not have been delivered; resent once at most
    DROPPED = "dropped"  # superseded before it left (a newer edit, a closed case)


class Op(StrEnum):
    """What an outgoing row asks of the channel."""

    SEND = "send"
    EDIT = "edit"  # of an earlier row of the outbox
    DELETE = "delete"  # of a message in a chat
    FILE = "file"  # send an attachment by its Telegram file id
    BUTTONS_OFF = "buttons_off"  # strip the keyboard of an earlier row


class InboxStatus(StrEnum):
    """Life of a received update."""

    NEW = "new"
    DONE = "done"
    PARKED = "parked"  # failed several times; the keeper sees it


class ChatPurpose(StrEnum):
    """What a bound chat is for."""

    UNIT = "单位群"
    CLERKS = "坐席群"
    SUPERVISORS = "督办群"
    KEEPERS = "管理群"


class ItemKind(StrEnum):
    """One thing that a person sent as part of a case."""

    TEXT = "text"
    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    VIDEO = "video"
    LOCATION = "location"
    CONTACT = "contact"


class AskKind(StrEnum):
    """A question that the bot is waiting on, one per person and chat: a conversation is rows."""

    BELONGS = "属于哪件"  # entrepreneur: which case do these words belong to
    SUSPECTED = "是否密件"  # entrepreneur: is it bribery, revenge or a leak
    MISSING = "补要素"  # entrepreneur: one missing element of a draft
    ENTERPRISE_NAME = "企业名称"
    CREDIT_CODE = "统一社会信用代码"
    PHONE = "联系电话"
    SUPPLEMENT = "补充材料"
    REMAINDER = "还差什么"  # entrepreneur: what remains after a partial or missing solution
    REPLY_KIND = "阶段或办结"  # officer: is this reply progress or the final answer
    ANSWER_TEXT = "答复正文"
    TRANSFER_REASON = "转办理由"
    EXTENSION_REASON = "延期理由"
    CLERK_QUESTION = "坐席补问"
    REFUSE_WAY = "不予受理途径"
    SEALED_ANSWER = "密件答复"
    NOTE = "批注"
    PAUSE_REASON = "暂停理由"  # officer: what is awaited, with the commission if it is an appraisal
    HOLD_GOAL = "挂账目标"  # officer: what is done while a case is held
    HOLD_WORDS = "挂账说明"  # officer: the words to the enterprise
    HOLD_REPORT = "挂账进展"  # officer: what moved in the last 30 days
    CO_TASK = "协办事项"  # leading officer or supervisor: what the helping unit shall do
    CO_REPORT = "协办回报"  # helping officer: what was done
    SPLIT = "分件"  # clerk: the matters of one message, a line each
    FINDING = "书面意见"  # office: the words of a finding for the accused unit (R02c)
    RECTIFY = "整改反馈"  # section head: what was mended after a poor rating
    CLOSING = "办结依据"  # office: basis and remedy of closing what the enterprise still disputes (R06)
    HAND_ON = "代转"  # officer: words that a clerk hands to a complainant whom the unit may not know
    APPEAL = "申诉理由"  # unit: why a case is to be left out of a quarter's figures
    SCORE = "认定依据"  # office: why it leaves a case out, or finds that its closing was false
    DECIDE = "录会上决定"  # who does what by when; or another date for it
    KEEP = "留存理由"  # office: why the content of an ended case is kept for the record
    MALICE = "恶意认定材料"  # office: what a check found, or why a complaint is found malicious (R31)
    DEFENCE = "陈述申辩"  # enterprise: what it says to that, and why it appeals
    CLEARING = "澄清事实"  # unit: why it asks to be cleared; office: the words of it (A58)
    MARK = "标记理由"  # office: why a case is marked 历史遗留 (A56)
    PLEDGE = "承诺事项"  # office: who promised what, by which paper, until when, with what proof (A32)
    DECIDE_WORDS = "决定办理情况"  # the one who owes it: what was done, or what is hard
