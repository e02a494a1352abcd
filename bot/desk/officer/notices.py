"""Short notices to the owner about their case: in the group, as a reply to the card, in working time."""

from __future__ import annotations

from sqlmodel import func, select

from bot.desk import cards, clocks, views
from bot.desk.work import Work
from bot.texts import officer as texts
from bot.texts.values import Message
from storage.tables import CaseFile, Look, Outbox, Staff
from storage.vocabulary import Lane


def supplemented(work: Work, case: CaseFile) -> None:
    """The enterprise added something: said once until somebody looks, not once a message."""
    key = f"more:{case.id}:{case.version}:{_looks(work, case)}"
    under_card(work, case, texts.supplemented(case.number), "card.more", key)


def kept(work: Work, case: CaseFile) -> None:
    """Ruled: the unit keeps the case. An edited card rings nobody, so this is said as well."""
    message = texts.transfer_kept(views.view(work, case), _team(work, case))
    under_card(work, case, message, "card.kept", f"kept:{case.id}:{case.version}")


def urged(work: Work, case: CaseFile) -> None:
    """The enterprise urges: owner and backup are named."""
    message = texts.urged(views.view(work, case), _team(work, case))
    under_card(work, case, message, "card.urged", f"urged:{case.id}:{case.urges}")


def _team(work: Work, case: CaseFile) -> tuple[int, ...]:
    posts = [work.session.get(Staff, staff_id) for staff_id in (case.owner_id, case.backup_id) if staff_id]
    return tuple(post.tg_id for post in posts if post is not None and post.tg_id is not None)


def under_card(work: Work, case: CaseFile, message: Message, purpose: str, dedupe: str) -> None:
    """As a reply to the case's card in its unit's group; to the main case's card if it stands under one."""
    card = next(iter(reversed(cards.live(work, case, "unit"))), None)
    main = work.session.get(CaseFile, case.merged_into) if card is None and case.merged_into else None
    if main is not None:
        card = next(iter(reversed(cards.live(work, main, "unit"))), None)
    if card is None:
        return
    row = work.session.get_one(Outbox, card.outbox_id)
    work.send(
        card.chat_id,
        message,
        lane=Lane.ANSWER,
        purpose=purpose,
        case=case,
        reply_to=row.message_id,
        topic_id=row.topic_id,
        dedupe=dedupe,
        not_before=clocks.polite(work, case.urgency),
    )


def _looks(work: Work, case: CaseFile) -> int:
    return work.session.exec(select(func.count()).select_from(Look).where(Look.case_id == case.id)).one()
