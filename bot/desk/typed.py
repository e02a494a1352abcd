"""A button's label that was typed instead of tapped: who answers “提交” in words means the button.

A page of units is answered by a unit's name as well, in whatever way the unit is called and on whatever page it stands.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sqlmodel import col, select

from bot.desk import asks
from bot.desk.words import Pressed, Words
from bot.desk.work import Work
from bot.texts.values import Message, Press
from storage.tables import Outbox
from storage.vault import VaultError
from storage.vocabulary import Op, OutboxStatus

LATEST = 12  # rows of the chat that are looked through
LONGEST = 16  # characters of a label, or of a short sentence that names a unit
ENDS = " 　。.!！~，,"
# The presses of pages of units, by whom: each carries a unit's code at the end of its argument.
UNIT_PAGES = frozenset({"send", "rule", "tunit", "cotask", "giveunit", "decwho"})
AROUND = re.compile(
    r"^(?:我看|我觉得|建议|应该|应|可以|请)?(?:(?:这个|这件|该件)?(?:是|归|由|派给|转给|交给|派|转|给|找)+)?(.+?)(?:管|办|来办|负责|处理|牵头)?(?:吧|的|呀|啊)?$"
)


def pressed(work: Work, words: Words) -> Pressed | None:
    """The press that these words stand for: a button of the message replied to, in a private chat else of the newest that
    has such a label; None if they are no label."""
    said = words.text.strip(ENDS)
    if words.media is not None or not 0 < len(said) <= LONGEST or not (words.private or words.reply_to):
        return None
    for message_id, message in _shown(work, words):
        found = _press(message, said) or _unit_press(work, message, said)
        if found is not None:
            return Pressed(words.sender, words.chat_id, words.private, message_id, found, words.topic_id)
    return None


def _shown(work: Work, words: Words) -> list[tuple[int, Message]]:
    """Our newest messages in this chat as they look now, newest first."""
    ours = select(Outbox).where(Outbox.chat_id == words.chat_id, Outbox.status == OutboxStatus.SENT)
    if words.reply_to is not None:
        ours = ours.where(Outbox.message_id == words.reply_to)
    asked = asks.current(work, words.sender.tg_id, words.chat_id)
    if asked is not None and asked.prompt_id is not None and words.reply_to is None:
        ours = ours.where(col(Outbox.id) >= asked.prompt_id)  # what is older is not what is being answered
    seen: set[int] = set()
    shown = []
    for row in work.session.exec(ours.order_by(col(Outbox.id).desc()).limit(LATEST)):
        about = row.target_id or row.id or 0
        message_id = row.message_id or _target(work, row)
        if about not in seen and message_id is not None and row.op in {Op.SEND, Op.EDIT, Op.BUTTONS_OFF, Op.FILE}:
            seen.add(about)
            shown += [(message_id, message) for message in _opened(work, row)]
    return shown


def _target(work: Work, row: Outbox) -> int | None:
    target = work.session.get(Outbox, row.target_id) if row.target_id else None
    return target.message_id if target is not None else None


def _opened(work: Work, row: Outbox) -> list[Message]:
    try:
        return [Message.from_json(work.office.vault.open(work.session, row.key_id, row.body))]
    except VaultError:
        return []  # sealed, or its content is gone


def _press(message: Message, said: str) -> Press | None:
    buttons = (button for line in message.rows for button in line)
    return next((button.press for button in buttons if button.label == said), None)


def _unit_press(work: Work, message: Message, said: str) -> Press | None:
    """A page of units and the name of one: its button, be it on this page or another. Whether it may be is for the press."""
    presses = [button.press for line in message.rows for button in line if button.press is not None]
    pages = [press for press in presses if press.verb in UNIT_PAGES]
    shown = next((press for press in pages if work.office.catalogue.get(_code(press)) is not None), None)
    unit = _called(work, said) if shown is not None else None
    if shown is None or unit is None:
        return None
    return replace(shown, arg=shown.arg[: len(shown.arg) - len(_code(shown))] + unit)


def _code(press: Press) -> str:
    return press.arg.rpartition(".")[2]


def _called(work: Work, said: str) -> str | None:
    """The code of the one unit that is called so, wholly or else in part; None if there is none or more than one."""
    found = AROUND.match(said)
    name = found.group(1) if found is not None else said
    units = [unit for unit in work.office.catalogue.units if not unit.sealed]
    exact = [unit.code for unit in units if name in unit.names or name.upper() == unit.code]
    partly = [unit.code for unit in units if len(name) > 1 and any(name in one for one in unit.names)]
    codes = exact or partly
    return codes[0] if len(codes) == 1 else None
