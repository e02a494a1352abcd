"""Enterprise identity: asked once, one question at a time, each skippable."""

from __future__ import annotations

from bot.texts.values import Button, Message, Press


def _skip(step: str) -> tuple[tuple[Button, ...], ...]:
    return ((Button("跳过", Press("idskip", 0, 0, step)), Button("以后再说", Press("idlater"))),)


def ask_name() -> Message:
    """The enterprise's name."""
    return Message("为方便办理，请告诉我企业名称（只登记一次，以后自动带出）。", _skip("name"))


def ask_code() -> Message:
    """Its credit code."""
    return Message("请发18位统一社会信用代码，营业执照上有。", _skip("code"))


def phone_first() -> Message:
    """They sent their phone where the code was asked."""
    return Message("电话已登记。再请发18位统一社会信用代码，没有就点跳过。", _skip("code"))


def wrong_code(flaw: str) -> Message:
    """A code that cannot be right, and where to look."""
    return Message(
        f"{flaw}请对照营业执照再发一次，或点跳过。",
        _skip("code"),
    )


def ask_phone() -> Message:
    """The phone, by the contact button."""
    return Message(
        "最后一项：联系电话，只给承办人联系您用，选“对承办单位匿名”就不给。点下方按钮发送本机号码，或直接写号码；也可以回复“跳过”。",
        ask_contact="发送我的手机号",
    )


def done() -> Message:
    """All set."""
    return Message("登记好了，以后不再问。", drop_keyboard=True)


def phone_kept() -> Message:
    """A number shared without being asked."""
    return Message("电话登记好了，只给承办人联系您用。", drop_keyboard=True)


def later() -> Message:
    """Fine, not now."""
    return Message("好的，需要时再说。", drop_keyboard=True)


def not_own() -> Message:
    """Somebody else's contact card."""
    return Message("这是别人的名片，没有登记为您的电话。请点下方按钮，或回复“跳过”。", ask_contact="发送我的手机号")
