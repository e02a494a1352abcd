"""Time is measured on texts of one length, beside cutting alone."""

from __future__ import annotations

from nlp.reader.pace import LENGTH, pace


def test_every_measured_text_has_the_same_length() -> None:
    read: list[str] = []
    cut: list[str] = []
    measured = pace(["水管漏水"] * 300, read.append, cut.append)
    assert measured is not None
    assert {len(text) for text in read} == {LENGTH}
    assert read == cut
    assert 0 <= measured.median <= measured.slowest


def test_too_little_text_gives_no_figure() -> None:
    assert pace(["水"], len, len) is None
