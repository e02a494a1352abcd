"""The card's own buttons: 签收, 联系企业, 看全文."""

from __future__ import annotations

from typing import Any

from bot.desk import cases, clocks, dispatch, gist, guards, merge, pass_on, people, views
from bot.desk.entrepreneur import tell
from bot.desk.facts import facts_of
from bot.desk.words import OnPress, Pressed
from bot.desk.work import Outcome, Work
from bot.rules.routing import may_see_person
from bot.texts import common, retention
from bot.texts import officer as texts
from bot.texts.values import Message
from nlp.summary import unnamed
from storage.tables import CaseFile, Enterprise, Look, Person, Staff
from storage.vocabulary import EventKind, Lane, Secrecy, Stage, State

Found = tuple[CaseFile, Staff]
PAGE = 1800  # characters: even if each takes two of Telegram's 4,096 units, watermarks and contact still fit


def found(work: Work, pressed: Pressed, *, fresh: bool = True) -> Found | Outcome:
    """The case and the presser's post in its unit; or the polite refusal that changes nothing."""
    case = work.case(pressed.press.case_id)
    if case is None:
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    post = guards.unit_officer(work, case, pressed.sender.tg_id)
    if post is None:
        enrolled = people.posts_of(work, pressed.sender.tg_id)
        return Outcome(common.NOT_YOURS if enrolled else common.NOT_ENROLLED, alert=True)
    stale = guards.fresh(pressed, case) if fresh else None
    return stale or (case, post)


def sign(work: Work, pressed: Pressed) -> Outcome:
    """签收: the limit is met, the card changes, the enterprise is told once."""
    got = found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    refusal = work.move(
        case, EventKind.SIGNED, people.actor_of(post), facts_of(work, case), set={"signed_at": work.now}
    )
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    clocks.met(work, case, Stage.SIGN)
    work.session.flush()
    dispatch.refresh_unit_card(work, case)
    tell.signed(work, case)
    merge.follow(work, case, people.actor_of(post))
    return Outcome("已签收。")


def contact(work: Work, pressed: Pressed) -> Outcome:
    """联系企业: through the bot, or by phone if the enterprise allowed it."""
    got = found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if pass_on.needed(case):
        return pass_on.begin(work, case, post)
    message = texts.contact_ways(views.view(work, case), _phone(work, case, post) is not None)
    return _privately(work, post, message, case)


def phone(work: Work, pressed: Pressed) -> Outcome:
    """The phone, privately, watermarked and logged."""
    got = found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    number = _phone(work, case, post)
    if number is None:
        return Outcome("企业没有留电话，请通过机器人对话。", alert=True)
    _log(work, case, post, "phone")
    mark = texts.watermark(people.name_of(work, post), work.now)
    return _privately(work, post, texts.phone_shown(case.number, number, mark), case)


def phoned(work: Work, pressed: Pressed) -> Outcome:
    """A call was made: first contact, if somebody answered."""
    got = found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    reached = pressed.press.arg == "1"
    if not reached:
        work.record(case, EventKind.CONTACTED, people.actor_of(post), facts={"by": "phone", "reached": False})
        return Outcome("已记录没打通。不同时段再试；三次联系不上请改用机器人对话。")
    first_contact(work, case, post, "phone")
    return Outcome("已记录首联。")


def first_contact(work: Work, case: CaseFile, post: Staff, by: str) -> None:
    """The first contact with the enterprise: recorded once a round, the limit is met."""
    if clocks.running(work, case, Stage.FIRST_CONTACT) is None:
        return
    changes = {"contacted_at": work.now}
    if case.state is State.TO_SIGN:
        refusal = work.move(
            case, EventKind.SIGNED, people.actor_of(post), facts_of(work, case), set={"signed_at": work.now}
        )
        if refusal is None:
            clocks.met(work, case, Stage.SIGN)
    work.record(case, EventKind.CONTACTED, people.actor_of(post), set=changes, facts={"by": by, "reached": True})
    clocks.met(work, case, Stage.FIRST_CONTACT)
    work.session.flush()
    dispatch.refresh_unit_card(work, case)
    merge.follow(work, case, people.actor_of(post))


def full(work: Work, pressed: Pressed) -> Outcome:
    """看全文: to the presser's private chat, watermarked and logged; never in the group."""
    got = found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if work.office.vault.destroyed(work.session, case.key_id):
        return Outcome(retention.ALREADY, alert=True)
    if post.tg_id is None or post.unreachable_at is not None:
        return Outcome("机器人还不能给您发私信，请先打开机器人点“开始”。", alert=True)
    _log(work, case, post, "full")
    send_full(work, case, post)
    return Outcome("已发到您的私信。")


def send_full(work: Work, case: CaseFile, post: Staff, *, purpose: str = "full") -> None:
    """The words and files of a case, to one officer in private."""
    mark = texts.watermark(people.name_of(work, post), work.now)
    items = [item for item in cases.items(work, case) if not item.by_staff]
    kept = [work.text(item.content_id) for item in items]
    body = "\n".join(str(part.get("text", "")) for part in kept if part and part.get("text"))
    view, contact = views.view(work, case), _contact_line(work, case, post)
    for page in _pages(_for_unit(work, case, body) or "（只有文件或语音，见下）"):
        message = texts.full_text(view, page, contact, mark)
        work.send(post.tg_id or 0, message, lane=Lane.ANSWER, purpose=purpose, case=case)
    for item, part in zip(items, kept, strict=True):
        _send_file(work, case, post, part, purpose, item.id)


def _for_unit(work: Work, case: CaseFile, body: str) -> str:
    """The words as a unit may read them: who they are from is hidden if the case is class B or anonymous (R02)."""
    if case.secrecy is not Secrecy.B and not case.anonymous:
        return body
    person = work.session.get(Person, case.person_id) if case.person_id else None
    name = people.enterprise_name(work, case.enterprise_id or (person.enterprise_id if person else None))
    firms = (*gist.load(work, case).firms, *((name,) if name else ()))
    return work.office.mask(unnamed(body, firms), enterprises=True)


def _pages(body: str) -> list[str]:
    """Pieces that fit into one message together with both watermarks: a cut would take the lower one away."""
    return [body[start : start + PAGE] for start in range(0, len(body), PAGE)]


def _send_file(
    work: Work, case: CaseFile, post: Staff, part: dict[str, Any] | None, purpose: str, item_id: int | None
) -> None:
    media = (part or {}).get("media") or {}
    if media.get("file_id"):
        file = {"kind": media["kind"], "file_id": media["file_id"], "name": media.get("name", ""), "item": item_id}
        work.send(
            post.tg_id or 0,
            Message(case.number, protect=True, file=file),
            lane=Lane.ANSWER,
            purpose=f"{purpose}.file",
            case=case,
        )
    elif media.get("kind") == "location":
        place = Message(f"{case.number} 位置：{media.get('latitude')}, {media.get('longitude')}", protect=True)
        work.send(post.tg_id or 0, place, lane=Lane.ANSWER, purpose=f"{purpose}.file", case=case)


def _contact_line(work: Work, case: CaseFile, post: Staff) -> str:
    if not _allowed(case, post):
        return "企业信息：对承办单位匿名" if case.anonymous or case.secrecy is Secrecy.B else ""
    row = work.session.get(Enterprise, case.enterprise_id) if case.enterprise_id else None
    name = work.text(row.name_id) if row is not None else None
    number = _phone(work, case, post)
    return "｜".join(part for part in (f"企业：{name}" if name else "", f"电话：{number}" if number else "") if part)


def _phone(work: Work, case: CaseFile, post: Staff) -> str | None:
    person = work.session.get(Person, case.person_id) if case.person_id else None
    if person is None or person.phone_id is None or not _allowed(case, post):
        return None
    return str(work.text(person.phone_id))


def _allowed(case: CaseFile, post: Staff) -> bool:
    """Enterprise, phone and name: only the lead owner and backup, unless the case is anonymous to the unit (R02)."""
    return may_see_person(
        secrecy=case.secrecy,
        anonymous=case.anonymous,
        staff_id=post.id or 0,
        owner_id=case.owner_id,
        backup_id=case.backup_id,
    )


def _privately(work: Work, post: Staff, message: Message, case: CaseFile) -> Outcome:
    if post.tg_id is None or post.unreachable_at is not None:
        return Outcome("机器人还不能给您发私信，请先打开机器人点“开始”。", alert=True)
    work.send(post.tg_id, message, lane=Lane.ANSWER, purpose="contact", case=case)
    return Outcome("已发到您的私信。")


def _log(work: Work, case: CaseFile, post: Staff, what: str) -> None:
    work.session.add(Look(case_id=case.id or 0, staff_id=post.id or 0, at=work.now, what=what))
    work.record(case, EventKind.VIEWED, people.actor_of(post), facts={"what": what})


PRESSES: dict[str, OnPress] = {
    "sign": sign,
    "contact": contact,
    "phone": phone,
    "phoned": phoned,
    "full": full,
}
