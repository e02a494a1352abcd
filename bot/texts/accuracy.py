"""/accuracy: how often the first unit was the right one, a line a week."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.placing import Week
from bot.texts.values import Message


def accuracy(weeks: Sequence[Week], back: int) -> Message:
    """Counts with their base, the newest week first; `back` is how many weeks were looked at."""
    if not weeks:
        return Message(f"近{back}周还没有派出的办事类件。")
    lines = [f"派得准不准（近{back}周首次派出的办事类件）：", *map(_line, weeks)]
    return Message("\n".join([*lines, "只算到现在，最近派出的以后还可能改单位。"]))


def _line(week: Week) -> str:
    head = f"{week.monday.month}月{week.monday.day}日那周 {week.total}件："
    share = f"自动派{week.itself}" + (
        f"，没改过单位{week.kept}（{week.kept * 100 // week.itself}%），改过{week.itself - week.kept}"
        if week.itself
        else ""
    )
    others = (f"企业自选{week.chosen}" if week.chosen else "", f"坐席派{week.desk}" if week.desk else "")
    return head + "；".join(part for part in (share, *others) if part) + "。"
