"""The relay: words between an owner and an enterprise through the bot, with a banner and an end.

The enterprise's words are classified before the owner sees them; the owner's are checked for other people's data.
"""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, select

from bot.desk import cases, guards, pause_end, people, restricted
from bot.desk.gist import gist_of
from bot.desk.officer import card
from bot.desk.words import OnAnswer, OnCommand, OnPress, Pressed, Words, material
from bot.desk.work import OK, Actor, Outcome, Work
from bot.rules import quality
from bot.texts import relay as texts
from bot.texts.values import Message
from storage import outbox
from storage.tables import CaseFile, Relay, Staff, Timer
from storage.vocabulary import AskKind, EventKind, ItemKind, Lane, Role, Secrecy, TimerKind

IDLE = timedelta(minutes=30)
CARRIED = {ItemKind.PHOTO, ItemKind.DOCUMENT, ItemKind.VIDEO, ItemKind.VOICE}


def open_for(work: Work, tg_id: int) -> Relay | None:
    """The conversation that this account is in."""
    query = select(Relay).where(col(Relay.ended_at).is_(None), (Relay.staff_tg == tg_id) | (Relay.person_tg == tg_id))
    return work.session.exec(query).first()


def meant_for(work: Work, words: Words, row: Relay) -> bool:
    """Plain words, and replies to what the other side said, are for the other side; other replies go their own way."""
    if words.reply_to is None:
        return True
    replied = outbox.by_message(work.session, words.chat_id, words.reply_to)
    return replied is not None and replied.case_id == row.case_id and replied.purpose.startswith("relay")


def begin(work: Work, pressed: Pressed) -> Outcome:
    """通过机器人对话."""
    got = card.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    chat_id = people.complainant_chat(work, case)
    if chat_id is None or post.tg_id is None or case.anonymous or case.secrecy is not Secrecy.A:
        return Outcome("现在不能直接对话，请用“答复”。", alert=True)
    if open_for(work, post.tg_id) is not None or open_for(work, chat_id) is not None:
        return Outcome(texts.busy(), alert=True)
    row = Relay(
        case_id=case.id or 0,
        staff_id=post.id or 0,
        staff_tg=post.tg_id,
        person_tg=chat_id,
        opened_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    unit = work.office.catalogue.get(case.unit or "")
    name = unit.name if unit is not None else ""
    work.send(
        post.tg_id,
        texts.banner_officer(case.number, row.id or 0),
        lane=Lane.ANSWER,
        purpose="relay.banner",
        case=case,
    )
    work.send(
        chat_id,
        texts.banner_enterprise(case.number, name, row.id or 0),
        lane=Lane.ANSWER,
        purpose="relay.banner",
        case=case,
    )
    _rewind(work, case, row)
    return OK


def carry(work: Work, words: Words, row: Relay) -> Outcome:
    """Words of one side to the other. They end the conversation if the case left this owner meanwhile."""
    case = work.case(row.case_id)
    post = work.session.get(Staff, row.staff_id)
    if case is None or post is None or not case.state.is_open or guards.unit_officer(work, case, row.staff_tg) is None:
        end(work, row)
        return OK
    if words.media is not None and words.media.kind not in CARRIED:
        work.send(words.chat_id, texts.only_words(), lane=Lane.ANSWER, purpose="relay.refused", case=case)
        return OK
    _rewind(work, case, row)
    if words.sender.tg_id == row.staff_tg:
        return _to_enterprise(work, words, row, case, post)
    return _to_officer(work, words, row, case)


def _to_enterprise(work: Work, words: Words, row: Relay, case: CaseFile, post: Staff) -> Outcome:
    flaws = quality.note_flaws(words.text, work.office.spans(words.text))
    if flaws:
        message = texts.refused(tuple(flaw.missing for flaw in flaws))
        work.send(row.staff_tg, message, lane=Lane.ANSWER, purpose="relay.refused", case=case)
        return OK
    card.first_contact(work, case, post, "relay")
    event = work.record(
        case, EventKind.RELAYED, people.actor_of(post), facts={"to": "enterprise"}, words=material(words)
    )
    cases.add_item(work, case, words, event.content_id or "", by_staff=True)
    _hand_over(work, words, row.person_tg, texts.from_officer(case.number, words.text), case)
    return OK


def _to_officer(work: Work, words: Words, row: Relay, case: CaseFile) -> Outcome:
    reading = gist_of(words.understood)
    person = people.person_of(work, words.sender)
    if reading.secrecy is not Secrecy.A:
        restricted.report(work, person, words, reading, beside=case)
        return OK
    event = work.record(
        case,
        EventKind.RELAYED,
        Actor(Role.ENTERPRISE, person.id),
        facts={"to": "officer"},
        words=material(words),
    )
    cases.add_item(work, case, words, event.content_id or "")
    pause_end.material_came(work, case)
    _hand_over(work, words, row.staff_tg, texts.from_enterprise(case.number, words.text), case)
    return OK


def _hand_over(work: Work, words: Words, chat_id: int, message: Message, case: CaseFile) -> None:
    if words.media is not None:
        file = {"kind": words.media.kind.value, "file_id": words.media.file_id, "name": words.media.name}
        message = Message(message.text, protect=message.protect, file=file)
    work.send(chat_id, message, lane=Lane.ANSWER, purpose="relay.words", case=case)


def end(work: Work, row: Relay) -> None:
    """Over on both sides."""
    case = work.case(row.case_id)
    row.ended_at = work.now
    number = case.number if case is not None else ""
    for chat_id in (row.staff_tg, row.person_tg):
        work.send(
            chat_id,
            texts.ended(number),
            lane=Lane.ANSWER,
            purpose="relay.end",
            case=case,
            dedupe=f"relayend:{row.id}:{chat_id}",
        )
    if case is not None:
        work.no_timer(case, TimerKind.RELAY_END)


def end_pressed(work: Work, pressed: Pressed) -> Outcome:
    """结束对话, by either side."""
    row = open_for(work, pressed.sender.tg_id)
    if row is None or str(row.id) != pressed.press.arg:
        return Outcome("这场对话已经结束。")
    end(work, row)
    return OK


def end_command(work: Work, words: Words, _rest: str) -> Outcome:
    """/end."""
    row = open_for(work, words.sender.tg_id) if words.private else None
    if row is not None:
        end(work, row)
    elif words.private:
        work.send(words.chat_id, texts.none_open(), lane=Lane.ANSWER, purpose="relay")
    return OK


def idle(work: Work, timer: Timer) -> None:
    """Nobody wrote for half an hour."""
    row = work.session.get(Relay, timer.data.get("relay"))
    if row is not None and row.ended_at is None:
        end(work, row)


def _rewind(work: Work, case: CaseFile, row: Relay) -> None:
    work.timer(TimerKind.RELAY_END, work.now + IDLE, case, key=str(row.id), data={"relay": row.id})


PRESSES: dict[str, OnPress] = {"relay": begin, "relayend": end_pressed}
ANSWERS: dict[AskKind, OnAnswer] = {}
COMMANDS: dict[str, OnCommand] = {"end": end_command}
