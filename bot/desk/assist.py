"""协办: the leading unit (or a supervisor) asks another unit for help; it reports to the leader, who answers the enterprise (A08).

The helping unit sees what its card says and nothing else: no full text, no enterprise, no relay.
"""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from bot.desk import asks, assist_chase, clocks, dispatch, guards, people, places, units, views
from bot.desk.words import OnAnswer, OnCommand, OnPress, Pressed, Words, material
from bot.desk.work import OK, Outcome, Work
from bot.rules import assist as rules
from bot.rules import quality
from bot.texts import assist as texts
from bot.texts import common
from bot.texts.values import Message
from storage import outbox
from storage.tables import Ask, Assist, CaseFile, Deadline, Outbox, Staff
from storage.vocabulary import AskKind, EventKind, Lane, Role, Stage, State

ASKERS = (Role.SUPERVISOR, Role.OFFICE, Role.CLERK)
IN_HAND = (State.TO_SIGN, State.WORKING)


def begin(work: Work, pressed: Pressed) -> Outcome:
    """请协办: which unit?"""
    got = _asker(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    if len(open_of(work, case)) >= rules.MOST:
        return Outcome(texts.TOO_MANY, alert=True)
    message = _page(work, case, 0)
    work.send(
        pressed.chat_id, message, lane=Lane.ANSWER, purpose="officer.assist", case=case, topic_id=pressed.topic_id
    )
    return OK


def turn_page(work: Work, pressed: Pressed) -> Outcome:
    """Another page of units."""
    got = _asker(work, pressed)
    if isinstance(got, Outcome):
        return got
    number = min(int(pressed.press.arg), 20) if pressed.press.arg.isdecimal() else 0
    _turn(work, pressed, _page(work, got[0], number))
    return OK


def _page(work: Work, case: CaseFile, number: int) -> Message:
    options, last = units.options(work, case, number, without=(case.unit or "",))
    return texts.units(views.view(work, case), options, number, last)


def _asker(work: Work, pressed: Pressed) -> tuple[CaseFile, Staff] | Outcome:
    """The leading unit's officer, or somebody who oversees the case."""
    case = work.case(pressed.press.case_id)
    if case is None:
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    post = guards.unit_officer(work, case, pressed.sender.tg_id)
    if post is None and not guards.barred(work, case, pressed.sender.tg_id):
        post = people.post_as(work, pressed.sender.tg_id, *ASKERS)
    if post is None:
        enrolled = people.posts_of(work, pressed.sender.tg_id)
        return Outcome(common.NOT_YOURS if enrolled else common.NOT_ENROLLED, alert=True)
    return (case, post) if case.state in IN_HAND else Outcome(texts.NOT_NOW, alert=True)


def ask_task(work: Work, pressed: Pressed) -> Outcome:
    """The unit was picked: what shall it do?"""
    got = _asker(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    code = pressed.press.arg
    refusal = _cannot(work, case, code)
    if refusal:
        return Outcome(refusal, alert=True)
    prompt = texts.task_prompt(case.number, units.name(work, code))
    who, where = pressed.sender.tg_id, pressed.chat_id
    asks.open_ask(
        work, who, where, AskKind.CO_TASK, prompt, case=case, data={"unit": code}, reply_to=pressed.message_id
    )
    return OK


def _cannot(work: Work, case: CaseFile, code: str) -> str:
    """Why this unit cannot be asked; empty if it can."""
    if not units.may_choose(work, case, code) or code == case.unit:
        return common.UNKNOWN_BUTTON
    running = open_of(work, case)
    if len(running) >= rules.MOST:
        return texts.TOO_MANY
    if any(row.unit == code for row in running):
        return texts.ALREADY
    return "" if dispatch.pick_team(work, code) is not None else texts.NO_TEAM


def task(work: Work, words: Words, ask: Ask) -> Outcome:
    """What is asked: put before the helping unit, its own clock starts."""
    case = work.case(ask.case_id or 0)
    code = str(ask.data.get("unit"))
    if case is None or case.state not in IN_HAND or _cannot(work, case, code):
        asks.close(work, words.sender.tg_id, words.chat_id, ask.case_id)
        _say(work, words, Message((case and _cannot(work, case, code)) or texts.NOT_NOW), case)
        return OK
    post = guards.unit_officer(work, case, words.sender.tg_id) or people.post_as(work, words.sender.tg_id, *ASKERS)
    flaws = quality.note_flaws(words.text, work.office.spans(words.text))
    if post is None or flaws or not words.text.strip():
        _say(work, words, texts.flawed(case.number, tuple(flaw.missing for flaw in flaws) or ("请写成文字",)), case)
        return OK
    asks.close(work, words.sender.tg_id, words.chat_id, ask.case_id)
    row = _start(work, case, code, post, words)
    _say(work, words, texts.asked(case.number, units.name(work, code), row.due_at), case)
    return OK


def _start(work: Work, case: CaseFile, code: str, post: Staff, words: Words) -> Assist:
    team = dispatch.pick_team(work, code)
    lead = work.session.exec(
        select(Deadline.due_at).where(
            Deadline.case_id == case.id, Deadline.stage == Stage.RESOLVE, col(Deadline.ended_at).is_(None)
        )
    ).first()
    due_at = rules.due(work.now, lead, case.urgency, work.office.calendar)
    facts = {"unit": code, "due": due_at}
    event = work.record(
        case, EventKind.CO_ASKED, people.actor_of(post), facts=facts, words={"text": words.text.strip()}
    )
    row = Assist(
        case_id=case.id or 0,
        unit=code,
        owner_id=team[0].id if team else None,
        by_id=post.id or 0,
        content_id=event.content_id or "",
        asked_at=work.now,
        due_at=due_at,
    )
    work.session.add(row)
    work.session.flush()
    _show(work, case, row, words.text.strip(), team[0] if team else None)
    assist_chase.start(work, case, row)
    return row


def _show(work: Work, case: CaseFile, row: Assist, what: str, owner: Staff | None) -> None:
    mentions = (owner.tg_id,) if owner is not None and owner.tg_id is not None else ()
    message = texts.card(views.view(work, case), row.id or 0, what, row.due_at, mentions)
    for place in assist_chase.where(work, row):
        work.send(
            place.chat_id,
            message,
            lane=Lane.ANSWER,
            purpose="assist.card",
            case=case,
            topic_id=place.topic_id,
            dedupe=f"assist:{row.id}:{place.chat_id}",
            not_before=clocks.polite(work, case.urgency),
        )


def open_of(work: Work, case: CaseFile) -> list[Assist]:
    """Units that are helping now."""
    query = select(Assist).where(
        Assist.case_id == case.id, col(Assist.done_at).is_(None), col(Assist.ended_at).is_(None)
    )
    return list(work.session.exec(query.order_by(col(Assist.id))))


def ask_report(work: Work, pressed: Pressed) -> Outcome:
    """回报: what was done?"""
    got = _helper(work, pressed.press.case_id, pressed.press.arg, pressed.sender.tg_id)
    if isinstance(got, Outcome):
        return got
    case, row, _post = got
    prompt = texts.report_prompt(case.number)
    who, where = pressed.sender.tg_id, pressed.chat_id
    asks.open_ask(
        work, who, where, AskKind.CO_REPORT, prompt, case=case, data={"assist": row.id}, reply_to=pressed.message_id
    )
    return OK


def _helper(work: Work, case_id: int, assist_id: str, tg_id: int) -> tuple[CaseFile, Assist, Staff] | Outcome:
    """An officer of the helping unit, whose report is still wanted."""
    case = work.case(case_id)
    row = work.session.get(Assist, int(assist_id)) if assist_id.isdecimal() else None
    if case is None or row is None or row.case_id != case.id:
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    posts = [
        post for post in people.posts_of(work, tg_id) if post.unit == row.unit and post.role in guards.OFFICER_ROLES
    ]
    if not posts or guards.barred(work, case, tg_id):
        enrolled = people.posts_of(work, tg_id)
        return Outcome(common.NOT_YOURS if enrolled else common.NOT_ENROLLED, alert=True)
    if row.done_at is not None or row.ended_at is not None:
        return Outcome("这项协办已经结束，不用再回报。", alert=True)
    return case, row, posts[0]


def report(work: Work, words: Words, ask: Ask) -> Outcome:
    """The report: kept, given to the leading unit, and the helping unit is free."""
    got = _helper(work, ask.case_id or 0, str(ask.data.get("assist")), words.sender.tg_id)
    if isinstance(got, Outcome):
        asks.close(work, words.sender.tg_id, words.chat_id, ask.case_id)
        _say(work, words, Message(got.toast), None)
        return OK
    kept = material(words)
    where = places.Place(words.chat_id, words.topic_id)
    if _refused(work, got[0], kept, where):
        return OK
    asks.close(work, words.sender.tg_id, words.chat_id, ask.case_id)
    _reported(work, got, kept, where)
    return OK


def offer(work: Work, words: Words, case: CaseFile, row: Outbox) -> Outcome:
    """A reply to the helping unit's card: it may be talk among colleagues, so it is asked whether it is the report."""
    assist_id = str(row.dedupe or "").split(":")[1] if str(row.dedupe or "").startswith("assist:") else ""
    got = _helper(work, case.id or 0, assist_id, words.sender.tg_id)
    if isinstance(got, Outcome):
        return OK
    data = {"assist": got[1].id}
    message = texts.offer(case.id or 0, case.number, got[1].id or 0)
    who, chat = words.sender.tg_id, words.chat_id
    kept = material(words)
    asks.open_ask(
        work, who, chat, AskKind.CO_REPORT, message, case=case, data=data, words=kept, reply_to=words.message_id
    )
    return OK


def send_offered(work: Work, pressed: Pressed) -> Outcome:
    """转给牵头单位, or not: decided by who wrote the words."""
    assist_id, _, choice = pressed.press.arg.partition(".")
    got = _helper(work, pressed.press.case_id, assist_id, pressed.sender.tg_id)
    if isinstance(got, Outcome):
        return got
    ask = asks.current(work, pressed.sender.tg_id, pressed.chat_id, got[0].id)
    if ask is None or ask.kind is not AskKind.CO_REPORT or ask.content_id is None:
        return Outcome("请由写这段话的人选择，或点“回报”重写。", alert=True)
    kept, where = dict(work.text(ask.content_id) or {}), places.Place(pressed.chat_id, pressed.topic_id)
    if choice != "y":
        asks.close(work, pressed.sender.tg_id, pressed.chat_id, got[0].id)
        _turn(work, pressed, texts.kept_inside(got[0].number))
        return OK
    if _refused(work, got[0], kept, where):
        return OK
    asks.close(work, pressed.sender.tg_id, pressed.chat_id, got[0].id)
    _turn(work, pressed, texts.thanks(got[0].number))
    _reported(work, got, kept, None)
    return OK


def _refused(work: Work, case: CaseFile, kept: dict[str, Any], where: places.Place) -> bool:
    text = str(kept.get("text", "")).strip()
    flaws = tuple(flaw.missing for flaw in quality.note_flaws(text, work.office.spans(text)))
    if text and not flaws:
        return False
    _tell(work, where, texts.flawed(case.number, flaws or ("请写成文字",)), case)
    return True


def _reported(
    work: Work, got: tuple[CaseFile, Assist, Staff], kept: dict[str, Any], where: places.Place | None
) -> None:
    case, row, post = got
    facts = {"unit": row.unit, "late": work.now > row.due_at}
    work.record(case, EventKind.CO_REPORTED, people.actor_of(post), facts=facts, words=kept)
    row.done_at = work.now
    _to_lead(work, case, row, kept)
    assist_chase.close(work, case, row, f"{units.name(work, row.unit)}已回报")
    if where is not None:
        _tell(work, where, texts.thanks(case.number), case)


def _to_lead(work: Work, case: CaseFile, row: Assist, kept: dict[str, Any]) -> None:
    message = texts.reported(case.number, units.name(work, row.unit), str(kept.get("text", "")).strip())
    media = kept.get("media") or {}
    if media.get("file_id"):
        file = {"kind": media["kind"], "file_id": media["file_id"], "name": media.get("name", "")}
        message = Message(message.text, protect=True, file=file)
    for place in assist_chase.lead_places(work, case):
        work.send(
            place.chat_id,
            message,
            lane=Lane.ANSWER,
            purpose="officer.assisted",
            case=case,
            topic_id=place.topic_id,
            not_before=clocks.polite(work, case.urgency),
        )


def _say(work: Work, words: Words, message: Message, case: CaseFile | None) -> None:
    _tell(work, places.Place(words.chat_id, words.topic_id), message, case)


def _tell(work: Work, where: places.Place, message: Message, case: CaseFile | None) -> None:
    work.send(where.chat_id, message, lane=Lane.ANSWER, purpose="officer.assist", case=case, topic_id=where.topic_id)


def _turn(work: Work, pressed: Pressed, message: Message) -> None:
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        work.edit(row, message)


PRESSES: dict[str, OnPress] = {
    "assist": begin,
    "copage": turn_page,
    "cotask": ask_task,
    "coreport": ask_report,
    "cosend": send_offered,
}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.CO_TASK: task, AskKind.CO_REPORT: report}
COMMANDS: dict[str, OnCommand] = {}
