"""密件联系人: class C arrives only here, in private; nobody else can open it, and nothing else mentions it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.desk import asks, cases, clocks, gist, guards, keeper, people
from bot.desk.facts import facts_of
from bot.desk.people import find_person
from bot.desk.words import OnAnswer, OnCommand, OnPress, Pressed, Words
from bot.desk.work import BOT, OK, Actor, Outcome, Work
from bot.texts import common
from bot.texts import sealed as texts
from bot.texts.entrepreneur import secret
from bot.texts.values import Message
from storage import outbox
from storage.tables import Ask, CaseFile, Item, Look, Person, Staff, Timer
from storage.vault import Grant
from storage.vocabulary import AskKind, CloseKind, EventKind, Lane, Role, Secrecy, State, TimerKind

RETRY = timedelta(hours=1)


def deliver(work: Work, case: CaseFile) -> None:
    """To the contact, or the deputy if the contact is away or unreachable; if neither, the keeper hears that (only that)."""
    work.session.flush()
    post = _contact(work)
    if post is None or post.tg_id is None:
        keeper.tell(work, texts.unreachable(), once=f"sealed-unreachable:{work.now.date()}")
        work.timer(TimerKind.TRIAGE_DUE, work.now + RETRY, case, key="sealed")
        return
    if case.state in {State.TO_DISPATCH, State.ACCEPTING}:
        work.move(
            case,
            EventKind.DISPATCHED,
            BOT,
            facts_of(work, case, has_team=True, unit_accused=False),
            set={"owner_id": post.id, "dispatched_at": work.now},
        )
    _card(work, case, post)


def _contact(work: Work) -> Staff | None:
    posts = sorted(people.role_staff(work, Role.SEALED), key=lambda post: (post.rank != "owner", post.id or 0))
    return next(iter(people.reachable(posts)), None)


def _card(work: Work, case: CaseFile, post: Staff) -> None:
    mark = texts.mark(people.name_of(work, post), work.now)
    kept = _opened(work, case, post)
    body = "\n".join(str(part.get("text", "")) for part in kept if part.get("text")) or "（只有文件或语音，见下）"
    message = texts.card(case.id or 0, case.number, body, mark)
    work.send(
        post.tg_id or 0,
        message,
        lane=Lane.SAFETY,
        purpose="sealed.card",
        case=case,
        dedupe=f"sealed:{case.id}:{post.id}",
    )
    for part in kept:
        media = part.get("media") or {}
        if media.get("file_id"):
            file = {"kind": media["kind"], "file_id": media["file_id"], "name": media.get("name", "")}
            work.send(
                post.tg_id or 0,
                Message(case.number, protect=True, file=file),
                lane=Lane.SAFETY,
                purpose="sealed.file",
                case=case,
            )


def _opened(work: Work, case: CaseFile, post: Staff) -> list[dict[str, Any]]:
    """Open the content with the contact's grant; each opening is logged."""
    grant = Grant(post.id or 0)
    work.session.add(Look(case_id=case.id or 0, staff_id=post.id or 0, at=work.now, what="sealed"))
    found: list[Item] = cases.items(work, case)
    return [work.office.vault.get(work.session, item.content_id, grant) or {} for item in found]


def retry(work: Work, timer: Timer) -> None:
    """Try again to reach somebody."""
    case = work.case(timer.case_id or 0)
    if case is not None and case.secrecy is Secrecy.C and case.state.is_open:
        deliver(work, case)


def acknowledge(work: Work, pressed: Pressed) -> Outcome:
    """已收到: the complainant is told that a person has it."""
    got = _mine(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if case.state is State.TO_SIGN:
        work.move(case, EventKind.SIGNED, people.actor_of(post), facts_of(work, case), set={"signed_at": work.now})
    _to_complainant(work, case, secret.acknowledged(case.number), f"sack:{case.id}")
    return Outcome("已告知投诉人。")


def reply(work: Work, pressed: Pressed) -> Outcome:
    """答复: asks for the words."""
    got = _mine(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    message = texts.reply_prompt(case.number)
    ask = asks.open_ask(work, pressed.sender.tg_id, pressed.chat_id, AskKind.SEALED_ANSWER, message)
    ask.data = {"case": case.id}
    return OK


def answered(work: Work, words: Words, ask: Ask) -> Outcome:
    """The words go to the complainant, sealed in between."""
    asks.close(work, words.sender.tg_id, words.chat_id)
    case = work.case(int(ask.data.get("case") or 0))
    post = people.post_as(work, words.sender.tg_id, Role.SEALED)
    if case is None or post is None or not words.text.strip():
        return OK
    work.record(case, EventKind.RELAYED, people.actor_of(post), words={"text": words.text})
    _to_complainant(work, case, secret.answered(case.number, words.text), None, "sealed.answer")
    work.send(words.chat_id, texts.sent(case.number), lane=Lane.ANSWER, purpose="sealed.sent", case=case)
    return OK


def not_sealed(work: Work, pressed: Pressed) -> Outcome:
    """不属密件: only with the complainant's consent may others see it."""
    got = _mine(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    _to_complainant(work, case, secret.consent_question(case.id or 0, case.number), f"snotc:{case.id}")
    work.send(pressed.chat_id, texts.consent_asked(case.number), lane=Lane.ANSWER, purpose="sealed.note", case=case)
    return OK


def consented(work: Work, pressed: Pressed) -> Outcome:
    """The complainant decides. On consent a new open case is made from the words; the sealed one is closed to its owner only."""
    from bot.desk.entrepreneur import draft, draft_view

    case = work.case(pressed.press.case_id)
    person = find_person(work, pressed.sender.tg_id)
    if (
        case is None
        or person is None
        or case.person_id != person.id
        or case.secrecy is not Secrecy.C
        or not case.state.is_open
    ):
        return Outcome(common.UNKNOWN_BUTTON)
    post = work.session.get(Staff, case.owner_id) if case.owner_id else _contact(work)
    yes = pressed.press.arg == "yes"
    if yes and post is not None:
        fresh = cases.open_case(work, person, None, gist.Gist(doubt="密件联系人转来，本人同意"))
        gist.save(work, fresh, gist.Gist(doubt="密件联系人转来，本人同意"))
        _copy(work, case, fresh, post, person)
        actor = Actor(Role.ENTERPRISE, person.id)
        work.move(
            case,
            EventKind.WITHDRAWN,
            actor,
            facts_of(work, case),
            set={"closed_at": work.now},
            facts={"to": fresh.number},
        )
        work.no_timer(case)
        draft.touch(work, fresh)
        draft_view.show(work, fresh, pressed.chat_id)
    elif not yes:
        work.send(pressed.chat_id, secret.stays(), lane=Lane.ANSWER, purpose="sealed.stays")
    if post is not None and post.tg_id is not None:
        message = texts.consent(case.number, yes)
        work.send(
            post.tg_id,
            message,
            lane=Lane.ANSWER,
            purpose="sealed.note",
            case=case,
            dedupe=f"consent:{case.id}:{yes}",
        )
    _strip(work, pressed)
    return OK


def _copy(work: Work, case: CaseFile, fresh: CaseFile, post: Staff, person: Person) -> None:
    for item in cases.items(work, case):
        if item.by_staff:
            continue
        kept = work.office.vault.get(work.session, item.content_id, Grant(post.id or 0))
        event = work.record(fresh, EventKind.ADDED, Actor(Role.ENTERPRISE, person.id), words=kept)
        work.session.add(
            Item(
                case_id=fresh.id or 0,
                kind=item.kind,
                at=item.at,
                chat_id=item.chat_id,
                message_id=item.message_id,
                content_id=event.content_id or "",
            )
        )
    work.session.flush()


def close(work: Work, pressed: Pressed) -> Outcome:
    """办结: asked back once, for it ends what nobody else can see."""
    got = _mine(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    message = texts.close_question(case.id or 0, case.number, work.office.pack.official_channels)
    work.send(pressed.chat_id, message, lane=Lane.ANSWER, purpose="sealed.note", case=case)
    return OK


def closed(work: Work, pressed: Pressed) -> Outcome:
    """确定办结: the complainant is told, with the official way that stays open (R02d)."""
    got = _mine(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    changes = {"close_kind": CloseKind.UNRATED, "closed_at": work.now}
    refusal = work.move(case, EventKind.CLOSED, people.actor_of(post), facts_of(work, case, has_way=True), set=changes)
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    work.no_timer(case)
    clocks.after_close(work, case)
    _to_complainant(work, case, secret.closed(case.number, work.office.pack.official_channels), f"sclosed:{case.id}")
    _strip(work, pressed)
    return Outcome("已办结，已告知投诉人。")


def _to_complainant(
    work: Work, case: CaseFile, message: Message, dedupe: str | None, purpose: str = "secret.note"
) -> None:
    """To the complainant's chat, which it leaves again within 48 hours (R02d)."""
    from bot.desk import restricted

    person = work.session.get(Person, case.person_id) if case.person_id else None
    if person is not None and person.blocked_at is None:
        row = work.send(person.tg_id, message, lane=Lane.ANSWER, purpose=purpose, case=case, dedupe=dedupe)
        restricted.wipe_ours(work, row)


def _mine(work: Work, pressed: Pressed) -> tuple[CaseFile, Staff] | Outcome:
    post = guards.desk_post(work, pressed.sender.tg_id, Role.SEALED)
    if isinstance(post, Outcome):
        return post
    case = work.case(pressed.press.case_id)
    if case is None or case.secrecy is not Secrecy.C or not pressed.private or not case.state.is_open:
        return Outcome(common.UNKNOWN_BUTTON)
    return case, post


def _strip(work: Work, pressed: Pressed) -> None:
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        work.buttons_off(row)


PRESSES: dict[str, OnPress] = {
    "sack": acknowledge,
    "sreply": reply,
    "snotc": not_sealed,
    "unseal": consented,
    "sclose": close,
    "sclosed": closed,
}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.SEALED_ANSWER: answered}
COMMANDS: dict[str, OnCommand] = {}
