"""What went wrong in the channel becomes a fact of ours: chats that cannot hear, groups that moved, sends in doubt."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import col, select

from bot.desk import keys, people, places
from bot.desk.keeper_tell import tell
from bot.desk.work import OK, Outcome, Work
from bot.texts import keeper as texts
from storage.tables import Ask, Card, Chat, Outbox
from storage.vocabulary import Lane, Op, OutboxStatus

GONE = {  # words of Telegram's refusals that are about the chat, and what the keeper reads
    "blocked": "被对方屏蔽",
    "deactivated": "账号已注销",
    "initiate": "对方没有打开过机器人",
    "kicked": "机器人被移出群",
    "not a member": "机器人不在群里",
    "chat not found": "找不到这个聊天",
    "rights": "机器人在这个群里不能发言",
    "write_forbidden": "机器人在这个群里不能发言",
}


@dataclass(frozen=True, slots=True)
class Membership:
    """The bot's own standing in a chat changed."""

    chat_id: int
    private: bool
    title: str
    by: int
    present: bool
    admin: bool


def membership(work: Work, change: Membership) -> Outcome:
    """The bot was added, removed or blocked."""
    if change.private:
        _blocked(work, change)
        return OK
    row = places.bound(work, change.chat_id)
    if not change.present and row is not None:
        row.deaf_at, row.deaf_why = work.now, "机器人被移出群"
        work.session.flush()
        tell(
            work,
            texts.deaf(change.title, "机器人被移出群"),
            once=f"deaf:{change.chat_id}:{work.now.isoformat()}",
        )
    elif change.present and row is not None:
        row.deaf_at = row.deaf_why = None
    elif change.present and people.posts_of(work, change.by):
        work.send(change.chat_id, texts.added_to_group(), lane=Lane.ANSWER, purpose="keeper.added")
    return OK


def _blocked(work: Work, change: Membership) -> None:
    at = None if change.present else work.now
    person = people.find_person(work, change.chat_id)
    if person is not None:
        person.blocked_at = at
    for post in people.posts_of(work, change.chat_id):
        post.unreachable_at = at
        if at is not None:
            tell(work, texts.owner_blocked(post.code), once=f"blocked:{post.id}:{at.isoformat()}")


def migrated(work: Work, old: int, new: int) -> Outcome:
    """A group became a supergroup: binding, waiting messages and questions follow, and the units' cards are put anew.

    Messages of the old group cannot be edited from the new one: they are living cards no more.
    """
    row = work.session.get(Chat, old)
    if row is not None and row.migrated_to is None:
        fresh = work.session.get(Chat, new) or Chat(id=new, purpose=row.purpose, bound_at=work.now)
        fresh.purpose, fresh.unit, fresh.topic_id = row.purpose, row.unit, None
        work.session.add(fresh)
        row.migrated_to = new
        tell(work, texts.migrated(row.unit or row.purpose.value), once=f"migrated:{old}")
    waiting = (col(Outbox.chat_id) == old, col(Outbox.status).in_([OutboxStatus.QUEUED, OutboxStatus.SENDING]))
    moving = set(work.session.exec(select(Outbox.id).where(*waiting, Outbox.op != Op.EDIT)))
    work.session.execute(update(Outbox).where(*waiting).values(chat_id=new, reply_to=None))
    work.session.execute(update(Ask).where(col(Ask.chat_id) == old).values(chat_id=new))
    for card in work.session.exec(select(Card).where(Card.chat_id == old, col(Card.live))):
        card.chat_id = new
        if card.outbox_id not in moving:
            _put_anew(work, card)
    return OK


def _put_anew(work: Work, card: Card) -> None:
    """A card that nobody can press any more: the unit gets another one, in its group or in private."""
    from bot.desk import dispatch

    card.live = False
    case = work.case(card.case_id)
    if card.role == "unit" and case is not None and case.unit == card.unit and case.state.is_open:
        work.session.flush()
        dispatch.repost(work, case, f"{card.id}")


def undeliverable(work: Work, outbox_id: int, why: str) -> None:
    """A message reached nobody: the fact is kept where it belongs, a person is told, a unit's card goes another way."""
    row = work.session.get(Outbox, outbox_id)
    if row is None or row.purpose == "keeper":
        return
    who = _unreachable(work, row.chat_id, why)
    purpose = "密件" if row.purpose.startswith((keys.SEALED_PREFIX, "secret")) else row.purpose
    once = f"undeliverable:{row.chat_id}:{work.now.date()}"
    tell(work, texts.undeliverable(purpose, who, _plain(why)), once=once)
    card = work.session.exec(select(Card).where(Card.outbox_id == outbox_id, col(Card.live))).first()
    if card is not None and _gone(why) and row.op is not Op.EDIT:
        _put_anew(work, card)


def _unreachable(work: Work, chat_id: int, why: str) -> str:
    """Whom the chat belongs to. If the reason lies with the chat and not with the message, nothing else is sent there."""
    chat, person = places.bound(work, chat_id), people.find_person(work, chat_id)
    who = "企业私聊" if chat is None else (chat.unit or chat.purpose.value)
    if chat is not None and _gone(why):
        chat.deaf_at, chat.deaf_why = work.now, why[:200]
    if person is not None and "blocked" in why:
        person.blocked_at = work.now
    for post in people.posts_of(work, chat_id):
        who = post.code
        if _gone(why):
            post.unreachable_at = work.now
    work.session.flush()
    return who


def _gone(why: str) -> bool:
    """True if the reason is the chat's: nobody is there, or we may not write."""
    return any(part in why.lower() for part in GONE)


def _plain(why: str) -> str:
    return next((text for part, text in GONE.items() if part in why.lower()), why[:60])


def parked(work: Work, inbox_id: int) -> None:
    """An update failed several times."""
    tell(work, texts.parked(inbox_id), once=f"parked:{inbox_id}")


def uncertain(work: Work, outbox_id: int) -> None:
    """A send stayed in doubt after its one repeat."""
    row = work.session.get(Outbox, outbox_id)
    if row is not None and row.purpose != "keeper":
        tell(work, texts.uncertain(outbox_id, row.purpose), once=f"uncertain:{outbox_id}")


def outage(work: Work, hours: int) -> None:
    """Nothing was received for more than a day."""
    tell(work, texts.outage(hours), once=f"outage:{work.now.isoformat()}")


def topic_gone(work: Work, chat_id: int) -> None:
    """A bound topic vanished: messages go to the group until it is bound again."""
    row = places.bound(work, chat_id)
    if row is not None and row.topic_id is not None:
        row.topic_id = None
        tell(
            work,
            texts.topic_gone(row.unit or row.purpose.value),
            once=f"topic:{chat_id}:{work.now.isoformat()}",
        )
