"""整改: the section's head verifies and reports; the office accepts or sends back, and the enterprise hears what came of it."""

from __future__ import annotations

from bot.desk import asks, cards, clocks, guards, people, views
from bot.desk.facts import facts_of
from bot.desk.places import Place
from bot.desk.rectify import item as items
from bot.desk.rectify.item import Item
from bot.desk.words import OnAnswer, OnPress, Pressed, Words, material
from bot.desk.work import OK, Outcome, Work
from bot.rules import deadlines, quality
from bot.rules.limits import Limit, Unit
from bot.texts import common
from bot.texts import rectify as texts
from bot.texts.values import Message
from storage.tables import Ask, CaseFile, Staff
from storage.vocabulary import AskKind, EventKind, Lane, TimerKind

LOOK = Limit(2, Unit.WD)  # the office's time to look at a report

Found = tuple[CaseFile, Staff, Item]


def verified(work: Work, pressed: Pressed) -> Outcome:
    """已核实."""
    got = _mender(work, pressed.press.case_id, pressed.sender.tg_id)
    if isinstance(got, Outcome):
        return got
    case, post, item = got
    if item.step != "open":
        return Outcome(texts.SEEN)
    refusal = _step(work, case, post, "verified")
    if refusal:
        return Outcome(refusal, alert=True)
    items.set_step(work, case, "due", item.report)
    message = texts.seen_card(views.view(work, case), people.name_of(work, items.mender(work, case)), item.report)
    cards.refresh(work, case, items.ROLE, lambda _card: message)
    return Outcome(texts.SEEN)


def _step(work: Work, case: CaseFile, post: Staff, step: str, words: object = None) -> str:
    """Record a step; the reason if the table refuses it."""
    facts = {"step": step}
    known = facts_of(work, case)
    refusal = work.move(case, EventKind.RECTIFIED, people.actor_of(post), known, facts=facts, words=words)
    return refusal.reason_zh if refusal is not None else ""


def _mender(work: Work, case_id: int, tg_id: int) -> Found | Outcome:
    """The case, the post and the item that the unit still owes a report for."""
    case = work.case(case_id)
    item = items.of(work, case) if case is not None else None
    if case is None or item is None or not item.owed:
        return Outcome(texts.NOT_NOW, alert=True)
    posts = [] if guards.barred(work, case, tg_id) else people.posts_of(work, tg_id)
    mine = [post for post in posts if post.unit == case.unit and post.role in guards.OFFICER_ROLES]
    if not mine:
        return Outcome(common.NOT_YOURS if people.posts_of(work, tg_id) else common.NOT_ENROLLED, alert=True)
    lead = items.mender(work, case)
    able = [post for post in mine if post.rank in items.SUPERIORS or (lead is not None and post.id == lead.id)]
    if not able:
        return Outcome(texts.ask_owner(people.name_of(work, lead)), alert=True)
    return case, able[0], item


def ask(work: Work, pressed: Pressed) -> Outcome:
    """反馈整改: what was done?"""
    got = _mender(work, pressed.press.case_id, pressed.sender.tg_id)
    if isinstance(got, Outcome):
        return got
    case = got[0]
    who, chat = pressed.sender.tg_id, pressed.chat_id
    asks.open_ask(work, who, chat, AskKind.RECTIFY, texts.prompt(case.number), case=case, reply_to=pressed.message_id)
    return OK


def reported(work: Work, words: Words, ask: Ask) -> Outcome:
    """The report: kept, put before the office; the unit's clock stops."""
    got = _mender(work, ask.case_id or 0, words.sender.tg_id)
    here = Place(words.chat_id, words.topic_id)
    if isinstance(got, Outcome):
        asks.close(work, words.sender.tg_id, words.chat_id, ask.case_id)
        _say(work, here, Message(got.toast), None)
        return OK
    case, post, item = got
    text = words.text.strip()
    flaws = tuple(flaw.missing for flaw in quality.note_flaws(text, work.office.spans(text)))
    if flaws or not text:
        _say(work, here, texts.flawed(case.number, flaws or ("请写成文字",)), case)
        return OK
    asks.close(work, words.sender.tg_id, words.chat_id, ask.case_id)
    refusal = _step(work, case, post, "reported", material(words))
    _say(work, here, Message(refusal) if refusal else texts.thanks(case.number), case)
    if not refusal:
        items.end_cards(work, case, "已反馈，等营商办审看")
        _to_office(work, case, item, text)
    return OK


def _to_office(work: Work, case: CaseFile, item: Item, text: str) -> None:
    from bot.desk.supervisor import desk

    message = texts.to_office(views.view(work, case), item.stars, work.office.mask(text), work.now > item.report)
    for place in desk.heard(work, case):
        key = f"mended:{case.id}:{case.head_seq}:{place.chat_id}"
        later = clocks.polite(work, case.urgency)
        cards.put(work, case, place, message, role=items.OFFICE_ROLE, dedupe=key, not_before=later)
    due = deadlines.deadline(work.now, LOOK, work.office.calendar).at
    items.set_step(work, case, "office", due)


def accept(work: Work, pressed: Pressed) -> Outcome:
    """同意销号: the item ends, and the enterprise hears what came of its rating."""
    got = _overseer(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    refusal = _step(work, case, post, "accepted")
    if refusal:
        return Outcome(refusal, alert=True)
    work.no_timer(case, TimerKind.RECTIFY)
    _settle(work, case, post, agreed=True)
    chat_id = people.complainant_chat(work, case)
    if chat_id is not None:
        message = texts.to_enterprise(views.view(work, case), items.report_text(work, case))
        work.send(chat_id, message, lane=Lane.ANSWER, purpose="told.mended", case=case)
    return Outcome("已销号，已告知企业。")


def send_back(work: Work, pressed: Pressed) -> Outcome:
    """退回重改: the unit owes another report, by a limit that begins now."""
    got = _overseer(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    refusal = _step(work, case, post, "returned")
    if refusal:
        return Outcome(refusal, alert=True)
    _settle(work, case, post, agreed=False)
    item, lead = items.of(work, case), items.mender(work, case)
    if item is not None:
        items.set_step(work, case, "due", item.report)
        message = texts.returned(case.number, item.report, case.id or 0, items.tags(lead))
        for place in items.where(work, case, lead):
            key = f"rectify:{case.id}:{item.last.seq}:{place.chat_id}"
            later = clocks.polite(work, case.urgency)
            cards.put(work, case, place, message, role=items.ROLE, dedupe=key, not_before=later)
    return Outcome("已退回。")


def _settle(work: Work, case: CaseFile, post: Staff, *, agreed: bool) -> None:
    view, who = views.view(work, case), people.name_of(work, post)
    cards.retire(work, case, texts.ruled(case.number, view.unit_name, agreed, who), items.OFFICE_ROLE)


def _overseer(work: Work, pressed: Pressed) -> tuple[CaseFile, Staff] | Outcome:
    """A supervisor and a report that waits. Who reported does not accept it."""
    from bot.desk.supervisor import desk

    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, post = got
    item = items.of(work, case)
    if item is None or item.step != "reported":
        return Outcome(texts.NOT_NOW, alert=True)
    if item.last.actor_id in {one.id for one in people.posts_of(work, pressed.sender.tg_id)}:
        return Outcome(texts.NOT_ONES_OWN, alert=True)
    return case, post


def _say(work: Work, where: Place, message: Message, case: CaseFile | None) -> None:
    work.send(where.chat_id, message, lane=Lane.ANSWER, purpose="rectify.note", case=case, topic_id=where.topic_id)


PRESSES: dict[str, OnPress] = {"mendseen": verified, "mend": ask, "mendok": accept, "mendno": send_back}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.RECTIFY: reported}
