"""What a meeting decided (A14): who does what by when, beside a case or by itself."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from storage.columns import Words
from storage.vocabulary import DecisionStep


class Decision(SQLModel, table=True):
    """One action item. `version` grows with each step: what a button showed before is stale."""

    __tablename__ = "decision"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int | None = Field(default=None, foreign_key="casefile.id", index=True)  # None: of the meeting as such
    unit: str = Field(index=True, max_length=20)
    owner_id: int = Field(index=True)  # staff id of who does it
    by_id: int = Field(index=True)  # staff id of who decided
    content_id: str = Field(max_length=32)  # JSON: text, what is to be done
    words_id: str | None = Field(default=None, max_length=32)  # JSON: text, the owner's last words
    step: DecisionStep = Field(default=DecisionStep.OPEN, sa_type=Words(DecisionStep), index=True)
    version: int = 1
    made_at: datetime
    due_at: datetime
    stepped_at: datetime  # of the last step
    returns: int = 0  # times sent back
    late_told: bool = False  # whoever decided heard that this date passed
