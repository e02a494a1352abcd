"""Short words to the bot itself: how far is my case, what are you, is it secret, give me a person, forget it. Anything longer, or
with a matter in it, is neither."""

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
    ABOUT = "这是什么"  # who you are, what you can do, how it works
    HOW_LONG = "要多久"
    COST = "收费吗"
    PRIVACY = "保密吗"


_HUMAN = re.compile(
    r"^(我要|帮我|请|麻烦|能不能|可以)*(转|找|换|要|接)?(个)?(人工|真人|活人|人工客服|人工服务|客服)(客服|服务|接听|回复|呢|吧|啊|吗|谢谢)*$"
)
_CALL = re.compile(
    r"^(我要|我想|能不能|可以|请|麻烦|让|叫|喊)*(你们|你|单位|这边|那边)?(的)?(领导|负责人|主任|科长|工作人员|经办人|人|老大|管事的)(给|跟|和|打)(我|我们)?(打|回|来|个|联系|电话)+(一下|谢谢|吧)*$"
    r"|^(你们|这里|单位)?(的)?(办公|联系|咨询|客服|投诉)?(电话|联系方式|热线)(号码)?(是)?(多少|什么|几号|有吗)?$"
)
_CASE = r"(上次|上回|之前|昨天|前天|前两天|前几天|那天)*(我|俺|咱)?(们)?(反映|投诉|提交|上报|报|说|问|提)?(的)?(那|这|上次|上回|昨天|前天|前两天|之前)*(个|件)?(的)?(事情|事儿|事|问题|工单|单子|件|投诉|诉求|案子)?"
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
    r"|^(你好|您好|喂|请问|领导)*(我|俺|咱|我们|俺们|我们公司|公司|我们厂|厂里|我们店|店里|我这|我这边|我们这边)?(最近|这边|现在|今天|这两天)?"
    r"(有|遇到|碰到|遇上|碰上|出)(了)?(个|点|些|一点|一些|几个|一件|件|点儿)*(小|大)?(麻烦|困难|问题|难题|情况|事|事情|事儿)(了)?"
    r"(要|想|需要)?(反映|咨询|问|说|找|麻烦|求助|投诉|请教)?(你们|一下|下|您)*(行吗|可以吗|吗|啊|呀|吧)?$"
)
_HELLO = "(你好|您好|喂|请问|问下|问一下|想问一下|那|就是)*"
_ABOUT = re.compile(
    rf"^{_HELLO}(你们?|您|这里|这儿|这个|这|贵单位|顶格办|机器人)?(到底|究竟)?(是|叫)(什么|干什么|做什么|干嘛|干啥|做啥|干吗|啥|谁|哪|哪个|哪里|真人|人工|机器人)(的|单位|部门|地方|平台|机器人|人|吗|还是|机器|啊|呀|呢)*$"
    rf"|^{_HELLO}(你们?|您|这里|这儿|这个|这|顶格办)?(都)?(能|可以|会|管|负责)(帮|为|给|替)?(我|我们|企业|老板)?(们)?(管|做|办|干|解决|处理|帮|反映|投诉|咨询)?(些|点|到)?(什么|啥|哪些)(忙|事|事情|问题|样的)*(啊|呀|呢|吗)?$"
    rf"|^{_HELLO}(你们?|这里|这个|这|机器人|顶格办)?(要|应该|该)?(怎么|如何|咋)(个)?(用|使用|操作|投诉|反映|提交|写|弄|填)(法|的|呢|啊)?(有什么要求)?$|^(帮助|使用说明|使用方法|说明|功能|菜单|有什么用|有啥用)$"
)
_HOW_LONG = re.compile(
    rf"^{_HELLO}(一般|大概|大约|你们|这个|这种|提交后|提交之后|反映后|投诉后|投诉了)*(要|需要|得)?(等)?(多久|多长时间|几天|多少天|什么时候|啥时候|几时)(才)?(能|可以|会|有)?"
    r"(人)?(处理|办|解决|回复|答复|反馈|结果|有结果|人管|联系|办好|搞定|受理|回)(完|好|掉|我|我们|一下)*(呢|啊|吗|呀)?$"
)
_COST = re.compile(
    rf"^{_HELLO}(你们|这里|这个|投诉|反映|办这个|帮忙|办事)*(要|收|需要|得|用|会)*(不要|不收)?(手续费|服务费|费用|费|钱|收费|付费|花钱|交钱|给钱)(的)?(吗|么|不|多少|啊)*$|^{_HELLO}(是)?免费(的)?(吗|么|不)?$"
)
_ASKS = "(会不会|会|能不能|能|可不可以|可以|是不是|怕|要不要|有没有|有|不会)"
_PRIVACY = re.compile(
    rf"^{_HELLO}(你们|这里|在这|投诉|反映|说了|我说的|我|我的|个人|信息|名字|电话|身份|话|内容|举报)*{_ASKS}(被|让|给|对|帮我|为我|替我)?(对方|他们|单位|人家|别人|领导|当事人|局里)*(泄露|泄漏|暴露|透露|保密|匿名|知道|看到|打击报复|报复|打击)"
    r"(我|我们|我的|是我|信息|个人信息|名字|身份|电话|投诉|举报|反映|说的|出去|的)*(吗|么|不|呢|吧|啊)*$"
)
_CANCEL = re.compile(
    r"^(算了|那算了|唉|哎|好吧|行了)*(我|俺|这个|这事|这件事|刚才那个|刚才的|上面的)?(就)?(不|别|甭)(想|要|再)?(投诉|反映|反应|举报|告|提|办|弄|申请|提交)(了|它了|啦)(吧|谢谢)?$"
    r"|^(我要|我想|请|帮我|麻烦)*(取消|撤销|撤回|撤了|撤掉|作废)(投诉|诉求|工单|这个|这件|刚才的|吧|了|一下)*(谢谢)?$|^算了(吧|算了|不说了)?$"
)


_WISHES = (
    (Wish.HUMAN, _HUMAN),
    (Wish.HUMAN, _CALL),
    (Wish.PROGRESS, _PROGRESS),
    (Wish.CANCEL, _CANCEL),
    (Wish.OPENING, _OPENING),
    (Wish.ABOUT, _ABOUT),
    (Wish.HOW_LONG, _HOW_LONG),
    (Wish.COST, _COST),
    (Wish.PRIVACY, _PRIVACY),
)


def wish_of(text: str) -> Wish | None:
    """The wish, or None. Total; punctuation and spaces do not count."""
    letters = "".join(char for char in text if char.isalnum())
    if not letters or len(letters) > MOST:
        return None
    return next((wish for wish, pattern in _WISHES if pattern.fullmatch(letters)), None)


_UNSOLVED = r"(没|没有|还没|还没有|并没|并没有|根本没|根本没有|都没)(解决|修好|弄好|恢复|处理|办好|人来|动静)|(还是|仍然|仍旧|照样)(没|不|低|停|坏|漏|一样|那样|老样子)"
_SOLVED = r"(^|已经|都|现在)(解决|修好|弄好|恢复|办好|处理好|好)了|^(可以了|没问题了|满意)"
_RESULT = re.compile(f"{_UNSOLVED}|{_SOLVED}")
RESULT_MOST = 40  # letters and digits


def tells_result(text: str) -> bool:
    """True if short words say that something is, or is not, solved. What of, only the open case can tell."""
    letters = "".join(char for char in text if char.isalnum())
    return 0 < len(letters) <= RESULT_MOST and _RESULT.search(letters) is not None
