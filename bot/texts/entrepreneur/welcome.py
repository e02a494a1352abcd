"""First contact, help, and small talk."""

from __future__ import annotations

from bot.texts.values import Button, Message, Press
from storage.vocabulary import Urgency


def introduction(operator: str, purpose: str, retention_days: int) -> Message:
    """Who runs this, for what, how long data is kept, who sees what (R02d). Said once, at first contact."""
    return Message(
        f"您好，这里是顶格办，由{operator}使用，{purpose}。\n"
        "直接把问题发给我就行，文字、语音、照片都可以，不用填表。每件事都有编号、承办人和时限，您说解决了才算解决。\n"
        f"您的信息：承办单位只看到办事需要的内容，可选“对承办单位匿名”；办结{retention_days}天后隐去联系方式、销毁内容，您也可以要求提前删除（/forget）。\n"
        "有人身危险请先拨 110/119/120。"
    )


def help_text() -> Message:
    """What a person can do here."""
    return Message(
        "把问题直接发给我：发生了什么、您要什么、在哪里。\n"
        "/my 查看我的诉求、催办、补充、撤回\n"
        "要补充某件事，直接回复那条消息即可。\n"
        "/guide 查官方办事入口，例：/guide 开办\n"
        "/forget 删除我已了结诉求的内容\n"
        "有人身危险请先拨 110/119/120。"
    )


def danger_first() -> Message:
    """Life danger: guidance before anything else (R19)."""
    return Message(
        "有人身危险请马上拨打 110（公安）、119（火警）、120（急救），先打电话，不要等我回复。\n您说的情况我同时登记，马上转人处理。"
    )


SMALL_TALK = {
    "问候": "您好。有什么问题直接发给我：发生了什么、您要什么、在哪里。",
    "致谢": "不客气。以后有事直接发给我。",
    "广告": "这里只受理企业诉求，不接收推广信息。如果您是要反映问题，请直接说明是什么事。",
    "无内容辱骂": "听得出您很着急。请告诉我具体是什么事、在哪里、希望怎么解决，我马上登记。",
    "内容太少": "收到。请多说一句：是什么事、在哪里、希望怎么解决？",
    "测试": "能收到。有事直接发给我就行。",
    "纯表情": "收到。请用文字或语音说一下是什么事。",
}


def small_talk(reason: str) -> Message:
    """An answer to words that open no case (R32)."""
    return Message(SMALL_TALK.get(reason, SMALL_TALK["内容太少"]))


def human() -> Message:
    """Somebody wants a person."""
    return Message(
        "这里每件事都由真人办：首接坐席和承办人会看您写的话。请直接把事情发给我，说不清单位也没关系，坐席来定。"
        "想马上通话，请拨 12345。"
    )


def go_on() -> Message:
    """Somebody announces a matter and has not said what it is."""
    return Message("请说，我记着。直接写：发生了什么、在哪里、希望怎么解决；发语音、照片也行。不用先说归哪个单位管。")


def about() -> Message:
    """What this is and how it works."""
    return Message(
        "这里是顶格办的受理机器人。您把事情发给我，我给您编号、派给管这事的单位、盯到您说解决为止；拿不准的由人工坐席定。\n"
        "直接写：发生了什么、在哪里、希望怎么解决。/my 看进度。"
    )


def how_long() -> Message:
    """How long it takes, before there is a case."""
    return Message("提交后我马上告诉您：几点前有人联系您、哪天前办结。过了时限我会替您催，不用您追。请先说是什么事。")


def free_of_charge() -> Message:
    """It costs nothing."""
    return Message("不收任何费用。要是有人以办这件事为名向您要钱，请直接告诉我。")


def secrecy() -> Message:
    """Who sees what."""
    return Message(
        "您的姓名、电话不进群，只给承办这件事的人看。不想让承办单位知道您是谁，提交前点“保密/对承办单位匿名”。\n"
        "反映索要好处、打击报复的，只有密件联系人能看。"
    )


def no_such_number(number: str) -> Message:
    """A case number that is none of this person's."""
    return Message(f"没有找到您名下的 {number}，请核对编号。/my 可查看您的全部诉求。")


def nothing_to_cancel() -> Message:
    """Somebody wants to take back what was never said."""
    return Message("好的。您现在没有等着办的诉求，有事随时发给我。")


def nothing_yet() -> Message:
    """Somebody asks how far it is and has no case."""
    return Message("您还没有诉求在这里。请直接把问题发给我：发生了什么、在哪里、希望怎么解决。")


def elsewhere(reason: str, way: str, draft_id: int, version: int) -> Message:
    """The matter belongs to a procedure or place that is not ours: the way there is told first (R20, R21)."""
    buttons = (
        (
            Button("仍请坐席看一下", Press("file", draft_id, version)),
            Button("知道了", Press("drop", draft_id, version)),
        ),
    )
    return Message(
        f"这件事（{reason}）有专门的办理渠道，我们不能代替：\n{way}\n如果您认为应由我们协调，点下面请坐席看一下；不点就不登记。",
        buttons,
    )


URGENCY_WORDS = {
    Urgency.CRITICAL: "特急（全天候立即派办）",
    Urgency.URGENT: "紧急",
    Urgency.NORMAL: "普通",
}
