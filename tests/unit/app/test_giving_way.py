"""While something heavy is made threads change places often; afterwards as before."""

from __future__ import annotations

import sys

import pytest

from bot.app.giving_way import SHORT, giving_way


def test_turns_are_short_until_the_last_heavy_thing_is_done() -> None:
    usual = sys.getswitchinterval()
    first, second = giving_way(), giving_way()
    first.__enter__()
    second.__enter__()
    assert sys.getswitchinterval() == pytest.approx(SHORT)
    first.__exit__(None, None, None)
    assert sys.getswitchinterval() == pytest.approx(SHORT)
    second.__exit__(None, None, None)
    assert sys.getswitchinterval() == pytest.approx(usual)


def test_what_fails_leaves_no_short_turns_behind() -> None:
    usual = sys.getswitchinterval()
    with pytest.raises(ValueError, match="broken"), giving_way():
        raise ValueError("broken")
    assert sys.getswitchinterval() == pytest.approx(usual)
