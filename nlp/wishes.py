"""Short words to the bot itself: how far is my case, give me a person, I want to complain, forget it. Anything longer, or with a matter in it, is neither."""

from __future__ import annotations

import re
from enum import StrEnum

MOST = 18  # letters and digits: whoever writes more tells something new


class Wish(StrEnum):
    """What is wanted of the bot."""

    PROGRESS = "问进度"
    HUMAN = "转人工"
    OPENING = "想反映"  # announces a matter and says nothing of it
    CANCEL = "不反映了"


_HUMAN = re.compile(
    r"^(我要|帮我|请|麻烦|能不能|可以)*(转|找|换|要|接)?(个)?(人工|真人|活人|人工客服|人工服务|客服)(客服|服务|接听|回复|呢|吧|啊|吗|谢谢)*$"
)
_CASE = r"(我|俺|咱)?(们)?(反映|投诉|提交|上报|报|说|问|提)?(的)?(那|这|上次|上回|昨天|前天|前两天|之前)*(个|件)?(的)?(事情|事儿|事|问题|工单|单子|件|投诉|诉求|案子)?"
_HOW = (
    r"(现在|目前|到底|究竟)*(咋样了|咋样|怎么样了|怎么样|怎样了|咋弄的|进展如何|进展|进度|进度如何|啥进展|什么进展|有进展吗|有进展没|有没有进展|"
    r"有消息吗|有消息没|有没有消息|有结果吗|有结果没|有没有结果|有信儿没|有信了吗|到哪一步了|到哪步了|到哪了|办到哪了|处理到哪了|"
    r"处理了吗|处理好了吗|处理得怎么样了|处理的怎么样了|处理咋样了|办了吗|办好了吗|办好没|办好了没|办得怎么样了|办的怎么样了|办咋样了|"
    r"解决了吗|解决了没|弄好了吗|弄好没|有人管吗|有人管没|还有人管吗|啥时候能好|什么时候有结果|啥时候有结果|多久有结果)"
)
_PROGRESS = re.compile(
    rf"^(你好|您好|请问|问下|问一下|想问下|查一下|查下|看看|看下)*{_CASE}{_HOW}(啊|呀|呢|吗|了|没|哦|谢谢|麻烦了)*$"
)
_OPENING = re.compile(
    r"^(你好|您好|喂|有人吗|在吗|请问|领导)*(我|俺|咱|我们|俺们)?(们)?(要|想|想要|需要|准备|来)?(实名|匿名)?(投诉|举报|反映|反应|咨询|求助|提意见|提建议|告状|说|问)"
    r"(你们|一下|下|个|一个|件|一件|点|些|几个|的)*(人|单位|部门|公司)?(事|事情|事儿|问题|情况|意见)?(行吗|可以吗|吗|啊|呀|吧)?$"
)
_CANCEL = re.compile(
    r"^(算了|那算了|唉|哎|好吧|行了)*(我|俺|这个|这事|这件事|刚才那个|刚才的|上面的)?(就)?(不|别|甭)(想|要|再)?(投诉|反映|反应|举报|告|提|办|弄|申请|提交)(了|它了|啦)(吧|谢谢)?$"
    r"|^(我要|我想|请|帮我|麻烦)*(取消|撤销|撤回|撤了|撤掉|作废)(投诉|诉求|工单|这个|这件|刚才的|吧|了|一下)*(谢谢)?$|^算了(吧|算了|不说了)?$"
)


def wish_of(text: str) -> Wish | None:
    """The wish, or None. Total; punctuation and spaces do not count."""
    letters = "".join(char for char in text if char.isalnum())
    if not letters or len(letters) > MOST:
        return None
    if _HUMAN.fullmatch(letters):
        return Wish.HUMAN
    others = ((Wish.PROGRESS, _PROGRESS), (Wish.CANCEL, _CANCEL), (Wish.OPENING, _OPENING))
    return next((wish for wish, pattern in others if pattern.fullmatch(letters)), None)


_UNSOLVED = r"(没|没有|还没|还没有|并没|并没有|根本没|根本没有|都没)(解决|修好|弄好|恢复|处理|办好|人来|动静)|(还是|仍然|仍旧|照样)(没|不|低|停|坏|漏|一样|那样|老样子)"
_SOLVED = r"(^|已经|都|现在)(解决|修好|弄好|恢复|办好|处理好|好)了|^(可以了|没问题了|满意)"
_RESULT = re.compile(f"{_UNSOLVED}|{_SOLVED}")
RESULT_MOST = 40  # letters and digits


def tells_result(text: str) -> bool:
    """True if short words say that something is, or is not, solved. What of, only the open case can tell."""
    letters = "".join(char for char in text if char.isalnum())
    return 0 < len(letters) <= RESULT_MOST and _RESULT.search(letters) is not None
