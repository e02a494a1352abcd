"""The one question that tells corruption from an ordinary matter told in hard words."""

from __future__ import annotations

from bot.texts.values import Button, Message, Press

YES, NO = "yes", "no"


def question(marker: int, minutes: int, parts: int = 1, *, after: bool = False) -> Message:
    """Before anybody sees the words: is it about bribery, revenge or a leak? Or, `after` such a case: is it more of that?
    Silence means that it is."""
    head = "这" if parts == 1 else f"这{parts}条"
    if after:
        return Message(
            f"{head}先不转给任何人，请点一下：是接着刚才的保密件说的吗？\n{minutes}分钟内没选，补充进保密件，只有密件联系人看到。",
            (
                (Button("是，补充进保密件", Press("suspect", 0, 0, f"{YES}.{marker}")),),
                (Button("不是，是另一件事", Press("suspect", 0, 0, f"{NO}.{marker}")),),
            ),
        )
    return Message(
        f"{head}先不转给任何人，请点一下：您反映的是公职人员要好处、打击报复，或泄露了您的信息吗？\n{minutes}分钟内没选，按保密渠道处理。",
        (
            (Button("是，走保密渠道", Press("suspect", 0, 0, f"{YES}.{marker}")),),
            (Button("不是，是办事问题", Press("suspect", 0, 0, f"{NO}.{marker}")),),
        ),
    )


def kept_secret() -> Message:
    """It is, or nobody said that it is not."""
    return Message("好的，按保密渠道处理，见下方。")


def ordinary() -> Message:
    """It is not."""
    return Message("好的，按一般问题办理，见下方。")
