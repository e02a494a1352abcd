"""看案情: what is known of a case, masked, with its timeline."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import attributed, people, views
from bot.desk.supervisor import desk
from bot.desk.words import OnPress, Pressed
from bot.desk.work import OK, Outcome, Work
from bot.texts import supervisor as texts
from storage import history
from storage.vocabulary import EventKind, Lane


def show(work: Work, pressed: Pressed) -> Outcome:
    """Masked facts and timeline; logged (R03). With what the office alone may decide."""
    from bot.desk import office

    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, post = got
    work.record(case, EventKind.VIEWED, people.actor_of(post), facts={"what": "facts"})
    events = history.events_of(work.session, case.id or 0)
    timeline = [(event.kind, event.at) for event in events]
    message = texts.facts(views.view(work, case), timeline, attributed.of(events))
    message = replace(message, rows=(*message.rows, *office.rows(work, case)))
    work.send(
        pressed.chat_id, message, lane=Lane.ANSWER, purpose="supervisor.facts", case=case, topic_id=pressed.topic_id
    )
    return OK


PRESSES: dict[str, OnPress] = {"facts": show}
