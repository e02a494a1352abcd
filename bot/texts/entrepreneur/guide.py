"""办事入口 (A38): where a matter is done officially. The bot shows the way and never takes an application."""

from __future__ import annotations

from collections.abc import Iterable

from bot.city.pack_parts import Known
from bot.texts.values import Message

MOST = 12  # entries of one answer
TAIL = "这里不收申请材料、不收验证码。在窗口或网上办不成的，直接把经过发给我，按诉求办。"


def entries(found: Iterable[tuple[str, str]], known: Known | None = None) -> Message:
    """The ready answer and the ways that fit."""
    shown = list(found)
    ready = [f"常见答复：{known.answer}（来源：{known.source}）"] if known is not None else []
    head = ["官方办事入口："] if shown else []
    lines = [f"· {name}：{way}" for name, way in shown[:MOST]]
    more = [f"还有{len(shown) - MOST}项，请加上要办的事，例：/guide 开办"] if len(shown) > MOST else []
    return Message("\n".join([*ready, *head, *lines, *more, TAIL]))


def nothing(word: str) -> Message:
    """No entry for it."""
    what = f"没有录入“{word}”的办事入口。" if word else "本市还没有录入办事入口。"
    return Message(f"{what}请拨 12345 查询。{TAIL}")
