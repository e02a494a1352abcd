"""What reports are made of: computed from the history, and computed again from it whenever in doubt."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class LeagueEntry(SQLModel, table=True):
    """What one case adds to one unit's figures of one quarter (`bot.rules.scoring.measures.Account`).

    The index carries all that a league needs, so that a table of a million cases is one walk over it.
    """

    __tablename__ = "league_entry"
    __table_args__ = (Index("ix_league_sum", "quarter", "unit", "marks", "excluded"),)

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="casefile.id", index=True)
    quarter: str = Field(max_length=6)
    unit: str = Field(max_length=20)
    section: str = Field(default="", max_length=60)
    marks: int = 0
    excluded: str = Field(default="", max_length=20)  # why it is not counted
