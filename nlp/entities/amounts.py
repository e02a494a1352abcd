"""Amounts of money in yuan: 28万5, 六十三万二, 1,250.50元, 约30万. Only what is certainly money."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.entities.find import Find
from nlp.numerals import parse
from nlp.values import Label

NUMERAL = r"[零一二两俩仨三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟\d]"
AMOUNT = re.compile(
    rf"(?P<sign>¥|人民币|RMB)?\s?(?P<vague>几|数|上|好几)?"
    rf"(?P<number>{NUMERAL}(?:[\d,.]*\d)?(?:{NUMERAL}|(?<=\d)[kKwW](?![A-Za-z])|(?<=[万千百])半)*)"
    r"(?P<more>[多余来几]+)?(?P<big>[万亿千百])?\s?"
    r"(?P<unit>元整?|块钱|块|圆整?|人民币|RMB|大洋)?(?=(?P<after>.{0,2}))",
    re.S,
)
# What is counted when the number is not money: goods, people, time, area, shares.
COUNTED = re.compile(
    r"\s?(?:个|人|名|位|家|户|台|辆|件|套|只|头|条|张|份|次|趟|遍|回|吨|斤|公斤|千克|克|亩|平|㎡|m|米|"
    r"公里|里|度|千?瓦|k[wW]|"
    r"伏|安|升|方|立方|瓶|箱|袋|桶|包|盒|株|棵|羽|尾|粒|号|岁|年|月|日|天|周|小时|分|秒|点|层|楼|间|栋|栏|"
    r"页|字|楼|%|％|倍|成|期|"
    r"级|类|种|款|项|批|票|单|道|字|分之|把|根|座|处|段|步|届|股|篇|车|船|柜|手|口|桌|床|套|K|G)"
)
ROUND = re.compile(r"[千百kK](?:[\d一二三四五六七八九])?$")
PLAIN = re.compile(r"[1-9]\d{2,6}(?:\.\d{1,2})?")  # 罚了8000: three digits or more, no phone
HUNDREDS = re.compile(r"[1-9]\d{2,4}00")  # 213000 alone: nobody counts anything else so
PER = re.compile(r"(?:一|每)(?:[年月天条张吨趟次人个辆家晚户斤件台单度方平桶箱瓶车回亩]|平方|公斤|小时)$")  # 一天480
SAID = re.compile(r"[欠罚收交缴赔押扣花付款费钱价金贷补奖借退要给值投垫损租薪额账债合计共]")


def amounts(text: str) -> Iterator[Find]:
    """Amounts of money. The value is None when the amount is vague (三十多万, 几万)."""
    for match in AMOUNT.finditer(text):
        find = _amount(text, match)
        if find is not None:
            yield find


def _amount(text: str, match: re.Match[str]) -> Find | None:
    number = match["number"] + (match["big"] or "")
    if match["vague"] and not re.search(r"[万千百亿]", number):
        return None
    if number == "一" and match["unit"] == "块" and not re.match(r"[一二三四五六七八九半\d毛]", match["after"] or ""):
        return None  # 一块儿, 一块地
    if number == "万" or text.startswith("万一", match.start("number")):
        return None  # 万一
    plain = bool(match["sign"] or match["unit"])
    if not plain and not _money_without_unit(text, match, number):
        return None
    vague = match["vague"] or match["more"]
    value = None if vague else parse(number.rstrip("."))
    if value is None and not vague:
        return None
    end = match.end("unit") if match["unit"] else _end(match)
    start = match.start("sign") if match["sign"] else match.start("vague" if match["vague"] else "number")
    return Find(Label.AMOUNT, start, end, value)


def _end(match: re.Match[str]) -> int:
    return max(match.end(name) for name in ("number", "more", "big"))


def _money_without_unit(text: str, match: re.Match[str], number: str) -> bool:
    """28万 alone is money unless something else is counted; 五千 only after a word of paying."""
    if COUNTED.match(match["after"] or "") or re.match(r"[\d,.]", match["after"] or ""):
        return False
    if re.search(r"[万亿wW]", number):
        return len(number) > 1
    before = text[max(0, match.start("number") - 6) : match.start("number")]
    if PER.search(before) is not None or HUNDREDS.fullmatch(number) is not None:
        return len(number) > 1
    return (ROUND.search(number) or PLAIN.fullmatch(number)) is not None and SAID.search(before) is not None
