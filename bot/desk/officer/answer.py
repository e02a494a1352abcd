"""A reply to a card is never sent on by itself: 阶段反馈, 办结答复 or nothing, then quality, preview, and only then it goes."""

from __future__ import annotations

from typing import Any

from bot.desk import asks, clocks, clues, dispatch, guards, merge, merge_tell, people, standstill
from bot.desk.entrepreneur import tell, verdict
from bot.desk.facts import facts_of
from bot.desk.officer import card, private, said
from bot.desk.words import OnAnswer, OnPress, Pressed, Words, material
from bot.desk.work import OK, Outcome, Work
from bot.rules import attribution, quality
from bot.texts import common
from bot.texts import officer as texts
from bot.texts.values import Message
from nlp.values import Invalid
from storage import outbox
from storage.tables import Ask, CaseFile, Staff
from storage.vocabulary import AskKind, EventKind, Lane, ResultCode, Stage, State

CARD_PURPOSES = (
    "card.unit",
    "card.ring",
    "card.now_yours",
    "card.urged",
    "card.more",
    "full",
    "contact",
    "chase",
    "ask.",
    "officer",
    "relay",
)
TAKES_WORDS = {State.TO_SIGN, State.WORKING, State.ANSWERED}


def ask_words(work: Work, pressed: Pressed) -> Outcome:
    """答复: asks for the words by a reply."""
    got = card.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    asks.open_ask(
        work,
        pressed.sender.tg_id,
        pressed.chat_id,
        AskKind.ANSWER_TEXT,
        texts.reply_prompt(case.number),
        case=case,
        reply_to=pressed.message_id,
    )
    return OK


def reply(work: Work, words: Words, case: CaseFile, purpose: str) -> Outcome:
    """A reply to one of our messages about a case. From the unit's officers it is offered; in a group, others are no
    business of ours; in private nothing is passed over in silence."""
    post = guards.unit_officer(work, case, words.sender.tg_id) if purpose.startswith(CARD_PURPOSES) else None
    if post is not None and case.state in TAKES_WORDS:
        return _nod(work, words, case) if _nods(words) else offer(work, words, case, post)
    if post is not None:
        message = texts.too_late(case.number, case.state)
        work.send(
            words.chat_id, message, lane=Lane.ANSWER, purpose="officer.late", case=case, reply_to=words.message_id
        )
    elif words.private:
        return private.private_words(work, words)
    return OK


def _nods(words: Words) -> bool:
    """收到, 好的: a colleague's nod, no word to the enterprise."""
    return words.media is None and words.understood is not None and words.understood.invalid is Invalid.THANKS


def _nod(work: Work, words: Words, case: CaseFile) -> Outcome:
    """Before the signature it is told what counts; afterwards a nod needs no answer."""
    if case.state is State.TO_SIGN:
        told = texts.sign_by_button(case.number)
        work.send(words.chat_id, told, lane=Lane.ANSWER, purpose="officer.nod", case=case, reply_to=words.message_id)
    return OK


def written(work: Work, words: Words, ask: Ask) -> Outcome:
    """The words that 答复 asked for."""
    case = work.case(ask.case_id or 0)
    post = guards.unit_officer(work, case, words.sender.tg_id) if case is not None else None
    if case is None or post is None:
        asks.close(work, words.sender.tg_id, words.chat_id, ask.case_id)
        return OK
    if ask.data.get("result"):
        return _checked(
            work,
            words.sender.tg_id,
            words.chat_id,
            case,
            material(words),
            ResultCode[ask.data["result"]],
            words.message_id,
        )
    return offer(work, words, case, post)


def offer(work: Work, words: Words, case: CaseFile, post: Staff) -> Outcome:
    """Keep the words and ask how they are meant."""
    asks.open_ask(
        work,
        words.sender.tg_id,
        words.chat_id,
        AskKind.REPLY_KIND,
        texts.reply_choice(case.id or 0, case.version, case.number),
        case=case,
        words=material(words),
        data={"post": post.id},
        reply_to=words.message_id,
    )
    return OK


def choose(work: Work, words: Words, ask: Ask) -> Outcome:
    """More words instead of a choice: they replace the ones that wait, so that nothing goes out by mistake."""
    case = work.case(ask.case_id or 0)
    post = guards.unit_officer(work, case, words.sender.tg_id) if case is not None else None
    if case is None or post is None:
        asks.close(work, words.sender.tg_id, words.chat_id, ask.case_id)
        return OK
    return offer(work, words, case, post)


def progress(work: Work, pressed: Pressed) -> Outcome:
    """阶段反馈: to the enterprise as a note."""
    got = waiting(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post, kept = got
    text = str(kept.get("text", ""))
    flaws = tuple(flaw.missing for flaw in quality.note_flaws(text, work.office.spans(text)))
    flaws += merge.named(work, case, text) + said.clashes(work, case, text)
    if flaws or not text:
        return Outcome(
            "没有发出：" + "；".join(flaws) if flaws else "请写一句话再发。",
            alert=True,
        )
    _close(work, pressed, case)
    changes = {"replied_at": work.now} if case.replied_at is None else {}
    work.record(case, EventKind.PROGRESS, people.actor_of(post), set=changes, words=kept)
    card.first_contact(work, case, post, "bot")
    _tell_enterprise(work, case, text)
    merge_tell.progressed(work, case, post, kept)
    _turn(work, pressed, texts.sent(case.number, "阶段反馈"))
    return OK


def _tell_enterprise(work: Work, case: CaseFile, text: str) -> None:
    clocks.met(work, case, Stage.REPLY)
    tell.progressed(work, case, text)


def final(work: Work, pressed: Pressed) -> Outcome:
    """办结答复: which result?"""
    got = waiting(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post, _kept = got
    _turn(work, pressed, texts.result_choice(case.id or 0, case.version, case.number))
    return OK


def result(work: Work, pressed: Pressed) -> Outcome:
    """The result code, then the check."""
    got = waiting(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post, kept = got
    if pressed.press.arg not in ResultCode.__members__:
        return Outcome(common.UNKNOWN_BUTTON)
    return _shown(work, pressed, case, kept, ResultCode[pressed.press.arg])


def _shown(work: Work, pressed: Pressed, case: CaseFile, kept: dict[str, Any], code: ResultCode) -> Outcome:
    """The question turns into the preview, or into what is missing: one message from the first choice to the end."""
    ask = asks.current(work, pressed.sender.tg_id, pressed.chat_id, case.id)
    missing = _missing(work, case, code, kept)
    if ask is not None:
        ask.data = {name: kept for name, kept in ask.data.items() if name != "ground"} | {"result": code.name}
        ask.kind = AskKind.ANSWER_TEXT if missing else AskKind.REPLY_KIND
    if missing:
        clues.sent_back(work, case)
    text = str(kept.get("text", ""))
    view = (case.id or 0, case.version, case.number)
    _turn(work, pressed, texts.flaws(case.number, missing) if missing else texts.preview(*view, code, text))
    return OK


def _missing(work: Work, case: CaseFile, code: ResultCode, kept: dict[str, Any]) -> tuple[str, ...]:
    text = str(kept.get("text", ""))
    flaws = tuple(flaw.missing for flaw in quality.check(code, text, work.office.spans(text)))
    return flaws + merge.named(work, case, text) + said.clashes(work, case, text, code)


def _checked(
    work: Work,
    tg_id: int,
    chat_id: int,
    case: CaseFile,
    kept: dict[str, Any],
    code: ResultCode,
    reply_to: int | None,
) -> Outcome:
    text = str(kept.get("text", ""))
    missing = _missing(work, case, code, kept)
    data = {"result": code.name}
    if missing:
        clues.sent_back(work, case)
        asks.open_ask(
            work,
            tg_id,
            chat_id,
            AskKind.ANSWER_TEXT,
            texts.flaws(case.number, missing),
            case=case,
            data=data,
            reply_to=reply_to,
        )
        return OK
    message = texts.preview(case.id or 0, case.version, case.number, code, text)
    asks.open_ask(
        work, tg_id, chat_id, AskKind.REPLY_KIND, message, case=case, words=kept, data=data, reply_to=reply_to
    )
    return OK


def send(work: Work, pressed: Pressed) -> Outcome:
    """发送给企业: the answer is given, the limits are met, the enterprise decides."""
    got = waiting(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post, kept = got
    ask = asks.current(work, pressed.sender.tg_id, pressed.chat_id, case.id)
    code = ResultCode[ask.data["result"]] if ask is not None and ask.data.get("result") else None
    if code is None:
        return Outcome(common.STALE, alert=True)
    named = merge.named(work, case, str(kept.get("text", "")))
    if named:  # another case was joined after the preview
        return Outcome("没有发出：" + named[0], alert=True)
    facts, ground = facts_of(work, case, result=code), attribution.chosen(ask.data.get("ground") if ask else None, code)
    changes = {"result": code, "answered_at": work.now, "pending": None, "held": False}
    wait = standstill.of(work, case)
    print_ = clues.print_of(work, str(kept.get("text", "")))
    refusal = work.move(
        case,
        EventKind.ANSWERED,
        people.actor_of(post),
        facts,
        set=changes,
        facts={"result": code, "print": print_, "ground": ground},
        words=kept,
    )
    if refusal is not None:
        return Outcome(refusal.reason_zh, alert=True)
    clues.answered(work, case, print_)
    _close(work, pressed, case)
    standstill.go_on(work, case, wait)
    clocks.met(work, case, Stage.SIGN, Stage.FIRST_CONTACT, Stage.REPLY, Stage.RESOLVE)
    outbox.drop_queued(work.session, case.id or 0, dispatch.CHASES)
    clocks.start_confirm(work, case)
    work.session.flush()
    dispatch.refresh_unit_card(work, case)
    verdict.show_answer(work, case, str(kept.get("text", "")), code)
    _forward_file(work, case, kept)
    merge_tell.answered(work, case, post, code, kept)
    _turn(work, pressed, texts.sent(case.number, "答复"))
    return Outcome("已发给企业。")


def _forward_file(work: Work, case: CaseFile, kept: dict[str, Any]) -> None:
    media = kept.get("media") or {}
    chat_id = people.complainant_chat(work, case)
    if media.get("file_id") and chat_id is not None:
        file = {"kind": media["kind"], "file_id": media["file_id"], "name": media.get("name", "")}
        work.send(
            chat_id,
            Message(f"{case.number} 附件", file=file),
            lane=Lane.ANSWER,
            purpose="answer.file",
            case=case,
        )


def nothing(work: Work, pressed: Pressed) -> Outcome:
    """不发给企业."""
    got = waiting(work, pressed)
    if isinstance(got, Outcome):
        return got
    _close(work, pressed, got[0])
    _turn(work, pressed, texts.kept_inside())
    return OK


def waiting(work: Work, pressed: Pressed) -> tuple[CaseFile, Staff, dict[str, Any]] | Outcome:
    """The case, the post and the words that wait; only their author may decide about them."""
    got = card.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    ask = asks.current(work, pressed.sender.tg_id, pressed.chat_id, case.id)
    if ask is None or ask.kind is not AskKind.REPLY_KIND or ask.case_id != case.id:
        return Outcome("请由写这段话的人选择，或重新回复卡片。", alert=True)
    return case, post, dict(work.text(ask.content_id) or {})


def _close(work: Work, pressed: Pressed, case: CaseFile) -> None:
    asks.close(work, pressed.sender.tg_id, pressed.chat_id, case.id)


def _turn(work: Work, pressed: Pressed, message: Message) -> None:
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        work.edit(row, message)


PRESSES: dict[str, OnPress] = {
    "reply": ask_words,
    "rprog": progress,
    "rfinal": final,
    "rcode": result,
    "rsend": send,
    "rnone": nothing,
}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.ANSWER_TEXT: written, AskKind.REPLY_KIND: choose}
