"""What opens no case. Precise on purpose: a complaint thrown away is the worst error there is (R32)."""

from __future__ import annotations

import re

from nlp.values import Invalid

MARKS = re.compile(r"[\s，。！？、；：“”‘’（）()【】《》…~·,.!?;:'\"\-_—^*]+")
GREETINGS = (
    "你好|您好|大家好|领导好|老师好|早上好|早安|早|上午好|中午好|下午好|晚上好|晚安|在吗|在不在|在不|在么|"
    "在嘛|有人没|有人吗|有人在吗|"
    "喂|哈喽|哈啰|嗨|嘿|hi|hello|hey|亲|客服|你是谁|你是机器人吗|机器人|start|开始|啊|呀|呢|吗|的"
)
THANKS = (
    "谢谢|谢了|多谢|感谢|非常感谢|十分感谢|太感谢了|谢谢您|谢谢你|谢谢你们|辛苦|辛苦了|麻烦了|麻烦您了|"
    "好的|好|好嘞|好滴|收到|知道了|"
    "明白|明白了|了解|了解了|嗯|嗯嗯|哦|哦哦|噢|行|行的|可以|ok|okay|没事了|没问题|没事|不客气|再见|拜拜|"
    "先这样|您|你|你们|了|啦|哈|哈哈|啊|呀|哦好"
)
FILLERS = (
    "啊|哦|呃|额|嗯|唉|诶|那个|这个|请问|怎么说呢|我|你|就是|然后|还有|等等|等一下|稍等|在|不|是|有|没|那|这|一|a|b|c|x"
)
TESTS = r"(?:测试|试试|试一下|测试一下|测一下|test|testing|ceshi|asdf\w*|qwer\w*|abc|aaa+|1{1,6}|123|1234|12345|123456|12345678?|6{3,}|8{3,}|0)+(?:消息|数据|一下|机器人)?"
ABUSE = re.compile(
    r"傻[逼比叉b×x]|[sS][bB]|煞笔|沙比|脑残|白痴|智障|弱智|王八蛋|混蛋|滚蛋|去死|妈的|他妈的?|你妈的?|"
    r"尼玛|草泥马|卧槽|我操|操你|靠|"
    r"狗东西|狗日的|畜生|垃圾|废物|饭桶|蠢货|不要脸|[tT][mM][dD]|[cC][nN][mM]|[nN][mM][sS][lL]|滚|呸|"
    r"死全家|吃屎|臭|狗"
)
EMPTY_AFTER_ABUSE = re.compile(
    r"(?:你们?|我|他们?|这|那|是|都|全|个|群|帮|一|真|太|什么|玩意儿?|东西|政府|部门|单位|当官的|了|的|吧|啊|呀|去|就|死|不|人|们|给|老子|机器人|平台)*"
)
ADS = (
    r"加(?:我)?(?:微信|[Vv]|[Vv][Xx]|QQ|q)|(?:代|专业)(?:开|办)(?:发票|贷款|证|理|各)|贷款(?:秒批|找我|"
    r"办理|咨询|直批)|无抵押|低息|秒(?:到|批|下款)|"
    r"兼职|刷单|日(?:赚|入|结)|高薪|返佣|免费领|点击(?:链接|下方|进入)|扫码(?:领|加|进群)|限时|优惠(?:价|"
    r"大)|招代理|加盟(?:热线|请|电话)|"
    r"https?://|www\.|t\.me/|博彩|彩票|棋牌|娱乐城|充值|送彩金|学历提升|包过|代写|出售|批发(?:价|零售)|"
    r"欢迎(?:来电|咨询|选购|订购)|诚招|诚信(?:办理|代办)|"
    r"推广|引流|营销|一手货源|厂家直销|特价|代理记账(?:仅|只要|低至)|群发"
)
AD_SIGNS = re.compile(ADS)
LATIN = re.compile(r"(?!sos$)[a-z]{1,12}")  # one word of Latin letters tells nothing: stop, menu
LINK = re.compile(r"(?:https?://|www\.)[^\s一-鿿]+", re.IGNORECASE)
CRIES = "急冤救火"  # one character that says something
# Who tells of an advertisement, or was harmed by one, is no advertiser.
COMPLAINS = re.compile(
    r"被骗|骗|投诉|举报|收到|骚扰|怎么|为什么|请问|我们(?:厂|公司|店)|不给|没|拖|欠|罚|查|帮|求助|处理|解决|建议|吗|呢"
)


def invalid(text: str) -> Invalid | None:
    """Why the compact text opens no case, or None. A number, or any word of substance, makes it valid."""
    if LINK.fullmatch(text.strip()):
        return Invalid.TOO_SHORT  # what is there, and what is wrong with it, has to be said
    plain = MARKS.sub("", text).lower()
    if not any(char.isalnum() for char in plain):
        return Invalid.EMOJI if plain else Invalid.TOO_SHORT
    words = "".join(char for char in plain if char.isalnum())
    for reason, pattern in WHOLE:
        if pattern.fullmatch(words):
            return reason
    if (len(words) == 1 and words not in CRIES) or LATIN.fullmatch(words):
        return Invalid.TOO_SHORT
    return Invalid.ADVERTISEMENT if _advertises(text) else None


def _advertises(text: str) -> bool:
    return len(set(AD_SIGNS.findall(text))) >= 2 and COMPLAINS.search(text) is None


def _repeated(words: str) -> re.Pattern[str]:
    return re.compile(f"(?:{words})+")


WHOLE: tuple[tuple[Invalid, re.Pattern[str]], ...] = (
    (Invalid.GREETING, _repeated(GREETINGS)),
    (Invalid.THANKS, _repeated(THANKS)),
    (Invalid.THANKS, _repeated(f"{THANKS}|{GREETINGS}")),
    (Invalid.TEST, re.compile(TESTS)),
    (Invalid.TOO_SHORT, _repeated(FILLERS)),
    (
        Invalid.ABUSE,
        re.compile(rf"(?:{EMPTY_AFTER_ABUSE.pattern})(?:(?:{ABUSE.pattern})(?:{EMPTY_AFTER_ABUSE.pattern}))+"),
    ),
)
