"""Sentences that any audience may read."""

from __future__ import annotations

from bot.texts.values import Message

UNKNOWN_BUTTON = "这个按钮已失效，请在最新一条消息里操作。"
STALE = "这张卡片不是最新的，内容已更新，请看最新一条再操作。"
NOT_YOURS = "这件事不由您办理，未作任何改动。"
NOT_ENROLLED = "您还没有登记为工作人员。请向管理员索取登记链接。"


def closed_command(*, staff: bool) -> Message:
    """For a command that exists and is not for this person, or not for this chat: no more is said than that."""
    if not staff:
        return Message("这个命令是工作人员用的。有事请直接发给我；/my 看您的诉求，/help 看说明。")
    return Message("这个命令不归您用，或这里不能用。/help 看您能用哪些。")


def unknown_command() -> Message:
    """For a command that does not exist."""
    return Message("没有这个命令。直接把问题发给我就行；/my 看我的诉求，/help 看说明。")
