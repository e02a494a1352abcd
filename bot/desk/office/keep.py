"""留存: the office keeps the content of an ended case for the record (纪检, 诉讼), and lets it go again (R37)."""

from __future__ import annotations

from bot.desk import asks, people, retention
from bot.desk.supervisor import desk
from bot.desk.words import OnAnswer, OnPress, Pressed, Words
from bot.desk.work import OK, Outcome, Work
from bot.texts import retention as texts
from bot.texts.values import Button
from storage import history
from storage.tables import Ask, CaseFile
from storage.vocabulary import AskKind, EventKind, Lane


def button(work: Work, case: CaseFile) -> list[Button]:
    """For an ended case whose content is still there."""
    if case.state.is_open or retention.gone(work, case):
        return []
    return [texts.keep_button(case.id or 0, kept=_kept(work, case))]


def _kept(work: Work, case: CaseFile) -> bool:
    return retention.kept(history.events_of(work.session, case.id or 0))


def _refusal(work: Work, case: CaseFile, *, wanted: bool) -> str:
    if case.state.is_open:
        return texts.NOT_ENDED
    if retention.gone(work, case):
        return texts.ALREADY
    if _kept(work, case) is wanted:
        return texts.KEPT_ALREADY if wanted else texts.NOT_KEPT
    return ""


def begin(work: Work, pressed: Pressed) -> Outcome:
    """留存内容: why?"""
    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    no = _refusal(work, case, wanted=True)
    if no:
        return Outcome(no, alert=True)
    asks.open_ask(work, pressed.sender.tg_id, pressed.chat_id, AskKind.KEEP, texts.keep_prompt(case.number), case=case)
    return OK


def written(work: Work, words: Words, ask: Ask) -> Outcome:
    """The reason: recorded, and the content stays until the hold is lifted."""
    case, text = work.case(ask.case_id or 0), words.text.strip()
    post = people.post_as(work, words.sender.tg_id, *desk.DESK)
    if not text:
        return OK
    asks.close(work, words.sender.tg_id, words.chat_id)
    if case is None or post is None or _refusal(work, case, wanted=True):
        return OK
    work.record(case, EventKind.KEPT, people.actor_of(post), facts={"on": True}, words={"text": text})
    message = texts.kept(case.number)
    work.send(words.chat_id, message, lane=Lane.ANSWER, purpose="office.keep", case=case, topic_id=words.topic_id)
    return OK


def release(work: Work, pressed: Pressed) -> Outcome:
    """解除留存: from now on the usual time counts."""
    got = desk.found(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, post = got
    no = _refusal(work, case, wanted=False)
    if no:
        return Outcome(no, alert=True)
    work.record(case, EventKind.KEPT, people.actor_of(post), facts={"on": False})
    return Outcome(texts.RELEASED)


PRESSES: dict[str, OnPress] = {"keep": begin, "keepno": release}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.KEEP: written}
