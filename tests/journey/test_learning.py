"""What the desk decides becomes a lesson: without names, of class A only, and only where people knew better."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot.desk import lessons
from bot.desk.work import Work
from nlp.learning.lessons import Lesson, Source
from storage.tables import CaseFile
from storage.vocabulary import Secrecy
from tests.journey.desk_steps import UNSURE, filed, presses_like, row
from tests.journey.test_officer_requests import asks_transfer
from tests.support.city import City, city


async def learned(c: City) -> list[Lesson]:
    """The lessons as they are now."""
    return await c.look(lambda s: lessons.collect(Work(s, c.bot.clock.now(), c.bot.office)))


async def changed(c: City, change: Callable[[Session, CaseFile], object]) -> list[Lesson]:
    """The lessons that would be left if the first case were different; nothing stays changed."""

    def tried(session: Session) -> list[Lesson]:
        change(session, session.get_one(CaseFile, 1))
        session.flush()
        found = lessons.collect(Work(session, c.bot.clock.now(), c.bot.office))
        session.rollback()
        return found

    found: list[Lesson] = await c.look(tried)
    return found


def hush(c: City) -> None:
    """Who said what is the matter of other journeys."""
    for entry in c.playground.chats()["chats"]:
        c.chat(entry["id"]).ignore()


async def sent_by_a_clerk(c: City, text: str) -> str:
    """A case that no machine could place, dispatched by a clerk; the unit."""
    await c.boss.says(text)
    await c.boss.presses("提交")
    clerk = c.staff(c.pack.clerks[0].code)
    await clerk.presses("认领", in_=c.clerks)
    await presses_like(clerk, "派给 ")
    hush(c)
    return str((await row(c)).unit)


async def test_a_clerks_dispatch_of_what_the_reader_could_not_place_is_a_lesson() -> None:
    async with city() as c:
        unit = await sent_by_a_clerk(c, UNSURE)
        (lesson,) = await learned(c)
        assert (lesson.unit, lesson.source) == (unit, Source.CLERK)
        assert lesson.text.startswith("我们想了解一下有没有什么可以帮到我们")


async def test_what_the_machine_placed_and_nobody_moved_teaches_nothing() -> None:
    async with city() as c:
        await filed(c)
        assert await learned(c) == []


async def test_a_ruling_that_moved_a_case_is_a_lesson_once_it_is_ruled() -> None:
    async with city() as c:
        group, owner = await filed(c)
        await asks_transfer(c, group, owner)
        assert await learned(c) == []
        await presses_like(c.staff(c.pack.clerks[0].code), "同意转", in_=c.clerks)
        hush(c)
        (lesson,) = await learned(c)
        assert lesson.source is Source.MOVED
        assert lesson.unit == (await row(c)).unit != "GSGS"


async def test_a_lesson_names_neither_phone_nor_firm() -> None:
    async with city() as c:
        await sent_by_a_clerk(c, f"我是青禾面业有限公司，电话10012345678。{UNSURE}")
        (lesson,) = await learned(c)
        assert "10012345678" not in lesson.text
        assert "青禾" not in lesson.text


@pytest.mark.parametrize(
    "field", [{"secrecy": Secrecy.B}, {"secrecy": Secrecy.C}, {"confidential": True}, {"accused": ["CGJ"]}]
)
async def test_a_case_that_is_secret_in_any_way_is_never_a_lesson(field: dict[str, Any]) -> None:
    async with city() as c:
        await sent_by_a_clerk(c, UNSURE)
        assert len(await learned(c)) == 1
        assert (
            await changed(c, lambda _session, case: [setattr(case, name, value) for name, value in field.items()]) == []
        )


async def test_a_lesson_is_gone_with_the_key_of_its_case() -> None:
    async with city() as c:
        await sent_by_a_clerk(c, UNSURE)
        assert len(await learned(c)) == 1

        def destroy(session: Session, case: CaseFile) -> None:
            c.bot.office.vault.destroy(session, case.key_id, datetime(2026, 3, 10, tzinfo=UTC))

        assert await changed(c, destroy) == []


@pytest.mark.parametrize(("days", "left"), [(170, 1), (185, 0)])
async def test_a_lesson_ends_when_contacts_are_no_longer_kept(days: int, left: int) -> None:
    async with city() as c:
        await sent_by_a_clerk(c, UNSURE)
        ended = c.bot.clock.now() - timedelta(days=days)
        found = await changed(c, lambda _session, case: setattr(case, "closed_at", ended))
        assert len(found) == left
