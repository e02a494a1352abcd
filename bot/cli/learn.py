"""`dingge lessons --try`: would the desk's decisions make the choice of the unit better? Prints figures, changes nothing."""

from __future__ import annotations

from sqlmodel import Session

from bot.app.office import build
from bot.clock import SystemClock
from bot.desk import lessons as desk
from bot.desk.work import Work
from bot.settings import load
from nlp.catalogue import Catalogue
from nlp.knowledge import Knowledge
from nlp.learning.lessons import Lesson
from nlp.learning.trial import FEWEST, Tried, of_lessons, of_messages, trial
from nlp.reader.corpus import messages
from nlp.reader.model import shipped_model
from storage.db import make_engine


def try_out() -> int:
    """Try the lessons of the database against the shipped reader and print the comparison. 1 if there is no reader."""
    office = build(load())
    with Session(make_engine(load().database)) as session:
        found = desk.collect(Work(session, SystemClock().now(), office))
    tried = compared(found, office.catalogue)
    print("没有随包的模型，无从比较。" if tried is None else told(tried))
    return 1 if tried is None else 0


def compared(lessons: list[Lesson], catalogue: Catalogue) -> Tried | None:
    """Shipped against taught; None where the package came without a reader. Too few lessons are not computed."""
    if (model := shipped_model()) is None:
        return None
    knowledge = Knowledge(catalogue)
    taught = of_lessons(lessons, model, knowledge)
    if len(taught) < FEWEST:
        return Tried(len(taught), 0, 0, 0, 0, 0)
    return trial(taught, of_messages(messages("test"), model, knowledge), model)


def told(tried: Tried) -> str:
    """The comparison in plain words."""
    if not tried.enough:
        return f"可学的件只有 {tried.lessons} 件，满 {FEWEST} 件才试。什么都没有改。"
    lines = [
        f"可学 {tried.lessons} 件，第一选择对的：随包模型 {tried.before} 件，学过以后 {tried.after} 件"
        "（不拿自己和相似的件教自己）。",
        f"没训练过的语句 {tried.controls} 条，对的：随包模型 {tried.kept_before} 条，学过以后 {tried.kept_after} 条。",
        f"结论：{_verdict(tried)}。这次只试算，机器人用的模型没有变。",
    ]
    return "\n".join(lines)


def _verdict(tried: Tried) -> str:
    if not tried.watched:
        return "没有足够的语料看别的事项会不会变差，不能下结论（要在源码目录里运行）"
    return "学了更准" if tried.worth else "学了不见得更准，不宜采用"
