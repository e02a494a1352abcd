"""Filing a draft: by its author, by the clock, or at once if it is 特急."""

from __future__ import annotations

from bot.desk import cards, dispatch, gist, people
from bot.desk.entrepreneur import identity
from bot.desk.work import OK, Actor, Outcome, Work
from bot.texts.entrepreneur import draft as texts
from bot.texts.values import Message
from storage.tables import CaseFile, Person
from storage.vocabulary import Lane, Role, Stage, State


def submit(work: Work, case: CaseFile, actor: Actor) -> Outcome:
    """File the draft; its card becomes the receipt of filing, and identity is asked once."""
    reading = gist.load(work, case)
    dispatch.file(work, case, reading, actor)
    work.session.flush()
    receipt = filed_receipt(work, case)
    if cards.live(work, case, "draft"):
        cards.retire(work, case, receipt, "draft")
    else:
        chat_id = people.complainant_chat(work, case)
        if chat_id is not None:
            work.send(chat_id, receipt, lane=Lane.SAFETY, purpose="receipt", case=case)
    person = work.session.get(Person, case.person_id) if case.person_id else None
    if person is not None and actor.role is Role.ENTERPRISE and not reading.life_danger:
        identity.ask_once(work, person)
    return OK


def filed_receipt(work: Work, case: CaseFile) -> Message:
    """What the enterprise reads after filing: who, and by when."""
    from bot.desk import views
    from bot.desk.entrepreneur.draft_view import quote

    view = views.view(work, case)
    words = quote(work, case)
    if case.state is State.TO_SIGN and case.unit:
        contact, resolve = view.limits.get(Stage.FIRST_CONTACT), view.limits.get(Stage.RESOLVE)
        provisional = bool(resolve and resolve.provisional)
        return texts.filed_to_unit(
            case.number,
            words,
            view.unit_name,
            contact.due_at if contact else None,
            resolve.due_at if resolve else None,
            provisional,
        )
    triage = view.limits.get(Stage.TRIAGE)
    return texts.filed_to_clerk(case.number, words, triage.due_at if triage else None)
