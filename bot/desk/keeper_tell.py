"""How the keepers hear something: in their group, or each in private."""

from __future__ import annotations

from bot.desk import people, places
from bot.desk.work import Work
from bot.texts.values import Message
from storage.vocabulary import ChatPurpose, Lane, Role


def tell(work: Work, text: str, *, once: str | None = None) -> None:
    """Tell the keepers, in their group or each in private. `once` says it at most one time under that key."""
    group = places.desk_group(work, ChatPurpose.KEEPERS)
    targets = (
        [group]
        if group is not None
        else [places.Place(p.tg_id or 0) for p in people.reachable(people.role_staff(work, Role.KEEPER))]
    )
    for place in targets:
        key = f"keeper:{once}:{place.chat_id}" if once else None
        work.send(
            place.chat_id,
            Message(text),
            lane=Lane.ANSWER,
            purpose="keeper",
            topic_id=place.topic_id,
            dedupe=key,
        )
