"""Several matters are several when their writer says so."""

from __future__ import annotations

import pytest

from nlp.several import several
from nlp.wishes import tells_result


@pytest.mark.parametrize(
    "text",
    [
        "两个事：一是路灯不亮，二是退税没到账",
        "反映三个问题，都和园区有关",
        "1、门口积水没人管；2、宽带断了一周",
        "第一，消防验收拖了俩月。第二，路口摄像头对着我们大门拍罚单",
        "水压低。另外再反映一下门口乱停车",
        "①路灯②下水道",
    ],
)
def test_numbered_or_announced_matters_are_several(text: str) -> None:
    assert several(text)


@pytest.mark.parametrize(
    "text", ["自来水压力太低", "合同第1条写明2万元", "压力1.2公斤，2号车间最低", "一是一二是二", "", "跑了两趟三次"]
)
def test_numbers_alone_are_not(text: str) -> None:
    assert not several(text)


@pytest.mark.parametrize("text", ["", "厂里停水三天了请来看看", "压力低" * 30])
def test_a_new_matter_tells_no_result(text: str) -> None:
    assert not tells_result(text)
