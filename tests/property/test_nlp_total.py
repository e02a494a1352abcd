"""Understanding is total: any text gives a reading, every offset points into the text, no secret survives masking."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.catalogue import Catalogue
from nlp.entities.extract import entities
from nlp.masking import mask, spans
from nlp.normal import normal
from nlp.understand import Understander
from storage.vocabulary import Kind, Secrecy

AT = datetime(2026, 3, 9, 2, 0, tzinfo=UTC)
WORDS = st.sampled_from(
    "我们 公司 厂 张总 李科长 税务局 欠 28万5 三千多 停电 明天 下周三 2月30日 电话 微信号 身份证 卡号 信用代码 红包 撤诉 投诉 着火 吗 ？ ， 。 "
    "\u200b １２３ 一二三 万 亿 百 半 零 QS-2026-000123 园区 路 村 请问 谢谢 建议 城管 态度恶劣 法院 起诉".split()
)
DIGITS = st.text(alphabet="0123456789Xx -", min_size=5, max_size=24)
MESSY = st.lists(st.one_of(WORDS, DIGITS, st.text(max_size=12)), max_size=14).map("".join)

PHONE = st.from_regex(r"1[3-9]\d{9}", fullmatch=True)
ID_CARD = st.from_regex(r"[1-6]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|1\d|2[0-8])\d{3}[\dX]", fullmatch=True)
CARD = st.from_regex(r"6\d{15}(\d{3})?", fullmatch=True)
CODE = st.from_regex(r"9[1-3]\d{6}MA[0-9A-HJ-NPQRTUWXY]{8}", fullmatch=True)
# An independent eye: not the patterns of the module under test.
SECRETS = [
    re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])"),
    re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])"),
    re.compile(r"(?<![0-9])[0-9]{16}(?:[0-9]{3})?(?![0-9])"),
    re.compile(r"(?<![0-9A-Za-z])9[1-3][0-9]{6}[0-9A-Z]{10}(?![0-9A-Za-z])"),
]


@cache
def understander() -> Understander:
    return Understander(Catalogue.load_default())


@settings(max_examples=300, deadline=None)
@given(MESSY)
def test_any_text_is_understood(text: str) -> None:
    read = understander().understand(text, at=AT, city="示范市")
    assert (read.kind is Kind.INVALID) == (read.invalid is not None)
    assert len(read.summary) <= 40
    assert read.confident <= (read.secrecy is Secrecy.A and read.elsewhere is None and bool(read.candidates))
    assert not {candidate.code for candidate in read.candidates if read.secrecy is not Secrecy.A} & set(read.accused)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_characters_at_all_are_understood(text: str) -> None:
    assert understander().understand(text).candidates is not None


def points_into_it(text: str) -> None:
    """Every find stands where it says, and none over another."""
    kept = entities(normal(text), at=AT)
    assert all(text[entity.start : entity.end] == entity.text != "" for entity in kept)
    assert all(left.end <= right.start for left, right in pairwise(kept))


def hides(before: str, secret: str, after: str) -> None:
    """Nothing that an independent eye takes for a secret is left."""
    shown = mask(f"{before}，{secret}，{after}", enterprises=True)
    assert secret not in shown
    assert not any(pattern.search(shown) for pattern in SECRETS)


SECRET = st.one_of(PHONE, ID_CARD, CARD, CODE)


@settings(max_examples=2_500, deadline=None)
@given(MESSY)
def test_offsets_always_point_into_the_original(text: str) -> None:
    points_into_it(text)


@settings(max_examples=2_500, deadline=None)
@given(MESSY, SECRET, MESSY)
def test_no_secret_survives_masking(before: str, secret: str, after: str) -> None:
    hides(before, secret, after)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@settings(max_examples=25_000, deadline=None)
@given(MESSY, SECRET, MESSY)
def test_fifty_thousand_texts_are_read_in_their_place_and_keep_their_secrets(
    before: str, secret: str, after: str
) -> None:
    points_into_it(f"{before}{after}")
    hides(before, secret, after)


@settings(max_examples=200, deadline=None)
@given(MESSY)
def test_masking_changes_nothing_outside_its_spans(text: str) -> None:
    hidden = spans(text)
    kept, done = [], 0
    for span in hidden:
        kept += [text[done : span.start], span.hint]
        done = span.end
    assert mask(text) == "".join((*kept, text[done:]))


@settings(max_examples=100, deadline=None)
@given(MESSY)
def test_the_same_text_is_always_read_the_same(text: str) -> None:
    assert understander().understand(text, at=AT) == understander().understand(text, at=AT)
