"""虚躲冷粗假: the clues that a person has to look at. The history holds them as events; these rows are for finding the open ones."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel


class Clue(SQLModel, table=True):
    """One clue of one case; `seq` is the event that states its facts. Names no officer."""

    __tablename__ = "clue"
    __table_args__ = (UniqueConstraint("case_id", "round", "sort", "what"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="casefile.id", index=True)
    unit: str = Field(index=True, max_length=20)
    round: int
    sort: str = Field(max_length=4)  # one of the five words
    what: str = Field(default="", max_length=20)  # which fact, if a sort has several
    seq: int
    at: datetime
    finding: str | None = Field(default=None, index=True, max_length=10)  # 属实, 不属实, 再核; None: nobody looked yet
    ruled_at: datetime | None = None
