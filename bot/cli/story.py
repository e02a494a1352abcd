"""A scripted fortnight in virtual time, printed as a chat log; 0 only if everything went as scripted."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.app import demo
from bot.city.demo import entrepreneurs
from bot.cli.stage import OffScript, Stage
from bot.cli.transcript import ZONE
from bot.desk.audit import findings
from bot.desk.work import Work
from storage.vocabulary import ChatPurpose

BEGIN = datetime(2026, 3, 9, 9, 0, tzinfo=ZONE)
WATER = "我们厂在经开区，自来水压力太低，机器老停，已经三天了，请供水公司来看看。"
WATER_DONE = "3月11日已更换园区支管阀门，现场测压2.2公斤，恢复正常。依据《城镇供水服务》标准。若再低，当天重新派人。"
BRIBE = "市场监管局有个人来检查，说不给他意思意思就天天来查，还要我们交五千块现金给他个人。"
POWER = "车间这边停电三回了，供电所也没个说法，我们在高新区"
POWER_FIRST = "3月17日已更换跌落开关并复核线路负荷，依据供电服务规定，停电已排除，下一步3月20日前再巡检一次。"
POWER_SECOND = "3月18日已到现场更换整段老化电缆，依据供电服务规定，连续运行24小时正常，3月20日再回访。"
LEAK = "快来人！我们冷库液氨泄漏，有两个工人晕倒了，在北郊物流园。"
LEAK_DONE = (
    "3月12日凌晨1点泄漏已堵住，两名工人已送医无生命危险。依据《危险化学品安全管理条例》封存该机组，3月13日复检。"
)


async def tell(folder: Path) -> int:
    """Play the fortnight; stops at the first thing that did not go as scripted and says what."""
    print("顶格办 · 一座虚构城市的两个星期（人物、企业均为虚构）")
    async with demo.running(folder, BEGIN, frozen=True) as running:
        stage = Stage(running)
        try:
            for scene in (_water, _sealed, _forgotten, _danger, _overdue, _reopened, _afterwards):
                await scene(stage)
        except OffScript as error:
            print(f"\n与剧本不符：{error}")
            return 1
    print(f"\n全部按剧本发生；机器人共发出和更新 {stage.log.lines} 条消息。")
    return 0


async def _answer(stage: Stage, unit: str, text: str) -> None:
    """The owner replies to the newest card and sends it as the final answer."""
    group, owner = stage.group(unit), stage.post(f"{unit}-01")
    await stage.says(owner, text, group, stage.newest(group, "QS-2026"))
    for label in ("办结答复", "已解决", "发送给企业"):
        await stage.presses(owner, label, group)


async def _water(stage: Stage) -> None:
    """The main line: said, filed, signed, talked over, answered, confirmed."""
    boss, group, owner = stage.boss(0), stage.group("GSGS"), stage.post("GSGS-01")
    await stage.says(boss, WATER)
    stage.expects(boss, "这里是顶格办")
    stage.expects(boss, "已收到。编号 QS-2026-000001")
    await stage.presses(boss, "提交")
    stage.expects(boss, "已提交", "会有人联系您")
    stage.expects(group, "【新单】QS-2026-000001")
    await _introduces_himself(stage, boss)
    await stage.pass_by(minutes=25)
    await stage.presses(owner, "签收", group)
    stage.expects(boss, "签收")
    await _talk(stage, boss, group, owner)
    await stage.until("03-11T10:00")
    await _answer(stage, "GSGS", WATER_DONE)
    stage.expects(boss, "办理结果", "2.2公斤")
    await stage.presses(boss, "已解决")
    await stage.presses(boss, "联系过")
    await stage.presses(boss, "5分")
    stage.expects(boss, "已办结（您已确认解决）")
    stage.never(group, "泉河", "10000000001", "周老板")


async def _introduces_himself(stage: Stage, boss: int) -> None:
    """Name, credit code, phone: asked once, one at a time; a slip in the code is noticed."""
    known = entrepreneurs()[0]
    stage.expects(boss, "企业名称")
    await stage.says(boss, known.enterprise)
    await stage.says(boss, known.credit_code[:-1] + "0")
    stage.expects(boss, "校验")
    await stage.says(boss, known.credit_code)
    await stage.shares_phone(boss)
    stage.expects(boss, "登记好了")


async def _talk(stage: Stage, boss: int, group: int, owner: int) -> None:
    """Both write to the bot; neither sees the other's account."""
    await stage.presses(owner, "联系企业", group)
    await stage.presses(owner, "通过机器人对话")
    await stage.says(owner, "您好，我们下午两点半到厂里测压，您在吗？")
    stage.expects(boss, "我们下午两点半到厂里测压")
    await stage.says(boss, "在的，到了找门卫。")
    stage.expects(owner, "到了找门卫")
    await stage.presses(owner, "结束对话")


async def _sealed(stage: Stage) -> None:
    """A bribe is asked for: the official channel is named, and only the sealed contact reads it."""
    boss, contact = stage.boss(5), stage.pack.sealed[0].tg_id or 0
    await stage.says(boss, BRIBE)
    stage.expects(boss, "法定渠道")
    stage.expects(boss, "只送密件联系人")
    stage.expects(contact, "【密件】", "五千块")
    stage.never(stage.group("SCJ"), "五千", "QS-")
    stage.never(stage.desk(ChatPurpose.CLERKS), "五千", "QS-")
    await stage.presses(contact, "已收到")
    stage.expects(boss, "密件联系人已收到")


async def _forgotten(stage: Stage) -> None:
    """A draft that nobody submits: one reminder, then it is filed as understood."""
    boss = stage.boss(1)
    await stage.says(boss, POWER)
    await stage.pass_by(minutes=11)
    stage.expects(boss, "还没提交")
    await stage.pass_by(minutes=25)
    stage.expects(boss, "已提交")
    stage.expects(stage.group("GDGS"), "【新单】")


async def _danger(stage: Stage) -> None:
    """Late at night: guidance first, a clerk dispatches by hand, the owner is woken, the enterprise says it is over."""
    boss, clerk, clerks = stage.boss(2), stage.pack.clerks[0].tg_id or 0, stage.desk(ChatPurpose.CLERKS)
    group, owner = stage.group("YJJ"), stage.post("YJJ-01")
    await stage.until("03-11T21:30")
    await stage.says(boss, LEAK)
    stage.expects(boss, "110", "119", "120")
    stage.expects(clerks, "【待分派】", "特急")
    await stage.presses(clerk, "认领", clerks)
    await stage.pages_to(clerk, "派给 市应急管理局", "其他单位")
    stage.expects(group, "【新单】", "特急")
    stage.expects(owner, "特急", "立即")
    await stage.pass_by(minutes=6)
    await stage.presses(owner, "签收", group)
    stage.expects(boss, "市应急管理局", "签收")
    await stage.until("03-12T09:10")
    await _answer(stage, "YJJ", LEAK_DONE)
    await stage.presses(boss, "已解决")
    stage.expects(boss, "已办结（您已确认解决）")


async def _overdue(stage: Stage) -> None:
    """Nobody signs: the unit is told, then its leaders and the supervisors, who urge the owner."""
    group, office = stage.group("GDGS"), stage.desk(ChatPurpose.SUPERVISORS)
    await stage.until("03-16T16:00")
    stage.expects(group, "【逾期】", "L1")
    stage.expects(stage.post("GDGS-04"), "【逾期L2】")
    stage.expects(office, "【逾期】", "卡点", "建议")
    await stage.presses(stage.pack.supervisors[0].tg_id or 0, "督促", office)
    stage.expects(group, "督促")
    await stage.until("03-17T09:30")
    stage.expects(stage.post("GDGS-05"), "【逾期L3】")
    await _answer(stage, "GDGS", POWER_FIRST)
    stage.expects(stage.boss(1), "办理结果")


async def _reopened(stage: Stage) -> None:
    """Not true, says the enterprise: a second round under the deputy; then silence, which is never satisfaction."""
    boss, group = stage.boss(1), stage.group("GDGS")
    await stage.until("03-17T14:40")
    await stage.presses(boss, "没解决")
    await stage.presses(boss, "答复与事实不符")
    stage.expects(boss, "已重开")
    stage.expects(group, "【重办】")
    stage.expects(stage.post("GDGS-04"), "重办")
    await stage.until("03-18T09:30")
    await _answer(stage, "GDGS", POWER_SECOND)
    stage.expects(boss, "办理结果", "老化电缆")
    await stage.until("03-27T18:00")
    stage.expects(boss, "您看了吗")
    stage.expects(boss, "未评价")


async def _afterwards(stage: Stage) -> None:
    """No unit heard anything on a weekend, the secret is with its contact alone, and the auditor finds nothing."""
    stage.silent_on("03-14", "03-15", "03-21", "03-22")
    stage.only_in({stage.pack.sealed[0].tg_id or 0}, "意思意思")
    bot = stage.bot
    wrong = await bot.db.run(lambda session: findings(Work(session, bot.clock.now(), bot.office), deep=True))
    if wrong:
        raise OffScript(f"自查发现：{wrong}")
