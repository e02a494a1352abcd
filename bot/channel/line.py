"""The line to Telegram as a whole: whether calls get through at all, and when to try the next one."""

from __future__ import annotations

from dataclasses import dataclass, field

LONGEST = 15.0  # seconds between two tries while nothing gets through
DOUBTFUL = 3  # rows that failed with no answer between them: then it is the line and not the row


@dataclass(slots=True)
class Line:
    """Counts answers and failures. Times are seconds of a monotonic clock."""

    answers: int = 0  # ever; a row that fails while this grows has a fault of its own
    until: float = 0.0
    _failed: set[int] = field(default_factory=set)  # rows since the last answer
    _cut: bool = False
    _pauses: int = 0

    @property
    def down(self) -> bool:
        """True while nothing gets through: one call at a time tries whether it does again."""
        return self._cut or len(self._failed) >= DOUBTFUL

    def good(self) -> None:
        """Telegram answered, be it with a refusal."""
        self._failed.clear()
        self._cut, self._pauses = False, 0
        self.answers += 1

    def bad(self, row_id: int, now: float, *, surely: bool = False) -> float:
        """A row did not get through; returns until when everything waits. `surely`: there was no connection at all.

        Calls that were in flight together and failed together lengthen the pause once.
        """
        self._failed.add(row_id)
        self._cut = self._cut or surely
        if self.down and now >= self.until:
            self.until = now + min(LONGEST, 0.5 * 2**self._pauses)
            self._pauses += 1
        return self.until


@dataclass(slots=True)
class Floods:
    """Refusals for flooding from several chats at about the same time mean the bot as a whole, not one chat."""

    window: float = 2.0
    chats: int = 3
    longest: float = 5.0
    _at: dict[int, float] | None = None

    def overall(self, chat_id: int, seconds: float, now: float) -> float:
        """Until when everything should wait; 0 if only this chat is meant."""
        recent = {chat: at for chat, at in (self._at or {}).items() if now - at < self.window}
        self._at = recent | {chat_id: now}
        return now + min(seconds, self.longest) if len(self._at) >= self.chats else 0.0
