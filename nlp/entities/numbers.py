"""Numbers that identify: telephones, identity and bank cards, codes, plates, addresses, case numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp import checks, credit_code
from nlp.entities.find import Find
from nlp.values import Label

GAP = r"[ \-.·]{0,2}"
MOBILE = re.compile(rf"(?<![\dA-Za-z])(?:\+?86{GAP})?(1(?:{GAP}\d){{10}})(?![\dA-Za-z元万])")
LANDLINE = re.compile(r"(?<![\dA-Za-z])\(?(0\d{2,3})[)\- ]{0,2}(\d{7,8})(?!\d)(?:[-转]\d{1,6})?")
SERVICE = re.compile(r"(?<!\d)([48]00)[- ]?(\d{3,4})[- ]?(\d{3,4})(?!\d)")
NAMED = re.compile(r"(?:电话|座机|手机号?|联系方式|热线|[Tt]el)[^\d一-鿿]{0,4}[是为]?[^\d一-鿿]{0,2}(\d{7,8})(?!\d)")
HAN_DIGIT = "[零一二三四五六七八九幺]"
SPELT = re.compile(rf"(?<!{HAN_DIGIT})[一幺](?: ?{HAN_DIGIT}){{10}}(?!{HAN_DIGIT})")
SPELT_DIGITS = str.maketrans("零一二三四五六七八九幺", "01234567891")
ID_CARD = re.compile(r"(?<![\dA-Za-z])[1-9](?: ?\d){16} ?[\dXx](?![\dA-Za-z])")
OLD_ID = re.compile(r"身份证[^\d一-鿿]{0,4}号?码?[^\d]{0,4}(\d{15})(?!\d)")
BIRTH = re.compile(r"\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
CARD = re.compile(r"(?<![\dA-Za-z])\d(?:[ -]?\d){12,22}(?![\dA-Za-z元万])")
CARD_WORDS = re.compile(r"卡号|账号|帐号|账户|帐户|开户|银行|打到|转到|汇到|收款|对公")
CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z](?:[ -]?[0-9A-Za-z]){17}(?![0-9A-Za-z])")
CODE_WORDS = re.compile(r"信用代码|社会信用|税号|执照|代码")
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE = re.compile(rf"[{PROVINCES}][A-Za-z][·. ]?(?=[A-Za-z0-9]{{0,5}}\d)[A-Za-z0-9]{{5,6}}(?![A-Za-z0-9])")
EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{2,20}){1,3}")
CHAT_ID = re.compile(
    r"(?:微信|威信|薇信|[Ww]e[Cc]hat|[Vv][Xx]|[Ww][Xx]|[Vv]信|加[Vv])号?码?[是为:：\s]{0,3}"
    r"([A-Za-z][A-Za-z0-9_-]{5,19})"
)
QQ = re.compile(r"[Qq][Qq]号?[是为:：\s]{0,3}(\d{5,11})(?!\d)")
CASE = re.compile(r"(?<![A-Za-z0-9])[Qq][Ss][- _]?(20\d{2})[- _]?(\d{6})(?!\d)")
BARE_CASE = re.compile(r"(?<![\dA-Za-z.¥-])(0\d{5})(?![\dA-Za-z.%元万])")
NAMED_CASE = re.compile(r"(?:工单|单号|编号|诉求)(?:号码?)?[是为:：\s]{0,3}(\d{6})(?![\d元万])")


def cases(text: str) -> Iterator[Find]:
    """工单号: QS-2026-000123, a bare 000123, or six digits named as such."""
    for match in CASE.finditer(text):
        yield Find(Label.CASE_NUMBER, match.start(), match.end(), f"QS-{match[1]}-{match[2]}")
    for pattern in (NAMED_CASE, BARE_CASE):
        for match in pattern.finditer(text):
            yield Find(Label.CASE_NUMBER, match.start(1), match.end(1), match[1])


def addresses(text: str) -> Iterator[Find]:
    """E-mail addresses, WeChat and QQ numbers."""
    for match in EMAIL.finditer(text):
        yield Find(Label.EMAIL, match.start(), match.end(), match[0].lower())
    for pattern in (CHAT_ID, QQ):
        for match in pattern.finditer(text):
            yield Find(Label.WECHAT, match.start(1), match.end(1), match[1])


def credit_codes(text: str) -> Iterator[Find]:
    """统一社会信用代码 with a right check digit, or named as one. Only a right digit gives a value."""
    for match in CODE.finditer(text):
        code = credit_code.normalise(match[0])
        right = credit_code.valid(code) and not checks.id_card_valid(code)
        named = CODE_WORDS.search(text, max(0, match.start() - 12), match.start()) is not None
        if right or (named and not match[0].isalpha()):
            yield Find(Label.CREDIT_CODE, match.start(), match.end(), code if right else None)


def id_cards(text: str) -> Iterator[Find]:
    """身份证: 18 places with a possible birth date or a right check digit, or 15 named as one."""
    for match in ID_CARD.finditer(text):
        number = match[0].replace(" ", "").upper()
        if BIRTH.fullmatch(number) or checks.id_card_valid(number):
            yield Find(Label.ID_CARD, match.start(), match.end(), number)
    for match in OLD_ID.finditer(text):
        yield Find(Label.ID_CARD, match.start(1), match.end(1), match[1])


def bank_cards(text: str) -> Iterator[Find]:
    """银行卡 and accounts: Luhn holds for 15 to 19 digits, or the words before say that it is an account."""
    for match in CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        named = CARD_WORDS.search(text, max(0, match.start() - 14), match.start()) is not None
        if named or (15 <= len(digits) <= 19 and checks.luhn(digits)):
            yield Find(Label.BANK_CARD, match.start(), match.end(), digits)


def phones(text: str) -> Iterator[Find]:
    """Telephones: mobiles with or without gaps, landlines, service numbers, digits spelt in characters."""
    for match in MOBILE.finditer(text):
        yield Find(Label.PHONE, match.start(), match.end(), re.sub(r"\D", "", match[1]))
    for match in LANDLINE.finditer(text):
        yield Find(Label.PHONE, match.start(), match.end(), f"{match[1]}-{match[2]}")
    for match in SERVICE.finditer(text):
        yield Find(Label.PHONE, match.start(), match.end(), "".join(match.groups()))
    for match in NAMED.finditer(text):
        yield Find(Label.PHONE, match.start(1), match.end(1), match[1])
    for match in SPELT.finditer(text):
        number = match[0].replace(" ", "").translate(SPELT_DIGITS)
        yield Find(Label.PHONE, match.start(), match.end(), number)


def plates(text: str) -> Iterator[Find]:
    """车牌, with the province's character."""
    for match in PLATE.finditer(text):
        value = re.sub(r"[·. ]", "", match[0]).upper()
        yield Find(Label.PLATE, match.start(), match.end(), value)
