"""Everything one playground holds, for the methods and the control functions to act on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.callbacks import Callbacks
from bot.playground.clock import PlayClock
from bot.playground.faults import Faults
from bot.playground.files import Files
from bot.playground.journal import Journal
from bot.playground.limits import Flood
from bot.playground.params import Params
from bot.playground.updates import UpdateQueue
from bot.playground.values import Chat, Json, Message, Person
from bot.playground.world import World

if TYPE_CHECKING:
    from bot.playground.webhook import Webhook

Check = Callable[[str, Params], list[str]]  # method, parameters → what is wrong with them


@dataclass(slots=True)
class Profile:
    """What the bot says about itself: commands by scope and language, texts by name."""

    commands: dict[str, list[Json]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Core:
    """The parts. `privacy` is the bot's group privacy mode (on unless the seed says otherwise)."""

    token: str
    world: World
    clock: PlayClock
    updates: UpdateQueue
    flood: Flood
    webhook: Webhook
    journal: Journal = field(default_factory=Journal)
    privacy: bool = True
    check: Check | None = None
    files: Files = field(default_factory=Files)
    faults: Faults = field(default_factory=Faults)
    callbacks: Callbacks = field(default_factory=Callbacks)
    profile: Profile = field(default_factory=Profile)

    @property
    def bot(self) -> Person:
        """The bot's own user."""
        return self.world.bot

    def bot_in(self, chat: Chat) -> bool:
        """Whether the bot is in the chat."""
        return chat.has(self.bot.id)

    def find(self, chat: Chat, message_id: int | None) -> Message | None:
        """A message that still is there."""
        return self.world.find(chat, message_id)
