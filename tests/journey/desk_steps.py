"""Steps that many journeys of the desk share, so that each test begins where it gets interesting."""

from __future__ import annotations

from typing import Any

from tests.support.city import Actor, Chat, City

WATER = "我们厂在经开区，自来水压力太低，机器老停，已经三天了，请供水公司来看看。"
ANSWER = "3月10日已更换园区支管阀门，现场测压2.2公斤，恢复正常。依据供水服务标准。若今晚仍低，3月11日上午再派人。"
BRIBE = "市场监管局有个人来检查，说不给他意思意思就天天来查，还要我们交五千块现金给他个人。"
UNSURE = "我们想了解一下有没有什么可以帮到我们这种小店的办法，具体也说不清楚。"


async def filed(c: City, text: str = WATER, *, unit: str = "GSGS", boss: Actor | None = None) -> tuple[Chat, Actor]:
    """A case that went straight to a unit: its card is the newest in the group. Returns the group and the owner."""
    who = boss or c.boss
    await who.says(text)
    await who.presses("提交")
    who.ignore()
    group = c.group(unit)
    group.sees("【新单】")
    return group, c.officer(unit)


async def signed(c: City, text: str = WATER, *, unit: str = "GSGS") -> tuple[Chat, Actor]:
    """The same, signed by its owner; the boss was told."""
    group, owner = await filed(c, text, unit=unit)
    await owner.presses("签收", in_=group)
    group.sees("办理中")
    c.boss.ignore()
    return group, owner


async def progressed(c: City, group: Chat, owner: Actor) -> None:
    """An interim reply went to the enterprise: what asking for more time wants first."""
    await owner.says("已到现场查看并开挖，临时供水今天到位。", in_=group, reply_to=group.card("办理中"))
    await owner.presses("阶段反馈", in_=group)
    group.ignore()
    c.boss.ignore()


async def answered(c: City) -> tuple[Chat, Actor]:
    """The same, with the final answer before the enterprise."""
    group, owner = await signed(c)
    await owner.says(ANSWER, in_=group, reply_to=group.card())
    for label in ("办结答复", "已解决", "发送给企业"):
        await owner.presses(label, in_=group)
    group.ignore()
    c.boss.ignore()
    return group, owner


async def row(c: City, number: str = "QS-2026-000001") -> Any:
    """The case row, detached, as it is now."""
    from sqlmodel import select

    from storage.tables import CaseFile

    def read(session: Any) -> Any:
        found = session.exec(select(CaseFile).where(CaseFile.number == number)).one()
        session.expunge(found)
        return found

    return await c.look(read)


async def kinds(c: City, number: str = "QS-2026-000001") -> list[str]:
    """The names of everything that happened to a case, in order."""
    from sqlmodel import select

    from storage.tables import CaseFile, Event

    def read(session: Any) -> list[str]:
        query = select(Event.kind).join(CaseFile, CaseFile.id == Event.case_id).where(CaseFile.number == number)
        return [kind.name for kind in session.exec(query.order_by(Event.seq))]

    return list(await c.look(read))


def labels(message: dict[str, Any]) -> list[str]:
    """The labels of a message's buttons."""
    return [button["text"] for line in message.get("keyboard") or [] for button in line]


async def presses_like(who: Actor, part: str, *, in_: Chat | None = None) -> str:
    """Press the newest button whose label contains `part`: the label's own words are somebody else's promise."""
    chat = in_ or who.chat
    for message in reversed(chat.messages()):
        found = next((label for label in labels(message) if part in label), None)
        if found is not None:
            return await who.presses(found, in_=chat, under=message)
    raise AssertionError(f"no button with {part}")
