"""A press or a reply under a message that we thought lost: the message is there, so it is ours again.

A send that was in flight when a process died has no message id, so its card could never be edited. Its buttons still say which
case they are for; the row whose body carries exactly these buttons is the one that put it there. A message that we know is
never taken for another one, whatever a forged press claims.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.work import Work
from bot.texts.values import Message, Press
from storage import orphans, outbox
from storage.tables import Outbox
from storage.vault import VaultError


def adopt(work: Work, chat_id: int, message_id: int, presses: Sequence[Press]) -> Outbox | None:
    """The row behind a message that shows these buttons, now that it is known; None if there is none in doubt."""
    if not presses or outbox.by_message(work.session, chat_id, message_id) is not None:
        return None
    for row in orphans.of_case(work.session, chat_id, presses[0].case_id):
        if set(presses) <= _buttons(work, row):
            orphans.adopt(work.session, row, message_id)
            work.session.flush()
            return row
    return None


def _buttons(work: Work, row: Outbox) -> set[Press]:
    try:
        body = work.office.vault.open(work.session, row.key_id, row.body)
    except VaultError:
        return set()  # sealed: it opens for its contact only
    message = Message.from_json(body)
    return {button.press for line in message.rows for button in line if button.press is not None}
