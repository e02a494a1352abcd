"""随时调度 (A17): a supervisor's button; the case in a message where it was pressed, and on one page in the presser's chat."""

from __future__ import annotations

from sqlmodel import col, select

from bot.desk import assist, chase_facts, files, names, people, places, units, views
from bot.desk.supervisor import decide_item as items
from bot.desk.supervisor import decide_list, desk, pack_files, pack_lines
from bot.desk.words import OnPress, Pressed
from bot.desk.work import Outcome, Work
from bot.reports.packs import brief as papers
from bot.reports.packs import word
from bot.texts import brief as texts
from bot.texts import packs as pack_texts
from bot.texts.brief import Brief, Chased, Said
from bot.texts.values import Message
from storage.tables import CaseFile, Decision, Event, Outbox, Staff
from storage.vocabulary import ChatPurpose, EventKind, Lane, OutboxStatus, Role, Secrecy

CHASES = ("chase.remind", "chase.due", "chase.nudge", "chase.rung")
SAID = (
    EventKind.OPENED,
    EventKind.ADDED,
    EventKind.RELAYED,
    EventKind.REOPENED,
    EventKind.PROGRESS,
    EventKind.ANSWERED,
)
PENDING = {"transfer": "转办", "extension": "延期", "hold": "挂账", "complex": "复杂件", "pause": "暂停"}
UNIT = (Role.OFFICER, Role.OFFICE, Role.CLERK, Role.SUPERVISOR)


def ask(work: Work, pressed: Pressed) -> Outcome:
    """随时调度: masked, and on record that it was looked at (R03). Of a complaint about conduct there is no paper."""
    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if not case.state.is_open:
        return Outcome(texts.NOT_NOW, alert=True)
    work.record(case, EventKind.VIEWED, people.actor_of(post), facts={"what": "brief"})
    tg_id, paper = pressed.sender.tg_id, case.secrecy is Secrecy.A
    message, where = texts.message(of(work, case), paper=paper), pressed.chat_id
    work.send(where, message, lane=Lane.ANSWER, purpose="supervisor.brief", case=case, topic_id=pressed.topic_id)
    if paper:
        said, name = Message(texts.caption(case.number), protect=True), f"{case.number}一页案情.docx"
        more = {"lane": Lane.ANSWER, "purpose": "pack.file", "case": case}
        files.send_when_made(work, tg_id, said, "document", name, f"brief:{tg_id}.{case.id}", **more)
    return Outcome("已发，一页案情在您的私聊里。" if paper else "")


def make(work: Work, recipe: str) -> bytes | None:
    """The docx; None if the case may not be put on paper any more."""
    reader, _, case_id = recipe.partition(".")
    case = work.session.get(CaseFile, int(case_id))
    if case is None or case.secrecy is not Secrecy.A:
        return None
    return word.docx(papers.page(of(work, case), pack_files.cover(work, int(reader))))


def of(work: Work, case: CaseFile) -> Brief:
    """What the page says of a case of class A or B."""
    line = pack_lines.line(work, case)
    stands = pack_texts.late_words(line.late_days, line.late) if line.is_late else pack_texts.due_words(line.due_at)
    chases = _chases(work, case)
    return Brief(
        view=views.view(work, case),
        summary=line.summary,
        state=stands,
        chased=sum(len(one.at) for one in chases),
        chases=chases,
        progress=chase_facts.last_progress(work, case),
        stuck=line.stuck or "没有明显卡点，按时限推进",
        advice=line.advice or "请主办今天给企业一句准话；跨部门的由督办人召集当面定",
        enterprise=_said(work, case, Role.ENTERPRISE),
        unit=_said(work, case, *UNIT),
        beside=_beside(work, case),
    )


def _chases(work: Work, case: CaseFile) -> tuple[Chased, ...]:
    """Everything that was sent to press for this case, by whom it was put before; and the digests that named it."""
    query = select(Outbox).where(Outbox.case_id == case.id, col(Outbox.purpose).in_(CHASES))
    found: dict[str, list[Outbox]] = {}
    for row in work.session.exec(query.where(Outbox.status == OutboxStatus.SENT).order_by(col(Outbox.id))):
        who = _recipient(work, case, row.chat_id)
        if who:
            found.setdefault(who, []).append(row)
    chased = [Chased(who, tuple(row.sent_at or row.created_at for row in rows)) for who, rows in found.items()]
    digests = [event.at for event in _events(work, case, EventKind.CHASED) if event.data.get("point") == "digest"]
    chased += [Chased("单位群汇总", tuple(digests))] if digests else []
    return tuple(sorted(chased, key=lambda one: -len(one.at)))


def _recipient(work: Work, case: CaseFile, chat_id: int) -> str:
    """A group's unit with the owner's name, or a person's office; empty for the supervisors themselves."""
    chat = places.bound(work, chat_id)
    if chat is not None:
        owner = f"（主办 {people.name_of(work, case.owner_id)}）" if chat.unit == case.unit else ""
        return f"{units.name(work, chat.unit)}群{owner}" if chat.purpose is ChatPurpose.UNIT else ""
    post = work.session.exec(select(Staff).where(Staff.tg_id == chat_id).order_by(col(Staff.id))).first()
    if post is None or post.role is Role.SUPERVISOR:
        return ""
    return f"{units.name(work, post.unit)}{post.title} {people.name_of(work, post)}"


def _events(work: Work, case: CaseFile, *kinds: EventKind) -> list[Event]:
    query = select(Event).where(Event.case_id == case.id, col(Event.kind).in_(kinds))
    return list(work.session.exec(query.order_by(col(Event.seq))))


def _said(work: Work, case: CaseFile, *roles: Role) -> Said:
    """One side's last words, without names, phones or firms (R18)."""
    mine = [event for event in _events(work, case, *SAID) if event.role in roles and event.content_id]
    if not mine:
        return Said("", None)
    text = str((work.text(mine[-1].content_id) or {}).get("text", ""))
    masked = work.office.mask(text, enterprises=True)
    for piece in sorted(names.of_enterprises(work, case) | names.of_people(work, case), key=len, reverse=True):
        masked = masked.replace(piece, "某")
    return Said(masked, mine[-1].at)


def _beside(work: Work, case: CaseFile) -> tuple[str, ...]:
    """Helpers, a request that waits, decisions that are open."""
    helping = "、".join(units.name(work, row.unit) for row in assist.open_of(work, case))
    pending = PENDING.get(str((case.pending or {}).get("what") or ""), "")
    mine = [row for row in decide_list.open_items(work) if row.case_id == case.id]
    lines = [f"协办中：{helping}"] if helping else []
    lines += [f"{pending}申请等裁定"] if pending else []
    return (*lines, *(_decided(work, row) for row in mine[:2]))


def _decided(work: Work, row: Decision) -> str:
    found = items.item(work, row)
    return f"会上决定（{found.step.value}）：{found.whose}｜{found.brief}"


PRESSES: dict[str, OnPress] = {"brief": ask}
MAKERS = {"brief": make}
