"""What the desk tells the enterprise about its case; nothing if it has blocked the bot (a person is told elsewhere)."""

from __future__ import annotations

from datetime import datetime

from bot.desk import people, views
from bot.desk.work import Work
from bot.texts.entrepreneur import progress as texts
from bot.texts.values import Message
from storage.tables import CaseFile
from storage.vocabulary import Lane


def signed(work: Work, case: CaseFile) -> None:
    """The owner signed; said once a round."""
    _tell(
        work,
        case,
        texts.signed(views.view(work, case)),
        "told.signed",
        f"signed:{case.id}:{case.round}:{case.unit}",
    )


def dispatched(work: Work, case: CaseFile) -> None:
    """A clerk found the unit."""
    _tell(
        work,
        case,
        texts.dispatched(views.view(work, case)),
        "told.dispatched",
        f"dispatched:{case.id}:{case.unit}",
    )


def progressed(work: Work, case: CaseFile, text: str) -> None:
    """A progress note."""
    _tell(work, case, texts.progress(views.view(work, case), text), "told.progress")


def extended(work: Work, case: CaseFile, reason: str, new_due: datetime) -> None:
    """More time was granted."""
    _tell(work, case, texts.extended(views.view(work, case), reason, new_due), "told.extended")


def transferred(work: Work, case: CaseFile) -> None:
    """Another unit works on it."""
    _tell(work, case, texts.transferred(views.view(work, case)), "told.transferred")


def refused(work: Work, case: CaseFile, why: str, way: str) -> None:
    """Not accepted: why, and the way that is open by law."""
    _tell(work, case, texts.refused(case.number, why, way), "told.refused")


def asked(work: Work, case: CaseFile, question: str) -> None:
    """A clerk needs something; a reply to this message belongs to the case."""
    _tell(work, case, texts.clerk_asks(case.number, question), "told.question")


def _tell(work: Work, case: CaseFile, message: Message, purpose: str, dedupe: str | None = None) -> None:
    chat_id = people.complainant_chat(work, case)
    if chat_id is not None:
        work.send(chat_id, message, lane=Lane.ANSWER, purpose=purpose, case=case, dedupe=dedupe)
