"""不属密件: only with the complainant's consent may anybody else see it."""

from __future__ import annotations

from bot.desk import cases, clocks, gist
from bot.desk.facts import facts_of
from bot.desk.people import find_person
from bot.desk.sealed import delivery, speaking
from bot.desk.words import OnPress, Pressed
from bot.desk.work import OK, Actor, Outcome, Work
from bot.texts import common
from bot.texts import sealed as texts
from bot.texts.entrepreneur import secret
from storage.tables import CaseFile, Item, Person, Staff
from storage.vault import Grant
from storage.vocabulary import EventKind, Lane, Role, Secrecy


def not_sealed(work: Work, pressed: Pressed) -> Outcome:
    """不属密件: only with the complainant's consent may others see it."""
    got = speaking.mine(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    speaking.to_complainant(work, case, secret.consent_question(case.id or 0, case.number), f"snotc:{case.id}")
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
    post = work.session.get(Staff, case.owner_id) if case.owner_id else delivery.contact(work)
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
        clocks.after_close(work, case)
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
    speaking.strip(work, pressed)
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


PRESSES: dict[str, OnPress] = {"snotc": not_sealed, "unseal": consented}
