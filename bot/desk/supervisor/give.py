"""改派: another owner in the unit, or another unit. The clock goes on either way (R08)."""

from __future__ import annotations

from bot.desk import cards, people, units, views
from bot.desk.supervisor import desk
from bot.desk.words import OnPress, Pressed
from bot.desk.work import OK, Outcome, Work
from bot.texts import common
from bot.texts import supervisor as texts
from storage.tables import CaseFile, Staff
from storage.vocabulary import Lane

MOST = 6  # people offered
WHY = "督办改派"


def ask(work: Work, pressed: Pressed) -> Outcome:
    """To whom? The choices carry the case's present version, so the card may be an old one."""
    got = _in_hand(work, pressed, fresh=False)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    options = tuple((post.id or 0, _label(work, post)) for post in team(work, case))
    message = texts.give(views.view(work, case), options)
    work.send(
        pressed.chat_id, message, lane=Lane.ANSWER, purpose="supervisor.give", case=case, topic_id=pressed.topic_id
    )
    return OK


def _in_hand(work: Work, pressed: Pressed, *, fresh: bool = True) -> desk.Found | Outcome:
    got = desk.found(work, pressed, fresh=fresh)
    if not isinstance(got, Outcome) and got[0].state not in desk.IN_HAND:
        return Outcome(texts.NOT_IN_HAND, alert=True)
    return got


def team(work: Work, case: CaseFile) -> list[Staff]:
    """Who else in the unit could take it: present, enrolled, and not the owner."""
    able = people.reachable(people.unit_staff(work, case.unit or "", "owner", "backup", "head"))
    return [post for post in able if post.id != case.owner_id][:MOST]


def _label(work: Work, post: Staff) -> str:
    return f"{post.section} {people.name_of(work, post)}（{post.title}）".strip()


def to_person(work: Work, pressed: Pressed) -> Outcome:
    """Another officer of the unit."""
    from bot.desk import dispatch

    got = _in_hand(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    new = next((one for one in team(work, case) if str(one.id) == pressed.press.arg), None)
    if new is None:
        return Outcome(common.STALE, alert=True)
    dispatch.reassign(work, case, new, people.actor_of(post), WHY)
    _done(work, pressed, case, people.name_of(work, new))
    return Outcome("已改派。")


def page(work: Work, pressed: Pressed) -> Outcome:
    """Pages of other units."""
    got = _in_hand(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post = got
    number = min(int(pressed.press.arg), 20) if pressed.press.arg.isdecimal() else 0
    options, last = units.options(work, case, number, without=(case.unit or "",))
    desk.turn(work, pressed, texts.give_units(views.view(work, case), options, number, last))
    return OK


def to_unit(work: Work, pressed: Pressed) -> Outcome:
    """Another unit: refused while it has nobody, for then the case would lie between two."""
    from bot.desk import dispatch
    from bot.desk.entrepreneur import tell

    got = _in_hand(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, post = got
    code = pressed.press.arg
    if not units.may_choose(work, case, code) or code == case.unit:
        return Outcome(common.UNKNOWN_BUTTON, alert=True)
    if dispatch.pick_team(work, code) is None:
        return Outcome(texts.NO_TEAM, alert=True)
    cards.retire(
        work, case, texts.settled_by_move(case.number), "ruling", "extension", "hold", "complex", "pause.objection"
    )
    dispatch.move_unit(work, case, code, people.actor_of(post), WHY)
    tell.transferred(work, case)
    _done(work, pressed, case, units.name(work, code))
    return Outcome("已改派。")


def _done(work: Work, pressed: Pressed, case: CaseFile, who: str) -> None:
    from bot.desk import chase_ladder

    desk.turn(work, pressed, texts.given(case.number, who))
    chase_ladder.refresh_office(work, case)


PRESSES: dict[str, OnPress] = {"give": ask, "giveto": to_person, "givepage": page, "giveunit": to_unit}
