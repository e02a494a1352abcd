"""补问: a clerk asks the enterprise, and hears what it says."""

from __future__ import annotations

from bot.desk import asks, clocks, people
from bot.desk.clerk import desk, queue
from bot.desk.facts import facts_of
from bot.desk.words import OnAnswer, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.texts import clerk as texts
from bot.texts.values import Message
from storage.tables import Ask, CaseFile, Staff
from storage.vocabulary import AskKind, EventKind, Lane


def ask_prompt(work: Work, pressed: Pressed) -> Outcome:
    """补问企业: what?"""
    got = desk.found(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    message = texts.question_prompt(case.number)
    asks.open_ask(work, pressed.sender.tg_id, pressed.chat_id, AskKind.CLERK_QUESTION, message, case=case)
    return OK


def question(work: Work, words: Words, ask: Ask) -> Outcome:
    """The clerk's question goes to the enterprise; the case waits."""
    from bot.desk.entrepreneur import tell

    case = work.case(ask.case_id or 0)
    post = people.post_as(work, words.sender.tg_id, *desk.DESK)
    asks.close(work, words.sender.tg_id, words.chat_id)
    if case is None or post is None or not words.text.strip():
        return OK
    refusal = work.move(case, EventKind.ASKED, people.actor_of(post), facts_of(work, case), words={"text": words.text})
    if refusal is not None:
        work.send(words.chat_id, Message(refusal.reason_zh), lane=Lane.ANSWER, purpose="clerk.refused", case=case)
        return OK
    tell.asked(work, case, words.text.strip())
    work.send(words.chat_id, texts.asked(case.number), lane=Lane.ANSWER, purpose="clerk.asked", case=case)
    return OK


def info_given(work: Work, case: CaseFile) -> None:
    """The enterprise answered a clerk's question: back into the queue, to the clerk who asked."""
    post = work.session.get(Staff, case.claimed_by) if case.claimed_by else None
    if post is not None and post.tg_id is not None:
        message = texts.info_came(case.number)
        work.send(
            post.tg_id,
            message,
            lane=Lane.ANSWER,
            purpose="clerk.info",
            case=case,
            not_before=clocks.polite(work, case.urgency),
        )
        desk.lay_open(work, case, post)
    else:
        queue.offer(work, case, "企业已补充")


PRESSES: dict[str, OnPress] = {"cask": ask_prompt}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.CLERK_QUESTION: question}
