"""特急: the clerk on duty rings the owner, and the call is kept."""

from __future__ import annotations

from bot.desk import people, views
from bot.desk.clerk import desk
from bot.desk.words import OnPress, Pressed
from bot.desk.work import Outcome, Work
from bot.texts import clerk as texts
from storage.tables import CaseFile
from storage.vocabulary import EventKind, Lane


def ask_to_ring(work: Work, case: CaseFile) -> None:
    """特急: the clerk on duty is asked to ring the owner and record it."""
    message = texts.ring(views.view(work, case), people.name_of(work, case.owner_id))
    for place in desk.heard(work):
        key = f"clerkring:{case.id}:{case.round}:{case.unit}:{place.chat_id}"
        work.send(
            place.chat_id,
            message,
            lane=Lane.SAFETY,
            purpose="clerk.ring",
            case=case,
            topic_id=place.topic_id,
            dedupe=key,
        )


def rang(work: Work, pressed: Pressed) -> Outcome:
    """The call was made: recorded with who and when."""
    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, post = got
    reached = pressed.press.arg == "1"
    work.record(case, EventKind.CHASED, people.actor_of(post), facts={"point": "ring", "reached": reached})
    if reached:
        desk.turn(work, pressed, texts.rang(case.number, True, people.name_of(work, post), work.now))
    return Outcome("已记录。" if reached else "已记录没打通，请换备岗再打。")


PRESSES: dict[str, OnPress] = {"rang": rang}
