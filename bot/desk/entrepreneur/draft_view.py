"""The draft card in its author's chat: drawn from the draft, edited in place, moved down when there is something new."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import select

from bot.desk import cards, cases, gist, known, people, units
from bot.desk.gist import Gist
from bot.desk.places import Place
from bot.desk.work import Work
from bot.texts.entrepreneur import draft as texts
from bot.texts.entrepreneur import welcome
from bot.texts.values import Message
from nlp.values import Missing
from storage.tables import CaseFile, Outbox, Person, Timer
from storage.vocabulary import Lane, OutboxStatus, Secrecy, TimerKind

HARDLY = 0.35  # likelihood of the first unit below which a few words name none
MOST_LIKELY = 3  # units offered; more would be a list to search, and 改单位 has it


def files_at(work: Work, case: CaseFile) -> datetime:
    """When this draft will file itself: the timer knows, and nobody else."""
    work.session.flush()
    query = select(Timer.at).where(Timer.case_id == case.id, Timer.kind == TimerKind.DRAFT_FILE)
    return work.session.exec(query).first() or work.now


def waits_for_consent(reading: Gist) -> bool:
    """True if the matter has a way of its own by law: it is told, and nothing is filed unless the author wants it
    (R20, R21). Danger to life never waits."""
    return bool(reading.elsewhere) and not reading.chosen and not reading.life_danger


def message(work: Work, case: CaseFile) -> Message:
    """The draft as its author sees it now."""
    reading = gist.load(work, case)
    if waits_for_consent(reading):
        way = work.office.pack.way_of(reading.elsewhere)
        return welcome.elsewhere(reading.elsewhere, way, case.id or 0, case.version)
    return texts.card(view(work, case, reading))


def view(work: Work, case: CaseFile, reading: Gist) -> texts.DraftView:
    """What the card shows. The unit is the one that dispatch would choose."""
    kept = cases.items(work, case)
    unit = work.office.catalogue.get(gist.receiver(reading, case).unit_code or "")
    sure = unit is not None and (bool(reading.chosen) or reading.confident) and not reading.doubt
    person = work.session.get(Person, case.person_id)
    ready = known.for_draft(work, case)
    return texts.DraftView(
        id=case.id or 0,
        number=case.number,
        version=case.version,
        quote=quote(work, case),
        parts=len({item.media_group or item.id for item in kept}),
        kind=case.kind,
        urgency=case.urgency,
        urgency_reason=reading.urgency_reason,
        secrecy=case.secrecy,
        unit_name=unit.name if unit else "首接坐席",
        why="您选的" if reading.chosen else reading.why,
        sure=sure or (unit is not None and case.secrecy is Secrecy.B and not reading.doubt),
        enterprise=people.enterprise_name(work, person.enterprise_id if person else None) or reading.enterprise,
        amount=reading.amount,
        anonymous=case.anonymous,
        question=reading.question,
        files_at=files_at(work, case),
        likely=()
        if sure or ready is not None
        else likely(work, case, reading),  # an answer first: a list of units would hide it
        known=(ready.answer, ready.source) if ready is not None else None,
    )


def likely(work: Work, case: CaseFile, reading: Gist) -> tuple[tuple[str, str], ...]:
    """The units between which the reader hesitates, for the author to pick from (R22): at most three, none of them
    accused, and none if a person has to look anyway."""
    if reading.doubt or reading.chosen or case.secrecy is not Secrecy.A:
        return ()
    if reading.strength < HARDLY and Missing.DETAIL in reading.missing:
        return ()  # nothing was said yet that a unit could be guessed from
    codes = [code for code, _why in reading.units if units.may_choose(work, case, code)]
    return tuple((code, units.name(work, code)) for code in codes[:MOST_LIKELY])


def quote(work: Work, case: CaseFile, length: int = 60) -> str:
    """The person's own words, cut for a card that only they see: the first, and what follows while they say little."""
    said = ""
    for item in cases.items(work, case):
        text = str((work.text(item.content_id) or {}).get("text", "")).strip()
        said = f"{said}；{text}" if said and text else said or text
        if len(said) > gist.SHORT:
            break
    if not said:
        return "（图片、语音或文件）"
    return said if len(said) <= length else said[:length] + "…"


def show(work: Work, case: CaseFile, chat_id: int) -> None:
    """Send the draft card, or first the way that is open by law if the matter is not ours."""
    place = Place(chat_id)
    cards.put(work, case, place, message(work, case), role="draft", lane=Lane.SAFETY, purpose="receipt")


def renew(work: Work, case: CaseFile, chat_id: int) -> None:
    """After an addition: the card moves below it. One that has not left yet is simply brought up to date."""
    if _unsent(work, case):
        refresh(work, case)
        return
    cards.retire(work, case, texts.superseded(case.number), "draft")
    show(work, case, chat_id)


def ask_cancel(work: Work, case: CaseFile, chat_id: int) -> None:
    """The person writes that they want no complaint after all: asked once, below their words."""
    cards.retire(work, case, texts.moved(case.number), "draft")
    message = texts.cancel_sure(case.id or 0, case.version, case.number)
    cards.put(work, case, Place(chat_id), message, role="draft", lane=Lane.ANSWER, purpose="draft.cancel")


def _unsent(work: Work, case: CaseFile) -> bool:
    rows = [work.session.get(Outbox, card.outbox_id) for card in cards.live(work, case, "draft")]
    return any(row is not None and row.status is OutboxStatus.QUEUED and row.doubts == 0 for row in rows)


def refresh(work: Work, case: CaseFile) -> None:
    """Edit the living draft card."""
    drawn = message(work, case)
    cards.refresh(work, case, "draft", lambda _card: drawn)


def remind(work: Work, case: CaseFile, chat_id: int) -> None:
    """The one reminder: the card once more, at the bottom of the chat, with its buttons."""
    old = cards.live(work, case, "draft")
    drawn = texts.nudge(message(work, case))
    key = f"nudge:{case.id}"
    if cards.put(work, case, Place(chat_id), drawn, role="draft", purpose="draft.nudge", dedupe=key) is None:
        return
    for card in old:
        work.edit(card.outbox_id, texts.moved(case.number), purpose="card.stub")
        card.live = False
