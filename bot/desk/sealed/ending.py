"""销毁 or 留存: nobody but the sealed contact says when the content of a class C case is no longer needed (R37)."""

from __future__ import annotations

from bot.desk import guards, people, retention
from bot.desk.sealed import speaking
from bot.desk.words import OnPress, Pressed
from bot.desk.work import Outcome, Work
from bot.texts import common
from bot.texts import retention as texts
from storage.tables import CaseFile, Staff
from storage.vocabulary import Role, Secrecy


def _ended(work: Work, pressed: Pressed) -> tuple[CaseFile, Staff] | Outcome:
    post = guards.desk_post(work, pressed.sender.tg_id, Role.SEALED)
    if isinstance(post, Outcome):
        return post
    case = work.case(pressed.press.case_id)
    if case is None or case.secrecy is not Secrecy.C or not pressed.private or case.state.is_open:
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    return Outcome(texts.ALREADY, alert=True) if retention.gone(work, case) else (case, post)


def burn(work: Work, pressed: Pressed) -> Outcome:
    """销毁内容: for good."""
    got = _ended(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    if retention.owed(work, case):
        return Outcome(texts.OWED, alert=True)
    retention.destroy(work, case, people.actor_of(post))
    speaking.strip(work, pressed)
    return Outcome(texts.DESTROYED, alert=True)


def stay(work: Work, pressed: Pressed) -> Outcome:
    """继续留存: asked again in 30 days."""
    got = _ended(work, pressed)
    if isinstance(got, Outcome):
        return got
    speaking.strip(work, pressed)
    return Outcome(texts.STAYS)


PRESSES: dict[str, OnPress] = {"sburn": burn, "skeep": stay}
