"""What officers read: one card a case, actions only; no enterprise, phone or person in a group (R02, R18)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.rules.attribution import Ground, after, default
from bot.texts import times
from bot.texts.values import Button, Message, Press
from bot.texts.view import CaseView
from storage.vocabulary import ResultCode, Role, Stage, State, Urgency

PENDING = {
    "transfer": "转办申请等裁定，裁定前仍由您单位办理，时限不停。",
    "extension": "延期申请等裁定，批准前按原时限。",
    "hold": "挂账申请等裁定，批准前按原时限。",
    "complex": "复杂件申请等认定，批准前按原时限。",
    "pause": "计时已暂停，到期或企业补充后自动恢复。",
}
HELD = "已挂账：不计逾期，按检视日给企业一次进展。"
TRANSFER_REASONS = {"duty": "不属本单位职责", "place": "不在本单位辖区", "other": "应由其他单位牵头"}


def dispatch_card(view: CaseView, mentions: tuple[int, ...] = ()) -> Message:
    """The dispatch card (BRIEF E 3)."""
    contact, resolve = view.limits.get(Stage.FIRST_CONTACT), view.limits.get(Stage.RESOLVE)
    head = "【重办】" if view.round > 1 else "【新单】"
    supervised = "｜督办" if view.supervised else ""
    lines = [
        f"{head}{view.number}｜{view.urgency.value}{supervised}｜主办：{view.section} {view.owner}（备岗 {view.backup}）",
        f"事由：{view.summary}",
        "请：" + _limit_words(contact, resolve),
        *([view.legal] if view.legal else []),
        PENDING.get(view.pending) or f"派您理由：{view.why or '职责对口'}。不是本单位：点“转办”写依据。",
    ]
    return Message("\n".join(lines), buttons(view), protect=True, mentions=mentions)


def _limit_words(contact: object, resolve: object) -> str:
    parts = []
    for label, limit in (("首联", contact), ("办结", resolve)):
        due = getattr(limit, "due_at", None)
        if due is not None:
            mark = "（暂定）" if getattr(limit, "provisional", False) else ""
            parts.append(f"{label} {times.short(due)} 前{mark}")
    return "，".join(parts) or "尽快签收"


def buttons(view: CaseView) -> tuple[tuple[Button, ...], ...]:
    """What can be done in the present state."""

    def button(label: str, verb: str) -> Button:
        return Button(label, Press(verb, view.id, view.version))

    full = Button("看全文", Press("full", view.id))
    ask = () if view.pending in PENDING else (button("转办", "transfer"),)  # one request at a time
    if view.state is State.TO_SIGN:
        return ((button("签收", "sign"), button("联系企业", "contact")), (*ask, full))
    if view.state is State.WORKING:
        more = (*ask, button("延期", "extend")) if ask else ()
        helping = (Button("请协办", Press("assist", view.id)), button("更多", "more"))
        return ((button("联系企业", "contact"), button("答复", "reply"), full), (*more, *helping))
    if view.state is State.ANSWERED:
        return ((full,),)
    return ()


def card_for(view: CaseView) -> Message:
    """The unit's card in any state."""
    if view.state is State.TO_SIGN:
        return dispatch_card(view)
    contact, resolve = view.limits.get(Stage.FIRST_CONTACT), view.limits.get(Stage.RESOLVE)
    lines = [
        f"{view.number}｜{view.urgency.value}｜{view.state.value}｜主办：{view.section} {view.owner}",
        f"事由：{view.summary}",
    ]
    if view.state is State.WORKING:
        done = contact is not None and contact.met_at is not None
        lines.append(("已首联，" if done else "") + "请：" + _limit_words(None if done else contact, resolve))
        lines += [PENDING[view.pending]] if view.pending in PENDING else []
        lines += [HELD] if view.held else []
        lines += [view.legal] if view.legal else []
    elif view.state is State.ANSWERED:
        lines.append("已答复，等企业确认。")
    elif view.close_kind is not None:
        lines.append(f"办结：{view.close_kind.value}")
    return Message("\n".join(lines), buttons(view), protect=True)


def card_stub(number: str, why: str) -> Message:
    """What an old card becomes: the number and nothing else (R02b)."""
    return Message(f"{number} {why}。", protect=True)


def recomputed(number: str, stage: Stage, old: datetime, new: datetime) -> Message:
    """The published holidays moved a provisional limit (R38)."""
    return Message(
        f"{number} 放假安排已公布，{stage.value}时限由 {times.short(old)} 改为 {times.short(new)}。", protect=True
    )


def taken_back(number: str) -> Message:
    """What a full text or a phone number becomes when the case has left the unit."""
    return Message(f"{number} 已转其他单位办理，这里的全文和联系方式已收回。", protect=True)


def ring_private(view: CaseView) -> Message:
    """特急, privately to owner and backup."""
    return Message(
        f"特急 {view.number} 派给您（{view.unit_name}{view.section}）。请立即到群里签收并联系企业。事由：{view.summary}",
        protect=True,
    )


def now_yours(view: CaseView) -> Message:
    """A case became yours."""
    return Message(f"{view.number} 现在由您主办。{_next_words(view)}请在群里的卡片上处理。", protect=True)


def no_longer_yours(number: str) -> Message:
    """Told once to the old owner."""
    return Message(f"{number} 已不由您办理，无需再处理。", protect=True)


def reopened_to_deputy(view: CaseView) -> Message:
    """First reopening: the unit's deputy takes it in hand."""
    return Message(f"{view.number} 企业反映没有解决，已重办（第1次），请您督着办。{_next_words(view)}", protect=True)


def _next_words(view: CaseView) -> str:
    running = view.next_limit
    return f"{running[0].value}时限：{times.before(running[1].due_at, running[1].provisional)}。" if running else ""


def full_text(view: CaseView, body: str, contact: str, watermark: str) -> Message:
    """The full text, to one officer in private, watermarked top and bottom (R03)."""
    parts = [watermark, f"{view.number}｜{view.urgency.value}｜{view.kind.value}", body, contact, watermark]
    return Message("\n".join(part for part in parts if part), protect=True)


def watermark(name: str, at: datetime) -> str:
    """Who looked, and when: makes a screenshot traceable."""
    return f"—— 仅供{name}办理使用 {times.moment(at)}，请勿转发 ——"


def contact_ways(view: CaseView, phone: bool) -> Message:
    """How to reach the enterprise."""
    rows: list[tuple[Button, ...]] = [(Button("通过机器人对话", Press("relay", view.id, view.version)),)]
    if phone:
        rows.append((Button("看电话", Press("phone", view.id, view.version)),))
    rows.append(
        (
            Button("已电话联系上", Press("phoned", view.id, view.version, "1")),
            Button("没打通", Press("phoned", view.id, view.version, "0")),
        )
    )
    return Message(
        f"{view.number} 怎么联系企业？" + ("" if phone else "企业没有留电话，请通过机器人对话。"),
        tuple(rows),
        protect=True,
    )


def phone_shown(number: str, phone: str, mark: str) -> Message:
    """The phone, privately, because the enterprise allowed it."""
    return Message(f"{mark}\n{number} 联系电话：{phone}\n联系后请点“已电话联系上”。", protect=True)


def reply_prompt(number: str) -> Message:
    """答复 asks for the words."""
    return Message(
        f"{number}：请回复本条写明办理情况（可带图片），发送前会请您确认是阶段反馈还是办结答复。",
        force_reply=True,
        protect=True,
    )


def reply_choice(case_id: int, version: int, number: str) -> Message:
    """Before anything goes to the enterprise: what is this?"""
    row = (
        Button("阶段反馈", Press("rprog", case_id, version)),
        Button("办结答复", Press("rfinal", case_id, version)),
        Button("不发给企业", Press("rnone", case_id, version)),
    )
    return Message(f"{number}：这段话怎么用？不选就不会发给企业。", (row,), protect=True)


def result_choice(case_id: int, version: int, number: str) -> Message:
    """The result code of a final answer (A20)."""
    rows = tuple((Button(code.value, Press("rcode", case_id, version, code.name)),) for code in ResultCode)
    return Message(f"{number}：办理结果是？", rows, protect=True)


def flaws(number: str, missing: tuple[str, ...]) -> Message:
    """The answer goes back with what is missing (R11, R26)."""
    lines = "\n".join(f"· {item}" for item in missing)
    return Message(f"{number} 的答复还不能发：\n{lines}\n请回复本条，重新写一遍。", force_reply=True, protect=True)


def preview(
    case_id: int, version: int, number: str, result: ResultCode, text: str, ground: Ground | None = None
) -> Message:
    """Last look before it goes to the enterprise. The attribution (A42) is set already; a tap on it shows the next one."""
    row = (
        Button("发送给企业", Press("rsend", case_id, version)),
        Button("不发了", Press("rnone", case_id, version)),
    )
    kept = ground or default(result)
    more = after(kept, result)
    turn = ((Button("换归因", Press("rwhy", case_id, version, more.name)),),) if more else ()
    inside = f"\n——\n归因：{kept.value}（内部记录，不发给企业）" if kept else ""
    return Message(f"{number} 将答复企业（{result.value}）：\n{text}{inside}", (row, *turn), protect=True)


def too_late(number: str, state: State) -> Message:
    """Words for a case that takes none any more."""
    return Message(f"{number} 现在是“{state.value}”，这段话没有发给企业。", protect=True)


def sign_by_button(number: str) -> Message:
    """收到 under a card that nobody has signed."""
    return Message(f"{number} 要签收请点卡片上的“签收”，或回复“签收”。", protect=True)


def kept_inside() -> Message:
    """Not sent."""
    return Message("好的，没有发给企业。", protect=True)


def sent(number: str, what: str) -> Message:
    """Sent to the enterprise."""
    return Message(f"{number} 的{what}已发给企业。", protect=True)


def transfer_reason(case_id: int, version: int, number: str) -> Message:
    """转办: why?"""
    rows = tuple((Button(label, Press("treason", case_id, version, key)),) for key, label in TRANSFER_REASONS.items())
    return Message(f"{number} 申请转办：请选理由。裁定前仍由您单位牵头，时限不停。", rows, protect=True)


def transfer_unit(
    case_id: int,
    version: int,
    number: str,
    reason: str,
    options: tuple[tuple[str, str], ...],
    page: int,
    last: bool,
) -> Message:
    """转办: to whom?"""
    rows = [(Button(name, Press("tunit", case_id, version, f"{reason}.{code}")),) for code, name in options]
    turn = []
    if page:
        turn.append(Button("上一页", Press("tpage", case_id, version, f"{reason}.{page - 1}")))
    if not last:
        turn.append(Button("下一页", Press("tpage", case_id, version, f"{reason}.{page + 1}")))
    return Message(f"{number} 建议转给哪个单位？", (*rows, *((tuple(turn),) if turn else ())), protect=True)


def transfer_asked(number: str, unit_name: str) -> Message:
    """Waiting for the ruling."""
    return Message(f"{number} 转办申请已提交（建议{unit_name}），等营商办裁定；裁定前仍由您单位办理。", protect=True)


def transfer_kept(view: CaseView, mentions: tuple[int, ...]) -> Message:
    """The office ruled that the unit keeps the case."""
    text = f"{view.number} 转办裁定：维持由您单位办理，不能再退。{_next_words(view)}"
    return Message(text, protect=True, mentions=mentions)


INTERIM_FIRST = "请先给企业一条阶段反馈（回复卡片写一句，选“阶段反馈”），再申请延期。"


def extension_days(case_id: int, version: int, number: str, options: tuple[int, ...]) -> Message:
    """延期: how long?"""
    row = tuple(Button(f"{days}个工作日", Press("edays", case_id, version, str(days))) for days in options)
    return Message(f"{number} 申请延期：选天数，再写客观原因和已做的工作。", (row,), protect=True)


def extension_reason(number: str, days: int, *, again: bool = False) -> Message:
    """延期: why? `again`: what came was no reason."""
    head = "这还不够申请延期。" if again else ""
    return Message(
        f"{number} 延期{days}个工作日：{head}请回复本条，写明客观原因和已做的工作。“领导不在、正在研究、出差、等开会”不作为理由。",
        force_reply=True,
        protect=True,
    )


def extension_off(number: str, why: str) -> Message:
    """The reason came too late: no request can be made any more."""
    return Message(f"{number} 没有申请延期：{why}", protect=True)


def extension_asked(number: str) -> Message:
    """Waiting for approval."""
    return Message(f"{number} 延期申请已提交，批准前仍按原时限。", protect=True)


def ruled(number: str, text: str) -> Message:
    """What the office decided."""
    return Message(f"{number} {text}", protect=True)


TODO_HERE = "这里只能看本单位的待办。您的待办请在自己单位的群里或和机器人的私聊里看。"


def todo(views: list[CaseView], page: int, last: bool, now: datetime, unit: str) -> Message:
    """A unit's open cases by deadline, masked."""
    if not views:
        return Message("本单位没有待办。", protect=True)
    head = "待办，时限近的在前" + (f"（第{page + 1}页）" if page or not last else "") + "："
    lines = [head] + [_todo_line(view, now) for view in views]
    turn = []
    if page:
        turn.append(Button("上一页", Press("todo", 0, 0, f"{unit}.{page - 1}")))
    if not last:
        turn.append(Button("下一页", Press("todo", 0, 0, f"{unit}.{page + 1}")))
    return Message("\n".join(lines), (tuple(turn),) if turn else (), protect=True)


def _todo_line(view: CaseView, now: datetime) -> str:
    running = view.next_limit
    if running is None:
        return f"{view.number[-6:]} {view.state.value} {view.summary[:14]}"
    stage, limit = running
    late = f"{stage.value}已超期" if limit.due_at <= now else f"{times.short(limit.due_at)} 前{stage.value}"
    urgent = "特急 " if view.urgency is Urgency.CRITICAL else ""
    return f"{view.number[-6:]} {urgent}{late} {view.summary[:14]}｜{view.owner}"


BOARDS = (
    "/overdue 逾期件（点“看”可督促、改派），/board 看板，/unit 供水 看一个单位，/find 词 查找，/stubborn 钉子案，/hold 挂账，"
    "/hot 热点，/clues 待核线索；/race 季度赛马，/accuracy 派得准不准，/pack 调度材料，/ledger 逾期 要台账，/decide 录会上决定；"
)
HELP = {
    Role.CLERK: "新件发在坐席群，认领后在这里处理；派单可直接写单位名。/queue 看待处理的件和待打的电话，/merge 000012 并案或拆回。",
    Role.SUPERVISOR: f"{BOARDS}/look 000012 看一件，可出书面意见、依法办结。",
    Role.OFFICE: f"{BOARDS}/queue 看坐席待处理的件，/look 000012 看一件，/merge 000012 并案；"
    "12345、两有三解的工单 CSV 直接私信发来。",
    Role.KEEPER: "/status 看运行情况，/bind、/unbind 绑定群，/enrol 登记，/people 查岗位，/away 离岗；"
    "12345、两有三解的工单 CSV 直接私信发来。",
    Role.SEALED: "密件只会发到这个私聊，请在密件的卡片上操作：已收到、答复、不属密件、办结。/todo 看手里的密件。请不要转发、截图。",
}


def help_officer(roles: Collection[Role]) -> Message:
    """For officers, and for the desks what they can do besides."""
    lines = [
        "在群里的卡片上操作：签收、联系企业、答复、转办、延期、请协办、看全文；“更多”里可暂停计时、申请挂账、申请复杂件、标法定期限。",
        "回复卡片写的话，会先问您怎么用，不会直接发给企业。",
        "/todo 看本单位待办；发编号看一件。",
    ]
    if not {Role.OFFICER, Role.OFFICE} & set(roles):
        lines = []  # no cards of a unit come to these
    return Message("\n".join([*lines, *[text for role, text in HELP.items() if role in roles]]))


def supplemented(number: str) -> Message:
    """The enterprise added something."""
    return Message(f"{number} 企业补充了内容，点卡片“看全文”。", protect=True)


def urged(view: CaseView, mentions: tuple[int, ...]) -> Message:
    """The enterprise urges."""
    return Message(
        f"{view.number} 企业催办（第{view.urges}次）。{_next_words(view)}请给企业一句进展。",
        protect=True,
        mentions=mentions,
    )


def private_hint(case_words: int, waiting: str | None) -> Message:
    """An officer wrote something in private without context; `waiting` is a case they were about to speak about."""
    row = (Button("我以企业身份反映问题", Press("asboss", 0, 0, str(case_words))),)
    if waiting is not None:
        return Message(
            f"这句话没有发给企业。要和 {waiting} 的企业说话，请先点上面的“通过机器人对话”，再发一遍。", (row,)
        )
    return Message(
        "您是工作人员，办件请在群里的卡片上操作，/todo 看待办。如果您是以企业身份反映问题，点下面，您刚才的话会登记成一件。",
        (row,),
    )


HOW_OFFICER = "新单会发在单位群里，请在卡片上签收、联系、答复。/todo 看待办，/help 看说明。"
HOW = {
    Role.CLERK: "新件会发在坐席群里，点“认领”后在这里处理。/queue 看待处理，/help 看说明。",
    Role.SUPERVISOR: "逾期件和延期申请会发在督办群里。/overdue 看逾期，/help 看说明。",
    Role.KEEPER: "/status 看运行情况，/bind 绑定群，/enrol 发登记链接，/people 查岗位。",
    Role.SEALED: "密件只会发到这里，请只在这里处理，不要转发、截图。",
}


def enrolled(place: str, backup: str, how: str, others: tuple[str, ...]) -> Message:
    """Welcome. `others` are posts that the account holds besides: nobody gets a second one without noticing."""
    lines = [f"登记成功：{place}。" + (f"备岗：{backup}。" if backup else "")]
    if others:
        lines.append(f"您同时还是：{'、'.join(others)}。如不对，请告诉管理员。")
    return Message("\n".join([*lines, how]))


def enrol_failed(why: str) -> Message:
    """The link does not work."""
    return Message(f"登记没有成功：{why}请向管理员要一个新的链接。")


def enrol_privately() -> Message:
    """A link followed in a group."""
    return Message("登记链接请在和机器人的私聊里打开，不要发到群里。已经发出的，请管理员换一个。")


def replaced(title: str) -> Message:
    """To who held the post until now."""
    return Message(f"您的岗位（{title}）已由别的账号登记，这个账号不再收到工单。如果不是您换的，请马上告诉管理员。")


def replaced_told(code: str, name: str) -> str:
    """To the keepers."""
    return f"{code} {name} 的岗位已换成另一个账号。如果不是本人换号，请用 /enrol 重发链接。"
