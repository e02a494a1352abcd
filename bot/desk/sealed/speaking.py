"""What the contact and the bot say to the complainant, and who may press."""

from __future__ import annotations

from bot.desk import guards
from bot.desk.words import Pressed
from bot.desk.work import Outcome, Work
from bot.texts import common
from bot.texts.values import Message
from storage import outbox
from storage.tables import CaseFile, Person, Staff
from storage.vocabulary import Lane, Role, Secrecy


def to_complainant(
    work: Work, case: CaseFile, message: Message, dedupe: str | None, purpose: str = "secret.note"
) -> None:
    """To the complainant's chat, which it leaves again within 48 hours (R02d)."""
    from bot.desk import restricted

    person = work.session.get(Person, case.person_id) if case.person_id else None
    if person is not None and person.blocked_at is None:
        row = work.send(person.tg_id, message, lane=Lane.ANSWER, purpose=purpose, case=case, dedupe=dedupe)
        restricted.wipe_ours(work, row)


def mine(work: Work, pressed: Pressed) -> tuple[CaseFile, Staff] | Outcome:
    """The sealed case and the contact who pressed, in private; nothing of it for anybody else."""
    post = guards.desk_post(work, pressed.sender.tg_id, Role.SEALED)
    if isinstance(post, Outcome):
        return post
    case = work.case(pressed.press.case_id)
    if case is None or case.secrecy is not Secrecy.C or not pressed.private or not case.state.is_open:
        return Outcome(common.UNKNOWN_BUTTON)
    return case, post


def strip(work: Work, pressed: Pressed) -> None:
    """The pressed message loses its buttons."""
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        work.buttons_off(row)
