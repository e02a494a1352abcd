"""Words that carry no matter: they may weigh in a reading, but as a reason they tell a person nothing."""

from __future__ import annotations

HOLLOW = frozenset(
    "我们 你们 他们 咱们 俺们 大家 自己 人家 别人 这个 那个 这些 那些 这里 那里 这么 那么 这样 那样 什么 怎么 怎样 多少 哪里 为什么 "
    "一个 两个 三个 四个 五个 几个 一次 两次 三次 几次 一下 一点 一直 一样 一些 每次 有些 有的 "
    "已经 现在 今天 昨天 明天 今年 去年 目前 刚才 刚刚 最近 后来 以后 以前 之前 时候 时间 每天 天天 三天 两天 "
    "就是 还是 不是 但是 可是 只是 总是 而且 然后 因为 所以 如果 或者 以及 虽然 不过 甚至 反正 到底 究竟 "
    "没有 不能 不会 不让 不给 不行 不知 知道 觉得 可以 可能 应该 需要 希望 请问 麻烦 谢谢 您好 你好 "
    "还有 另外 一定 特别 非常 真的 实在 根本 完全 马上 赶紧 尽快 照片 图片 门口 老板 领导 问题 事情 情况 办法 意思 东西 地方".split()
)
