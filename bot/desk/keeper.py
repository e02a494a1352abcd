"""管理员: binds groups, enrols people, and hears of everything that the machinery could not do by itself."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, update
from sqlmodel import col, select

from bot.desk import keys, people, places
from bot.desk.officer import enrolment
from bot.desk.words import OnAnswer, OnCommand, OnPress, Pressed, Words
from bot.desk.work import BOT, OK, Outcome, Work
from bot.texts import common, times
from bot.texts import keeper as texts
from bot.texts.values import Message
from storage import inbox, outbox
from storage.tables import Ask, Card, CaseFile, Chat, Inbox, Outbox, Setting, Staff, Timer
from storage.vocabulary import AskKind, ChatPurpose, InboxStatus, Lane, OutboxStatus, Role, State

PURPOSES = {
    "单位": ChatPurpose.UNIT,
    "坐席": ChatPurpose.CLERKS,
    "督办": ChatPurpose.SUPERVISORS,
    "管理": ChatPurpose.KEEPERS,
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


# -- binding and people ------------------------------------------------------------------------------------------------


def bind(work: Work, words: Words, rest: str) -> Outcome:
    """/bind in a group."""
    if people.post_as(work, words.sender.tg_id, Role.KEEPER) is None or words.private:
        if people.posts_of(work, words.sender.tg_id):
            _say(work, words, texts.not_keeper() if not words.private else texts.bind_usage())
        return OK
    what, _, code = rest.partition(" ")
    purpose, code = PURPOSES.get(what), code.strip().upper()
    unit = work.office.catalogue.get(code) if code else None
    if purpose is None or (purpose is ChatPurpose.UNIT and (unit is None or unit.sealed)):
        _say(work, words, texts.bind_usage())
        return OK
    row = work.session.get(Chat, words.chat_id) or Chat(id=words.chat_id, purpose=purpose, bound_at=work.now)
    row.purpose, row.unit, row.topic_id = purpose, code if unit else None, words.topic_id
    row.deaf_at = row.deaf_why = None
    work.session.add(row)
    _say(work, words, texts.bound(unit.name if unit else what, True))
    return OK


def unbind(work: Work, words: Words, _rest: str) -> Outcome:
    """/unbind in a group."""
    row = places.bound(work, words.chat_id)
    if row is not None and people.post_as(work, words.sender.tg_id, Role.KEEPER) is not None:
        work.session.delete(row)
        _say(work, words, texts.unbound())
    return OK


def enrol(work: Work, words: Words, rest: str) -> Outcome:
    """/enrol CODE: a signed link, in private only."""
    if people.post_as(work, words.sender.tg_id, Role.KEEPER) is None or not words.private:
        return OK
    post = people.staff_by_code(work, rest.strip().upper())
    if post is None:
        _say(work, words, texts.enrol_usage())
        return OK
    url = f"https://t.me/{work.office.bot_username}?start={enrolment.payload(work, post)}"
    _say(work, words, texts.link(f"{post.code} {people.name_of(work, post)}", url))
    return OK


def listed(work: Work, words: Words, rest: str) -> Outcome:
    """/people UNIT: posts and who is enrolled."""
    if people.post_as(work, words.sender.tg_id, Role.KEEPER) is None or not words.private:
        return OK
    unit = rest.strip().upper()
    lines = [
        f"{post.code} {people.name_of(work, post)} {post.title} {'已登记' if post.tg_id else '未登记'}{' 离岗' if post.away else ''}"
        for post in people.unit_staff(work, unit)
    ]
    _say(work, words, texts.people(unit or "（请写单位代码）", lines))
    return OK


def away(work: Work, words: Words, rest: str) -> Outcome:
    """/away CODE on|off: absence hands open cases over to the backup."""
    if people.post_as(work, words.sender.tg_id, Role.KEEPER) is None or not words.private:
        return OK
    code, _, switch = rest.partition(" ")
    post = people.staff_by_code(work, code.strip().upper())
    if post is None or switch.strip() not in {"on", "off"}:
        _say(work, words, Message("用法：/away 岗位代码 on 或 off"))
        return OK
    if switch.strip() == "off":
        post.away = False
        _say(work, words, texts.away(post.code, False, "", 0))
        return OK
    return _leave(work, words, post)


def _leave(work: Work, words: Words, post: Staff) -> Outcome:
    from bot.desk import dispatch

    backup = people.staff_by_code(work, post.backup_code)
    if backup is None or backup.away or not backup.active:
        _say(work, words, texts.away_refused(post.code))
        return OK
    post.away = True
    query = select(CaseFile).where(
        CaseFile.owner_id == post.id, col(CaseFile.state).in_([State.TO_SIGN, State.WORKING])
    )
    moved = list(work.session.exec(query))
    for case in moved:
        dispatch.reassign(work, case, backup, BOT, "离岗交备岗")
    _say(work, words, texts.away(post.code, True, people.name_of(work, backup), len(moved)))
    return OK


# -- status ------------------------------------------------------------------------------------------------------------


def status(work: Work, words: Words, _rest: str) -> Outcome:
    """/status: what the machinery could not do by itself."""
    if people.post_as(work, words.sender.tg_id, Role.KEEPER) is None:
        return OK
    _say(work, words, texts.status(state_of(work)))
    return OK


def state_of(work: Work) -> texts.Status:
    """The facts behind /status."""
    session = work.session
    bound = set(session.exec(select(Chat.unit).where(Chat.purpose == ChatPurpose.UNIT)))
    owners = session.exec(select(Staff).where(Staff.rank == "owner", col(Staff.active), col(Staff.tg_id).is_(None)))
    poll = session.get(Setting, "last_poll")
    oldest = session.exec(select(func.min(Outbox.created_at)).where(Outbox.status == OutboxStatus.QUEUED)).one()
    return texts.Status(
        parked=tuple(row.id or 0 for row in inbox.parked(session)),
        uncertain=tuple(
            (row.id or 0, row.purpose, row.status.value)
            for row in outbox.uncertain(session)
            if row.error != "acknowledged"
        ),
        deaf=tuple(
            row.unit or row.purpose.value for row in session.exec(select(Chat).where(col(Chat.deaf_at).is_not(None)))
        ),
        unbound=tuple(unit.code for unit in work.office.catalogue.units if not unit.sealed and unit.code not in bound),
        unenrolled=tuple(post.code for post in owners),
        queued=session.exec(select(func.count()).select_from(Outbox).where(Outbox.status == OutboxStatus.QUEUED)).one(),
        oldest=times.moment(oldest) if oldest else "",
        last_poll=times.moment(poll.at) if poll else "尚未收信",
        sick_timers=session.exec(select(func.count()).select_from(Timer).where(Timer.attempts > 0)).one(),
    )


def retry(work: Work, pressed: Pressed) -> Outcome:
    """重试 a parked update."""
    if people.post_as(work, pressed.sender.tg_id, Role.KEEPER) is None:
        return Outcome(common.NOT_YOURS, alert=True)
    row = work.session.get(Inbox, pressed.press.case_id)
    if row is None or row.status is not InboxStatus.PARKED:
        return Outcome("这条已经处理过了。")
    inbox.retry_parked(work.session, row.id or 0)
    return Outcome("已重试。")


def doubt_known(work: Work, pressed: Pressed) -> Outcome:
    """知道了: an uncertain send was checked by a person."""
    if people.post_as(work, pressed.sender.tg_id, Role.KEEPER) is None:
        return Outcome(common.NOT_YOURS, alert=True)
    row = work.session.get(Outbox, pressed.press.case_id)
    if row is not None and row.status is OutboxStatus.UNCERTAIN:
        row.error = "acknowledged"
    return Outcome("好的。")


# -- what the app reports ----------------------------------------------------------------------------------------------


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
    """A group became a supergroup: everything that waits for it follows (anchors B 26)."""
    row = work.session.get(Chat, old)
    if row is not None and row.migrated_to is None:
        fresh = work.session.get(Chat, new) or Chat(id=new, purpose=row.purpose, bound_at=work.now)
        fresh.purpose, fresh.unit, fresh.topic_id = row.purpose, row.unit, None
        work.session.add(fresh)
        row.migrated_to = new
        tell(work, texts.migrated(row.unit or row.purpose.value), once=f"migrated:{old}")
    waiting = (
        col(Outbox.chat_id) == old,
        col(Outbox.status).in_([OutboxStatus.QUEUED, OutboxStatus.SENDING]),
    )
    work.session.execute(update(Outbox).where(*waiting).values(chat_id=new, reply_to=None))
    work.session.execute(update(Card).where(col(Card.chat_id) == old).values(chat_id=new))
    work.session.execute(update(Ask).where(col(Ask.chat_id) == old).values(chat_id=new))
    return OK


def undeliverable(work: Work, outbox_id: int, why: str) -> None:
    """A message reached nobody: the fact is kept where it belongs and a person is told."""
    row = work.session.get(Outbox, outbox_id)
    if row is None or row.purpose == "keeper":
        return
    chat = places.bound(work, row.chat_id)
    who = "企业私聊" if chat is None else (chat.unit or chat.purpose.value)
    if chat is not None:
        chat.deaf_at, chat.deaf_why = work.now, why[:200]
    person = people.find_person(work, row.chat_id)
    if person is not None and "blocked" in why:
        person.blocked_at = work.now
    for post in people.posts_of(work, row.chat_id):
        post.unreachable_at, who = work.now, post.code
    work.session.flush()
    purpose = "密件" if row.purpose.startswith((keys.SEALED_PREFIX, "secret")) else row.purpose
    tell(
        work,
        texts.undeliverable(purpose, who, _plain(why)),
        once=f"undeliverable:{row.chat_id}:{work.now.date()}",
    )


def _plain(why: str) -> str:
    known = {
        "blocked": "被对方屏蔽",
        "deactivated": "账号已注销",
        "initiate": "对方没有打开过机器人",
        "kicked": "机器人被移出群",
        "chat not found": "找不到这个聊天",
    }
    return next((text for part, text in known.items() if part in why.lower()), why[:60])


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


def _say(work: Work, words: Words, message: Message) -> None:
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="keeper.reply", topic_id=words.topic_id)


PRESSES: dict[str, OnPress] = {"retry": retry, "doubtok": doubt_known}
ANSWERS: dict[AskKind, OnAnswer] = {}
COMMANDS: dict[str, OnCommand] = {
    "bind": bind,
    "unbind": unbind,
    "enrol": enrol,
    "people": listed,
    "away": away,
    "status": status,
}
