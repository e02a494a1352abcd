"""Class C towards the complainant: the official channel first, then what happens here."""

from __future__ import annotations

from bot.texts.values import Button, Message, Press


def official_first(channels: str) -> Message:
    """Named before anything else (R02d)."""
    return Message(f"您说的情况属于廉洁、报复或泄密类。您可以直接向法定渠道反映：{channels}")


def only_official(channels: str) -> Message:
    """The accused is the very office that would receive it: nothing is stored here (R02b)."""
    return Message(f"这类情况请直接向法定渠道反映：{channels}\n为避免经手人回避问题，您的内容没有登记在这里。")


def received(number: str, *, beside: bool = False) -> Message:
    """A sealed case exists; `beside` an open one that knows nothing of it."""
    untouched = "原来的事照常办理，承办单位不知道您说过这些。" if beside else ""
    return Message(
        f"已收到，编号 {number}（仅您可查）。内容加密，只送密件联系人，承办单位、坐席、管理员都看不到。{untouched}"
        "可以不留姓名。为保护您，您这条消息和我的回复24小时后会自动撤回，您也可以先自行删除。"
    )


def added(number: str) -> Message:
    """More words to a sealed case."""
    return Message(f"已加密补充进 {number}，只有密件联系人能看。这几条24小时后也会自动撤回。")


def urged(number: str) -> str:
    """To the contact: the complainant urges."""
    return f"{number} 投诉人催办，请尽快处理并答复。"


def withdrawn(number: str) -> str:
    """To the contact: taken back by the complainant."""
    return f"{number} 投诉人已自行撤回。"


def acknowledged(number: str) -> Message:
    """The sealed contact has it."""
    return Message(f"{number} 密件联系人已收到。")


def answered(number: str, text: str) -> Message:
    """The sealed contact writes."""
    return Message(f"{number} 密件联系人答复：\n{text}")


def closed(number: str, channels: str) -> Message:
    """The sealed contact has ended it; the official way stays open."""
    return Message(f"{number} 密件联系人已处理完毕。还有情况或不认可，可随时向法定渠道反映：{channels}")


def consent_question(case_id: int, number: str) -> Message:
    """Not class C in the contact's eyes: only the complainant may open it to others."""
    return Message(
        f"{number} 经查看，可以按普通诉求更快办理，但内容会给坐席和承办单位看到。您同意吗？不同意就仍按密件保管。",
        (
            (
                Button("同意转为普通诉求", Press("unseal", case_id, 0, "yes")),
                Button("不同意", Press("unseal", case_id, 0, "no")),
            ),
        ),
    )


def stays() -> Message:
    """Refused: it stays sealed."""
    return Message("好的，仍按密件保管。")
