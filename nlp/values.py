"""What understanding a text yields: frozen values that carry no case, no chat and no database."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storage.vocabulary import Kind, Secrecy, Urgency


class Label(StrEnum):
    """What a piece of text names."""

    ENTERPRISE = "企业"  # the writer's or another enterprise, as written
    AMOUNT = "金额"  # value: yuan
    DATE = "日期"  # as written; value: ISO date when it is certain, else None
    PHONE = "电话"  # value: digits only (a landline keeps its hyphen)
    ID_CARD = "身份证"  # 18 places, check digit may be wrong (a typo is personal data all the same)
    BANK_CARD = "银行卡"  # Luhn holds, or the words beside it say so
    CREDIT_CODE = "信用代码"  # value: normalised code; only with a right check digit or named as such
    PERSON = "人名"  # a name or surname with a title (张总)
    PLACE = "地点"  # road, park, town, building
    UNIT = "单位"  # value: unit code of the catalogue
    CASE_NUMBER = "工单号"  # value: QS-2026-000123, or the bare six digits
    PLATE = "车牌"
    EMAIL = "邮箱"
    WECHAT = "微信号"


@dataclass(frozen=True, slots=True)
class Entity:
    """One find. `text` is exactly `original[start:end]`; `value` is the normalised form or None."""

    label: Label
    start: int
    end: int
    text: str
    value: str | float | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One unit that may be competent. `score` is 0..1; `reasons` are Chinese, for a person to check."""

    code: str
    score: float
    reasons: tuple[str, ...] = ()


class Invalid(StrEnum):
    """Why a message opens no case (R32). Anything with substance is never one of these."""

    GREETING = "问候"
    THANKS = "致谢"
    ADVERTISEMENT = "广告"
    ABUSE = "无内容辱骂"
    TOO_SHORT = "内容太少"
    TEST = "测试"
    EMOJI = "纯表情"


class Elsewhere(StrEnum):
    """Matters that belong to another statutory way (R20, R21): told, not dispatched."""

    LITIGATION = "诉讼仲裁复议"
    PETITION = "信访"
    DISCIPLINE = "纪检监察"  # already with the discipline organs
    DISCLOSURE = "信息公开"
    OUTSIDE_CITY = "外市"
    RESIDENT = "居民"


class Missing(StrEnum):
    """What would help the unit and was not said. At most one is asked at a time."""

    PLACE = "地点"  # where it happens
    DEMAND = "诉求"  # what the writer wants
    DETAIL = "详情"  # what happened; the text is too short to act on


@dataclass(frozen=True, slots=True)
class Understanding:
    """The reading of one text. Candidates are best first; `confident`: safe to dispatch without a person."""

    kind: Kind
    kind_reason: str
    urgency: Urgency
    urgency_reason: str
    life_danger: bool
    secrecy: Secrecy
    secrecy_reason: str
    candidates: tuple[Candidate, ...]
    confident: bool  # never for class B or C, nor for what belongs elsewhere
    entities: tuple[Entity, ...]
    accused: tuple[str, ...]  # codes of units whose conduct is complained about
    missing: tuple[Missing, ...]
    summary: str  # at most 40 characters, masked, for cards
    invalid: Invalid | None
    elsewhere: Elsewhere | None
    forced_withdrawal: bool  # says that somebody makes them withdraw, or threatens them
    # Where it is doubtful whether a bribe, revenge or a leak is meant: the reading if the writer, when asked, gives the
    # other answer. One of the two is class C, the other is not. None: nothing to ask.
    otherwise: Understanding | None = None

    @property
    def best(self) -> Candidate | None:
        """The most likely unit, if there is any."""
        return self.candidates[0] if self.candidates else None
