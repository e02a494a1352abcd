"""办结归因 (A42): the preview of an answer shows one already; a tap turns it to the next that fits. No tap is ever needed."""

from __future__ import annotations

from bot.desk import asks
from bot.desk.officer import answer
from bot.desk.words import OnPress, Pressed
from bot.desk.work import OK, Outcome, Work
from bot.rules import attribution
from bot.texts import common
from bot.texts import officer as texts
from storage import outbox
from storage.vocabulary import ResultCode


def turned(work: Work, pressed: Pressed) -> Outcome:
    """The next attribution, by whoever wrote the answer."""
    got = answer.waiting(work, pressed)
    if isinstance(got, Outcome):
        return got
    case, _post, kept = got
    ask = asks.current(work, pressed.sender.tg_id, pressed.chat_id, case.id)
    name = str(ask.data.get("result") or "") if ask is not None else ""
    if ask is None or name not in ResultCode.__members__:
        return Outcome(common.STALE, alert=True)
    ground = attribution.chosen(pressed.press.arg, ResultCode[name])
    if ground is None:
        return Outcome(common.UNKNOWN_BUTTON)
    ask.data = {**ask.data, "ground": ground.name}
    row = outbox.by_message(work.session, pressed.chat_id, pressed.message_id)
    if row is not None:
        text = str(kept.get("text", ""))
        work.edit(row, texts.preview(case.id or 0, case.version, case.number, ResultCode[name], text, ground))
    return OK


PRESSES: dict[str, OnPress] = {"rwhy": turned}
