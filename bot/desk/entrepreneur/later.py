"""Later words: which case do they belong to, and who may see them. Every one is classified first (R02a)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from bot.desk import asks, cases, gist, people, restricted, views
from bot.desk.entrepreneur import draft
from bot.desk.gist import Gist, gist_of
from bot.desk.people import Sender
from bot.desk.words import Media, OnAnswer, OnPress, Pressed, Words, material
from bot.desk.work import OK, Actor, Outcome, Work
from bot.texts import common
from bot.texts.entrepreneur import draft as texts
from bot.texts.entrepreneur import progress, welcome
from storage.tables import Ask, CaseFile, Person, Timer
from storage.vocabulary import AskKind, EventKind, ItemKind, Lane, Role, Secrecy, State, TimerKind, Urgency

WAIT = timedelta(minutes=30)


def which(work: Work, person: Person, words: Words) -> Outcome:
    """Ask which case these words belong to; they are kept meanwhile, and become a new matter if nobody answers."""
    options = tuple(
        (case.id or 0, _label(work, case)) for case in cases.open_of(work, person, 4) if case.secrecy is not Secrecy.C
    )
    kept = [_packed(words)]
    marker = words.message_id
    ask = asks.open_ask(
        work,
        words.sender.tg_id,
        words.chat_id,
        AskKind.BELONGS,
        texts.which_case(marker, options),
        data={"marker": marker},
        words=kept,
    )
    work.timer(
        TimerKind.PENDING_FILE,
        work.now + WAIT,
        key=f"{words.sender.tg_id}",
        data={"tg": words.sender.tg_id, "ask": ask.id},
    )
    return OK


def joined(work: Work, words: Words, ask: Ask) -> Outcome:
    """More words while the question is open: they wait with the first ones. 特急 and class C do not wait."""
    reading = gist_of(words.understood)
    if reading.urgency is Urgency.CRITICAL or reading.secrecy is Secrecy.C:
        asks.close(work, words.sender.tg_id, words.chat_id)
        person = people.person_of(work, words.sender)
        _as_new(work, person, ask)
        from bot.desk.entrepreneur import intake

        return intake.hear(work, words)
    kept = [*(work.text(ask.content_id) or []), _packed(words)]
    person = people.person_of(work, words.sender)
    ask.content_id = work.office.vault.put(work.session, person.key_id, kept)
    return OK


def chosen(work: Work, pressed: Pressed) -> Outcome:
    """新问题, or 补充 to a case."""
    ask = asks.current(work, pressed.sender.tg_id, pressed.chat_id)
    if ask is None or ask.kind is not AskKind.BELONGS or str(ask.data.get("marker")) != pressed.press.arg:
        return Outcome(common.UNKNOWN_BUTTON)
    person = people.person_of(work, pressed.sender)
    prompt, kept = ask.prompt_id, list(work.text(ask.content_id) or [])
    if pressed.press.case_id == 0:
        asks.close(work, pressed.sender.tg_id, pressed.chat_id)
        _done(work, prompt, texts.belongs_new())
        _new_from(work, person, kept)
        return OK
    case = work.case(pressed.press.case_id)
    if case is None or case.person_id != person.id or not case.state.is_open:
        return Outcome("这件已经办结，请选“新问题”。", alert=True)
    asks.close(work, pressed.sender.tg_id, pressed.chat_id)
    _done(work, prompt, texts.belongs_done(case.number))
    for packed in kept:
        supplement(work, person, case, unpacked(packed, person.tg_id), _reading(packed), quiet=True)
    return OK


def unanswered(work: Work, timer: Timer) -> None:
    """Nobody chose: the words become a new matter and are filed on."""
    tg_id = int(timer.data["tg"])
    ask = asks.current(work, tg_id, tg_id)
    if ask is None or ask.id != timer.data.get("ask") or ask.kind is not AskKind.BELONGS:
        return
    person = people.find_person(work, tg_id)
    asks.close(work, tg_id, tg_id)
    _done(work, ask.prompt_id, texts.belongs_new())
    if person is not None:
        _as_new(work, person, ask)


def reply(work: Work, words: Words, case: CaseFile) -> Outcome:
    """A reply to one of a case's messages belongs to that case."""
    person = people.person_of(work, words.sender)
    if case.person_id != person.id:
        from bot.desk.entrepreneur import intake

        return intake.hear(work, words)
    reading = gist_of(words.understood)
    if reading.life_danger:
        work.send(words.chat_id, welcome.danger_first(), lane=Lane.SAFETY, purpose="danger")
    if _thanks(words):
        work.send(words.chat_id, welcome.small_talk("致谢"), lane=Lane.ANSWER, purpose="smalltalk")
        return OK
    if reading.secrecy is Secrecy.C:
        restricted.report(work, person, words, reading, beside=case)
        return OK
    if case.state is State.DRAFT:
        return draft.add(work, case, words, reading)
    if not case.state.is_open:
        return draft.begin(work, person, words, reading)
    return supplement(work, person, case, words, reading)


def supplement(
    work: Work, person: Person, case: CaseFile, words: Words, reading: Gist, *, quiet: bool = False
) -> Outcome:
    """Added to an open case. B or C words open a separate restricted case that the unit never sees."""
    if reading.secrecy is Secrecy.C or (reading.secrecy is Secrecy.B and case.secrecy is Secrecy.A):
        restricted.report(work, person, words, reading, beside=case)
        return OK
    asked = case.state is State.NEEDS_INFO
    changes = {"state": State.TO_DISPATCH} if asked else {}
    event = work.record(case, EventKind.ADDED, Actor(Role.ENTERPRISE, person.id), set=changes, words=material(words))
    cases.add_item(work, case, words, event.content_id or "")
    if not quiet:
        work.send(
            words.chat_id,
            progress.supplement_kept(case.number),
            lane=Lane.ANSWER,
            purpose="later.kept",
            case=case,
        )
    tell_owner(work, case)
    if asked:
        _info_given(work, case)
    return OK


def _info_given(work: Work, case: CaseFile) -> None:
    from bot.desk import clerk

    clerk.info_given(work, case)


def tell_owner(work: Work, case: CaseFile) -> None:
    """The owner hears once that there is more to read: in the card's group, by a reply to the card."""
    if case.state in {State.TO_SIGN, State.WORKING} and case.unit:
        from bot.desk.officer import notices

        notices.supplemented(work, case)


def _label(work: Work, case: CaseFile) -> str:
    view = views.view(work, case)
    return f"{case.number[-6:]} {view.summary[:10] or case.kind.value}"


def _thanks(words: Words) -> bool:
    understood = words.understood
    return words.media is None and understood is not None and understood.invalid is not None


def _packed(words: Words) -> dict[str, Any]:
    """Words as they wait for a choice, with the reading they got when they came."""
    return {
        "material": material(words),
        "message_id": words.message_id,
        "group": words.media_group,
        "gist": asdict(gist_of(words.understood)),
    }


def _reading(packed: dict[str, Any]) -> Gist:
    return gist.from_json(packed["gist"])


def unpacked(packed: dict[str, Any], tg_id: int) -> Words:
    kept = packed["material"]
    raw = dict(kept["media"]) if kept.get("media") else None
    media = Media(ItemKind(raw.pop("kind")), **raw) if raw else None
    return Words(Sender(tg_id), tg_id, True, packed["message_id"], kept["text"], media, packed["group"])


def _as_new(work: Work, person: Person, ask: Ask) -> None:
    _new_from(work, person, list(work.text(ask.content_id) or []))


def _new_from(work: Work, person: Person, kept: list[dict[str, Any]]) -> None:
    """The kept words as a new draft."""
    for packed in kept:
        words, reading = unpacked(packed, person.tg_id), _reading(packed)
        current = cases.draft_of(work, person)
        if current is not None:
            draft.add(work, current, words, reading)
        else:
            draft.begin(work, person, words, reading)


def _done(work: Work, prompt_id: int | None, message: object) -> None:
    if prompt_id is not None:
        work.edit(prompt_id, message)  # type: ignore[arg-type]


PRESSES: dict[str, OnPress] = {"belong": chosen}
ANSWERS: dict[AskKind, OnAnswer] = {AskKind.BELONGS: joined}
